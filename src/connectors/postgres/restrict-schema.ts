/**
 * What keeps restricted rows as they are, for everybody but Gestand, in the database itself: the list of them, and triggers that
 * refuse a change. Reading is refused by the guard's row security; owners of a table, whom that does not bind, meet the triggers.
 */
import type { GuardStatement } from "../contract.ts";
import type { Relation } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";
import type { Guarded } from "./guard-facts.ts";
import { heldRelation, inOurSchema, rowKeySql } from "./guard-schema.ts";
import { literal, qualified } from "./quote.ts";

const functionOf = (name: string) =>
  "select 1 from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace " +
  `where n.nspname = 'gestand' and p.proname = '${name}'`;

/**
 * A session of ours says that it acts, which counts only for a role that may write the list anyway: whoever could lift a
 * restriction by hand gains nothing by it, and nobody else gets past.
 */
const acting =
  "coalesce(pg_catalog.current_setting('gestand.acting', true), '') = 'on' " +
  "and pg_catalog.has_table_privilege(session_user, 'gestand.restricted', 'insert')";

const definer = "security definer set search_path = pg_catalog, pg_temp";

/** SQLSTATE of a change that is refused because of a restriction: restrict_violation. */
export const refusedAsRestricted = "23001";

const statements = [
  {
    exists: inOurSchema("restricted"),
    purpose: "Make the list of rows that are restricted at the wish of their person: keys only, no content.",
    sql:
      "create table if not exists gestand.restricted (relation text not null, row_key text not null, plan uuid not null, " +
      "since timestamptz not null default now(), ends_with uuid, primary key (relation, row_key))",
  },
  {
    exists: inOurSchema("restricted_plan"),
    purpose: "Find the rows of one restriction quickly.",
    sql: "create index if not exists restricted_plan on gestand.restricted (plan)",
  },
  {
    exists: functionOf("is_restricted"),
    purpose: "Make the question whether a row is restricted, so that a change of it is refused whoever makes it.",
    sql:
      `create function gestand.is_restricted(relation text, row_key text) returns boolean language sql stable ${definer} ` +
      "as 'select exists (select from gestand.restricted r where r.relation = $1 and r.row_key = $2) " +
      `and not (${acting.replaceAll("'", "''")})'`,
  },
  {
    exists: functionOf("refuse_restricted"),
    purpose: "Make what says no, and why, to a change of a restricted row.",
    sql:
      `create function gestand.refuse_restricted() returns trigger language plpgsql ${definer} as $gestand$ begin ` +
      `if tg_op = 'TRUNCATE' and (${acting} or not exists (select from gestand.restricted r where r.relation = tg_argv[0])) ` +
      "then return null; end if; " +
      "raise exception 'Rows of % are restricted at the wish of their person (GDPR art. 18): they are only stored, until that is lifted.', " +
      `tg_table_name using errcode = '${refusedAsRestricted}'; end $gestand$`,
  },
] as const;

/** Those that are still to be run here. */
export async function missingRestrictStatements(client: Queryable): Promise<GuardStatement[]> {
  const questions = statements.map((statement) => `exists (${statement.exists})`).join(", ");
  const found = await client.query<{ there: boolean[] }>(`select array[${questions}] as there`);
  return statements
    .filter((_, index) => found.rows[0]?.there[index] !== true)
    .map(({ purpose, sql }) => ({ purpose, sql }));
}

/** Whether rows can have been restricted here at all. */
export async function hasRestrictedList(client: Queryable): Promise<boolean> {
  const found = await client.query<{ there: boolean }>(`select exists (${inOurSchema("restricted")}) as there`);
  return found.rows[0]?.there === true;
}

const rowTrigger = "gestand_restricted";
const truncateTrigger = "gestand_restricted_truncate";

/** A trigger of the table, which its partitions take over by themselves; each of them is emptied by itself. */
export async function triggerStatements(client: Queryable, one: Guarded): Promise<GuardStatement[]> {
  const found = await client.query<{ name: string; trigger: string }>(
    `select n.nspname || '.' || c.relname as name, t.tgname::text as trigger from pg_catalog.pg_trigger t
     join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_proc p on p.oid = t.tgfoid join pg_catalog.pg_namespace pn on pn.oid = p.pronamespace
     where pn.nspname = 'gestand' and p.proname = 'refuse_restricted' and t.tgenabled in ('O', 'A')
       and t.tgname = any ($3::text[])
       and (n.nspname, c.relname) in (select * from unnest($1::text[], $2::text[]))`,
    [one.parts.map(({ schema }) => schema), one.parts.map(({ name }) => name), [rowTrigger, truncateTrigger]],
  );
  const has = (part: Guarded["parts"][number], trigger: string) =>
    found.rows.some((row) => row.name === `${part.schema}.${part.name}` && row.trigger === trigger);
  const [root] = one.parts;
  if (root === undefined) return [];
  const rows = one.parts.every((part) => has(part, rowTrigger))
    ? []
    : [
        {
          purpose: `Refuse to change or delete restricted rows of ${root.name}, whoever does it.`,
          sql:
            `create or replace trigger ${rowTrigger} before update or delete on ${qualified(root)} for each row ` +
            `when (gestand.is_restricted(${literal(one.held)}, ${rowKeySql(one.relation, "old")})) ` +
            "execute function gestand.refuse_restricted()",
        },
        {
          purpose: `Let nobody have turned that off for ${root.name}.`,
          sql: `alter table ${qualified(root)} enable trigger ${rowTrigger}`,
        },
      ];
  const emptied = one.parts
    .filter((part) => !has(part, truncateTrigger))
    .flatMap((part) => [
      {
        purpose: `Refuse to empty ${part.name} while rows of it are restricted.`,
        sql:
          `create or replace trigger ${truncateTrigger} before truncate on ${qualified(part)} for each statement ` +
          `execute function gestand.refuse_restricted(${literal(one.held)})`,
      },
      {
        purpose: `Let nobody have turned that off for ${part.name}.`,
        sql: `alter table ${qualified(part)} enable trigger ${truncateTrigger}`,
      },
    ]);
  return [...rows, ...emptied];
}

/** SQL: whether a row is on the list of restricted rows. The list must be there (`hasRestrictedList`). */
export function isRestricted(schema: string, relation: Relation, alias: string): string {
  return (
    "exists (select from gestand.restricted gestand_row " +
    `where gestand_row.relation = ${literal(heldRelation(schema, relation.name))} and gestand_row.row_key = ${rowKeySql(relation, alias)})`
  );
}
