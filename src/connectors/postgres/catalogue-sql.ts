/** The questions to pg_catalog, one per kind of thing; `$1` is the schema. Names are cast to text, which pg can read. */

export interface RelationRow {
  readonly name: string;
  readonly kind: "r" | "p" | "v" | "m" | "f";
  readonly is_partition: boolean;
  readonly root: string | null;
  readonly partition_schemas: string[];
  readonly partition_names: string[];
  readonly last_schemas: string[];
  readonly last_names: string[];
  /** Each of the last partitions, or the table itself, may be deleted from by its own name. */
  readonly open: boolean;
  readonly heir_schemas: string[];
  readonly heir_names: string[];
  readonly estimated_rows: string;
  readonly row_security: boolean;
  readonly security_invoker: boolean;
  readonly owner: string;
}

export const relations = `
select c.relname::text as name, c.relkind::text as kind, c.relispartition as is_partition,
  case when c.relispartition then (select r.relname::text from pg_catalog.pg_class r
    where r.oid = pg_catalog.pg_partition_root(c.oid)) end as root,
  coalesce(parts.schemas, '{}') as partition_schemas, coalesce(parts.names, '{}') as partition_names,
  coalesce(parts.last_schemas, '{}') as last_schemas, coalesce(parts.last_names, '{}') as last_names,
  not c.relhasrules and (c.relkind = 'r' or coalesce(parts.open, false)) as open,
  coalesce(heirs.schemas, '{}') as heir_schemas, coalesce(heirs.names, '{}') as heir_names,
  (case when c.relkind = 'p' then coalesce(parts.rows, c.reltuples) else c.reltuples end)::bigint::text
    as estimated_rows,
  c.relrowsecurity as row_security,
  coalesce((select o.option_value::boolean from pg_catalog.pg_options_to_table(c.reloptions) o
    where o.option_name = 'security_invoker'), false) as security_invoker,
  pg_catalog.pg_get_userbyid(c.relowner)::text as owner
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select array_agg(pn.nspname::text order by pn.nspname, p.relname) as schemas,
    array_agg(p.relname::text order by pn.nspname, p.relname) as names,
    array_agg(pn.nspname::text order by pn.nspname, p.relname) filter (where t.isleaf) as last_schemas,
    array_agg(p.relname::text order by pn.nspname, p.relname) filter (where t.isleaf) as last_names,
    bool_and(p.relkind in ('r', 'p') and not p.relhasrules and not p.relrowsecurity
      and pg_catalog.has_schema_privilege(pn.oid, 'usage')
      and pg_catalog.has_table_privilege(p.oid, 'select') and pg_catalog.has_table_privilege(p.oid, 'delete')) as open,
    case when bool_and(p.reltuples < 0) filter (where t.isleaf) then -1
      else sum(greatest(p.reltuples, 0)) filter (where t.isleaf) end as rows
  from pg_catalog.pg_partition_tree(c.oid) t
  join pg_catalog.pg_class p on p.oid = t.relid
  join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
  where t.level > 0
) parts on c.relkind = 'p' and not c.relispartition
left join lateral (
  select array_agg(hn.nspname::text order by hn.nspname, h.relname) as schemas,
    array_agg(h.relname::text order by hn.nspname, h.relname) as names
  from pg_catalog.pg_inherits i
  join pg_catalog.pg_class h on h.oid = i.inhrelid and not h.relispartition
  join pg_catalog.pg_namespace hn on hn.oid = h.relnamespace
  where i.inhparent = c.oid
) heirs on c.relkind in ('r', 'f')
where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f')
order by c.relname`;

export interface ColumnRow {
  readonly relation: string;
  readonly name: string;
  readonly type: string;
  readonly base_type: string;
  readonly base_category: string;
  readonly nullable: boolean;
  readonly has_default: boolean;
  readonly generated: boolean;
  readonly max_length: number | null;
}

/** Domains are followed down to the type they are made of, keeping the length and the NOT NULL met on the way. */
export const columns = `
with recursive base as (
  select t.oid as type, t.oid as base, t.typbasetype as next, -1 as modifier, t.typnotnull as never_null
  from pg_catalog.pg_type t
  union all
  select b.type, t.oid, t.typbasetype,
    case when b.modifier <> -1 then b.modifier else d.typtypmod end, b.never_null or t.typnotnull
  from base b
  join pg_catalog.pg_type d on d.oid = b.base
  join pg_catalog.pg_type t on t.oid = b.next
  where b.next <> 0
)
select c.relname::text as relation, a.attname::text as name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
  t.typname::text as base_type, t.typcategory::text as base_category,
  not (a.attnotnull or b.never_null) as nullable,
  a.atthasdef or a.attidentity <> '' as has_default,
  a.attgenerated <> '' or a.attidentity = 'a' as generated,
  case when t.typname in ('varchar', 'bpchar') then
    nullif(case when a.atttypmod <> -1 then a.atttypmod else b.modifier end, -1) - 4 end as max_length
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join base b on b.type = a.atttypid and b.next = 0
join pg_catalog.pg_type t on t.oid = b.base
where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
order by c.relname, a.attnum`;

export interface IndexRow {
  readonly relation: string;
  /** Plain key columns up to the first expression. */
  readonly columns: string[];
  readonly first_expression: string | null;
  /** Valid and without a condition. */
  readonly whole: boolean;
  /** Ordered or hashed, so that equality finds its rows. */
  readonly searchable: boolean;
  /** No expression among its keys. */
  readonly plain: boolean;
  readonly is_unique: boolean;
  readonly primary_key: boolean;
}

export const indexes = `
select c.relname::text as relation,
  coalesce((select array_agg(a.attname::text order by k.at)
    from unnest(i.indkey::int2[]) with ordinality k(attnum, at)
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    where k.at <= i.indnkeyatts and k.at < coalesce(
      (select min(e.at) from unnest(i.indkey::int2[]) with ordinality e(attnum, at) where e.attnum = 0), 32767)
  ), '{}') as columns,
  case when i.indkey[0] = 0 then pg_catalog.pg_get_indexdef(i.indexrelid, 1, true) end as first_expression,
  i.indisvalid and i.indpred is null as whole,
  am.amname in ('btree', 'hash') as searchable,
  i.indexprs is null as plain,
  i.indisunique as is_unique,
  i.indisprimary as primary_key
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class x on x.oid = i.indexrelid
join pg_catalog.pg_am am on am.oid = x.relam
where n.nspname = $1
order by c.relname, i.indisprimary desc, x.relname`;

export interface ForeignKeyRow {
  readonly relation: string;
  readonly name: string;
  readonly columns: string[];
  readonly target: string;
  readonly target_schema: string;
  readonly target_columns: string[];
  readonly on_delete: "a" | "r" | "c" | "n" | "d";
  readonly is_deferrable: boolean;
}

/** Copies of a constraint that PostgreSQL keeps for partitions (`conparentid`) are left out. */
export const foreignKeys = `
select c.relname::text as relation, k.conname::text as name, t.relname::text as target,
  tn.nspname::text as target_schema, k.confdeltype::text as on_delete, k.condeferrable as is_deferrable,
  (select array_agg(a.attname::text order by p.at) from unnest(k.conkey) with ordinality p(attnum, at)
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.attnum) as columns,
  (select array_agg(a.attname::text order by p.at) from unnest(k.confkey) with ordinality p(attnum, at)
    join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = p.attnum) as target_columns
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class t on t.oid = k.confrelid
join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
where n.nspname = $1 and k.contype = 'f' and k.conparentid = 0
order by c.relname, k.conname`;

export interface ActingKeyRow {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly target: string;
  readonly columns: string[];
  readonly target_columns: string[];
  readonly action: "delete" | "clear" | "change";
}

export const actingKeys = `
select c.conname::text as name, cn.nspname::text as schema, cc.relname::text as table, tc.relname::text as target,
  case c.confdeltype when 'c' then 'delete' when 'n' then 'clear' else 'change' end as action,
  array(select a.attname::text from unnest(c.conkey) with ordinality k(n, o)
    join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by o) as columns,
  array(select a.attname::text from unnest(c.confkey) with ordinality k(n, o)
    join pg_catalog.pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by o) as target_columns
from pg_catalog.pg_constraint c
join pg_catalog.pg_class cc on cc.oid = c.conrelid
join pg_catalog.pg_namespace cn on cn.oid = cc.relnamespace
join pg_catalog.pg_class tc on tc.oid = c.confrelid
join pg_catalog.pg_namespace tn on tn.oid = tc.relnamespace
where c.contype = 'f' and c.conparentid = 0 and c.confdeltype in ('c', 'n', 'd') and tn.nspname = $1
order by 2, 3, 1`;

export interface TriggerRow {
  readonly relation: string;
  readonly name: string;
  readonly type_bits: number;
  readonly runs: string;
}

export const triggers = `
select c.relname::text as relation, t.tgname::text as name, t.tgtype::int as type_bits,
  pn.nspname || '.' || p.proname as runs
from pg_catalog.pg_trigger t
join pg_catalog.pg_class c on c.oid = t.tgrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_proc p on p.oid = t.tgfoid
join pg_catalog.pg_namespace pn on pn.oid = p.pronamespace
where n.nspname = $1 and not t.tgisinternal and t.tgenabled <> 'D' and t.tgparentid = 0
  and not (pn.nspname = 'gestand' and p.proname = 'refuse_restricted')
order by c.relname, t.tgname`;

export interface ReadsRow {
  readonly relation: string;
  readonly target: string;
}

/** A view depends on what it reads through its rewrite rule; the rule also depends on the view itself. */
export const reads = `
select distinct c.relname::text as relation, t.relname::text as target
from pg_catalog.pg_rewrite r
join pg_catalog.pg_class c on c.oid = r.ev_class and c.relkind in ('v', 'm')
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
  and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> c.oid
join pg_catalog.pg_class t on t.oid = d.refobjid and t.relkind in ('r', 'p', 'v', 'm', 'f')
where n.nspname = $1 and t.relnamespace = n.oid
order by 1, 2`;
