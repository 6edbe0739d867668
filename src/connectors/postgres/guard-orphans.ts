/**
 * Rows that the law still holds and that say whose they are, while the way to that person ends nowhere: their person was
 * erased before Gestand came, or by something else since. No request will ever find them again, so the guard registers them.
 */
import { type LocalDate, localDate } from "#base";
import { holdTerms, type PersonPath, type Policy } from "#policy";
import type { GuardStatement } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import type { Guarded } from "./guard-facts.ts";
import { rowKeySql } from "./guard-schema.ts";
import { heldUntil } from "./ownership-holds.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { anyOf, referenceMatch, targetOf, whenMatch } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";

/** Stands in `gestand.held.plan` for rows that no erasure of ours left there. */
export const orphanPlan = "00000000-0000-0000-0000-000000000001";

/** Further away than this nobody's row is looked for; such a row counts as somebody's. */
const mostReferences = 8;

/** One statement per table that has such rows which are not registered yet. Reads every row of the tables it guards. */
export async function orphanStatements(
  client: Queryable,
  policy: Policy,
  plan: OwnershipPlan,
  guarded: readonly Guarded[],
): Promise<GuardStatement[]> {
  const hiding = guarded.filter(({ hidden }) => hidden.length > 0);
  if (hiding.length === 0) return [];
  const day = await client.query<{ today: string; registers: boolean }>(
    "select current_date::text as today, exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = 'gestand' and c.relname = 'held') as registers",
  );
  const today = localDate(day.rows[0]?.today ?? "");
  const statements: GuardStatement[] = [];
  for (const one of hiding) {
    const table = plan.byName.get(one.relation.name);
    const orphans = table === undefined ? undefined : orphansOf(policy, plan, table, one, today);
    if (orphans === undefined) continue;
    const known = `not exists (select from gestand.held h where h.relation = ${literal(one.held)} and h.row_key = o.row_key)`;
    const counted = await client.query<{ rows: string }>(
      `select count(*) as rows from (${orphans}) o${day.rows[0]?.registers === true ? ` where ${known}` : ""}`,
    );
    const rows = Number(counted.rows[0]?.rows ?? 0);
    if (rows > 0)
      statements.push({
        purpose: `Hide ${rows} row${rows === 1 ? "" : "s"} of ${one.relation.name} that the law still holds and whose person is here no more.`,
        sql:
          "insert into gestand.held (relation, row_key, rule, until_on, plan) " +
          `select ${literal(one.held)}, o.row_key, ${literal(table?.mapping.keep?.rule ?? "")}, o.until_on, '${orphanPlan}' ` +
          `from (${orphans}) o where ${known} on conflict (relation, row_key) do nothing`,
      });
  }
  return statements;
}

function orphansOf(
  policy: Policy,
  plan: OwnershipPlan,
  table: OwnedTable,
  guarded: Guarded,
  today: LocalDate,
): string | undefined {
  const until = heldUntil(plan, table, (rule) => holdTerms(policy, rule), today, "t");
  const pointing = table.mapping.person.flatMap((path) => pointsSomewhere(path, "t"));
  if (until === undefined || pointing.length === 0) return undefined;
  return (
    `select ${rowKeySql(guarded.relation, "t")} as row_key, u.until_on from ${table.sql} t, lateral (select ${until} as until_on) u ` +
    `where u.until_on >= ${literal(today)}::date and ${anyOf(pointing)} and not ${ownerExists(plan, table, "t", [])}`
  );
}

/** The row names somebody by this path. A row that names nobody at all was never about a person. */
function pointsSomewhere(path: PersonPath, t: string): string[] {
  if (path.kind !== "reference") return [];
  const filled = path.reference.columns.map((column) => `${t}.${ident(column)} is not null`);
  return [`(${[...filled, ...whenMatch(path.reference, t)].join(" and ")})`];
}

/** Somebody owns the row, by the rule of docs/decisions/0004. In doubt (a circle, a table nobody mapped) somebody does. */
function ownerExists(plan: OwnershipPlan, table: OwnedTable, t: string, above: readonly OwnedTable[]): string {
  const through = (path: PersonPath, owned: boolean): string => {
    if (path.kind === "is") return "true";
    if (path.kind === "identity") return `${t}.${ident(path.column)} is not null`;
    const target = targetOf(plan, path.reference);
    if (target === undefined) return "false";
    const p = `p${above.length}`;
    const circle = target.owned === undefined || target.owned === table || above.includes(target.owned);
    const further =
      owned && !circle && target.owned !== undefined && above.length < mostReferences
        ? ` and ${ownerExists(plan, target.owned, p, [...above, table])}`
        : "";
    return `exists (select from ${target.sql} ${p} where ${referenceMatch(table, path.reference, target.relation, t, p)}${further})`;
  };
  const { person, alsoAbout } = table.mapping;
  return anyOf([
    ...person.map((path, at) => {
      const earlier = person.slice(0, at).map((other) => `not ${through(other, false)}`);
      return `(${[...earlier, through(path, true)].join(" and ")})`;
    }),
    ...alsoAbout.map((path) => through(path, true)),
  ]);
}
