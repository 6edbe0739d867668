import type { Problem } from "#base";
import type { GuardStatement } from "../contract.ts";
import type { QualifiedName } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";
import type { Guarded } from "./guard-facts.ts";
import { qualified } from "./quote.ts";

/** A view, of any schema, that reads a guarded table, also by way of other views, and that a hidden role may read. */
export interface ExposedView extends QualifiedName {
  readonly materialized: boolean;
  /** It reads with its owner's rights, and its owner is not one of those the rows are hidden from. */
  readonly readsAsOwner: boolean;
  readonly readers: readonly string[];
  /** Readers that would lose the view if it read with their own rights. `public` stands for everyone. */
  readonly blockedReaders: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Columns of the guarded relations that it uses, and how many of all relations it reads have a column so named. */
  readonly uses: readonly { readonly column: string; readonly relations: number }[];
}

export async function exposedViews(client: Queryable, guarded: Guarded): Promise<readonly ExposedView[]> {
  const found = await client.query<ExposedView>(viewsSql, [
    guarded.parts.map((part) => part.schema),
    guarded.parts.map((part) => part.name),
    guarded.hidden,
  ]);
  return found.rows;
}

const viewsSql = `
with recursive guarded as (
  select c.oid, c.relowner from unnest($1::text[], $2::text[]) as w(schema, name)
  join pg_catalog.pg_namespace n on n.nspname = w.schema
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = w.name
), reads as (
  select distinct r.ev_class as view, d.refobjid as target, d.refobjsubid as attnum
  from pg_catalog.pg_rewrite r join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass
    and d.objid = r.oid and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> r.ev_class
), above as (
  select oid from guarded union select r.view from above a join reads r on r.target = a.oid
), hidden as (
  select oid, rolname from pg_catalog.pg_roles where rolname = any ($3::text[])
), grantees as (
  select v.oid as view, g.grantee from pg_catalog.pg_class v
  cross join lateral pg_catalog.aclexplode(v.relacl) g
  where v.oid in (select oid from above) and g.grantee <> v.relowner and g.privilege_type = 'SELECT'
)
select n.nspname::text as schema, v.relname::text as name, v.relkind = 'm' as materialized,
  v.relkind = 'm' or (
    not coalesce((select o.option_value::boolean from pg_catalog.pg_options_to_table(v.reloptions) o
      where o.option_name = 'security_invoker'), false)
    and not (exists (select from hidden h where pg_catalog.pg_has_role(v.relowner, h.oid, 'usage'))
      and not exists (select from guarded g where pg_catalog.pg_has_role(v.relowner, g.relowner, 'usage'))
      and not (select o.rolsuper or o.rolbypassrls from pg_catalog.pg_roles o where o.oid = v.relowner))
  ) as "readsAsOwner",
  (select array_agg(h.rolname::text order by h.rolname) from hidden h
    where pg_catalog.has_any_column_privilege(h.oid, v.oid, 'select')) as readers,
  array(select distinct case when g.grantee = 0 then 'public' else pg_catalog.pg_get_userbyid(g.grantee)::text end
    from grantees g where g.view = v.oid and (g.grantee = 0 or exists (select from reads r where r.view = v.oid and not (
      pg_catalog.has_schema_privilege(g.grantee, (select relnamespace from pg_catalog.pg_class where oid = r.target), 'usage')
      and (pg_catalog.has_table_privilege(g.grantee, r.target, 'select') or (r.attnum > 0
        and pg_catalog.has_column_privilege(g.grantee, r.target, r.attnum::int2, 'select'))))))
  ) as "blockedReaders",
  (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod)))
    from pg_catalog.pg_attribute a where a.attrelid = v.oid and a.attnum > 0 and not a.attisdropped) as columns,
  coalesce((select jsonb_agg(jsonb_build_object('column', a.attname, 'relations', (select count(distinct r2.target)
      from reads r2 join pg_catalog.pg_attribute a2 on a2.attrelid = r2.target and a2.attname = a.attname
      where r2.view = v.oid)))
    from reads r join guarded g on g.oid = r.target
    join pg_catalog.pg_attribute a on a.attrelid = r.target and a.attnum = r.attnum
    where r.view = v.oid), '[]') as uses
from pg_catalog.pg_class v join pg_catalog.pg_namespace n on n.oid = v.relnamespace
where v.oid in (select oid from above) and v.relkind in ('v', 'm')
  and exists (select from hidden h where pg_catalog.has_any_column_privilege(h.oid, v.oid, 'select'))
order by 1, 2`;

/** Statements for views that can be made safe without taking them away from somebody. */
export function viewStatements(views: readonly ExposedView[]): GuardStatement[] {
  return views.filter(fixable).map((view) => ({
    purpose: `Let the view ${view.name} read with the rights of whoever asks, so that it cannot show held rows to staff.`,
    sql: `alter view ${qualified(view)} set (security_invoker = true)`,
  }));
}

function fixable(view: ExposedView): boolean {
  return view.readsAsOwner && !view.materialized && view.blockedReaders.length === 0;
}

export function viewProblems(views: readonly ExposedView[], table: string): Problem[] {
  return views
    .filter((view) => view.readsAsOwner)
    .map((view) => {
      const kind = view.materialized ? "materialized view" : "view";
      const revoke = `revoke select on ${qualified(view)} from ${view.readers.map((role) => `"${role}"`).join(", ")}`;
      const lost = view.blockedReaders.join(", ");
      return {
        code: view.materialized ? "guard-materialized-view" : "guard-view-leaks",
        severity: "error" as const,
        message: `The ${kind} ${view.schema}.${view.name} shows rows of ${table} to ${view.readers.join(", ")}, held ones too.`,
        remedy: view.materialized
          ? `A materialized view is a copy without row security. Run: ${revoke}; and grant an ordinary view instead.`
          : fixable(view)
            ? "Run `gestand guard`, which lets the view read with the rights of whoever asks."
            : `If it read with the rights of whoever asks, ${lost} would lose it. Either run: ${revoke}; or grant ${lost} what it reads, then run \`gestand guard\`.`,
      };
    });
}
