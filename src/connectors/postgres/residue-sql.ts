/**
 * How a value is searched for: the same text without outer blanks and case, or, when it is long enough to mean somebody,
 * the value as a word of its own inside a longer text or JSON document. `an@x.nl` is not found in `jan@x.nl`.
 */
import type { Queryable } from "./catalogue.ts";
import type { Relation } from "./catalogue-types.ts";
import { pathsOf } from "./ownership-collect.ts";
import type { OwnedTable } from "./ownership.ts";
import { normalised } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";

/** Name of the table of searched values: value, category, pattern, also_others. */
export const values = "pg_temp.gestand_values";

/** Shorter values are only compared whole, and only with columns of their own category. */
const wordCharacters = 5;

export interface SearchedColumn {
  readonly name: string;
  /** As text; a document without the escapes in which it happens to be stored. */
  readonly text: string;
  /** Texts and documents may hold a value among other words; keys and numbers are compared whole. */
  readonly holdsWords: boolean;
  readonly categories: readonly string[];
}

export async function putValues(
  client: Queryable,
  list: readonly { readonly category: string; readonly value: string; readonly alsoOthers?: boolean }[],
): Promise<void> {
  await client.query(`drop table if exists ${values}`);
  await client.query(
    `create table ${values} (value text not null, category text not null, word text, inside text, also_others boolean not null) on commit drop`,
  );
  const word = `length(v.value) >= ${wordCharacters}`;
  // Every character that is not a letter or digit is escaped for the regular expression.
  const escaped = `regexp_replace(v.value, '([^[:alnum:]])', '\\\\\\1', 'g')`;
  await client.query(
    `insert into ${values} select v.value, v.category,
       case when ${word} then '(?<![[:alnum:]_%+.-])' || ${escaped} || '(?![[:alnum:]_%+-]|[.][[:alnum:]])' end,
       case when ${word} then '%' || regexp_replace(v.value, '([\\\\%_])', '\\\\\\1', 'g') || '%' end, bool_or(v.also)
     from (select ${normalised("x.value")} as value, x.category, x.also from unnest($1::text[], $2::text[], $3::boolean[]) as x(value, category, also)) v
     where v.value <> '' group by v.value, v.category`,
    [list.map((one) => one.value), list.map((one) => one.category), list.map((one) => one.alsoOthers === true)],
  );
  await client.query(`analyze ${values}`);
}

/** Columns to search: the mapped ones and those of person paths, or with `everywhere` every text and document. */
export function searchedColumns(
  relation: Relation,
  table: OwnedTable | undefined,
  scope: "mapped" | "everywhere",
): SearchedColumn[] {
  const categories = new Map<string, string[]>();
  for (const column of table?.mapping.columns ?? [])
    categories.set(column.name, [column.category, ...column.json.map((part) => part.category)]);
  for (const path of table === undefined ? [] : pathsOf(table)) {
    const address =
      path.kind === "is" ? path.email : path.kind === "identity" && path.digest !== true ? path.column : undefined;
    if (address !== undefined && !categories.has(address)) categories.set(address, ["contact.email"]);
  }
  return [...relation.columns.values()].flatMap((column): SearchedColumn[] => {
    const holdsWords = column.family === "text" || column.family === "json" || column.family === "array";
    const mapped = categories.get(column.name);
    if (mapped === undefined && !(scope === "everywhere" && holdsWords)) return [];
    if (column.family === "bytes" || column.family === "boolean") return [];
    const document = column.family === "json" ? "::jsonb" : "";
    const text = `t.${ident(column.name)}${document}::text`;
    return [{ name: column.name, text, holdsWords, categories: mapped ?? [] }];
  });
}

export interface Hits {
  /** Over `t` and `v`: some column holds the value. */
  readonly any: string;
  /** Over `t` alone, fast: rows that may have a hit. Without it every row would meet every value. */
  readonly prefilter: string;
}

export function hitsOf(columns: readonly SearchedColumn[]): Hits {
  return {
    any: columns.map(hit).join(" or "),
    prefilter: `(${columns.map(mayHit).join(" or ")})`,
  };
}

/** Over `t` and `v`: this column holds the value. */
export function hit(column: SearchedColumn): string {
  const { text } = column;
  const own =
    column.categories.length === 0
      ? "false"
      : `v.category = any (array[${column.categories.map(literal).join(", ")}]::text[])`;
  const whole = `${normalised(text)} = v.value and (v.word is not null or ${own})`;
  return column.holdsWords ? `(${whole} or (v.word is not null and lower(${text}) ~ v.word))` : `(${whole})`;
}

function mayHit(column: SearchedColumn): string {
  const { text } = column;
  const whole = `${normalised(text)} = any (array(select value from ${values}))`;
  if (!column.holdsWords) return whole;
  return `lower(${text}) like any (array(select inside from ${values} where inside is not null)) or ${whole}`;
}
