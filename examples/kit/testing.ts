/** What the tests of every sample ask: is it built the same way twice, does its policy know every column, is it said in both languages. */
import type { System, Table } from "#policy";

interface Database {
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

/** Number of rows and a digest of them all, by table; equal for equal databases. */
export async function digestOf(database: Database): Promise<Record<string, string>> {
  const tables = await database.query(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await database.query(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text collate "C"), '')) as digest, count(*) as rows
         from ${String(name)} t`,
    );
    digests[String(name)] = `${String(row?.["rows"])} ${String(row?.["digest"])}`;
  }
  return digests;
}

export interface Mapping {
  /** Columns of the database, as `table.column`, that the policy does not account for. */
  readonly unplaced: readonly string[];
  /** Columns and tables that the policy names and the database lacks. */
  readonly invented: readonly string[];
}

/** Holds what a policy says of a system against the tables that are there. Keys need not be named. */
export async function mappingOf(system: System, database: Database): Promise<Mapping> {
  const found = await database.query(
    `select c.relname as table, a.attname as column,
            exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey)) as key
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  const real = found.map((row) => ({
    table: String(row["table"]),
    column: String(row["column"]),
    key: row["key"] === true,
  }));
  const declared = new Map(system.tables.map((table) => [table.name, columnsOf(table)]));
  const without = system.withoutPersons.map(({ table }) => table);
  const there = new Set(real.flatMap(({ table, column }) => [table, `${table}.${column}`]));
  return {
    unplaced: real
      .filter(({ table, column, key }) => {
        const columns = declared.get(table);
        return columns === undefined ? !without.includes(table) : !key && !columns.includes(column);
      })
      .map(({ table, column }) => `${table}.${column}`),
    invented: [
      ...[...declared].flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
      ...without,
    ].filter((name) => !there.has(name)),
  };
}

/** Every column that a policy names of a table: as data, as saying nothing, in a path, or for a term. */
function columnsOf(table: Table): readonly string[] {
  const { person, alsoAbout, keep, columns, notPersonal } = table;
  const paths = [...person, ...alsoAbout].flatMap((path) => {
    switch (path.kind) {
      case "is":
        return [path.email, path.emailSince].filter((column) => column !== undefined);
      case "identity":
        return [path.column];
      case "reference":
        return [...path.reference.columns, ...(path.reference.when === undefined ? [] : [path.reference.when.column])];
    }
  });
  const from = keep?.from;
  const term = from === undefined ? [] : "via" in from ? from.via.columns : [from.column];
  return [...columns.map(({ name }) => name), ...notPersonal, ...paths, ...term];
}

/** Texts with one language only. */
export function halfSaid(value: unknown): readonly unknown[] {
  if (value === null || typeof value !== "object") return [];
  if ("nl" in value !== "en" in value) return [value];
  return Object.values(value).flatMap(halfSaid);
}
