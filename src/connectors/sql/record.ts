/**
 * Two tables of ours beside those of the product: `gestand_applied` makes an erasure happen once in effect, and
 * `gestand_held` says of each row that stays which law keeps it. They change only in the transaction whose work they
 * describe.
 */
import { refuse, type Result, succeed } from "#base";
import type { PlanId } from "#base";
import type { EraseOrder, EraseOutcome, EraseRefusal, TableFinding } from "../contract.ts";
import { columnText } from "./conditions.ts";
import type { Dialect, Session, SqlCell } from "./dialect.ts";
import type { Group } from "./findings.ts";
import type { OwnedTable } from "./ownership.ts";
import { literal } from "./quote.ts";
import { keyMatch, ourTables, type Reading } from "./work.ts";

export type EraseAnswer = Result<EraseOutcome, EraseRefusal>;

/** How far an erasure in batches is. */
export interface Checkpoint {
  readonly done: number;
  readonly total: number;
  /** Position of the unit that is being carried out, and the last batch of it that was. */
  readonly unit: number;
  readonly batch: number;
  readonly categories: Readonly<Record<string, readonly string[]>>;
}

export interface Turn {
  readonly state: string;
  readonly checkpoint: Checkpoint | undefined;
}

const named = (dialect: Dialect, schema: string, name: string) => dialect.qualified({ schema, name });

/** Makes both tables where they are missing. Outside a transaction. */
export async function ensureOurTables(
  session: Session,
  { dialect, plan }: Pick<Reading, "dialect" | "plan">,
): Promise<void> {
  const { schema } = plan.catalogue;
  const text = (characters: number) => dialect.textType(characters);
  await session.run(
    dialect.createLasting(
      named(dialect, schema, ourTables.applied),
      `plan ${text(36)} not null, step integer not null, attempt bigint not null, state ${text(20)} not null, outcome ${text(4_000_000)}, checkpoint ${text(4_000_000)}, primary key (plan, step)`,
    ),
  );
  await session.run(
    dialect.createLasting(
      named(dialect, schema, ourTables.held),
      `relation ${text(100)} not null, row_key ${text(500)} not null, rule ${text(200)} not null, until_on ${text(10)} not null, plan ${text(36)} not null, primary key (relation, row_key)`,
    ),
  );
}

/**
 * Writes down, in a transaction of its own, that this attempt is at work: from now on lower ones are fenced off. Then opens
 * the first transaction of the attempt.
 */
export async function claimTurn(
  session: Session,
  { dialect, plan }: Pick<Reading, "dialect" | "plan">,
  order: Pick<EraseOrder, "plan" | "step" | "attempt">,
): Promise<void> {
  const applied = named(dialect, plan.catalogue.schema, ourTables.applied);
  for (const sql of dialect.beginWriting) await session.run(sql);
  await session.run(
    `${dialect.insertIgnore} into ${applied} (plan, step, attempt, state) values (?, ?, ?, 'started')`,
    [order.plan, order.step, order.attempt],
  );
  await session.run(
    `update ${applied} set attempt = ? where plan = ? and step = ? and attempt <= ? and state <> 'done'`,
    [order.attempt, order.plan, order.step, order.attempt],
  );
  await session.run("commit");
}

function parsed(cell: SqlCell): unknown {
  return typeof cell === "string" ? JSON.parse(cell) : undefined;
}

/** Opens a transaction of this attempt, in which the row of the record stays locked. An answer means: rolled back, no work. */
export async function openTurn(
  session: Session,
  { dialect, plan }: Pick<Reading, "dialect" | "plan">,
  order: Pick<EraseOrder, "plan" | "step" | "attempt">,
): Promise<Turn | EraseAnswer> {
  const applied = named(dialect, plan.catalogue.schema, ourTables.applied);
  for (const sql of dialect.beginWriting) await session.run(sql);
  const [row] = await session.all(
    `select attempt, state, outcome, checkpoint from ${applied} where plan = ? and step = ?${dialect.forUpdate}`,
    [order.plan, order.step],
  );
  const attempt = Number(row?.["attempt"] ?? Number.POSITIVE_INFINITY);
  const outcome = parsed(row?.["outcome"]) as { tables: readonly TableFinding[] } | undefined;
  const state = String(row?.["state"] ?? "");
  if (attempt <= order.attempt && state !== "done")
    return { state, checkpoint: parsed(row?.["checkpoint"]) as Checkpoint | undefined };
  await session.run("rollback");
  if (row === undefined)
    return refuse("fenced", "The record of this erasure is gone: it was forgotten. Nothing was changed.");
  if (attempt > order.attempt)
    return refuse("fenced", `A later attempt (${attempt}) took over attempt ${order.attempt}. Nothing was changed.`);
  return succeed({ tables: outcome?.tables ?? [], appliedNow: false });
}

/** What was written down when it was done. */
export async function recordedOutcome(
  session: Session,
  { dialect, plan }: Pick<Reading, "dialect" | "plan">,
  order: Pick<EraseOrder, "plan" | "step">,
): Promise<unknown> {
  const applied = named(dialect, plan.catalogue.schema, ourTables.applied);
  const [row] = await session.all(`select outcome from ${applied} where plan = ? and step = ?`, [
    order.plan,
    order.step,
  ]);
  return parsed(row?.["outcome"]);
}

/** The record and the commit: after it the erasure has happened, before it nothing has. */
export function finish(
  session: Session,
  reading: Pick<Reading, "dialect" | "plan">,
  order: EraseOrder,
  tables: readonly TableFinding[],
): Promise<void> {
  return writeDone(session, reading, order, { tables });
}

export async function writeDone(
  session: Session,
  { dialect, plan }: Pick<Reading, "dialect" | "plan">,
  order: Pick<EraseOrder, "plan" | "step" | "crashPoint">,
  outcome: unknown,
): Promise<void> {
  const applied = named(dialect, plan.catalogue.schema, ourTables.applied);
  await session.run(
    `update ${applied} set state = 'done', outcome = ?, checkpoint = null where plan = ? and step = ?`,
    [JSON.stringify(outcome), order.plan, order.step],
  );
  await order.crashPoint?.("before-commit");
  await session.run("commit");
  await order.crashPoint?.("after-commit");
}

export async function writeCheckpoint(
  session: Session,
  { dialect, plan }: Pick<Reading, "dialect" | "plan">,
  order: Pick<EraseOrder, "plan" | "step">,
  checkpoint: Checkpoint,
): Promise<void> {
  const applied = named(dialect, plan.catalogue.schema, ourTables.applied);
  await session.run(`update ${applied} set state = 'batches', checkpoint = ? where plan = ? and step = ?`, [
    JSON.stringify(checkpoint),
    order.plan,
    order.step,
  ]);
}

/** Writes down which rows the law keeps, so that finding them again is no residue. */
export async function registerHeld(
  session: Session,
  reading: Reading,
  plan: PlanId,
  counted?: readonly Group[],
): Promise<void> {
  const { dialect, work } = reading;
  const held = named(dialect, reading.plan.catalogue.schema, ourTables.held);
  for (const table of reading.plan.tables) {
    if (table.mapping.keep === undefined) continue;
    if (counted?.every(({ tab, fate }) => tab !== table.index || fate !== "held") === true) continue;
    await session.run(
      `${dialect.insertIgnore} into ${held} (relation, row_key, rule, until_on, plan) select ${literal(table.mapping.name)}, ${rowKeyOf(dialect, table, "t")}, ${literal(table.mapping.keep.rule)}, k.held_until, ${literal(plan)} from ${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")} where k.fate = 'held'`,
    );
  }
}

/** The text by which the register names a row `t`. */
export function rowKeyOf(dialect: Dialect, table: Pick<OwnedTable, "key" | "relation">, t: string): string {
  return dialect.rowKey(table.key.map((column) => columnText(dialect, table, column, t)));
}

/** The row stands in the register. */
export function registerMatch(reading: Reading, table: OwnedTable, row: string): string {
  const { dialect, plan, registered } = reading;
  if (!registered) return "0";
  const held = named(dialect, plan.catalogue.schema, ourTables.held);
  return `exists (select 1 from ${held} h where h.relation = ${literal(table.mapping.name)} and h.row_key = ${rowKeyOf(dialect, table, row)})`;
}

/** The register exists: erasures were done here. */
export async function hasRegister(
  session: Session,
  { dialect, plan }: Pick<Reading, "dialect" | "plan">,
): Promise<boolean> {
  const found = await session.all(dialect.lastingNames(plan.catalogue.schema, ourTables.held));
  return found.some(({ name }) => String(name) === ourTables.held);
}

export async function rollBack(session: Session): Promise<void> {
  try {
    await session.run("rollback");
  } catch {
    // The session is gone, or nothing was open: the first error says what happened.
  }
}
