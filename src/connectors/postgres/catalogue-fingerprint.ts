import type { Queryable } from "./catalogue.ts";

/**
 * One value that changes whenever a definition in this database does: a table, column, key, index, trigger, view or type,
 * in any schema of people. Every row of the catalogue is one version, named by where it stands and the transaction that
 * wrote it; a definition that changes is a new version. Statistics and the names of roles and functions are not in it.
 */
export async function catalogueFingerprint(client: Queryable, schema: string): Promise<string> {
  const asked = { name: "gestand_fingerprint", text: fingerprint, values: [schema] };
  const found = await client.query<{ fingerprint: string }>(asked);
  return found.rows[0]?.fingerprint ?? "";
}

const version = (table: string) =>
  `count(*) || ':' || coalesce(sum(pg_catalog.hashtidextended(${table}.ctid, ${table}.xmin::text::bigint)), 0)`;

const fingerprint = `
with schemas as materialized (
  select n.oid, n.ctid, n.xmin from pg_catalog.pg_namespace n
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and (n.nspname <> 'gestand' or $1 = 'gestand')
), relations as materialized (
  select c.oid, c.ctid, c.xmin from pg_catalog.pg_class c where c.relnamespace in (select oid from schemas)
)
select concat_ws(' ',
  current_setting('server_version_num'),
  (select ${version("n")} from schemas n),
  (select ${version("c")} from relations c),
  (select ${version("a")} from pg_catalog.pg_attribute a where a.attnum > 0 and a.attrelid in (select oid from relations)),
  (select ${version("i")} from pg_catalog.pg_index i where i.indrelid in (select oid from relations)),
  (select ${version("h")} from pg_catalog.pg_inherits h where h.inhrelid in (select oid from relations)),
  (select ${version("k")} from pg_catalog.pg_constraint k where k.connamespace in (select oid from schemas)),
  (select ${version("g")} from pg_catalog.pg_trigger g where g.tgrelid in (select oid from relations)),
  (select ${version("r")} from pg_catalog.pg_rewrite r where r.ev_class in (select oid from relations)),
  (select ${version("y")} from pg_catalog.pg_type y where y.typnamespace in (select oid from schemas))
) as fingerprint`;
