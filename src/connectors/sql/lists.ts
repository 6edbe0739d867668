/** Lists of rows: what a statement found, before another one writes. */
import type { Session } from "./dialect.ts";
import type { OwnedTable } from "./ownership.ts";
import { keyColumns, type Reading, sameKey } from "./work.ts";

/** Makes the list of a table anew, of the rows that a select of their keys (and of `more` columns) yields. */
export async function fillList(
  session: Session,
  { work }: Pick<Reading, "work">,
  table: OwnedTable,
  select: string,
  more: readonly string[] = [],
): Promise<number> {
  await session.run(`delete from ${work.list(table)}`);
  return session.run(`insert into ${work.list(table)} (${[keyColumns(table), ...more].join(", ")}) ${select}`);
}

/** A row of the working table is in the list. */
export function inList(table: OwnedTable, { work }: Pick<Reading, "work">): string {
  const store = work.store(table);
  return `exists (select 1 from ${work.list(table)} f where ${sameKey(table, "f", store)})`;
}
