/** Lists of rows: what a statement found, before another one writes. */
import type { Session, SqlRow } from "./dialect.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { keyColumns, type Reading, sameKey } from "./work.ts";

type Here = Pick<Reading, "work" | "dialect">;

/** Keys of rows `t` as columns of a list: `t."id" as k1`. */
export function keysOf(table: OwnedTable, t = "t"): string {
  return table.key.map((column, at) => `${t}.${ident(column)} as k${at + 1}`).join(", ");
}

/** Rows that are carried over at a time. */
const rowsTogether = 10_000;
/** Rows that one statement writes. */
const rowsWritten = 500;

/**
 * Makes the list of a table anew, of the rows that a select of their keys (as k1…kn, and of columns called as in `more`)
 * yields. Answers how many. `mayLock`: what it reads of the product is about to be changed anyway.
 */
export async function fillList(
  session: Session,
  here: Here,
  table: OwnedTable,
  select: string,
  more: readonly string[] = [],
  { mayLock = false }: { readonly mayLock?: boolean } = {},
): Promise<number> {
  const { work, dialect } = here;
  const list = work.list(table);
  const filled = everFilled.get(session) ?? new Set<string>();
  everFilled.set(session, filled);
  if (filled.has(list)) await session.run(`delete from ${list}`);
  // Before it is: also a part of it may be written when this fails.
  filled.add(list);
  const rows = await (dialect.insertingLocks && !mayLock
    ? carryOver(session, here, table, select, more)
    : session.run(`insert into ${list} (${[keyColumns(table), ...more].join(", ")}) ${select}`));
  return rows;
}

/** Lists that were written to since they were made; a list that never was is empty, whatever was rolled back. */
const everFilled = new WeakMap<Session, Set<string>>();

/**
 * The same by way of this process, some rows at a time: where a statement that writes locks what it reads, the product would
 * wait for as long as somebody's data is looked for.
 */
async function carryOver(
  session: Session,
  { work, dialect }: Here,
  table: OwnedTable,
  select: string,
  more: readonly string[],
): Promise<number> {
  const list = work.list(table);
  const keys = table.key.map((column, at) => {
    const side = { sql: `s.k${at + 1}`, column: table.relation.columns.get(column) };
    return { name: `k${at + 1}`, ...dialect.carried(side) };
  });
  const plain = more.map((name) => ({ name, read: `s.${name}`, write: literal }));
  const columns = [...keys, ...plain];
  const shown = columns.map(({ name, read }) => `${read} as ${name}`).join(", ");
  const names = columns.map(({ name }) => name).join(", ");
  const rowText = (row: SqlRow) =>
    `(${columns.map(({ name, write }) => (row[name] === null ? "null" : write(String(row[name])))).join(", ")})`;
  for (let carried = 0; ; ) {
    const fresh = carried === 0 ? "" : ` where not exists (select 1 from ${list} x where ${sameKey(table, "x", "s")})`;
    const rows = await session.all(`select ${shown} from (${select}) s${fresh} limit ${rowsTogether}`);
    for (let at = 0; at < rows.length; at += rowsWritten) {
      const some = rows.slice(at, at + rowsWritten).map(rowText);
      await session.run(`insert into ${list} (${names}) values ${some.join(", ")}`);
    }
    carried += rows.length;
    if (rows.length < rowsTogether) return carried;
  }
}

/** A row of the working table is in the list. */
export function inList(table: OwnedTable, { work }: Pick<Reading, "work">): string {
  const store = work.store(table);
  return `exists (select 1 from ${work.list(table)} f where ${sameKey(table, "f", store)})`;
}
