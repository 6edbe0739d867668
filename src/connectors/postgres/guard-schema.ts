import { OperationalError } from "#base";
import type { CatalogueColumn, Relation } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";
import { rowKeyColumns } from "../sql/ownership.ts";
import { ident } from "./quote.ts";

export { rowKeyColumns } from "../sql/ownership.ts";

/** Asked of the catalogue, which everyone may read; `to_regclass` needs a right to the schema. */
export function inOurSchema(name: string): string {
  return (
    "select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace " +
    `where n.nspname = 'gestand' and c.relname = '${name}'`
  );
}

/**
 * The schema `gestand` in a customer's database, and what it holds, each with one sentence for whoever approves it. All
 * of it may be dropped when Gestand is given up. `held` has one line per row that the law makes us keep of an erased
 * person; `applied` remembers which erasures were done, so that none is done twice.
 */
export const workStatements = [
  {
    exists: "select 1 from pg_catalog.pg_namespace where nspname = 'gestand'",
    purpose: "Make a schema of our own, so that nothing of ours stands between your tables.",
    sql: "create schema if not exists gestand",
  },
  {
    exists: inOurSchema("held"),
    purpose: "Make the list of rows that are held by law after their person was erased: keys only, no content.",
    sql:
      "create table if not exists gestand.held (relation text not null, row_key text not null, rule text not null, " +
      "until_on date not null, plan uuid not null, primary key (relation, row_key))",
  },
  {
    exists: inOurSchema("held_plan"),
    purpose: "Find the held rows of one erasure quickly.",
    sql: "create index if not exists held_plan on gestand.held (plan)",
  },
  {
    exists: inOurSchema("applied"),
    purpose: "Make the record of erasures done here, so that none is done twice, whatever crashes.",
    sql:
      "create table if not exists gestand.applied (plan uuid not null, step int not null, attempt bigint not null, " +
      "state text not null, outcome jsonb, checkpoint jsonb, applied_at timestamptz not null default now(), " +
      "primary key (plan, step))",
  },
] as const;

/** Those of `workStatements` that are still to be run here. */
export async function missingWorkStatements(client: Queryable): Promise<{ purpose: string; sql: string }[]> {
  const questions = workStatements.map((statement) => `exists (${statement.exists})`).join(", ");
  const found = await client.query<{ there: boolean[] }>(`select array[${questions}] as there`);
  return workStatements
    .filter((_, index) => found.rows[0]?.there[index] !== true)
    .map(({ purpose, sql }) => ({ purpose, sql }));
}

/**
 * Makes `gestand.held` and `gestand.applied` where they are missing; does nothing, and needs no right to create, where
 * they are there. Safe when two processes do it at once. Call it outside a transaction that must stay short.
 */
export async function ensureWorkSchema(client: Queryable): Promise<void> {
  if ((await missingWorkStatements(client)).length === 0) return;
  const all = workStatements.map((statement) => statement.sql).join("; ");
  try {
    // One message is one transaction; the lock ends with it. `create if not exists` alone can collide.
    await client.query(`select pg_catalog.pg_advisory_xact_lock(726511872943116); ${all}`);
  } catch (cause) {
    if ((cause as { code?: string }).code !== "42501") throw cause;
    throw new OperationalError(
      "permission-denied",
      "The database role of Gestand may not make the schema gestand. Nothing was changed. Run `gestand guard` with the " +
        "owner of the database, or: grant create on database … to the role of Gestand.",
    );
  }
}

/** How `gestand.held.relation` names a table (for a partition: its root): `schema.table` as stored, not quoted. */
export function heldRelation(schema: string, table: string): string {
  return `${schema}.${table}`;
}

/**
 * SQL for `gestand.held.row_key` of a row: its key as the text of a JSON array. The same row gives the same text in
 * every session, whatever its time zone or output settings; else a reader could change a setting and see held rows.
 * `alias` is written as given (a quoted table name or an alias). The relation must have a key.
 */
export function rowKeySql(relation: Relation, alias: string): string {
  const parts = (rowKeyColumns(relation) ?? []).map((name) => {
    const column = relation.columns.get(name);
    return column === undefined ? "null" : stable(column, `${alias}.${ident(name)}`);
  });
  return `jsonb_build_array(${parts.join(", ")})::text`;
}

/** Key columns whose text depends on settings of the session in a way that we cannot undo. */
export function unstableKeyColumns(relation: Relation): readonly string[] {
  return (rowKeyColumns(relation) ?? []).filter((name) =>
    /^interval|^money|^time with time zone|^tstz|\[\]$/.test(relation.columns.get(name)?.type ?? ""),
  );
}

function stable(column: CatalogueColumn, sql: string): string {
  if (column.type.startsWith("timestamp") && column.type.endsWith("with time zone"))
    return `(${sql} at time zone 'UTC')`;
  if (column.family === "bytes") return `encode(${sql}, 'hex')`;
  if (column.type === "real" || column.type === "double precision") return `encode(float8send(${sql}), 'hex')`;
  return column.family === "other" ? `${sql}::text` : sql;
}
