import type { CatalogueColumn } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";
import type { Guarded } from "./guard-facts.ts";
import { rowKeySql } from "./guard-schema.ts";
import type { ExposedView } from "./guard-views.ts";
import { ident, literal, qualified } from "./quote.ts";

/** Held keys and decoys, with the key in its own types, so that the table's index finds each. */
const probe = "pg_temp.gestand_probe";

/**
 * Puts down what a reader must not see: the rows that are held now, and as a decoy one row that is not, from the table
 * and from each of its partitions, declared held until the transaction is rolled back. So a guard is proven also before
 * the first erasure. Answers how many held rows there are. Call inside a transaction that will be rolled back.
 */
export async function putProbe(
  client: Queryable,
  one: Guarded,
): Promise<{ held: number; decoys: number; lost: number }> {
  const [root, ...partitions] = one.parts;
  if (root === undefined) return { held: 0, decoys: 0, lost: 0 };
  for (const part of partitions.length === 0 ? [root] : partitions) {
    const key = rowKeySql(one.relation, "t");
    await client.query(
      `insert into gestand.${one.list.table} (relation, row_key, ${one.list.table === "held" ? "rule, until_on, " : ""}plan)
       select $1, ${key}, ${one.list.table === "held" ? "'probe', 'infinity', " : ""}'00000000-0000-0000-0000-000000000000' from ${qualified(part)} t
       where not exists (select from gestand.${one.list.table} h where h.relation = $1 and h.row_key = ${key}) limit 1`,
      [one.held],
    );
  }
  await client.query(`drop table if exists ${probe}`);
  const columns = one.key.map((name, index) => `${typedKey(one, name, index)} as k${index + 1}`);
  await client.query(
    `create temporary table gestand_probe on commit drop as
     select h.row_key, h.plan = '00000000-0000-0000-0000-000000000000' as decoy, ${columns.join(", ")}
     from gestand.${one.list.table} h, lateral (select h.row_key::jsonb as key) j where h.relation = ${literal(one.held)}`,
  );
  await client.query(`grant select on ${probe} to public`);
  await client.query(`analyze ${probe}`);
  const counted = await client.query<{ held: string; decoys: string; lost: string }>(
    `select count(*) filter (where not decoy and found) as held, count(*) filter (where decoy) as decoys,
       count(*) filter (where not decoy and not found) as lost
     from (select p.decoy, exists (select from ${qualified(root)} t where ${match(one, "t")}) as found from ${probe} p) f`,
  );
  const row = counted.rows[0];
  return { held: Number(row?.held ?? 0), decoys: Number(row?.decoys ?? 0), lost: Number(row?.lost ?? 0) };
}

export interface Seen {
  readonly held: number;
  readonly decoys: number;
}

/** Reads as the role. `undefined`: it may not read there, so it sees nothing. */
export async function seenBy(
  client: Queryable,
  role: string,
  one: Guarded,
  relation: { schema: string; name: string },
): Promise<Seen | undefined> {
  const rights = await client.query<{ schema: boolean; keys: boolean; any: boolean }>(
    `select pg_catalog.has_schema_privilege($1::name, n.oid, 'usage') as schema,
       pg_catalog.has_any_column_privilege($1::name, c.oid, 'select') as any,
       (select bool_and(pg_catalog.has_column_privilege($1::name, c.oid, a.attnum, 'select'))
        from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = any ($4::text[])) as keys
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $2 and c.relname = $3`,
    [role, relation.schema, relation.name, one.key],
  );
  const right = rights.rows[0];
  if (right === undefined || !right.schema || !right.any) return undefined;
  return right.keys ? await seenByKey(client, role, one, relation) : await seenByCount(client, role, one, relation);
}

async function seenByKey(
  client: Queryable,
  role: string,
  one: Guarded,
  relation: { schema: string; name: string },
): Promise<Seen | undefined> {
  const found = await asRole(client, role, () =>
    client.query<{ held: string; decoys: string }>(
      `select count(*) filter (where not p.decoy) as held, count(*) filter (where p.decoy) as decoys from ${probe} p
       where exists (select from ${qualified(relation)} t where ${match(one, "t")})`,
    ),
  );
  if (found === undefined) return undefined;
  return { held: Number(found.rows[0]?.held ?? 0), decoys: Number(found.rows[0]?.decoys ?? 0) };
}

/** A role that may read some columns but no key: what it can count beyond the rows that are not held is held. */
async function seenByCount(
  client: Queryable,
  role: string,
  one: Guarded,
  relation: { schema: string; name: string },
): Promise<Seen | undefined> {
  const free = await client.query<{ rows: string }>(
    `select count(*) as rows from ${qualified(relation)} t where not exists (select from ${probe} p where ${match(one, "t")})`,
  );
  const seen = await asRole(client, role, () =>
    client.query<{ rows: string }>(`select count(*) as rows from ${qualified(relation)}`),
  );
  if (seen === undefined) return undefined;
  const beyond = Math.max(0, Number(seen.rows[0]?.rows ?? 0) - Number(free.rows[0]?.rows ?? 0));
  return { held: 0, decoys: beyond };
}

/** Runs with the rights of the role, bound by row security as the role would be. `undefined`: it was refused. */
async function asRole<T>(client: Queryable, role: string, run: () => Promise<T>): Promise<T | undefined> {
  await client.query("savepoint gestand_role");
  try {
    await client.query(`set local row_security = on; set local role ${ident(role)}`);
    const result = await run();
    // Going back to the savepoint also undoes the role.
    await client.query("rollback to savepoint gestand_role");
    return result;
  } catch (error) {
    if ((error as { code?: string }).code !== "42501") throw error;
    await client.query("rollback to savepoint gestand_role");
    return undefined;
  }
}

/** A view can be searched for held keys when it shows every key column, and no other table of it has one so named. */
export function showsKey(view: ExposedView, one: Guarded): boolean {
  return one.key.every((name) => {
    const type = one.relation.columns.get(name)?.type;
    const shown = view.columns.some((column) => column.name === name && column.type === type);
    return shown && view.uses.some((use) => use.column === name && use.relations === 1);
  });
}

function match(one: Guarded, alias: string): string {
  return one.key.map((name, index) => `${keySide(one, name, alias)} = p.k${index + 1}`).join(" and ");
}

/** Types whose JSON text PostgreSQL reads back to the same value; the others are compared as text. */
function readsBack(column: CatalogueColumn | undefined): boolean {
  if (column === undefined || column.type === "real" || column.type === "double precision") return false;
  if (column.family === "timestamp") return !column.type.endsWith("with time zone");
  return ["number", "text", "uuid", "boolean", "date"].includes(column.family);
}

function typedKey(one: Guarded, name: string, index: number): string {
  const column = one.relation.columns.get(name);
  const text = `(j.key ->> ${index})`;
  // char(n) pads; as text both sides keep their blanks.
  return readsBack(column) ? `${text}::${column?.type}` : text;
}

function keySide(one: Guarded, name: string, alias: string): string {
  if (readsBack(one.relation.columns.get(name))) return `${alias}.${ident(name)}`;
  const single = { ...one.relation, primaryKey: [name] };
  return `(${rowKeySql(single, alias)}::jsonb ->> 0)`;
}
