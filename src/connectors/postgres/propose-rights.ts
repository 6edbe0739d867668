import { OperationalError } from "#base";
import type { Queryable } from "./catalogue.ts";
import { ident } from "./quote.ts";

/** As many as a sentence can name. */
const named = 4;

/** Throws OperationalError `permission-denied`, with the grant that is missing, when a table cannot be read. Asks the catalogue only. */
export async function requireReading(client: Queryable, schema: string): Promise<void> {
  const found = await client.query<{ role: string; closed: boolean; tables: string[] }>(
    `select current_user::text as role, not pg_catalog.has_schema_privilege(n.oid, 'usage') as closed,
       array(select c.relname::text from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p')
         and not c.relispartition and not pg_catalog.has_table_privilege(c.oid, 'select') order by 1) as tables
     from pg_catalog.pg_namespace n where n.nspname = $1`,
    [schema],
  );
  const [rights] = found.rows;
  if (rights === undefined || (!rights.closed && rights.tables.length === 0)) return;
  const { role, closed, tables } = rights;
  const what = closed
    ? `use schema ${schema}`
    : `read ${tables.slice(0, named).join(", ")}${tables.length > named ? ` and ${tables.length - named} more` : ""}`;
  const grant = closed ? `usage on schema ${ident(schema)}` : `select on all tables in schema ${ident(schema)}`;
  throw new OperationalError(
    "permission-denied",
    `The database role ${role} may not ${what}. Nothing was proposed or written. Run as its owner: grant ${grant} to ${ident(role)};`,
  );
}
