/**
 * How a value is searched for: the same text without outer blanks and case, or, when it is long enough to mean somebody,
 * the value as a word of its own inside a longer text or JSON document. `an@x.nl` is not found in `jan@x.nl`.
 */
import type { CatalogueColumn, Relation } from "../sql/catalogue-types.ts";
import { knownColumns, normalised } from "./identity-sql.ts";
import { pathsOf } from "./ownership-collect.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import type { WordIndexes } from "./residue-indexes.ts";
import { values } from "./residue-values.ts";

export interface SearchedColumn {
  readonly name: string;
  readonly family: CatalogueColumn["family"];
  readonly type: string;
  readonly maxLength?: number;
  /** The column itself. */
  readonly sql: string;
  /** As text, the way it is stored; documents without the escapes in which they happen to be written. */
  readonly raw: string;
  /** Texts and documents may hold a value among other words; keys and numbers are compared whole. */
  readonly holdsWords: boolean;
  /** A trigram index serves `raw`. */
  readonly isIndexed: boolean;
  readonly categories: readonly string[];
}

/** Columns to search: the mapped ones and those of person paths, or with `everywhere` every text and document. */
export function searchedColumns(
  relation: Relation,
  table: OwnedTable | undefined,
  scope: "mapped" | "everywhere",
  indexes: WordIndexes,
): SearchedColumn[] {
  const categories = categoriesOf(table);
  return [...relation.columns.values()].flatMap((column): SearchedColumn[] => {
    const { name, family, type, maxLength } = column;
    const holdsWords = family === "text" || family === "json" || family === "array";
    const mapped = categories.get(name);
    if (mapped === undefined && !(scope === "everywhere" && holdsWords)) return [];
    if (family === "bytes" || family === "boolean") return [];
    const sql = `t.${ident(name)}`;
    return [
      {
        name,
        family,
        type,
        ...(maxLength === undefined ? {} : { maxLength }),
        sql,
        raw: rawText(column, sql),
        holdsWords,
        isIndexed: indexes.serves(relation.name, column),
        categories: mapped ?? [],
      },
    ];
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

/** A column may have a collation by which different texts are equal, and which knows no patterns; the database's own has. */
function rawText({ family, type }: CatalogueColumn, sql: string): string {
  if (family === "json") return `${sql}${type === "jsonb" ? "" : "::jsonb"}::text`;
  if (family !== "text") return `${sql}::text`;
  return `${sql}${type === "text" ? "" : "::text"} collate "default"`;
}

/** The text as somebody wrote it: quotes and backslashes stand in documents and lists with an escape. */
function textOf({ raw, family }: SearchedColumn): string {
  return family === "json" || family === "array" ? `replace(replace(${raw}, '\\"', '"'), '\\\\', '\\')` : `(${raw})`;
}

/**
 * A query over `t` that yields `original` and `also_others` of every value that the column holds. Values are looked up by
 * what the text says, so that it costs no more when there are many.
 */
export function valuesHeld(column: SearchedColumn): string {
  const text = textOf(column);
  const own =
    column.categories.length === 0
      ? ""
      : ` or v.category = any (array[${column.categories.map(literal).join(", ")}]::text[])`;
  const whole = `select v.original, v.also_others from ${values} v where v.value = ${normalised(text)} and (v.word is not null${own})`;
  if (!column.holdsWords) return whole;
  return `${whole} union all select v.original, v.also_others from (select regexp_split_to_table(lower(${text}), '[^[:alnum:]]+') union select '') w(token) join ${values} v on v.token = w.token where v.word is not null and lower(${text}) ~ v.word`;
}
