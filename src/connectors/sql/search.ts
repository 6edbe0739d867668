/** Looks for values in tables, row by row as they come: which columns hold which, and whose the row is. */
import type { CatalogueColumn, Relation } from "./catalogue-types.ts";
import type { Dialect, Session } from "./dialect.ts";
import { knownColumns } from "./identities.ts";
import { type OwnedTable, pathsOf } from "./ownership.ts";
import { ident } from "./quote.ts";
import type { Searched, Wanted } from "./searched.ts";
import { textOrNull } from "./survey.ts";

export interface SearchedColumn {
  readonly name: string;
  readonly text: string;
  readonly holdsWords: boolean;
  readonly family: CatalogueColumn["family"];
  readonly categories: readonly string[];
}

/** Columns to search: the mapped ones and those of person paths, or with `everywhere` every text and document. */
export function searchedColumns(
  dialect: Dialect,
  relation: Relation,
  table: OwnedTable | undefined,
  scope: "mapped" | "everywhere",
): SearchedColumn[] {
  const categories = categoriesOf(table);
  return [...relation.columns.values()].flatMap((column): SearchedColumn[] => {
    const { name, family } = column;
    const holdsWords = family === "text" || family === "json" || family === "other";
    const mapped = categories.get(name);
    if (mapped === undefined && !(scope === "everywhere" && holdsWords)) return [];
    if (family === "bytes" || family === "boolean") return [];
    const text = dialect.text({ sql: `t.${ident(name)}`, column });
    return [{ name, text, holdsWords, family, categories: mapped ?? [] }];
  });
}

/** The categories that each column may hold: as mapped, and addresses where a path asks for them. */
function categoriesOf(table: OwnedTable | undefined): Map<string, string[]> {
  const categories = new Map<string, string[]>();
  for (const column of table?.mapping.columns ?? [])
    categories.set(column.name, [column.category, ...column.json.map((part) => part.category)]);
  for (const path of table === undefined ? [] : pathsOf(table)) {
    const columns =
      path.kind === "is" ? knownColumns(path) : path.kind === "identity" && path.digest !== true ? [path] : [];
    for (const { identity, column } of columns)
      if (!categories.has(column)) categories.set(column, [identity === "phone" ? "contact.phone" : "contact.email"]);
  }
  return categories;
}

export interface Hit {
  readonly column: string;
  readonly met: readonly Wanted[];
  /** What was asked beside, by name. */
  readonly facts: Readonly<Record<string, string | null>>;
}

/**
 * Rows `t` of a table that hold one of the values. `from` may join what is known of a row; `facts` are asked of each row.
 * The database only leaves out what surely holds none.
 */
export async function* hitsIn(
  session: Session,
  dialect: Dialect,
  columns: readonly SearchedColumn[],
  searched: Searched,
  { from, facts }: { readonly from: string; readonly facts: Readonly<Record<string, string>> },
): AsyncGenerator<Hit> {
  if (columns.length === 0 || searched.list.length === 0) return;
  const { words, whole } = searched.words();
  const may = columns.map(({ text, holdsWords }) => dialect.mayHold(text, holdsWords ? words : [], whole));
  const texts = columns.map(({ text }, at) => `${text} as c${at}`);
  const told = Object.entries(facts).map(([name, sql]) => `${sql} as ${name}`);
  for await (const row of session.rows(`select ${[...texts, ...told].join(", ")} ${from} where ${may.join(" or ")}`)) {
    const known = Object.fromEntries(Object.keys(facts).map((name) => [name, textOrNull(row[name])]));
    for (const [at, { name, categories, holdsWords, family }] of columns.entries()) {
      const stored = textOrNull(row[`c${at}`]);
      if (stored === null) continue;
      const met = new Set(textsOf(stored, family).flatMap((text) => searched.met(text, categories, holdsWords)));
      if (met.size > 0) yield { column: name, met: [...met], facts: known };
    }
  }
}

/** A document also without the escapes in which it happens to be written. */
function textsOf(stored: string, family: SearchedColumn["family"]): string[] {
  if (family !== "json" && !/^\s*[[{"]/.test(stored)) return [stored];
  try {
    return [stored, ...leaves(JSON.parse(stored))];
  } catch {
    return [stored];
  }
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...leaves(member)]);
}
