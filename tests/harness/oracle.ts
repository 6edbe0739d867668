/**
 * The erasure oracle: every table of a schema as text, before and after. What is not in the list of expected changes
 * must be byte-identical, down to other people's rows nobody thought of.
 */
export type Dump = ReadonlyMap<string, readonly string[]>;

type Query = (text: string, values?: unknown[]) => Promise<readonly Record<string, unknown>[]>;

/** Every row of every table of the schema (partitions through their root), as sorted JSON texts. */
export async function dumpSchema(query: Query, schema = "public"): Promise<Dump> {
  const tables = await query(
    "select c.relname as name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as sql from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition order by 1",
    [schema],
  );
  const dump = new Map<string, readonly string[]>();
  for (const { name, sql } of tables) {
    const rows = await query(`select row_to_json(t)::text as row from ${String(sql)} t`);
    dump.set(
      String(name),
      rows.map(({ row }) => String(row)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    );
  }
  return dump;
}

export interface Change {
  readonly table: string;
  /** Rows that are gone, and rows that are new. A changed row is one of each. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

/** What differs between two dumps, per table; empty when nothing does. */
export function changes(before: Dump, after: Dump): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((table) => {
    const gone = minus(before.get(table) ?? [], after.get(table) ?? []);
    const added = minus(after.get(table) ?? [], before.get(table) ?? []);
    return gone.length + added.length === 0 ? [] : [{ table, gone, added }];
  });
}

/** Rows of `left` that are not in `right`, counting duplicates. */
function minus(left: readonly string[], right: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of right) counts.set(row, (counts.get(row) ?? 0) + 1);
  return left.filter((row) => {
    const count = counts.get(row) ?? 0;
    counts.set(row, count - 1);
    return count <= 0;
  });
}
