/** Which tables the guard of restricted rows covers, from whom it hides them, and whether changing one was refused when tried. */
import type { Problem } from "#base";
import { isOffered, type Policy, type System } from "#policy";
import type { Catalogue } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";
import { type Guarded, type GuardTargets, guardLists, rolesOf, unguardable, uniqueProblems } from "./guard-facts.ts";
import { heldRelation, rowKeyColumns, rowKeySql, unstableKeyColumns } from "./guard-schema.ts";
import { ident, qualified } from "./quote.ts";
import { refusedAsRestricted } from "./restrict-schema.ts";

/**
 * Every table with rows of persons, hidden from every role that the system declares. Roles that a hold names as readers go on
 * reading: they are there for duties that a restriction does not end (GDPR art. 18(2), public interest). Where no role is
 * declared nobody can be hidden from, and the guard would prove nothing.
 */
export function restrictTargets(
  policy: Policy,
  system: System,
  catalogue: Catalogue,
  existingRoles: ReadonlySet<string>,
): GuardTargets {
  const readers = new Set(policy.keep.flatMap(({ hold }) => hold?.readableBy ?? []));
  const names = Object.keys(system.roles);
  if (names.length === 0 || !isOffered(policy, "restriction")) return { guarded: [], problems: [] };
  const problems: Problem[] = [];
  const reading = new Set([...readers].flatMap((name) => system.roles[name] ?? []));
  const hidden = rolesOf(names, system, existingRoles, problems).filter((role) => !reading.has(role));
  const guarded = system.tables.flatMap((table): Guarded[] => {
    const relation = catalogue.relations.get(table.name);
    if (relation === undefined || table.person.length === 0) return [];
    const key = rowKeyColumns(relation);
    const unstable = unstableKeyColumns(relation);
    if (key === undefined || unstable.length > 0) {
      problems.push(unguardable(table.name, unstable, `systems.${system.name}.tables.${table.name}`));
      return [];
    }
    const held = heldRelation(catalogue.schema, table.name);
    const parts = [{ schema: catalogue.schema, name: table.name }, ...relation.partitions];
    return [{ relation, list: guardLists.restricted, key, held, parts, hidden, readers: [] }];
  });
  return { guarded: hidden.length === 0 ? [] : guarded, problems: uniqueProblems(problems) };
}

/**
 * Tries to change and to delete a row that is on the list, as somebody who is not Gestand. Inside a transaction that is rolled
 * back, after the decoys were put down.
 */
export async function changeProblems(client: Queryable, one: Guarded): Promise<Problem[]> {
  const [root] = one.parts;
  const [key] = one.key;
  if (root === undefined || key === undefined) return [];
  const listed = `exists (select from gestand.restricted r where r.relation = $1 and r.row_key = ${rowKeySql(one.relation, "t")})`;
  const picked = `(select t.tableoid, t.ctid from ${qualified(root)} t where ${listed} limit 1)`;
  const attempts = {
    changed: `update ${qualified(root)} x set ${ident(key)} = x.${ident(key)} where (x.tableoid, x.ctid) in ${picked}`,
    deleted: `delete from ${qualified(root)} x where (x.tableoid, x.ctid) in ${picked}`,
  };
  const problems: Problem[] = [];
  for (const [what, sql] of Object.entries(attempts))
    if (!(await isRefused(client, sql, one.held))) problems.push(unprotected(one.relation.name, what));
  return problems;
}

/** True also where there is no row to try it on, or another rule of the database was first to say no. */
async function isRefused(client: Queryable, sql: string, held: string): Promise<boolean> {
  await client.query("savepoint gestand_change; set local gestand.acting = off");
  try {
    const { rowCount } = await client.query(sql, [held]);
    return (rowCount ?? 0) === 0;
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (code !== refusedAsRestricted && !/^(23|42501|428C9|P0)/.test(code)) throw error;
    return true;
  } finally {
    await client.query("rollback to savepoint gestand_change");
  }
}

function unprotected(table: string, what: string): Problem {
  return {
    code: "guard-restricted-changes",
    severity: "error",
    message: `A restricted row of ${table} can be ${what}; it was tried, and undone.`,
    remedy: "Run `gestand guard` to restore the guard, then look who changed it.",
  };
}
