/**
 * The record in `gestand.applied` that makes an erasure happen once in effect: who is at work on it, how far it is, and
 * its outcome. It changes only in the transaction whose work it describes.
 */
import { type Result, refuse, succeed } from "#base";
import type { EraseOrder, EraseOutcome, EraseRefusal, TableFinding } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { heldRelation, rowKeySql } from "./guard-schema.ts";
import type { HoldTerms } from "./ownership-holds.ts";
import type { OwnershipPlan } from "./ownership.ts";
import { keyMatch } from "./ownership-sql.ts";
import { literal } from "./quote.ts";
import { beginSnapshot, type WorkPlace } from "./work.ts";

export interface EraseContext {
  readonly plan: OwnershipPlan;
  readonly terms: HoldTerms;
  readonly digest?: ((identity: string) => string) | undefined;
}

export type EraseAnswer = Result<EraseOutcome, EraseRefusal>;

/** What is being done, and what to say of the rest when it is refused. */
export interface Doing {
  what: string;
  undone: string;
}

/** How far an erasure in batches is. */
export interface Checkpoint {
  readonly done: number;
  readonly total: number;
  readonly categories: Readonly<Record<string, readonly string[]>>;
}

export interface Applied {
  readonly attempt: number;
  readonly state: "started" | "batches" | "done";
  readonly outcome: { readonly tables: readonly TableFinding[] } | null;
  readonly checkpoint: Checkpoint | null;
}

const appliedColumns = "attempt::int as attempt, state, outcome, checkpoint";

/** Writes down, in a transaction of its own, that this attempt is at work: from now on lower ones are fenced off. */
export async function claim(client: Queryable, order: EraseOrder): Promise<EraseAnswer | "ours"> {
  await client.query("begin; set local lock_timeout = '15s'");
  const claimed = await client.query(
    `insert into gestand.applied as a (plan, step, attempt, state) values ($1, $2, $3, 'started')
     on conflict (plan, step) do update set attempt = excluded.attempt where a.attempt <= excluded.attempt and a.state <> 'done'
     returning 1`,
    [order.plan, order.step, order.attempt],
  );
  const known = await client.query<Applied>(
    `select ${appliedColumns} from gestand.applied where plan = $1 and step = $2`,
    [order.plan, order.step],
  );
  await client.query("commit");
  return (claimed.rowCount ?? 0) > 0 ? "ours" : (settled(known.rows[0], order) ?? "ours");
}

/** The answer that needs no work, if there is one. */
function settled(applied: Applied | undefined, order: EraseOrder): EraseAnswer | undefined {
  if (applied === undefined) return undefined;
  if (applied.attempt > order.attempt)
    return refuse(
      "fenced",
      `A later attempt (${applied.attempt}) took over attempt ${order.attempt}. Nothing was changed.`,
    );
  if (applied.state === "done" && applied.outcome !== null)
    return succeed({ tables: applied.outcome.tables, appliedNow: false });
  return undefined;
}

/** Opens the next transaction of this attempt. The row stays locked until its end. */
export async function resumeTurn(client: Queryable, order: EraseOrder): Promise<Applied | EraseAnswer> {
  await beginSnapshot(client);
  const known = await client.query<Applied>(
    `select ${appliedColumns} from gestand.applied where plan = $1 and step = $2 for update`,
    [order.plan, order.step],
  );
  const applied = known.rows[0];
  const answer =
    applied === undefined
      ? refuse("fenced" as const, "The record of this erasure is gone: it was forgotten. Nothing was changed.")
      : settled(applied, order);
  if (answer !== undefined || applied === undefined) {
    await client.query("rollback");
    return answer ?? refuse("fenced", "Nothing was changed.");
  }
  return applied;
}

/** The record, the constraints and the commit: after it the erasure has happened, before it nothing has. */
export async function finish(client: Queryable, order: EraseOrder, tables: readonly TableFinding[]): Promise<void> {
  await client.query(
    "update gestand.applied set state = 'done', outcome = $3, checkpoint = null where plan = $1 and step = $2",
    [order.plan, order.step, JSON.stringify({ tables })],
  );
  await client.query("set constraints all immediate");
  await order.crashPoint?.("before-commit");
  await client.query("commit");
  await order.crashPoint?.("after-commit");
}

/** Writes down which rows the law keeps, so that the guard hides them from staff. */
export async function registerHeld(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  id: EraseOrder["plan"],
): Promise<void> {
  for (const table of plan.tables.filter((one) => one.mapping.keep !== undefined))
    await client.query(
      `insert into gestand.held (relation, row_key, rule, until_on, plan)
       select ${literal(heldRelation(plan.catalogue.schema, table.relation.name))}, ${rowKeySql(table.relation, "t")}, ${literal(table.mapping.keep?.rule ?? "")}, k.held_until, $1
       from ${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")} where k.fate = 'held'
       on conflict (relation, row_key) do update set until_on = greatest(gestand.held.until_on, excluded.until_on)`,
      [id],
    );
}

export async function rollBack(client: Queryable): Promise<void> {
  try {
    await client.query("rollback");
  } catch {
    // The session is gone, and with it its transaction; the first error says so.
  }
}
