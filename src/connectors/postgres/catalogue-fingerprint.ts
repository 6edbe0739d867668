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

/**
 * One value that changes whenever what `inspect` and the guard look at does: besides the definitions also roles, their rights
 * and memberships, row security, what is ours in this database, and how large tables are to a power of two.
 */
export async function inspectionFingerprint(client: Queryable, schema: string): Promise<string> {
  const asked = { name: "gestand_inspected", text: inspected };
  const found = await client.query<{ fingerprint: string }>(asked);
  return `${await catalogueFingerprint(client, schema)} ${found.rows[0]?.fingerprint ?? ""}`;
}

const inspected = `
with ours as materialized (select n.oid, n.ctid, n.xmin from pg_catalog.pg_namespace n where n.nspname = 'gestand'),
relations as materialized (
  select c.oid, c.ctid, c.xmin from pg_catalog.pg_class c
  where c.relnamespace in (select oid from ours) and c.relname !~ '^work'
)
select concat_ws(' ',
  current_user,
  (select ${version("n")} from ours n),
  (select ${version("c")} from relations c),
  (select ${version("a")} from pg_catalog.pg_attribute a where a.attnum > 0 and a.attrelid in (select oid from relations)),
  (select ${version("g")} from pg_catalog.pg_trigger g where g.tgrelid in (select oid from relations)),
  (select ${version("p")} from pg_catalog.pg_proc p where p.pronamespace in (select oid from ours)),
  (select ${version("s")} from pg_catalog.pg_policy s),
  (select ${version("m")} from pg_catalog.pg_auth_members m),
  (select ${version("e")} from pg_catalog.pg_extension e),
  (select count(*) || ':' || sum(pg_catalog.hashtextextended(r::text, 0)) from pg_catalog.pg_roles r),
  (select sum(pg_catalog.hashtextextended(c.oid || ' ' || floor(log(2, greatest(c.reltuples, 1)::numeric)), 0))
     from pg_catalog.pg_class c where c.relkind in ('r', 'p') and c.relpersistence <> 't' and c.relname !~ '^work')
) as fingerprint`;
