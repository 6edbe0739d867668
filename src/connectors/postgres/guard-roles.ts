import type { Problem } from "#base";
import type { Queryable } from "./catalogue.ts";
import type { Guarded } from "./guard-facts.ts";

interface Escape {
  readonly role: string;
  readonly via: string;
  readonly why: "superuser" | "bypassrls" | "owner" | "other-role";
}

/**
 * Ways by which a role that must not see held rows would see them all the same: row security does not bind superusers,
 * roles with BYPASSRLS and owners, and a role may become every role that it is a member of.
 */
export async function roleProblems(client: Queryable, guarded: Guarded): Promise<Problem[]> {
  const table = guarded.relation.name;
  const parameters = [guarded.parts.map((part) => part.schema), guarded.parts.map((part) => part.name), guarded.hidden];
  const escapes = await client.query<Escape>(escapesSql, parameters);
  const truncating = await client.query<{ role: string }>(truncatingSql, parameters);
  const functions = await client.query<{ name: string; role: string }>(functionsSql, parameters);
  const mixed = guarded.readers.filter((role) => guarded.hidden.includes(role));
  return [
    ...escapes.rows.map((escape) => escapeProblem(escape, table)),
    ...mixed.map(
      (role): Problem => ({
        code: "guard-role-both",
        severity: "error",
        message: `The role ${role} is named both for those who may see held rows of ${table} and for those who may not.`,
        remedy: "Use two roles, and name each once.",
      }),
    ),
    ...truncating.rows.map(
      ({ role }): Problem => ({
        code: "guard-truncate",
        severity: "warning",
        message: `${role} may truncate ${table}, which removes held rows too: row security does not bind TRUNCATE.`,
        remedy: `Run: revoke truncate on "${table}" from "${role}";`,
      }),
    ),
    ...functions.rows.map(
      ({ name, role }): Problem => ({
        code: "guard-function-may-leak",
        severity: "warning",
        message: `The function ${name} runs with its owner's rights, names ${table}, and ${role} may call it.`,
        remedy: "Look whether it gives back held rows; if so, make it `security invoker` or revoke execute on it.",
      }),
    ),
  ];
}

function escapeProblem({ role, via, why }: Escape, table: string): Problem {
  const self = role === via;
  const reasons = {
    superuser: self ? "is a superuser" : `can become ${via}, a superuser`,
    bypassrls: self ? "has BYPASSRLS" : `can become ${via}, which has BYPASSRLS`,
    owner: self ? `owns ${table} or a partition of it` : `is a member of ${via}, which owns ${table}`,
    "other-role": `can become ${via}, which reads ${table} without being bound`,
  };
  const remedies = {
    superuser: self ? `alter role "${role}" nosuperuser` : `revoke "${via}" from "${role}"`,
    bypassrls: self ? `alter role "${role}" nobypassrls` : `revoke "${via}" from "${role}"`,
    owner: self ? `alter table "${table}" owner to another role` : `revoke "${via}" from "${role}"`,
    "other-role": `revoke "${via}" from "${role}"`,
  };
  return {
    code: "guard-role-escapes",
    severity: "error",
    message: `${role} must not see held rows of ${table}, but ${reasons[why]}, and row security does not bind that.`,
    remedy: `Run: ${remedies[why]};`,
  };
}

const wanted = `
with guarded as (
  select c.oid, c.relowner, c.relname from unnest($1::text[], $2::text[]) as w(schema, name)
  join pg_catalog.pg_namespace n on n.nspname = w.schema
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = w.name
), hidden as (
  select oid, rolname, rolsuper from pg_catalog.pg_roles where rolname = any ($3::text[])
)`;

/** A superuser counts as a member of every role; only it itself is named then. */
const escapesSql = `${wanted}
select distinct on (h.rolname, x.rolname) h.rolname::text as role, x.rolname::text as via,
  case when x.rolsuper then 'superuser' when x.rolbypassrls then 'bypassrls' when x.oid = g.relowner then 'owner'
    else 'other-role' end as why
from hidden h
join pg_catalog.pg_roles x on x.oid = h.oid or (not h.rolsuper and pg_catalog.pg_has_role(h.oid, x.oid, 'member'))
cross join guarded g
where x.rolsuper or x.rolbypassrls or x.oid = g.relowner
  or (pg_catalog.has_any_column_privilege(x.oid, g.oid, 'select')
    and not exists (select from hidden b where pg_catalog.pg_has_role(x.oid, b.oid, 'usage')))
order by h.rolname, x.rolname, 3`;

const truncatingSql = `${wanted}
select distinct h.rolname::text as role from hidden h cross join guarded g
where not h.rolsuper and g.relowner <> h.oid and pg_catalog.has_table_privilege(h.oid, g.oid, 'truncate')`;

const functionsSql = `${wanted}
select distinct on (p.oid) pn.nspname || '.' || p.proname as name, h.rolname::text as role
from pg_catalog.pg_proc p join pg_catalog.pg_namespace pn on pn.oid = p.pronamespace
cross join hidden h cross join guarded g
where p.prosecdef and p.prorettype <> 'pg_catalog.trigger'::regtype and not h.rolsuper
  and pg_catalog.strpos(coalesce(nullif(p.prosrc, ''), pg_catalog.pg_get_functiondef(p.oid)), g.relname) > 0
  and pg_catalog.has_function_privilege(h.oid, p.oid, 'execute')
  and pg_catalog.has_schema_privilege(h.oid, pn.oid, 'usage')
order by p.oid, 2`;
