/**
 * The record in `gestand.applied` that makes an erasure happen once in effect: who is at work on it, how far it is, and
 * its outcome. It changes only in the transaction whose work it describes.
 */
import { type Result, refuse, succeed } from "#base";
import type {
  CorrectOutcome,
  EraseOrder,
  EraseOutcome,
  EraseRefusal,
  RestrictedRows,
  TableFinding,
} from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { heldRelation, rowKeySql } from "./guard-schema.ts";
import type { Holds } from "./ownership-fate.ts";
import { type HoldTerms, heldUntil } from "./ownership-holds.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { keyMatch } from "./ownership-sql.ts";
import { literal } from "./quote.ts";
import { beginning, runTogether, temporaryWork, type WorkPlace } from "./work.ts";

export interface EraseContext {
  readonly plan: OwnershipPlan;
  readonly terms: HoldTerms;
  readonly digest?: ((identity: string) => string) | undefined;
}

export type EraseAnswer = Result<EraseOutcome, EraseRefusal>;

/** What holds rows on the day of the order. */
export function holdsOf({ plan, terms }: Pick<EraseContext, "plan" | "terms">, today: EraseOrder["today"]): Holds {
  return { today, until: (table) => heldUntil(plan, table, terms, today, "t") };
}

const places = new WeakMap<OwnershipPlan, { readonly terms: HoldTerms; readonly work: WorkPlace }>();

/** Where an erasure, or its dry run, keeps its rows inside one transaction; the same place for all of one day. */
export function erasureWork(context: Pick<EraseContext, "plan" | "terms">, today: EraseOrder["today"]): WorkPlace {
  const known = places.get(context.plan);
  if (known?.terms === context.terms && known.work.holds?.today === today) return known.work;
  const work = temporaryWork("drop", holdsOf(context, today));
  places.set(context.plan, { terms: context.terms, work });
  return work;
}

/** What is being done, and what to say of the rest when it is refused. */
export interface Doing {
  what: string;
  undone: string;
}

/** How far an erasure in batches is. */
export interface Checkpoint {
  readonly done: number;
  readonly total: number;
  /** Position of the unit that is being carried out, and the last batch of it that was. */
  readonly unit: number;
  readonly batch: number;
  readonly categories: Readonly<Record<string, readonly string[]>>;
  /** Rows that were deleted without having been written down, per table. */
  readonly deleted: Readonly<Record<string, number>>;
}

export interface Applied {
  readonly attempt: number;
  readonly state: "started" | "batches" | "done";
  /** `tables` of an erasure, `columns` of a correction, `restricted` of a restriction and of lifting it. */
  readonly outcome: {
    readonly tables?: readonly TableFinding[];
    readonly columns?: CorrectOutcome["columns"];
    readonly restricted?: readonly RestrictedRows[];
  } | null;
  readonly checkpoint: Checkpoint | null;
}

/** What makes a try of an erasure or of a correction known. */
export type Turn = Pick<EraseOrder, "plan" | "step" | "attempt">;
type Fenced = Result<never, EraseRefusal>;

/** As `openClaimed`, with the answer of an erasure that happened before. */
export async function claimTurn(client: Queryable, order: EraseOrder): Promise<Applied | EraseAnswer> {
  return settled(await openClaimed(client, order));
}

/** Opens the next transaction of this attempt. The row stays locked until its end. */
export async function resumeTurn(client: Queryable, order: EraseOrder): Promise<Applied | EraseAnswer> {
  return settled(await openTurn(client, order, []));
}

function settled(applied: Applied | Fenced): Applied | EraseAnswer {
  if ("ok" in applied || applied.state !== "done" || applied.outcome === null) return applied;
  return succeed({ tables: applied.outcome.tables ?? [], appliedNow: false });
}

/**
 * Writes down, in a transaction of its own, that this attempt is at work: from now on lower ones are fenced off. Then opens
 * the first transaction of the attempt; none is open when it is refused or was done before.
 */
export function openClaimed(client: Queryable, turn: Turn): Promise<Applied | Fenced> {
  const [step, attempt] = [Math.trunc(turn.step), Math.trunc(turn.attempt)];
  // The claim need not reach the disk by itself: what it protects commits after it, and brings it there.
  return openTurn(client, turn, [
    "begin; set local lock_timeout = '15s'; set local synchronous_commit = off",
    `insert into gestand.applied as a (plan, step, attempt, state) values (${literal(turn.plan)}, ${step}, ${attempt}, 'started')
     on conflict (plan, step) do update set attempt = excluded.attempt where a.attempt <= excluded.attempt and a.state <> 'done'`,
    "commit",
  ]);
}

/** The claim alone, for work that opens its transactions itself. */
export async function claim(client: Queryable, { plan, step, attempt }: Turn): Promise<void> {
  await client.query(
    `insert into gestand.applied as a (plan, step, attempt, state) values ($1, $2, $3, 'started')
     on conflict (plan, step) do update set attempt = excluded.attempt where a.attempt <= excluded.attempt and a.state <> 'done'`,
    [plan, step, attempt],
  );
}

async function openTurn(client: Queryable, turn: Turn, before: readonly string[]): Promise<Applied | Fenced> {
  const results = await runTogether(client, [
    ...before,
    beginning,
    `select attempt::int as attempt, state, outcome, checkpoint from gestand.applied where plan = ${literal(turn.plan)} and step = ${Math.trunc(turn.step)} for update`,
  ]);
  const applied = results.at(-1)?.rows[0] as Applied | undefined;
  const fenced = fencedOff(applied, turn);
  if (fenced !== undefined || applied === undefined || applied.state === "done") await client.query("rollback");
  return fenced ?? applied ?? refuse("fenced", "Nothing was changed.");
}

function fencedOff(applied: Applied | undefined, { attempt }: Turn): Fenced | undefined {
  if (applied === undefined)
    return refuse("fenced", "The record of this step is gone: it was forgotten. Nothing was changed.");
  if (applied.attempt <= attempt) return undefined;
  return refuse("fenced", `A later attempt (${applied.attempt}) took over attempt ${attempt}. Nothing was changed.`);
}

/** The record, the constraints and the commit: after it the step has happened, before it nothing has. */
export async function finish(
  client: Queryable,
  order: Turn & Pick<EraseOrder, "crashPoint">,
  outcome: NonNullable<Applied["outcome"]>,
): Promise<void> {
  await runTogether(client, [
    `update gestand.applied set state = 'done', outcome = ${literal(JSON.stringify(outcome))}, checkpoint = null where plan = ${literal(order.plan)} and step = ${Math.trunc(order.step)}`,
    "set constraints all immediate",
  ]);
  await order.crashPoint?.("before-commit");
  await client.query("commit");
  await order.crashPoint?.("after-commit");
}

/**
 * Statements that write down which rows the law keeps, so that the guard hides them from staff. The plan is told them by
 * the setting `gestand.plan`, so that their text is the same for everybody.
 */
export function registerHeld(
  plan: OwnershipPlan,
  work: WorkPlace,
  among: readonly OwnedTable[] = plan.tables,
): string[] {
  return among
    .filter((table) => work.holds?.until(table) !== undefined)
    .map((table) => work.once(`held ${table.index}`, () => heldStatement(plan, table, work)));
}

function heldStatement(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace): string {
  return `insert into gestand.held (relation, row_key, rule, until_on, plan)
       select ${literal(heldRelation(plan.catalogue.schema, table.relation.name))}, ${rowKeySql(table.relation, "t")}, ${literal(table.mapping.keep?.rule ?? "")}, k.held_until, current_setting('gestand.plan')::uuid
       from ${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")} where k.fate = 'held'
       on conflict (relation, row_key) do update set until_on = greatest(gestand.held.until_on, excluded.until_on)`;
}

export async function rollBack(client: Queryable): Promise<void> {
  try {
    await client.query("rollback");
  } catch {
    // The session is gone, and with it its transaction; the first error says so.
  }
}
