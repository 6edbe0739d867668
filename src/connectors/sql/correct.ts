/**
 * Corrects facts of one person: every copy of each, in rows that are theirs alone. Once in effect however often it is asked, by
 * the same record as an erasure, and fenced in the same way.
 */
import { refuse, type Result, succeed } from "#base";
import { type Column, isCategory, knownAs, type Policy } from "#policy";
import type { Correction, CorrectOrder, CorrectOutcome, EraseRefusal } from "../contract.ts";
import { collect, keyIs } from "./collect.ts";
import { columnText } from "./conditions.ts";
import type { Dialect, Session } from "./dialect.ts";
import type { EraseContext } from "./erase.ts";
import { Blocked, notCarriedOut, putBack } from "./erase-problems.ts";
import { fillList } from "./lists.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { claimTurn, ensureOurTables, openTurn, recordedOutcome, rollBack, writeDone } from "./record.ts";
import { keyColumns, keyMatch, personRows, prepareWork, type Reading, temporaryWork } from "./work.ts";

type CorrectAnswer = Result<CorrectOutcome, EraseRefusal>;
type Corrected = { table: string; column: string; rows: number };
type Context = EraseContext & { readonly policy: Policy };

/** The session must be outside a transaction. After an error nothing of it stays. */
export async function correct(session: Session, context: Context, order: CorrectOrder): Promise<CorrectAnswer> {
  const { engine, plan } = context;
  const error = plan.problems.find(({ severity }) => severity === "error");
  if (error !== undefined) return refuse("blocked", `${error.message} Nothing was changed. ${error.remedy}`);
  try {
    await order.crashPoint?.("before-begin");
    return await carryOut(session, context, order);
  } catch (failure) {
    await rollBack(session);
    const path = `systems.${plan.system.name}`;
    const problem = failure instanceof Blocked ? failure.problem : engine.refused(failure, "Correcting", path);
    if (problem !== undefined) return refuse("blocked", `${problem.message} Nothing was changed. ${problem.remedy}`);
    throw engine.operationalError(failure, "Correcting");
  }
}

async function carryOut(session: Session, context: Context, order: CorrectOrder): Promise<CorrectAnswer> {
  const { engine, plan, digest } = context;
  const { dialect } = engine;
  const reading: Reading = { dialect, plan, work: temporaryWork(dialect), registered: true };
  await ensureOurTables(session, reading);
  await prepareWork(session, reading);
  await claimTurn(session, reading, order);
  const turn = await openTurn(session, reading, order);
  if ("ok" in turn) {
    if (!turn.ok) return turn;
    const before = (await recordedOutcome(session, reading, order)) as { columns?: Corrected[] } | undefined;
    return succeed({ columns: before?.columns ?? [], appliedNow: false });
  }
  await collect(session, reading, { subject: order.subject, digest });
  await order.crashPoint?.("after-collect");
  const places = order.corrections.flatMap((correction) => placesOf(context, correction));
  await order.crashPoint?.("before-change");
  const counted = new Map<string, Corrected>();
  for (const cell of cellsOf(places)) {
    const rows = await correctAt(session, reading, cell);
    const [table, column] = [cell.table.mapping.name, cell.column.name];
    const known = counted.get(`${table}\n${column}`)?.rows ?? 0;
    if (rows > 0) counted.set(`${table}\n${column}`, { table, column, rows: known + rows });
    await order.crashPoint?.("between-tables");
  }
  const columns = [...counted.values()];
  await writeDone(session, reading, order, { columns });
  return succeed({ columns, appliedNow: true });
}

/** One column, or one member of a document, with every fact that may stand there and be wrong. */
interface Cell {
  readonly table: OwnedTable;
  readonly column: Column;
  /** What stands there, as text. */
  readonly text: string;
  readonly places: readonly [Place, ...Place[]];
}

interface Place extends Omit<Cell, "places"> {
  /** Rows `t` in which it is the wrong fact. */
  readonly where: string;
  readonly value: string;
  readonly to: string;
}

/**
 * Each is changed once, whatever the number of corrections: where two values change places, what one correction wrote is
 * not wrong to the next. Keys come last, because rows are found by them.
 */
function cellsOf(places: readonly Place[]): Cell[] {
  const isKey = ({ table, column }: Place) => Number(table.key.includes(column.name));
  const cells = new Map<string, [Place, ...Place[]]>();
  for (const place of places.toSorted((one, other) => isKey(one) - isKey(other))) {
    const cell = `${place.table.index} ${place.text}`;
    const known = cells.get(cell);
    if (known === undefined) cells.set(cell, [place]);
    else known.push(place);
  }
  return [...cells.values()].map((all) => ({ ...all[0], places: all }));
}

function placesOf({ engine, plan, policy }: Context, correction: Correction): Place[] {
  const { dialect } = engine;
  const { only, to } = correction;
  return plan.tables.flatMap((table) => {
    if (only !== undefined && (only.system !== plan.system.name || only.table !== table.mapping.name)) return [];
    const row = only === undefined ? "1" : keyIs(dialect, table, only.key);
    if (row === undefined) return [];
    return table.mapping.columns.flatMap((column): Place[] => {
      const known = table.relation.columns.get(column.name);
      if (known === undefined || known.generated || column.former === true) return [];
      const place = (text: string, value: string): Place => {
        const where = `${row} and ${isWrong(dialect, policy, correction, text)}`;
        return { table, column, text, where, value, to };
      };
      const stored = `t.${ident(column.name)}`;
      const members = known.family === "json" ? column.json : [];
      const whole = members.length === 0 && isCategory(column.category, correction.category);
      return [
        ...(whole ? [place(columnText(dialect, table, column.name), literal(to))] : []),
        ...members
          .filter(({ category }) => isCategory(category, correction.category))
          .map(({ path }) => place(dialect.member(stored, path), dialect.withoutMember(stored, path, literal(to)))),
      ];
    });
  });
}

/** Compared as the category is: addresses and other texts without blanks around them and case, numbers by their digits. */
function isWrong(dialect: Dialect, policy: Policy, { category, from }: Correction, text: string): string {
  if (from === null) return `coalesce(${text}, '') = ''`;
  const isNumber = isCategory(category, "contact.phone");
  const spellings = isNumber ? (knownAs(policy, "phone", from)?.spellings ?? []) : [];
  const identity = spellings.length > 0 ? "phone" : "email";
  const forms = (spellings.length > 0 ? spellings : [from]).flatMap((one) => dialect.identityForms(identity, one));
  if (forms.every((form) => form === "")) return "0";
  const list = forms.map((form) => dialect.exact(literal(form))).join(", ");
  return `((${dialect.identityForm(identity, text)}) in (${list})) is true`;
}

async function correctAt(session: Session, reading: Reading, cell: Cell): Promise<number> {
  const { dialect, plan, work } = reading;
  const { table, column, places } = cell;
  const which = (sql: (place: Place) => string) => places.map((place, at) => `when ${at} then ${sql(place)}`).join(" ");
  const first = `case ${places.map(({ where }, at) => `when ${where} then ${at}`).join(" ")} end as n`;
  const wrong = `k.shared = 0 and (${places.map(({ where }) => `(${where})`).join(" or ")})`;
  const select = `select ${keyColumns(table, "k")}, ${first} ${personRows(table, work)} where ${wrong}`;
  const found = await fillList(session, reading, table, select, ["n"]);
  if (found === 0) return 0;
  const listed = { table: table.sql, relation: table.relation, list: work.list(table), key: table.key };
  const path = `systems.${plan.system.name}.tables.${table.mapping.name}`;
  const isText = table.relation.columns.get(column.name)?.family === "text";
  const value = places.length === 1 ? places[0].value : `case f.n ${which((place) => place.value)} end`;
  const touched = await session.run(dialect.update(listed, [[column.name, value]]));
  if (touched < found) throw new Blocked(notCarriedOut(found, touched, `Correcting ${table.mapping.name}`, path));
  // Of a key the list knows the former one only.
  if (!isText || table.key.includes(column.name)) return touched;
  const differs = which(({ text, to }) => dialect.differs(dialect.exact(text), dialect.exact(literal(to))));
  const [row] = await session.all(
    `select count(*) as n from ${work.list(table)} f join ${table.sql} t on ${keyMatch(table, "t", "f")} where case f.n ${differs} end`,
  );
  if (Number(row?.["n"] ?? 0) > 0) throw new Blocked(putBack(plan.system.name, table.mapping.name, [column.name]));
  return touched;
}
