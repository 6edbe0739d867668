/**
 * Gathers, before anything is changed, the values by which the person can be recognised: what the policy's identifying
 * categories hold in the rows that are theirs alone, and their addresses. Compared later without outer blanks and case.
 */
import type { Policy } from "#policy";
import type { Identifiers, Subject } from "../contract.ts";
import { collect } from "./collect.ts";
import { columnText } from "./conditions.ts";
import type { Dialect, Session } from "./dialect.ts";
import type { EraseContext } from "./erase.ts";
import { formerKeys } from "./former.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident } from "./quote.ts";
import { hasRegister, rollBack } from "./record.ts";
import { hitsIn, searchedColumns } from "./search.ts";
import { plain, Searched, type Wanted } from "./searched.ts";
import { textOrNull } from "./survey.ts";
import { keyMatch, personRows, prepareWork, type Reading, temporaryWork } from "./work.ts";

/** The session must be outside a transaction. Nothing stays of what it does. */
export async function identifiersOf(
  session: Session,
  { engine, plan, policy, digest }: EraseContext & { readonly policy: Policy },
  subject: Subject,
): Promise<Identifiers> {
  const { dialect } = engine;
  const identifying = new Set(policy.categories.filter((one) => one.identifying).map(({ name }) => name));
  const registered = await hasRegister(session, { dialect, plan });
  const reading: Reading = { dialect, plan, work: temporaryWork(dialect), registered };
  try {
    await prepareWork(session, reading);
    for (const sql of dialect.beginReading) await session.run(sql);
    await collect(session, reading, { subject, digest });
    const found = new Map<string, Wanted>();
    for (const value of subject.emails) found.set(`contact.email ${value}`, { category: "contact.email", value });
    for (const table of plan.tables)
      for (const one of await valuesIn(session, reading, table, identifying))
        found.set(`${one.category} ${one.value}`, one);
    const gathered = [...found.values()];
    const former = await formerKeys(session, reading);
    const others = await metElsewhere(session, reading, new Searched(gathered));
    await session.run("rollback");
    return {
      values: gathered.map((one) => (others.has(one) ? { ...one, alsoOthers: true } : one)),
      subject,
      formerKeys: former,
    };
  } catch (error) {
    await rollBack(session);
    throw engine.operationalError(error, "Gathering what identifies the person");
  }
}

async function valuesIn(
  session: Session,
  { dialect, work }: Reading,
  table: OwnedTable,
  identifying: ReadonlySet<string>,
): Promise<Wanted[]> {
  const pieces = piecesOf(dialect, table, identifying);
  if (pieces.length === 0) return [];
  const list = pieces.map(({ sql }, at) => `${sql} as c${at}`).join(", ");
  const found = new Map<string, Wanted>();
  for await (const row of session.rows(`select ${list} ${personRows(table, work)} where k.shared = 0`))
    for (const [at, { category }] of pieces.entries()) {
      const value = plain(textOrNull(row[`c${at}`]) ?? "");
      if (value !== "") found.set(`${category} ${value}`, { category, value });
    }
  return [...found.values()];
}

function piecesOf(
  dialect: Dialect,
  table: OwnedTable,
  identifying: ReadonlySet<string>,
): { readonly category: string; readonly sql: string }[] {
  return table.mapping.columns.flatMap((column) => {
    const isJson = table.relation.columns.get(column.name)?.family === "json";
    const whole = identifying.has(column.category) && (!isJson || column.json.length === 0);
    return [
      ...(whole ? [{ category: column.category, sql: columnText(dialect, table, column.name) }] : []),
      ...(isJson ? column.json : [])
        .filter(({ category }) => identifying.has(category))
        .map(({ category, path }) => ({ category, sql: dialect.member(`t.${ident(column.name)}`, path) })),
    ];
  });
}

/** Values that rows of somebody else hold as well: finding them there afterwards is no residue. */
async function metElsewhere(session: Session, reading: Reading, searched: Searched): Promise<Set<Wanted>> {
  const { dialect, plan, work } = reading;
  const met = new Set<Wanted>();
  for (const table of plan.tables) {
    const columns = searchedColumns(dialect, table.relation, table, "mapped");
    const from = `from ${table.sql} t left join ${work.rows(table)} k on ${keyMatch(table, "t", "k")}`;
    const mine = "case when k.shared = 0 then 1 else 0 end";
    for await (const hit of hitsIn(session, dialect, columns, searched, { from, facts: { mine } }))
      if (hit.facts["mine"] === "0") for (const one of hit.met) met.add(one);
  }
  return met;
}
