/** Fills a database: tables first, rows over several connections, keys and indexes last. */
import { readFile } from "node:fs/promises";
import { Client } from "pg";
import type { Row, TableRows } from "./rows.ts";

export type { Row } from "./rows.ts";

export interface Filling {
  /** Address of an empty database. */
  readonly url: string;
  /** Tables first; after the line `-- ## Keys, references and indexes` everything else, each index on a line of its own. */
  readonly schemaFile: URL;
  /** More tables, such as partitions that depend on the day. */
  readonly moreTables?: string;
  readonly rows: TableRows;
  /** `insert` statements without parameters that do not need one another. */
  readonly volume: readonly string[];
  /** Numbers that the database hands out later begin here or higher. */
  readonly numbersFrom: number;
}

const keysBelow = "-- ## Keys, references and indexes";

/** Loads first and adds keys afterwards, over several connections; the memory used does not depend on the size. */
export async function fillDatabase(filling: Filling): Promise<void> {
  const { url, schemaFile, moreTables = "", rows, volume, numbersFrom } = filling;
  const [tables, keys] = (await readFile(schemaFile, "utf8")).split(keysBelow);
  if (tables === undefined || keys === undefined) throw new Error(`schema.sql lost its line "${keysBelow}"`);
  await withClient(url, async (client) => {
    await client.query(tables + moreTables);
    for (const [table, list] of rows) await insertRows(client, table, list);
  });
  await sideBySide(url, volume);

  // One line each, and independent of one another.
  const lines = keys.split("\n");
  await sideBySide(url, lines.filter(isIndex));
  await withClient(url, async (client) => {
    await client.query(lines.filter((line) => !isIndex(line)).join("\n"));
    await client.query(settleNumbers(numbersFrom));
  });
}

const isIndex = (line: string): boolean => line.startsWith("create index ") || line.includes(" add primary key ");

const connections = 3;

/** Table and column names are the example's own; the values travel as one parameter. */
export async function insertRows(client: Client, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].join(", ");
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

/** Independent statements, over a few connections. */
export async function sideBySide(url: string, statements: readonly string[]): Promise<void> {
  const waiting = [...statements];
  const worker = async (client: Client): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await client.query(next);
  };
  await Promise.all(Array.from({ length: connections }, async () => withClient(url, worker)));
}

export async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set synchronous_commit = off; set maintenance_work_mem = '256MB'; set timezone = 'UTC'");
    await work(client);
  } finally {
    await client.end();
  }
}

/** Numbers given by hand must not be given again; the planner should know the sizes at once. */
export function settleNumbers(from: number): string {
  return `
  do $$
  declare owned record;
  begin
    for owned in
      select c.oid::regclass::text as name, a.attname as col from pg_class c join pg_attribute a on a.attrelid = c.oid
       where a.attidentity <> '' and c.relnamespace = 'public'::regnamespace and not c.relispartition
    loop
      execute format('select setval(pg_get_serial_sequence(%L, %L), greatest(%s, (select max(%I) from %s)))',
                     owned.name, owned.col, ${from}, owned.col, owned.name);
    end loop;
  end $$;
  analyze;`;
}

/** Refuses what no size or day can be. */
export function checkOptions({ size, today }: { readonly size: number; readonly today: string }): void {
  if (!Number.isInteger(size) || size < 0) throw new RangeError("a size is a whole number, 0 or more");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today)) throw new RangeError("today is a calendar day, YYYY-MM-DD");
}
