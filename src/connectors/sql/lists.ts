/** Lists of rows: what a statement found, before another one writes. */
import type { Session, SqlRow } from "./dialect.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { keyColumns, keyMatch, type Reading, sameKey } from "./work.ts";

type Here = Pick<Reading, "work" | "dialect">;

/** Keys of rows `t` as columns of a list: `t."id" as k1`. */
export function keysOf(table: OwnedTable, t = "t"): string {
  return table.key.map((column, at) => `${t}.${ident(column)} as k${at + 1}`).join(", ");
}

/** Rows that are carried over at a time. */
const rowsTogether = 50_000;
/** Rows that one statement writes. */
const rowsWritten = 2_000;

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
  const fills = () => filled.add(list);
  if (dialect.insertingLocks && !mayLock) {
    const fresh = ` where not exists (select 1 from ${list} x where ${sameKey(table, "x", "s")})`;
    return carryOver(session, here, table, { into: list, select, more, fresh, fills });
  }
  fills();
  return session.run(`insert into ${list} (${[keyColumns(table), ...more].join(", ")}) ${select}`);
}

/**
 * Adds rows `t` to the working table that are not in it yet, `from` being all that follows what is selected. Answers how many.
 * Where reading for a statement that writes locks, by way of this process; else by way of the list, because no statement
 * writes what it reads.
 */
export async function addToStore(
  session: Session,
  here: Here,
  table: OwnedTable,
  from: string,
  depth: number,
): Promise<number> {
  const store = here.work.store(table);
  const round = Math.trunc(depth);
  const fresh = `not exists (select 1 from ${store} x where ${keyMatch(table, "t", "x")})`;
  if (here.dialect.insertingLocks)
    return carryOver(session, here, table, {
      into: store,
      select: `select distinct ${round} as depth, ${keysOf(table)} ${from} and ${fresh}`,
      more: ["depth"],
      fresh: "",
    });
  const found = await fillList(session, here, table, `select distinct ${keysOf(table)} ${from} and ${fresh}`);
  if (found > 0)
    await session.run(
      `insert into ${store} (${keyColumns(table)}, depth) select ${keyColumns(table)}, ${round} from ${here.work.list(table)}`,
    );
  return found;
}

/** Lists that were written to since they were made; a list that never was is empty, whatever was rolled back. */
const everFilled = new WeakMap<Session, Set<string>>();

interface Carried {
  readonly into: string;
  readonly select: string;
  readonly more: readonly string[];
  /** Condition on rows `s` that were not carried over yet, where the select does not say it. */
  readonly fresh: string;
  readonly fills?: () => void;
}

/**
 * The same by way of this process, some rows at a time: where a statement that writes locks what it reads, the product would
 * wait for as long as somebody's data is looked for.
 */
async function carryOver(
  session: Session,
  { dialect }: Here,
  table: OwnedTable,
  { into, select, more, fresh, fills }: Carried,
): Promise<number> {
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
    const rows = await session.all(
      `select ${shown} from (${select}) s${carried === 0 ? "" : fresh} limit ${rowsTogether}`,
    );
    if (rows.length > 0) fills?.();
    for (let at = 0; at < rows.length; at += rowsWritten) {
      const some = rows.slice(at, at + rowsWritten).map(rowText);
      await session.run(`insert into ${into} (${names}) values ${some.join(", ")}`);
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
