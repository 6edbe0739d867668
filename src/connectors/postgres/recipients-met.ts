import type { Policy } from "#policy";
import type { TableFinding } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { keyMatch } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";
import { runTogether, type WorkPlace } from "./work.ts";

/** Recipients that the policy recognises by rows of the person. Only what the counts do not tell is asked. */
export async function recipientsMet(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  policy: Policy,
  tables: readonly TableFinding[],
): Promise<string[]> {
  const present = new Set(tables.filter(({ rows }) => rows > 0).map(({ table }) => table));
  const signs = policy.recipients.flatMap(({ name, holdsWhen }) =>
    holdsWhen.flatMap(({ system, column, equals, ...sign }) => {
      const table = system === plan.system.name && present.has(sign.table) ? plan.byName.get(sign.table) : undefined;
      if (table === undefined || (column !== undefined && !table.relation.columns.has(column))) return [];
      const sql = column === undefined || equals === undefined ? undefined : holds(table, work, column, equals);
      return [{ name, sql }];
    }),
  );
  const open = signs.filter(({ sql }) => sql !== undefined);
  const asked = await runTogether(
    client,
    open.map(({ sql }) => sql ?? ""),
  );
  const met = new Set(signs.filter(({ sql }) => sql === undefined).map(({ name }) => name));
  for (const [at, { name }] of open.entries())
    if ((asked[at]?.rows[0] as { met: boolean } | undefined)?.met === true) met.add(name);
  return policy.recipients.map(({ name }) => name).filter((name) => met.has(name));
}

function holds(table: OwnedTable, work: WorkPlace, column: string, equals: string): string {
  return `select exists (select 1 from ${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")} where t.${ident(column)}::text = ${literal(equals)}) as met`;
}
