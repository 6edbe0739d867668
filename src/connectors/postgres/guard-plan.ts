import type { GuardStatement } from "../contract.ts";
import type { QualifiedName } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";
import { type Guarded, type GuardList, type RelationSecurity, readSecurity } from "./guard-facts.ts";
import { heldRelation, missingWorkStatements, rowKeySql } from "./guard-schema.ts";
import { missingRestrictStatements, triggerStatements } from "./restrict-schema.ts";
import { exposedViews, viewStatements } from "./guard-views.ts";
import { ident, literal, qualified } from "./quote.ts";

/** Keeps everything else as it was for everyone, where there was no row security before. */
const everyonePolicy = "gestand_everyone";
/** Lets an audit role read held rows where row security was there before us and may show it nothing. */
const auditPolicy = "gestand_audit";

/** The statements that are still missing for the guard to be whole, in order. Empty when it is installed. */
export async function guardStatements(client: Queryable, guarded: readonly Guarded[]): Promise<GuardStatement[]> {
  if (guarded.length === 0) return [];
  const statements: GuardStatement[] = [...(await missingWorkStatements(client))];
  for (const list of new Set(guarded.map((one) => one.list))) {
    const listed = guarded.filter((one) => one.list === list);
    const roles = [...new Set(listed.flatMap((one) => [...one.hidden, ...one.readers]))].sort();
    if (list.table === "restricted") statements.push(...(await missingRestrictStatements(client)));
    statements.push(...(await listGrants(client, list, roles)));
  }
  for (const one of guarded) {
    const security = await readSecurity(client, one.parts);
    for (const part of one.parts) statements.push(...partStatements(one, part, security));
    for (const reader of one.readers) statements.push(...(await readerGrants(client, one, reader)));
    statements.push(...viewStatements(await exposedViews(client, one)));
    if (one.list.table === "restricted") statements.push(...(await triggerStatements(client, one)));
  }
  // A view over two guarded tables is named by both.
  return [...new Map(statements.map((statement) => [statement.sql, statement])).values()];
}

/** A policy is evaluated with the rights of the reader, who must therefore be able to read keys, and keys only. */
async function listGrants(client: Queryable, list: GuardList, roles: readonly string[]): Promise<GuardStatement[]> {
  const found = await client.query<{ role: string; usage: boolean; select: boolean }>(
    `select r.rolname::text as role,
       coalesce(pg_catalog.has_schema_privilege(r.oid, n.oid, 'usage'), false) as usage,
       coalesce(pg_catalog.has_column_privilege(r.oid, c.oid, 'relation', 'select')
         and pg_catalog.has_column_privilege(r.oid, c.oid, 'row_key', 'select'), false) as select
     from pg_catalog.pg_roles r left join pg_catalog.pg_namespace n on n.nspname = 'gestand'
     left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = $2
     where r.rolname = any ($1::text[]) order by 1`,
    [roles, list.table],
  );
  return found.rows.flatMap(({ role, usage, select }) => [
    ...(usage
      ? []
      : [{ purpose: `Let ${role} reach our schema.`, sql: `grant usage on schema gestand to ${ident(role)}` }]),
    ...(select
      ? []
      : [
          {
            purpose: `Let ${role} look up which keys are ${list.word}, and nothing more, because its reads are checked against them.`,
            sql: `grant select (relation, row_key) on gestand.${list.table} to ${ident(role)}`,
          },
        ]),
  ]);
}

function partStatements(
  one: Guarded,
  part: QualifiedName,
  security: ReadonlyMap<string, RelationSecurity>,
): GuardStatement[] {
  const now = security.get(heldRelation(part.schema, part.name));
  const has = (name: string) => now?.policies.find((policy) => policy.name === name);
  const statements: GuardStatement[] = [];
  const on = `on ${qualified(part)}`;
  const ours = has(everyonePolicy) !== undefined || now?.enabled !== true;
  if (ours && has(everyonePolicy) === undefined)
    statements.push({
      purpose: `Keep every row of ${part.name} visible and changeable as before, for everyone.`,
      sql: `create policy ${everyonePolicy} ${on} as permissive for all to public using (true) with check (true)`,
    });
  if (!ours && one.readers.length > 0 && has(auditPolicy) === undefined)
    statements.push({
      purpose: `Let ${one.readers.join(", ")} read held rows of ${part.name}, beside the row security that is there already.`,
      sql: `create policy ${auditPolicy} ${on} as permissive for select to ${one.readers.map(ident).join(", ")} using (${isListed(one, part)})`,
    });
  statements.push(...hidingPolicyStatements(one, part, has(one.list.policy)));
  if (now?.enabled !== true) {
    const sleeping = now?.policies.filter((policy) => !policy.name.startsWith("gestand_")) ?? [];
    const note = sleeping.length === 0 ? "" : ` (this also wakes: ${sleeping.map((policy) => policy.name).join(", ")})`;
    statements.push({
      purpose: `Turn row security on for ${part.name}${note}.`,
      sql: `alter table ${qualified(part)} enable row level security`,
    });
  }
  return statements;
}

function hidingPolicyStatements(
  one: Guarded,
  part: QualifiedName,
  now: RelationSecurity["policies"][number] | undefined,
): GuardStatement[] {
  if (one.hidden.length === 0) return [];
  const using = `not ${isListed(one, part)}`;
  const hidden = [...new Set(one.hidden)].sort();
  const same =
    now !== undefined &&
    !now.permissive &&
    now.command === "*" &&
    now.roles.toSorted().join("\0") === hidden.join("\0") &&
    plain(now.using ?? "") === plain(using);
  if (same) return [];
  const on = `on ${qualified(part)}`;
  return [
    ...(now === undefined
      ? []
      : [
          {
            purpose: `Take away a guard of ${part.name} that is not what the policy says.`,
            sql: `drop policy ${one.list.policy} ${on}`,
          },
        ]),
    {
      purpose: `Hide the rows of ${part.name} that are ${one.list.why} from ${hidden.join(", ")}.`,
      sql: `create policy ${one.list.policy} ${on} as restrictive for all to ${hidden.map(ident).join(", ")} using (${using})`,
    },
  ];
}

function isListed(one: Guarded, part: QualifiedName): string {
  const key = rowKeySql(one.relation, ident(part.name));
  return (
    `exists (select from gestand.${one.list.table} gestand_row ` +
    `where gestand_row.relation = ${literal(one.held)} and gestand_row.row_key = ${key})`
  );
}

/** PostgreSQL prints an expression with its own brackets, casts and capitals; without those ours reads the same. */
function plain(expression: string): string {
  return expression
    .replace(/::(?:double precision|timestamp with(?:out)? time zone|[a-z]+)/g, "")
    .replace(/ E'/g, "'")
    .replace(/\\+/g, "\\")
    .replace(/[\s()"]/g, "")
    .toLowerCase();
}

async function readerGrants(client: Queryable, one: Guarded, role: string): Promise<GuardStatement[]> {
  const [root] = one.parts;
  if (root === undefined) return [];
  const found = await client.query<{ usage: boolean; select: boolean }>(
    `select pg_catalog.has_schema_privilege($1::name, n.oid, 'usage') as usage,
       pg_catalog.has_table_privilege($1::name, c.oid, 'select') as select
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $2 and c.relname = $3`,
    [role, root.schema, root.name],
  );
  const now = found.rows[0];
  return [
    ...(now?.usage === true
      ? []
      : [
          {
            purpose: `Let ${role} reach the tables.`,
            sql: `grant usage on schema ${ident(root.schema)} to ${ident(role)}`,
          },
        ]),
    ...(now?.select === true
      ? []
      : [
          {
            purpose: `Let ${role} read ${root.name}, held rows included, as the policy says.`,
            sql: `grant select on ${qualified(root)} to ${ident(role)}`,
          },
        ]),
  ];
}
