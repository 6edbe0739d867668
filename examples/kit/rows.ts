/** Rows written by hand, one by one, for the people whom tests and documentation call by name. */

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Row = Readonly<Record<string, Value>>;
/** In an order in which the rows can be inserted. */
export type TableRows = ReadonlyMap<string, readonly Row[]>;
/** Answers how many rows the table then has. */
export type Add = (table: string, row: Row) => number;

/** A book to write rows in. */
export function rowBook(): { readonly rows: TableRows; readonly add: Add } {
  const rows = new Map<string, Row[]>();
  const add: Add = (table, row) => {
    const list = rows.get(table) ?? [];
    list.push(row);
    rows.set(table, list);
    return list.length;
  };
  return { rows, add };
}
