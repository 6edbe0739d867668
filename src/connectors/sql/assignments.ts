/**
 * What erasure writes into rows that stay. An anonymised row loses its personal values and every link by which it leads
 * to the person; a shared row that is detached loses the links of this person only. Whether a link is cut is asked of other
 * rows, and therefore before anything is written: it is a mark `c1`, `c2`, … in the list of rows.
 */
import { Buffer } from "node:buffer";
import type { Column, PersonPath } from "#policy";
import type { AnonymousWriting } from "./anonymous.ts";
import type { CatalogueColumn } from "./catalogue-types.ts";
import { allOf, anyOf, identityOwned, referenceMeets, targetOf } from "./conditions.ts";
import type { Dialect } from "./dialect.ts";
import { knownColumns } from "./identities.ts";
import { type OwnedTable, pathsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { keyMatch, markedColumns, type Reading } from "./work.ts";

export interface Assignments {
  /** Column and the value it takes, over the row `t` and the list `f`. */
  readonly sets: readonly (readonly [column: string, sql: string])[];
  /** Condition over `t` of each mark that is asked; others are left as they are. */
  readonly marks: readonly { readonly mark: string; readonly condition: string }[];
  /** Columns of which every value must be NULL afterwards. */
  readonly emptied: readonly string[];
}

type ReferencePath = Extract<PersonPath, { kind: "reference" }>;
/** `null`, the value that erasure puts in place, or one of them where a condition over `t` holds. */
type Value = { readonly sql: string; readonly when?: string };

/** Values of a row that stays without its person. Links to rows that stay anonymous themselves remain. */
export function anonymised(reading: Reading, table: OwnedTable): Assignments {
  const values = new Map<string, Value>(endingReferences(reading, table));
  const links = linksOf(pathsOf(table), table, (path) => staysAnonymous(reading, table, path));
  for (const [column, stays] of links) values.set(column, { sql: "null", when: `not ${anyOf(stays)}` });
  for (const path of pathsOf(table)) {
    const columns = path.kind === "identity" ? [path] : path.kind === "is" ? knownColumns(path) : [];
    for (const { column } of columns) values.set(column, { sql: "null" });
  }
  for (const column of table.mapping.columns) {
    if (column.erased.kind === "keep") values.delete(column.name);
    else if (column.erased.kind === "text" || column.json.length > 0 || !links.has(column.name))
      values.set(column.name, { sql: erasedValue(reading.dialect, table, column) });
  }
  return assign(table, values);
}

/** Values of a shared row that stays with its other owners. */
export function detached(reading: Reading, table: OwnedTable): Assignments {
  const values = new Map<string, Value>(endingReferences(reading, table));
  // A path over other tables leads to several persons by the same columns; what is this person's alone is further on.
  const direct = pathsOf(table).filter((path) => path.kind !== "reference" || path.reference.through === undefined);
  const links = linksOf(direct, table, (path) => referenceMeets(reading, table, path.reference, "t", "k2.shared = 0"));
  for (const [column, own] of links) values.set(column, { sql: "null", when: anyOf(own) });
  for (const path of pathsOf(table)) {
    if (path.kind !== "identity") continue;
    const mapped = table.mapping.columns.find((column) => column.name === path.column);
    if (mapped?.erased.kind === "keep") continue;
    const sql = mapped === undefined ? "null" : erasedValue(reading.dialect, table, mapped);
    values.set(path.column, { sql, when: identityOwned(reading, table, path, "t", " and e.contested = 0") });
  }
  return assign(table, values);
}

function assign(table: OwnedTable, values: ReadonlyMap<string, Value>): Assignments {
  const marked = markedColumns(table);
  const writable = [...values].filter(([column]) => table.relation.columns.get(column)?.generated === false);
  const markOf = (column: string) => `c${marked.indexOf(column) + 1}`;
  return {
    sets: writable.map(([column, { sql, when }]) => [
      column,
      when === undefined ? sql : `case when f.${markOf(column)} = 1 then ${sql} else t.${ident(column)} end`,
    ]),
    marks: writable.flatMap(([column, { when }]) =>
      when === undefined ? [] : [{ mark: markOf(column), condition: when }],
    ),
    emptied: writable.filter(([, { sql, when }]) => sql === "null" && when === undefined).map(([column]) => column),
  };
}

/** Foreign keys of a row that stays, to rows of this person that go. */
function endingReferences(reading: Reading, table: OwnedTable): Map<string, Value> {
  const { plan, work } = reading;
  const ends = new Map<string, string[]>();
  const kept = new Set(table.mapping.columns.filter(({ erased }) => erased.kind === "keep").map(({ name }) => name));
  for (const key of table.relation.foreignKeys) {
    const target = key.targetSchema === undefined ? plan.byName.get(key.table) : undefined;
    if (target === undefined || target.mapping.erase !== "delete") continue;
    const match = key.columns.map((column, at) => `t.${ident(column)} = p.${ident(key.targetColumns[at] ?? "")}`);
    const goes = `exists (select 1 from ${target.sql} p join ${work.rows(target)} k2 on ${keyMatch(target, "p", "k2")} where ${allOf(match)} and k2.fate = 'delete')`;
    for (const column of key.columns)
      if (table.relation.columns.get(column)?.nullable === true && !table.key.includes(column) && !kept.has(column))
        ends.set(column, [...(ends.get(column) ?? []), goes]);
  }
  return new Map([...ends].map(([column, goes]) => [column, { sql: "null", when: anyOf(goes) }]));
}

/** Columns of references with the conditions of all paths that use them; of a composite one only what may be NULL is cut. */
function linksOf(
  paths: readonly PersonPath[],
  table: OwnedTable,
  condition: (path: ReferencePath) => string,
): Map<string, string[]> {
  const links = new Map<string, string[]>();
  for (const path of paths) {
    if (path.kind !== "reference") continue;
    const loose = path.reference.columns.filter((column) => !table.key.includes(column));
    const nullable = loose.filter((column) => table.relation.columns.get(column)?.nullable === true);
    for (const column of nullable.length > 0 ? nullable : loose)
      links.set(column, [...(links.get(column) ?? []), condition(path)]);
  }
  return links;
}

/** The row that it refers to stays without a person too, so that the link says nothing: the first one when it leads on. */
function staysAnonymous(reading: Reading, table: OwnedTable, path: ReferencePath): string {
  const [first] = path.reference.through ?? [];
  if (first === undefined)
    return referenceMeets(reading, table, path.reference, "t", "k2.fate in ('anonymise', 'keep')");
  const { columns, when } = path.reference;
  const next = {
    columns,
    table: first.table,
    ...(first.targetColumns && { targetColumns: first.targetColumns }),
    ...(when && { when }),
  };
  if (targetOf(reading.plan, next) === undefined) return "0";
  return referenceMeets(reading, table, next, "t", "k2.fate = 'anonymise'");
}

export function anonymousWriting(dialect: Dialect, table: OwnedTable): AnonymousWriting {
  return {
    value: (column, t) => erasedValue(dialect, table, column, t),
    coarser: ({ name }, held, to) => dialect.coarser({ sql: held, column: table.relation.columns.get(name) }, to),
    differs: ({ name }, held, value) =>
      table.relation.columns.get(name)?.family === "json"
        ? dialect.differs(dialect.compact(held), dialect.compact(value))
        : dialect.differs(held, value),
  };
}

/** What the policy puts in the place of a value. */
export function erasedValue(dialect: Dialect, table: OwnedTable, column: Column, t = "t"): string {
  const known = table.relation.columns.get(column.name);
  const text = column.erased.kind === "text" ? textValue(dialect, column.erased.text, known) : undefined;
  if (column.json.length > 0 && known?.family === "json")
    return column.json.reduce(
      (json, part) => dialect.withoutMember(json, part.path, text),
      `${t}.${ident(column.name)}`,
    );
  if (text === undefined) return "null";
  return known?.family === "json" ? dialect.jsonText(text) : text;
}

/** The text with a token where it says `{random}`, as long as the column can hold. */
function textValue(dialect: Dialect, text: string, column: CatalogueColumn | undefined): string {
  const parts = text.split("{random}");
  if (parts.length === 1) return literal(text);
  const fixed = Buffer.from(parts.join(""), "utf16le").length / 2;
  const room = column?.maxLength === undefined ? 32 : Math.floor((column.maxLength - fixed) / (parts.length - 1));
  const token = `substr(${dialect.random}, 1, ${Math.max(1, Math.min(32, room))})`;
  return `(${parts.map(literal).join(` || ${token} || `)})`;
}
