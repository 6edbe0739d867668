/**
 * Takes rows whose term is over out of one table, batch by batch. How far it is stands in `gestand_applied` and is written
 * with the batch, so that a try that dies is gone on with, and one that was overtaken changes nothing.
 */
import { type LocalDate, refuse, succeed, yearOf } from "#base";
import type { Policy } from "#policy";
import type { SweepAnswer, SweepOrder, SweepPreview } from "../sweep-contract.ts";
import { referenceMatch } from "./conditions.ts";
import type { Engine, Session, SqlValue } from "./dialect.ts";
import { startOf } from "./fates.ts";
import { fillList, keysOf } from "./lists.ts";
import type { OwnershipPlan } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { claimTurn, ensureOurTables, hasRegister, rollBack, rowKeyOf } from "./record.ts";
import {
  beyondApproval,
  countStatement,
  type Grounds,
  isFree,
  narrowed,
  previewOf,
  type Referring,
  referringTo,
  Rounds,
  stoppedHere,
  type Swept,
  sweptTable,
} from "./sweep.ts";
import { ourTables, prepareWork, type Reading, temporaryWork } from "./work.ts";

export interface SweepContext {
  readonly engine: Engine;
  readonly plan: OwnershipPlan;
  readonly policy: Policy;
}

interface Sweep extends Swept {
  readonly reading: Reading;
  readonly start: string;
  readonly due: string;
  readonly grounds: Grounds;
  readonly referring: readonly Referring[];
}

/** No database has moments before. */
const firstYear = 1970;

async function sweepOn(
  session: Session,
  { engine: { dialect }, plan, policy }: SweepContext,
  name: string,
  today: LocalDate,
): Promise<Sweep> {
  const swept = sweptTable(plan, policy, name, today);
  const { table, keep, lastStart } = swept;
  const registered = await hasRegister(session, { dialect, plan });
  const reading: Reading = { dialect, plan, work: temporaryWork(dialect), registered };
  const there = { timeZone: policy.timeZone, fromYear: firstYear, toYear: yearOf(today) + 1 };
  const start = startOf(reading, table, keep, "t", there) ?? "null";
  const over = lastStart === undefined ? "1 = 0" : `${start} <= ${literal(lastStart)}`;
  const bound = dialect.insertingLocks
    ? narrowed(swept, (column) => table.relation.columns.get(column), "t")
    : undefined;
  const referring = referringTo(plan, table);
  const register = dialect.qualified({ schema: plan.catalogue.schema, name: ourTables.held });
  return {
    ...swept,
    reading,
    start,
    due: bound === undefined ? over : `${bound} and ${over}`,
    referring,
    grounds: {
      held: registered
        ? `exists (select 1 from ${register} h where h.relation = ${literal(table.mapping.name)} and h.row_key = ${rowKeyOf(dialect, table, "t")} and h.until_on >= ${literal(today)})`
        : "1 = 0",
      restricted: "1 = 0",
      referredTo: referring.map((one) => leadsTo(reading, one, swept)).join(" or ") || "1 = 0",
    },
  };
}

/** A row refers to the row `t`. */
function leadsTo({ dialect, plan }: Reading, one: Referring, { table }: Swept): string {
  if ("name" in one) {
    const pairs = one.pairs.map(([column, target]) => `c.${ident(column)} = t.${ident(target)}`);
    const child = dialect.qualified({ schema: plan.catalogue.schema, name: one.name });
    return `exists (select 1 from ${child} c where ${pairs.join(" and ")})`;
  }
  const match = referenceMatch(dialect, one.table, one.reference, table.relation, "c", "t");
  return `exists (select 1 from ${one.table.sql} c where ${match})`;
}

export async function sweepPreview(
  session: Session,
  context: SweepContext,
  name: string,
  today: LocalDate,
): Promise<SweepPreview> {
  const sweep = await sweepOn(session, context, name, today);
  const oldest = "min(case when s.ground <> 'later' then s.day end)";
  const [row] = await session.all(countStatement(sweep.table.sql, sweep.start, sweep.due, sweep.grounds, oldest));
  return previewOf(sweep, sweep.referring, row);
}

/** The session must be outside a transaction. */
export async function sweep(session: Session, context: SweepContext, order: SweepOrder): Promise<SweepAnswer> {
  const { engine, plan } = context;
  const attempted = `Sweeping ${order.table}`;
  try {
    await ensureOurTables(session, { dialect: engine.dialect, plan });
    const what = await sweepOn(session, context, order.table, order.today);
    await prepareWork(session, what.reading);
    await claimTurn(session, what.reading, order);
    await order.crashPoint?.("claimed");
    return await sweepAll(session, what, order);
  } catch (failure) {
    await rollBack(session);
    const problem = engine.refused(failure, attempted, `systems.${plan.system.name}.tables.${order.table}`);
    if (problem !== undefined)
      return refuse(
        "blocked",
        `${problem.message} What went before stays gone; the rest was not changed. ${problem.remedy}`,
      );
    throw engine.operationalError(failure, attempted);
  }
}

async function sweepAll(session: Session, what: Sweep, order: SweepOrder): Promise<SweepAnswer> {
  const rounds = new Rounds(order.table);
  let deleted = 0;
  let after: string | undefined;
  for (;;) {
    if ((await order.goesOn?.()) === false) return stoppedHere(order.table, deleted);
    const turn = await inTurn(session, what, order, after);
    if ("ok" in turn) return turn;
    ({ deleted, after } = turn);
    order.onProgress?.(deleted);
    await order.crashPoint?.("after-commit");
    await rounds.after({ again: after === undefined, deleted });
  }
}

interface Turned {
  readonly deleted: number;
  /** Key of the last row that was looked at; absent when the table is to be gone through from its beginning. */
  readonly after: string | undefined;
}

async function inTurn(
  session: Session,
  what: Sweep,
  order: SweepOrder,
  after: string | undefined,
): Promise<SweepAnswer | Turned> {
  const { dialect, plan } = what.reading;
  const applied = dialect.qualified({ schema: plan.catalogue.schema, name: ourTables.applied });
  const turnOf: SqlValue[] = [order.plan, order.step];
  for (const sql of dialect.beginWriting) await session.run(sql);
  const [row] = await session.all(
    `select attempt, state, coalesce(outcome, checkpoint) as far from ${applied} where plan = ? and step = ?${dialect.forUpdate}`,
    turnOf,
  );
  const before = typeof row?.["far"] === "string" ? (JSON.parse(row["far"]) as { deleted: number }).deleted : 0;
  const answer: SweepAnswer | undefined =
    row === undefined || Number(row["attempt"]) > order.attempt
      ? refuse("fenced", `A later attempt took over attempt ${order.attempt}. Nothing more was changed.`)
      : row["state"] === "done"
        ? succeed({ deleted: before, appliedNow: false })
        : undefined;
  if (answer !== undefined) {
    await session.run("rollback");
    return answer;
  }
  await order.crashPoint?.("before-change");
  const room = order.atMost - before;
  const batch = await takeBatch(session, what, Math.min(order.rowsPerTransaction, Math.max(room, 1)), after, room <= 0);
  if (batch === "more") {
    await session.run("rollback");
    return beyondApproval(order.table, order.atMost);
  }
  const deleted = before + batch.rows;
  // From the beginning again, for rows to which others led that are gone now; when nothing was there from the beginning, all are.
  const done = batch.last === undefined && after === undefined && batch.rows === 0;
  if (done) await order.crashPoint?.("before-done");
  const set = done ? "state = 'done', outcome = ?, checkpoint = null" : "state = 'batches', checkpoint = ?";
  await session.run(`update ${applied} set ${set} where plan = ? and step = ?`, [
    JSON.stringify({ deleted }),
    ...turnOf,
  ]);
  await order.crashPoint?.("before-commit");
  await session.run("commit");
  return done ? succeed({ deleted, appliedNow: true }) : { deleted, after: batch.last };
}

interface Batch {
  readonly rows: number;
  readonly last: string | undefined;
}

/** Rows in the order of their key, where that is one column; else the first that there are. */
async function takeBatch(
  session: Session,
  what: Sweep,
  most: number,
  after: string | undefined,
  full: boolean,
): Promise<Batch | "more"> {
  const { reading, table, due, grounds } = what;
  const { dialect, work } = reading;
  const limit = Math.trunc(most);
  const [column] = table.key;
  const single = table.key.length === 1 && column !== undefined;
  const side = { sql: `t.${ident(column ?? "")}`, column: table.relation.columns.get(column ?? "") };
  const on = single && after !== undefined ? dialect.isAfter(side, after) : undefined;
  const which = `${due} and ${isFree(grounds)}${on === undefined ? "" : ` and ${on}`}`;
  const order = single ? ` order by ${side.sql}` : "";
  const found = await fillList(
    session,
    reading,
    table,
    `select ${keysOf(table)} from ${table.sql} t where ${which}${order} limit ${limit}`,
  );
  if (found === 0) return { rows: 0, last: undefined };
  if (full) return "more";
  const listed = { table: table.sql, relation: table.relation, list: work.list(table), key: table.key };
  await unlist(session, what);
  const rows = await session.run(dialect.delete(listed));
  if (!single || found < limit) return { rows, last: undefined };
  const text = dialect.text({ ...side, sql: "f.k1" });
  const [last] = await session.all(`select ${text} as "last" from ${work.list(table)} f order by f.k1 desc limit 1`);
  return { rows, last: typeof last?.["last"] === "string" ? last["last"] : undefined };
}

/** What was held for a person who was erased leaves the register with its row. */
async function unlist(session: Session, { reading, table, grounds }: Sweep): Promise<void> {
  if (grounds.held === "1 = 0") return;
  const { dialect, plan, work } = reading;
  const register = dialect.qualified({ schema: plan.catalogue.schema, name: ourTables.held });
  const match = table.key.map((column, at) => `t.${ident(column)} = f.k${at + 1}`).join(" and ");
  const keys = `select ${rowKeyOf(dialect, table, "t")} from ${work.list(table)} f join ${table.sql} t on ${match}`;
  await session.run(`delete from ${register} where relation = ${literal(table.mapping.name)} and row_key in (${keys})`);
}
