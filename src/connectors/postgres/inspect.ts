/**
 * Compares what the policy says of a database with the database: names, references, what is left unsaid, what erasure
 * would meet, what would be slow. Every finding names its table and column and says what to write or run instead.
 */
import type { Problem } from "#base";
import type { Policy, System } from "#policy";
import type { Catalogue } from "../sql/catalogue-types.ts";
import { type Queryable, readCatalogue } from "./catalogue.ts";
import { eraseProblems } from "./erase-units.ts";
import { existingRoles, guardTargets } from "./guard-facts.ts";
import { coverageProblems } from "../sql/inspect-coverage.ts";
import { erasureProblems } from "../sql/inspect-erasure.ts";
import { finding, type Inspection, pathOf } from "../sql/inspect-finding.ts";
import { indexProblems, searchIndexProblems, unsearchedProblems, viewProblems } from "./inspect-indexes.ts";
import { columnProblems, tableProblems } from "../sql/inspect-names.ts";
import { comparing } from "./key-kinds.ts";
import { compileOwnership } from "./ownership.ts";

export { blocks } from "../sql/blocks.ts";

/** All findings, errors first. Reads the catalogue only; no row of a table is looked at. */
export async function inspect(client: Queryable, policy: Policy, system: System): Promise<Problem[]> {
  const catalogue = await readCatalogue(client, system.schema);
  const { problems } = guardTargets(policy, system, catalogue, await existingRoles(client));
  const found = [
    ...compare(policy, system, catalogue),
    ...problems,
    ...(await rightProblems(client, system)),
    ...(await referrersElsewhere(client, system)),
    ...(await searchIndexProblems(client, compileOwnership(catalogue, system))),
  ];
  const order = { error: 0, warning: 1, note: 2 };
  return found.toSorted((a, b) => order[a.severity] - order[b.severity]);
}

/** The part of `inspect` that needs the catalogue only. Pure. */
export function compare(policy: Policy, system: System, catalogue: Catalogue): Problem[] {
  const tables = system.tables.flatMap((mapping) => {
    const relation = catalogue.relations.get(mapping.name);
    return relation?.kind === "table" || relation?.kind === "partitioned" ? [{ mapping, relation }] : [];
  });
  const isOurs = (table: string) =>
    catalogue.schema === "gestand" && (table === "held" || table === "applied" || table.startsWith("work_"));
  const inspection: Inspection = { policy, system, catalogue, tables, comparing, isOurs };
  const names = tableProblems(system, catalogue);
  if (catalogue.relations.size === 0) return names;
  return [
    ...names,
    ...columnProblems(inspection),
    ...coverageProblems(inspection),
    ...erasureProblems(inspection),
    ...eraseProblems(compileOwnership(catalogue, system)),
    ...indexProblems(inspection),
    ...unsearchedProblems(inspection),
    ...viewProblems(inspection),
  ];
}

/** Rights that the role of Gestand lacks, each with its grant, and row security that would hide rows from it. */
async function rightProblems(client: Queryable, system: System): Promise<Problem[]> {
  const found = await client.query<{ name: string; missing: string[]; filtered: boolean; role: string }>(
    `select c.relname::text as name, current_user::text as role, pg_catalog.row_security_active(c.oid) as filtered,
       array(select r from unnest(array['select', 'update', 'delete']) r
         where not pg_catalog.has_table_privilege(c.oid, r)) as missing
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = any ($2::text[]) and c.relkind in ('r', 'p') order by 1`,
    [system.schema, system.tables.map((table) => table.name)],
  );
  return found.rows.flatMap(({ name, missing, filtered, role }) => {
    const mapping = system.tables.find((table) => table.name === name);
    const needed = mapping?.erase === "keep" ? missing.filter((right) => right === "select") : missing;
    const place = { path: pathOf(system, name), ...(mapping === undefined ? {} : { at: mapping.at }) };
    return [
      ...(needed.length === 0
        ? []
        : [
            finding(
              needed.includes("select") ? "missing-right" : "missing-write-right",
              "error",
              `The role ${role} may not ${needed.join(", ")} in ${name}.`,
              `Run: grant ${needed.join(", ")} on "${system.schema}"."${name}" to "${role}";`,
              place,
            ),
          ]),
      ...(filtered
        ? [
            finding(
              "row-security-applies",
              "error",
              `Row security hides rows of ${name} from the role ${role}, so nobody could say that all were found.`,
              `Run as a superuser: alter role "${role}" bypassrls; or let it own ${name}.`,
              place,
            ),
          ]
        : []),
    ];
  });
}

/** Tables of other schemas that refer to mapped ones: no mapping of this system reaches them. */
async function referrersElsewhere(client: Queryable, system: System): Promise<Problem[]> {
  const found = await client.query<{ child: string; target: string; name: string; cascades: boolean }>(
    `select kn.nspname || '.' || k.relname as child, c.relname::text as target, f.conname::text as name,
       f.confdeltype = 'c' as cascades
     from pg_catalog.pg_constraint f join pg_catalog.pg_class c on c.oid = f.confrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_class k on k.oid = f.conrelid join pg_catalog.pg_namespace kn on kn.oid = k.relnamespace
     where f.contype = 'f' and f.conparentid = 0 and n.nspname = $1 and kn.nspname not in ($1, 'gestand')
       and c.relname = any ($2::text[]) order by 1, 3`,
    [system.schema, system.tables.map((table) => table.name)],
  );
  return found.rows.map(({ child, target, name, cascades }) =>
    finding(
      "linked-from-other-schema",
      "error",
      `${child} refers to ${target} (${name}) from another schema${cascades ? ", and loses its rows with it" : ""}; nothing is said about it.`,
      "Declare a system of its own for that schema.",
      { path: pathOf(system, target) },
    ),
  );
}
