/**
 * Corrects facts of one person: every copy of each, in rows that are theirs alone. Once in effect however often it is asked, by
 * the same record as an erasure, and fenced in the same way. Which rows are wrong, and where, is written down before anything
 * changes: an address may itself be how a row is found.
 */
import { type Problem, refuse, type Result, succeed } from "#base";
import type { Policy } from "#policy";
import type { CorrectOrder, CorrectOutcome, EraseRefusal } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { correctedValue, type Place, placesOf } from "./correct-places.ts";
import { operationalError } from "./database-error.ts";
import { Blocked, notCarriedOut, putBack, refusedByDatabase } from "./erase-problems.ts";
import { type EraseContext, finish, openClaimed, rollBack } from "./erase-record.ts";
import { ensureWorkSchema, heldRelation, rowKeySql } from "./guard-schema.ts";
import { collect } from "./ownership-collect.ts";
import { prepareWork } from "./ownership-prepare.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { keyMatch } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";
import { personFacts, personRows, runAgain, runTogether, temporaryWork, type WorkPlace } from "./work.ts";

export interface CorrectContext extends EraseContext {
  readonly policy: Policy;
}
type CorrectAnswer = Result<CorrectOutcome, EraseRefusal>;
type Corrected = CorrectOutcome["columns"][number];

/** The client must be a session of its own, outside a transaction. After an error nothing of it stays. */
export async function correct(client: Queryable, context: CorrectContext, order: CorrectOrder): Promise<CorrectAnswer> {
  const { plan } = context;
  const error = plan.problems.find(({ severity }) => severity === "error");
  if (error !== undefined) return blocked(error);
  try {
    await order.crashPoint?.("before-begin");
    return await carryOut(client, context, order);
  } catch (failure) {
    await rollBack(client);
    const path = `systems.${plan.system.name}`;
    const problem = failure instanceof Blocked ? failure.problem : refusedCorrection(failure, path);
    if (problem !== undefined) return blocked(problem);
    throw operationalError(failure, "Correcting");
  }
}

function blocked({ message, remedy }: Problem): CorrectAnswer {
  return refuse("blocked", `${message} Nothing was changed. ${remedy}`);
}

const remedies: Readonly<Record<string, string>> = {
  "23505": "Another row has this value already, where each must differ. Settle which row is right, then correct again.",
  "23514":
    "A check of the database does not allow this value. Correct it by hand, or decide on a value that it allows.",
  "23503":
    "Rows refer to this one by the value. Let the reference follow (`on update cascade`), or correct it by hand.",
  "22001": "The value is longer than its column. Widen the column, or decide on a shorter value.",
};

/** The same problem as in an erasure, but what helps is another thing: the value is the person's, not the policy's. */
function refusedCorrection(failure: unknown, path: string): Problem | undefined {
  const problem = refusedByDatabase(failure, "Correcting", path);
  if (problem === undefined) return undefined;
  const { code = "", table } = failure as { readonly code?: string; readonly table?: string };
  const where = table === undefined ? "" : ` of ${table}`;
  const says = remedies[code];
  if (says !== undefined)
    return { ...problem, message: `Correcting is refused by a rule${where} in the database.`, remedy: says };
  const remedy =
    problem.code === "trigger-refuses"
      ? "Let the trigger allow it for the role of Gestand, or correct it by hand."
      : "Decide on a value that the column can hold, or correct it by hand.";
  return { ...problem, remedy };
}

async function carryOut(client: Queryable, context: CorrectContext, order: CorrectOrder): Promise<CorrectAnswer> {
  const { plan, digest } = context;
  const work = temporaryWork();
  await ensureWorkSchema(client);
  await prepareWork(client, plan, work);
  const turn = await openClaimed(client, order);
  if ("ok" in turn) return turn;
  if (turn.state === "done") return succeed({ columns: turn.outcome?.columns ?? [], appliedNow: false });
  const present = await collect(client, plan, work, { subject: order.subject, digest });
  await order.crashPoint?.("after-collect");
  const wrong = await writeDown(client, context, work, order, present);
  await holdStill(client, work, [...present]);
  await order.crashPoint?.("before-change");
  const columns: Corrected[] = [];
  for (const one of wrong) {
    columns.push(...(await correctTable(client, plan, one)));
    await order.crashPoint?.("between-tables");
  }
  await finish(client, order, { columns });
  return succeed({ columns, appliedNow: true });
}

type Numbered = Place & { readonly at: number };
/** One table in which something is wrong. */
interface Wrong {
  readonly table: OwnedTable;
  /** Where, with the number of rows of each. */
  readonly places: readonly (Numbered & { readonly rows: number })[];
  readonly rows: number;
}

const list = "pg_temp.gestand_wrong";
const chosen = (at: number) => `${at} = any (w.places)`;

/** Writes down, for every table, in which of the person's own rows which places are wrong. */
async function writeDown(
  client: Queryable,
  { plan, policy }: CorrectContext,
  work: WorkPlace,
  { corrections }: CorrectOrder,
  present: ReadonlySet<OwnedTable>,
): Promise<Wrong[]> {
  await client.query(`create temporary table gestand_wrong (tab integer, key text[], places integer[]) on commit drop`);
  const tables = [...present].flatMap((table) => {
    const places = corrections
      .flatMap((one) => placesOf(policy, plan.system.name, table, one))
      .map((place, at): Numbered => ({ ...place, at }));
    return places.length === 0 ? [] : [{ table, places }];
  });
  await runTogether(
    client,
    tables.map(({ table, places }) => wrongRows(plan, work, table, places)),
  );
  const { rows } = await client.query<{ tab: number; place: number; rows: number; whole: number }>(
    `select w.tab, p.place, count(*)::int as rows, (select count(*)::int from ${list} o where o.tab = w.tab) as whole from ${list} w, unnest(w.places) p(place) group by w.tab, p.place`,
  );
  return tables.flatMap(({ table, places }) => {
    const counted = rows.filter(({ tab }) => tab === table.index);
    const [first] = counted;
    if (first === undefined) return [];
    const found = places.flatMap((place) => {
      const count = counted.find(({ place: at }) => at === place.at)?.rows ?? 0;
      return count === 0 ? [] : [{ ...place, rows: count }];
    });
    return [{ table, places: found, rows: first.whole }];
  });
}

function wrongRows(plan: OwnershipPlan, work: WorkPlace, table: OwnedTable, places: readonly Numbered[]): string {
  const { shared } = personFacts(table, work);
  const key = table.key.map((column) => `t.${ident(column)}::text`).join(", ");
  const marks = places.map(({ at, isWrong }) => `case when ${isWrong} then ${at} end`).join(", ");
  // What the law keeps stays as it was written.
  const held = `exists (select 1 from gestand.held h where h.relation = ${literal(heldRelation(plan.catalogue.schema, table.relation.name))} and h.row_key = ${rowKeySql(table.relation, "t")})`;
  return `insert into ${list} (tab, key, places) select ${table.index}, s.key, s.places from (select array[${key}] as key, array_remove(array[${marks}]::integer[], null) as places ${personRows(table, work)} and not (${shared}) and not ${held}) s where s.places <> '{}'`;
}

/** Nothing that says whose a row is may change while we change others; as in an erasure. */
async function holdStill(client: Queryable, work: WorkPlace, present: readonly OwnedTable[]): Promise<void> {
  const locks = present
    .filter((table) => work.store(table) !== undefined)
    .map(
      (table) =>
        `select count(*) from (select 1 from ${table.sql} t join ${work.rows(table)} k on ${keyMatch(table, "t", "k")} for share of t) s`,
    );
  await runAgain(client, [...locks, "set constraints all deferred"]);
}

/** All columns of a table in one statement, so that a rule over several sees them together. */
async function correctTable(client: Queryable, plan: OwnershipPlan, { table, places, rows }: Wrong) {
  const columns = [...new Set(places.map(({ column }) => column))];
  const inColumn = (column: string) => places.filter((place) => place.column === column);
  const set = columns.map((column) => `${ident(column)} = ${correctedValue(table, column, inColumn(column), chosen)}`);
  const match = `w.tab = ${table.index} and ${table.key.map((column, at) => `t.${ident(column)} = w.key[${at + 1}]::${table.relation.columns.get(column)?.type ?? "text"}`).join(" and ")}`;
  const { rowCount } = await client.query(`update ${table.sql} t set ${set.join(", ")} from ${list} w where ${match}`);
  const { name } = table.mapping;
  const path = `systems.${plan.system.name}.tables.${name}`;
  if ((rowCount ?? 0) < rows) throw new Blocked(notCarriedOut(rows, rowCount ?? 0, `Correcting ${name}`, path));
  await lookAgain(client, plan, table, places, match);
  return columns.map(
    (column): Corrected => ({
      table: name,
      column,
      rows: inColumn(column).reduce((sum, place) => sum + place.rows, 0),
    }),
  );
}

/** A trigger of the database may put back what was just corrected. */
async function lookAgain(
  client: Queryable,
  plan: OwnershipPlan,
  table: OwnedTable,
  places: readonly Numbered[],
  match: string,
): Promise<void> {
  // Of a key the former one is written down only; what is no text may be written in another way.
  if (places.some(({ column }) => table.key.includes(column))) return;
  const seen = places.filter(({ column }) =>
    ["text", "json"].includes(table.relation.columns.get(column)?.family ?? ""),
  );
  if (seen.length === 0) return;
  const counts = seen.map(({ at, isRight }) => `count(*) filter (where ${chosen(at)} and not ${isRight})::int`);
  const { rows } = await client.query<{ other: number[] }>(
    `select array[${counts.join(", ")}] as other from ${table.sql} t, ${list} w where ${match}`,
  );
  const columns = seen.filter((_, at) => (rows[0]?.other[at] ?? 0) > 0).map(({ column }) => column);
  if (columns.length > 0) throw new Blocked(otherwise(plan.system.name, table.mapping.name, [...new Set(columns)]));
}

function otherwise(system: string, table: string, columns: readonly string[]): Problem {
  return {
    ...putBack(system, table, columns),
    message: `After correcting, a trigger of ${table} leaves another value in ${columns.join(", ")} than was decided.`,
    remedy: "Let the trigger accept the value for the role of Gestand, or correct it by hand.",
    path: `systems.${system}.tables.${table}`,
  };
}
