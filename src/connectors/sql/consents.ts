/**
 * Consents in one database. Putting them out of force is done in sets, a batch in each transaction; how far it is stands in
 * `gestand_applied` and is written with the batch, so that a try that dies is gone on with, and one that was overtaken
 * changes nothing. Putting them in force is for the rows of one person only.
 */
import { OperationalError, refuse, type Result, succeed } from "#base";
import type { ConsentRecord } from "#policy";
import type {
  ConsentRows,
  EndedConsent,
  EndOutcome,
  FreshConsent,
  SuspendOrder,
  SuspendOutcome,
} from "../consent-contract.ts";
import type { EraseRefusal } from "../contract.ts";
import type { Relation } from "./catalogue-types.ts";
import { collect } from "./collect.ts";
import { fillList, keysOf } from "./lists.ts";
import { allOf, columnText } from "./conditions.ts";
import type { ContextOf } from "./connect.ts";
import type { Engine, Session } from "./dialect.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { claimTurn, ensureOurTables, rollBack } from "./record.ts";
import { keyColumns, keyMatch, ourTables, personRows, prepareWork, type Reading, temporaryWork } from "./work.ts";

export function consentsOf(engine: Engine, contextOf: ContextOf): ConsentRows {
  return {
    count: (record, { before, timeZone }) =>
      engine.use("Counting consents", async (session) => {
        const { table, reading } = await consentTable(engine, session, contextOf, record);
        const { inForce, older } = conditions(reading, table, record, before, timeZone);
        const [row] = await session.all(
          `select count(*) as inforce, sum(case when ${older} then 1 else 0 end) as older from ${table.sql} t where ${inForce}`,
        );
        return { inForce: Number(row?.["inforce"] ?? 0), older: Number(row?.["older"] ?? 0) };
      }),
    suspend: (order) =>
      engine.use("Putting consents out of force", (session) => suspend(engine, session, contextOf, order)),
    renew: (fresh) => engine.use("Recording a consent", (session) => renew(engine, session, contextOf, fresh)),
    end: (ended) => engine.use("Ending a consent", (session) => end(engine, session, contextOf, ended)),
  };
}

interface Found {
  readonly table: OwnedTable;
  readonly reading: Reading;
}

/** The record against the database as it is. Throws OperationalError `mapping-wrong`. */
async function consentTable(
  engine: Engine,
  session: Session,
  contextOf: ContextOf,
  record: ConsentRecord,
): Promise<Found> {
  const { plan } = await contextOf(session);
  const relation = plan.catalogue.relations.get(record.table);
  if (relation === undefined) throw wrong(`There is no table "${record.table}".`);
  const { given, active, ended, version, when } = record;
  const columns = [given, active?.column, ended, version, ...when.map(({ column }) => column)];
  for (const name of columns.filter((one) => one !== undefined))
    if (!relation.columns.has(name)) throw wrong(`The table "${record.table}" has no column "${name}".`);
  const table = plan.byName.get(record.table);
  if (table === undefined) throw wrong(`The table "${record.table}" is not mapped to persons, or has no key.`);
  const { dialect } = engine;
  return { table, reading: { dialect, plan, work: temporaryWork(dialect), registered: false } };
}

function conditions(reading: Reading, table: OwnedTable, record: ConsentRecord, at: Date, timeZone: string) {
  const { given, active, ended, when } = record;
  const moment = momentOf(reading, table.relation, given, at, timeZone);
  const is = (column: string, value: string) =>
    `${reading.dialect.exact(columnText(reading.dialect, table, column))} = ${reading.dialect.exact(literal(stored(table.relation, column, value)))}`;
  const ofConsent = allOf(when.map(({ column, equals }) => is(column, equals)));
  const inForce = allOf([
    ofConsent,
    ...(active === undefined ? [] : [is(active.column, active.yes)]),
    ...(ended === undefined ? [] : [`t.${ident(ended)} is null`]),
  ]);
  // A moment that is not known is no proof of a later one (GDPR art. 7(1)).
  const older = `(${inForce} and (${moment.read} is null or ${moment.read} < ${moment.value}))`;
  return { ofConsent, inForce, older, moment };
}

/** Truth values are numbers in these databases, whatever their columns are called. */
function stored(relation: Relation, column: string, value: string): string {
  const family = relation.columns.get(column)?.family;
  const truth = { true: "1", false: "0" }[value];
  return truth !== undefined && (family === "number" || family === "boolean") ? truth : value;
}

/** A moment as the column holds moments: a day or a clock time is that of the time zone. */
function momentOf({ dialect }: Reading, relation: Relation, name: string, at: Date, timeZone: string) {
  const local = at.toLocaleString("sv-SE", { timeZone });
  const moment = dialect.moment({ sql: `t.${ident(name)}`, column: relation.columns.get(name) }, at, local);
  if (moment === undefined) throw wrong(`The column "${name}" of "${relation.name}" holds no date or moment.`);
  return moment;
}

function wrong(what: string): OperationalError {
  return new OperationalError(
    "mapping-wrong",
    `${what} No consent was counted or changed. Correct consents.….recorded in the policy.`,
  );
}

type SuspendAnswer = Result<SuspendOutcome, EraseRefusal>;

async function suspend(
  engine: Engine,
  session: Session,
  contextOf: ContextOf,
  order: SuspendOrder,
): Promise<SuspendAnswer> {
  const { table, reading } = await consentTable(engine, session, contextOf, order.record);
  const { active, ended } = order.record;
  if (active === undefined && ended === undefined) return succeed({ rows: 0, appliedNow: true });
  try {
    await ensureOurTables(session, reading);
    await prepareWork(session, reading);
    await claimTurn(session, reading, order);
    await order.crashPoint?.("claimed");
    for (;;) {
      const answer = await inTurn(session, reading, table, order);
      if (answer !== undefined) return answer;
    }
  } catch (error) {
    await rollBack(session);
    throw engine.operationalError(error, "Putting consents out of force");
  }
}

/** One batch in one transaction; an answer when there is nothing more to do. */
async function inTurn(
  session: Session,
  reading: Reading,
  table: OwnedTable,
  order: SuspendOrder,
): Promise<SuspendAnswer | undefined> {
  const { dialect, plan, work } = reading;
  const applied = dialect.qualified({ schema: plan.catalogue.schema, name: ourTables.applied });
  for (const sql of dialect.beginWriting) await session.run(sql);
  const [row] = await session.all(
    `select attempt, state, coalesce(outcome, checkpoint) as far from ${applied} where plan = ? and step = ?${dialect.forUpdate}`,
    [order.plan, order.step],
  );
  const before = typeof row?.["far"] === "string" ? (JSON.parse(row["far"]) as { rows: number }).rows : 0;
  const answer: SuspendAnswer | undefined =
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
  const { older } = conditions(reading, table, order.record, order.before, order.timeZone);
  const limit = Math.trunc(order.rowsPerTransaction);
  const changed = await fillList(
    session,
    reading,
    table,
    `select ${keysOf(table)} from ${table.sql} t where ${older} limit ${limit}`,
  );
  const listed = { table: table.sql, relation: table.relation, list: work.list(table), key: table.key };
  if (changed > 0) await session.run(dialect.update(listed, endedAt(reading, table, order)));
  const [undone] = await session.all(
    `select count(*) as n from ${work.list(table)} f join ${table.sql} t on ${keyMatch(table, "t", "f")} where ${older}`,
  );
  // A trigger that takes the change back would keep us at it for ever.
  if (Number(undone?.["n"] ?? 0) > 0)
    throw new OperationalError(
      "change-undone",
      `A trigger of "${order.record.table}" puts consents in force again that were put out of force. Of this batch nothing was changed. Correct the trigger, then approve it again.`,
    );
  const rows = before + changed;
  const done = changed === 0;
  if (done) await order.crashPoint?.("before-done");
  const set = done ? "state = 'done', outcome = ?, checkpoint = null" : "state = 'batches', checkpoint = ?";
  await session.run(`update ${applied} set ${set} where plan = ? and step = ?`, [
    JSON.stringify({ rows }),
    order.plan,
    order.step,
  ]);
  await order.crashPoint?.("before-commit");
  await session.run("commit");
  await order.crashPoint?.("after-commit");
  return done ? succeed({ rows, appliedNow: true }) : undefined;
}

function endedAt(
  reading: Reading,
  { relation }: OwnedTable,
  { record, before, timeZone }: Pick<SuspendOrder, "record" | "before" | "timeZone">,
) {
  const { active, ended } = record;
  return [
    ...(active === undefined ? [] : [[active.column, literal(stored(relation, active.column, active.no))] as const]),
    ...(ended === undefined ? [] : [[ended, momentOf(reading, relation, ended, before, timeZone).value] as const]),
  ];
}

async function renew(engine: Engine, session: Session, contextOf: ContextOf, fresh: FreshConsent): Promise<number> {
  const { given, active, ended, version } = fresh.record;
  return withRows(engine, session, contextOf, fresh, "Recording a consent", async ({ table, reading }) => {
    const { ofConsent, inForce, moment } = conditions(reading, table, fresh.record, fresh.at, fresh.timeZone);
    const which =
      fresh.inForceOnly === true
        ? inForce
        : `(${ofConsent} and (${moment.read} is null or ${moment.read} <> ${moment.value} or ${inForce}))`;
    return change(session, { table, reading }, which, [
      [given, moment.value],
      ...(active === undefined
        ? []
        : [[active.column, literal(stored(table.relation, active.column, active.yes))] as const]),
      ...(ended === undefined ? [] : [[ended, "null"] as const]),
      ...(version === undefined ? [] : [[version, literal(fresh.version)] as const]),
    ]);
  });
}

async function end(engine: Engine, session: Session, contextOf: ContextOf, ended: EndedConsent): Promise<EndOutcome> {
  const { record, at: before, timeZone } = ended;
  return withRows(engine, session, contextOf, ended, "Ending a consent", async ({ table, reading }) => {
    const { inForce } = conditions(reading, table, record, before, timeZone);
    const sets = endedAt(reading, table, { record, before, timeZone });
    const rows = sets.length === 0 ? 0 : await change(session, { table, reading }, inForce, sets);
    // Counted after it, so that a trigger that puts a row in force again is seen.
    const [left] = await session.all(`select count(*) as n ${personRows(table, reading.work)} where ${inForce}`);
    return { rows, left: Number(left?.["n"] ?? 0) };
  });
}

/** Rows that are this person's alone. */
async function change(
  session: Session,
  { table, reading }: Found,
  which: string,
  sets: readonly (readonly [string, string])[],
): Promise<number> {
  const { dialect, work } = reading;
  const found = `select ${keyColumns(table, "k")} ${personRows(table, work)} where k.shared = 0 and ${which}`;
  const rows = await fillList(session, reading, table, found);
  const listed = { table: table.sql, relation: table.relation, list: work.list(table), key: table.key };
  if (rows > 0) await session.run(dialect.update(listed, sets));
  return rows;
}

/** In one transaction, with the keys of this person's rows at hand. */
async function withRows<T>(
  engine: Engine,
  session: Session,
  contextOf: ContextOf,
  { record, subject }: Pick<FreshConsent, "record" | "subject">,
  attempted: string,
  work: (found: Found) => Promise<T>,
): Promise<T> {
  const found = await consentTable(engine, session, contextOf, record);
  const { digest } = await contextOf(session);
  try {
    await prepareWork(session, found.reading);
    for (const sql of found.reading.dialect.beginWriting) await session.run(sql);
    await collect(session, found.reading, { subject, digest });
    const done = await work(found);
    await session.run("commit");
    return done;
  } catch (error) {
    await rollBack(session);
    throw engine.operationalError(error, attempted);
  }
}
