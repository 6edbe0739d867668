/**
 * Deletes or anonymises rows of one table whose term is over, batch by batch. How far it is stands in `gestand_applied` and is written
 * with the batch, so that a try that dies is gone on with, and one that was overtaken changes nothing.
 */
import { type LocalDate, refuse, succeed, yearOf } from "#base";
import type { Policy } from "#policy";
import type { SweepAnswer, SweepOrder, SweepPreview } from "../sweep-contract.ts";
import { referenceMatch } from "./conditions.ts";
import { anonymousWriting } from "./assignments.ts";
import type { Engine, Session, SqlValue } from "./dialect.ts";
import { startOf } from "./fates.ts";
import { fillList, keysOf } from "./lists.ts";
import type { OwnershipPlan } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { claimTurn, ensureOurTables, hasRegister, rollBack, rowKeyOf } from "./record.ts";
import {
  becoming,
  beyondApproval,
  countStatement,
  dueIf,
  isFree,
  isIndexed,
  narrowed,
  previewOf,
  type Referring,
  referringTo,
  Rounds,
  stoppedHere,
  type Swept,
  type SweptRows,
  sweptTable,
} from "./sweep.ts";
import { ourTables, prepareWork, type Reading, temporaryWork } from "./work.ts";

export interface SweepContext {
  readonly engine: Engine;
  readonly plan: OwnershipPlan;
  readonly policy: Policy;
}

interface Sweep extends SweptRows {
  readonly reading: Reading;
  /** The same for a plain DELETE, where carrying keys over would cost more than the rest. */
  readonly direct?: Sweep | undefined;
}

/** No database has moments before. */
const firstYear = 1970;

/** `named`: rows are called by the name of their table, as a plain DELETE wants it; else `t`. */
async function sweepOn(
  session: Session,
  { engine: { dialect }, plan, policy }: SweepContext,
  name: string,
  today: LocalDate,
  named = false,
): Promise<Sweep> {
  const swept = sweptTable(plan, policy, name, today);
  const { table, keep, lastStart } = swept;
  const registered = await hasRegister(session, { dialect, plan });
  const reading: Reading = { dialect, plan, work: temporaryWork(dialect), registered };
  const there = { timeZone: policy.timeZone, fromYear: firstYear, toYear: yearOf(today) + 1 };
  const t = named ? table.sql : "t";
  const start = startOf(reading, table, keep, t, there) ?? "null";
  const over = lastStart === undefined ? "1 = 0" : `${start} <= ${literal(lastStart)}`;
  const bound = dialect.insertingLocks ? narrowed(swept, (column) => table.relation.columns.get(column), t) : undefined;
  const made = becoming(plan, swept, anonymousWriting(dialect, table), t);
  const referring = swept.does === "delete" ? referringTo(plan, table) : [];
  const register = dialect.qualified({ schema: plan.catalogue.schema, name: ourTables.held });
  return {
    ...swept,
    reading,
    start,
    due: dueIf([bound, over], made),
    anonymous: made,
    referring,
    grounds: {
      held: registered
        ? `exists (select 1 from ${register} h where h.relation = ${literal(table.mapping.name)} and h.row_key = ${rowKeyOf(dialect, table, t)} and h.until_on >= ${literal(today)})`
        : "1 = 0",
      restricted: "1 = 0",
      referredTo: referring.map((one) => leadsTo(reading, one, swept, t)).join(" or ") || "1 = 0",
    },
  };
}

/** A row refers to the row `t`. */
function leadsTo({ dialect, plan }: Reading, one: Referring, { table }: Swept, t: string): string {
  if ("name" in one) {
    const pairs = one.pairs.map(([column, target]) => `c.${ident(column)} = ${t}.${ident(target)}`);
    const child = dialect.qualified({ schema: plan.catalogue.schema, name: one.name });
    return `exists (select 1 from ${child} c where ${pairs.join(" and ")})`;
  }
  const match = referenceMatch(dialect, one.table, one.reference, table.relation, "c", t);
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
  const listed = sweep.reading.registered && (await isAnyListed(session, sweep));
  const grounds = listed ? sweep.grounds : { ...sweep.grounds, held: "1 = 0" };
  const [row] = await session.all(countStatement(sweep, grounds, oldest));
  return previewOf(sweep, sweep.referring, row);
}

/** The session must be outside a transaction. */
export async function sweep(session: Session, context: SweepContext, order: SweepOrder): Promise<SweepAnswer> {
  const { engine, plan } = context;
  const attempted = `Sweeping ${order.table}`;
  try {
    await ensureOurTables(session, { dialect: engine.dialect, plan });
    const what = await sweepOn(session, context, order.table, order.today);
    const direct = engine.dialect.insertingLocks
      ? await sweepOn(session, context, order.table, order.today, true)
      : undefined;
    await prepareWork(session, what.reading);
    await claimTurn(session, what.reading, order);
    await order.crashPoint?.("claimed");
    return await sweepAll(session, { ...what, direct }, order);
  } catch (failure) {
    await rollBack(session);
    const problem = engine.refused(failure, attempted, `systems.${plan.system.name}.tables.${order.table}`);
    if (problem !== undefined)
      return refuse(
        "blocked",
        `${problem.message} What was done before stays so; the rest was not changed. ${problem.remedy}`,
      );
    throw engine.operationalError(failure, attempted);
  }
}

async function sweepAll(session: Session, what: Sweep, order: SweepOrder): Promise<SweepAnswer> {
  const rounds = new Rounds(order.table);
  let turn: Turned = { rows: 0 };
  for (;;) {
    if ((await order.goesOn?.()) === false) return stoppedHere(order.table, turn.rows);
    const next = await inTurn(session, what, order, turn);
    if ("ok" in next) return next;
    turn = next;
    order.onProgress?.(turn.rows);
    await order.crashPoint?.("after-commit");
    await rounds.after({ again: turn.place === undefined, rows: turn.rows });
  }
}

/** Where a round through the table is: what it looked at last, and how many rows were done when it began. */
interface RoundPlace {
  readonly after: string;
  readonly doneBefore: number;
}
interface Turned {
  readonly rows: number;
  /** Absent when the table is to be gone through from its beginning. */
  readonly place?: RoundPlace;
}

async function inTurn(
  session: Session,
  what: Sweep,
  order: SweepOrder,
  { place }: Turned,
): Promise<SweepAnswer | Turned> {
  const { dialect, plan } = what.reading;
  const applied = dialect.qualified({ schema: plan.catalogue.schema, name: ourTables.applied });
  const turnOf: SqlValue[] = [order.plan, order.step];
  for (const sql of dialect.beginWriting) await session.run(sql);
  const [row] = await session.all(
    `select attempt, state, coalesce(outcome, checkpoint) as far from ${applied} where plan = ? and step = ?${dialect.forUpdate}`,
    turnOf,
  );
  const before = typeof row?.["far"] === "string" ? (JSON.parse(row["far"]) as { rows: number }).rows : 0;
  const answer: SweepAnswer | undefined =
    row === undefined || Number(row["attempt"]) > order.attempt
      ? refuse("fenced", `A later attempt took over attempt ${order.attempt}. Nothing more was changed.`)
      : row["state"] === "done"
        ? succeed({ rows: before, appliedNow: false })
        : undefined;
  if (answer !== undefined) {
    await session.run("rollback");
    return answer;
  }
  await order.crashPoint?.("before-change");
  const room = order.atMost - before;
  const batch = await takeBatch(session, what, {
    most: Math.min(order.rowsPerTransaction, Math.max(room, 1)),
    after: place?.after,
    full: room <= 0,
  });
  if (batch === "more") {
    await session.run("rollback");
    return beyondApproval(order.table, order.atMost);
  }
  const rows = before + batch.rows;
  // Round after round, for rows to which others led that are gone now, until one finds nothing.
  const doneBefore = place?.doneBefore ?? before;
  const done = batch.last === undefined && rows === doneBefore;
  if (done) await order.crashPoint?.("before-done");
  const set = done ? "state = 'done', outcome = ?, checkpoint = null" : "state = 'batches', checkpoint = ?";
  await session.run(`update ${applied} set ${set} where plan = ? and step = ?`, [JSON.stringify({ rows }), ...turnOf]);
  await order.crashPoint?.("before-commit");
  await session.run("commit");
  if (done) return succeed({ rows, appliedNow: true });
  return { rows, ...(batch.last !== undefined && { place: { after: batch.last, doneBefore } }) };
}

interface Batch {
  readonly rows: number;
  readonly last: string | undefined;
}

interface Turn {
  readonly most: number;
  readonly after: string | undefined;
  /** What was approved is gone: nothing may go, and whether something would is asked. */
  readonly full: boolean;
}

async function takeBatch(session: Session, what: Sweep, turn: Turn): Promise<Batch | "more"> {
  const { direct, table } = what;
  const plain = direct !== undefined && table.key.length === 1 && !turn.full && !(await isAnyListed(session, what));
  return plain ? takePlainly(session, direct, turn) : takeListed(session, what, turn);
}

async function isAnyListed(session: Session, { reading: { dialect, plan }, table }: Sweep): Promise<boolean> {
  const register = dialect.qualified({ schema: plan.catalogue.schema, name: ourTables.held });
  const found = await session.all(
    `select 1 as n from ${register} where relation = ${literal(table.mapping.name)} limit 1`,
  );
  return found.length > 0;
}

/** By the index on the start, or in stretches of the key, so that no transaction holds more of the table than it looks at. */
async function takePlainly(session: Session, what: Sweep, { most, after }: Turn): Promise<Batch> {
  const { reading, table, due, grounds, keep, anonymous: made } = what;
  const { dialect } = reading;
  const limit = Math.trunc(most);
  const free = `${due} and ${isFree({ ...grounds, held: "1 = 0" })}`;
  if (isIndexed(what) && keep.from !== undefined) {
    const rows = await session.run(
      `delete from ${table.sql} where ${free} order by ${ident(keep.from.column)} limit ${limit}`,
    );
    return { rows, last: undefined };
  }
  const [column = ""] = table.key;
  const side = { sql: `${table.sql}.${ident(column)}`, column: table.relation.columns.get(column) };
  const from = after === undefined ? undefined : dialect.isAfter(side, after);
  const [bound] = await session.all(
    `select ${dialect.text(side)} as "last" from ${table.sql}${from === undefined ? "" : ` where ${from}`} order by ${side.sql} limit 1 offset ${limit - 1}`,
  );
  const last = typeof bound?.["last"] === "string" ? bound["last"] : undefined;
  const beyond = last === undefined ? undefined : dialect.isAfter(side, last);
  const stretch = [...(from === undefined ? [] : [from]), ...(beyond === undefined ? [] : [`not (${beyond})`])];
  const change =
    made === undefined
      ? `delete from ${table.sql}`
      : `update ${table.sql} set ${made.sets.map(([name, value]) => `${ident(name)} = ${value}`).join(", ")}`;
  const rows = await session.run(`${change} where ${[...stretch, free].join(" and ")}`);
  return { rows, last: beyond === undefined ? undefined : last };
}

/** Rows in the order of their key, where that is one column; else the first that there are. */
async function takeListed(session: Session, what: Sweep, { most, after, full }: Turn): Promise<Batch | "more"> {
  const { reading, table, due, grounds, anonymous: made } = what;
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
  const rows = await session.run(made === undefined ? dialect.delete(listed) : dialect.update(listed, made.sets));
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
