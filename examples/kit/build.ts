/** Fills a database: tables first, rows over several connections, keys and indexes last. */
import { Client } from "pg";

/** Column to value; values travel as JSON. */
export type Row = Readonly<Record<string, unknown>>;

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
