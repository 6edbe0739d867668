/**
 * Gathers, before anything is changed, the values by which the person can be recognised: what the policy's identifying
 * categories hold in the rows that are theirs alone, and their addresses. Compared later without outer blanks and case.
 */
import type { Policy } from "#policy";
import type { Identifiers, Subject } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { operationalError } from "./database-error.ts";
import { type EraseContext, rollBack } from "./erase-record.ts";
import { collect, prepareWork } from "./ownership-collect.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { normalised } from "./identity-sql.ts";
import { keyMatch } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";
import { wordIndexes } from "./residue-indexes.ts";
import { formerKeys } from "./residue-links.ts";
import { candidatesFrom, Parameters, prefilterOf, readingMuch, searchWith } from "./residue-prefilter.ts";
import { searchedColumns, valuesHeld } from "./residue-sql.ts";
import { putValues } from "./residue-values.ts";
import { beginSnapshot, temporaryWork, type WorkPlace } from "./work.ts";

export interface IdentifyContext extends Pick<EraseContext, "plan" | "digest"> {
  readonly policy: Policy;
}

/** The client must be a session of its own, outside a transaction. Nothing stays of what it does. */
export async function identifiersOf(
  client: Queryable,
  context: IdentifyContext,
  subject: Subject,
): Promise<Identifiers> {
  const { plan, policy } = context;
  const identifying = new Set(policy.categories.filter((one) => one.identifying).map((one) => one.name));
  const work = temporaryWork("drop");
  try {
    await beginSnapshot(client);
    await prepareWork(client, plan, work);
    await collect(client, plan, work, { subject, digest: context.digest });
    const found = new Map<string, { category: string; value: string }>();
    for (const email of subject.emails)
      found.set(`contact.email ${email}`, { category: "contact.email", value: email });
    for (const table of plan.tables)
      for (const one of await valuesIn(client, table, work, identifying))
        found.set(`${one.category} ${one.value}`, one);
    const gathered = [...found.values()];
    const former = await formerKeys(client, plan, work);
    await client.query(readingMuch);
    const others = await metElsewhere(client, plan, work, gathered);
    await client.query("rollback");
    return {
      values: gathered.map((one) => (others.has(one.value) ? { ...one, alsoOthers: true } : one)),
      subject,
      formerKeys: former,
    };
  } catch (error) {
    await rollBack(client);
    throw operationalError(error, "Gathering what identifies the person");
  }
}

async function valuesIn(
  client: Queryable,
  table: OwnedTable,
  work: WorkPlace,
  identifying: ReadonlySet<string>,
): Promise<{ category: string; value: string }[]> {
  const pieces = table.mapping.columns.flatMap((column) => {
    const sql = `t.${ident(column.name)}`;
    const isJson = table.relation.columns.get(column.name)?.family === "json";
    const whole =
      identifying.has(column.category) && (!isJson || column.json.length === 0)
        ? [{ category: column.category, sql: isJson ? `(${sql}::jsonb #>> '{}')` : `${sql}::text` }]
        : [];
    const parts = isJson
      ? column.json
          .filter((part) => identifying.has(part.category))
          .map((part) => ({
            category: part.category,
            sql: `(${sql}::jsonb #>> array[${part.path.map(literal).join(", ")}]::text[])`,
          }))
      : [];
    return [...whole, ...parts];
  });
  if (pieces.length === 0) return [];
  const list = pieces.map(({ category, sql }) => `(${literal(category)}, ${normalised(sql)})`).join(", ");
  const found = await client.query<{ category: string; value: string }>(
    `select distinct x.category, x.value from ${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")} cross join lateral (values ${list}) as x(category, value) where not k.shared and x.value <> '' order by 1, 2`,
  );
  return found.rows;
}

/** Values that rows of somebody else hold as well: finding them there afterwards is no residue. */
async function metElsewhere(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  gathered: readonly { category: string; value: string }[],
): Promise<Set<string>> {
  const searched = await putValues(client, gathered);
  const indexes = await wordIndexes(client, plan.catalogue.schema);
  const met = new Set<string>();
  for (const table of plan.tables) {
    const columns = searchedColumns(table.relation, table, "mapped", indexes);
    const parameters = new Parameters();
    const prefilter = prefilterOf(columns, searched, parameters);
    const candidates = candidatesFrom(table.sql, prefilter);
    if (candidates === undefined) continue;
    const text = `select distinct v.original as value from ${candidates} left join ${work.rows(table)} k on ${keyMatch(table, "t", "k")} cross join lateral (${columns.map(valuesHeld).join(" union all ")}) v where k.depth is null or k.shared`;
    const found = await searchWith(client, prefilter, () => client.query<{ value: string }>(text, parameters.list));
    for (const { value } of found.rows) met.add(value);
  }
  return met;
}
