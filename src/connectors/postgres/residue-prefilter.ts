/**
 * Which rows may hold a searched value: a condition that is cheap for the very many rows that do not, and true for every
 * row that does. Where a trigram index serves a column, the index is asked. Else the row is read, and most texts are
 * passed over by the shape of the value alone, before anything is put into lower case.
 */
import type { Queryable } from "./catalogue.ts";
import type { SearchedColumn } from "./residue-sql.ts";
import type { SearchedValue } from "./residue-values.ts";

/** With more values than this, words of the text are looked up among those of the values, whatever their number. */
const fewValues = 40;
const oneByOne = 12;
/** More shapes than this cost more to compare than they save. */
const fewShapes = 24;

/** Settings of a transaction that reads tables whole: with two helpers, and without compiling every statement first. */
export const readingMuch =
  "set local max_parallel_workers_per_gather = 2; set local parallel_setup_cost = 100; set local min_parallel_table_scan_size = '1MB'; set local jit = off";

/** The lists of a statement, each a parameter. */
export class Parameters {
  readonly list: (string | string[])[] = [];
  readonly #known = new Map<string, string>();

  of(texts: readonly string[], type = "text"): string {
    const distinct = [...new Set(texts)];
    const key = JSON.stringify([type, distinct]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = `$${this.list.push(distinct)}::${type}[]`;
    this.#known.set(key, name);
    return name;
  }

  one(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const name = `$${this.list.push(text)}::text`;
    this.#known.set(text, name);
    return name;
  }
}

/** Two ways into one table, each a condition on `t`; absent when there is nothing to find that way. */
export interface Prefilter {
  /** Every part of it is served by an index. */
  readonly indexed?: string;
  /** The whole table is read for it. */
  readonly scanned?: string;
}

export function prefilterOf(
  columns: readonly SearchedColumn[],
  list: readonly SearchedValue[],
  parameters: Parameters,
): Prefilter {
  const parts = columns.map((column) => columnFilter(column, list, parameters));
  const indexed = parts.flatMap((part) => part.indexed ?? []);
  const scanned = parts.flatMap((part) => part.scanned ?? []);
  return {
    ...(indexed.length === 0 ? {} : { indexed: `(${indexed.join(" or ")})` }),
    ...(scanned.length === 0 ? {} : { scanned: `(${scanned.join(" or ")})` }),
  };
}

/** The rows as `t`, each once; `undefined` when no column can hold any of the values. */
export function candidatesFrom(table: string, { indexed, scanned }: Prefilter): string | undefined {
  const rows = (condition: string) => `select t.* from ${table} t where ${condition}`;
  if (indexed === undefined) return scanned === undefined ? undefined : `(${rows(scanned)} offset 0) t`;
  const others = scanned === undefined ? "" : ` union all ${rows(`${scanned} and not coalesce(${indexed}, false)`)}`;
  return `(${rows(indexed)}${others} offset 0) t`;
}

/**
 * Runs a search whose every part an index serves in such a way that the indexes are used: how rare a text is that stands
 * inside others, the planner can only guess, and a wrong guess reads the table whole and puts every text into lower case.
 */
export async function searchWith<T>(client: Queryable, { scanned }: Prefilter, search: () => Promise<T>): Promise<T> {
  if (scanned !== undefined) return search();
  await client.query("set local enable_seqscan = off");
  const found = await search();
  await client.query("set local enable_seqscan = on");
  return found;
}

function columnFilter(
  column: SearchedColumn,
  list: readonly SearchedValue[],
  parameters: Parameters,
): { indexed?: string[]; scanned?: string[] } {
  const { maxLength = Number.POSITIVE_INFINITY } = column;
  const fitting = list.filter(({ value }) => plainLength(value) <= maxLength);
  const words = fitting.filter(({ isWord }) => isWord);
  const short = fitting.filter(({ isWord, category }) => !isWord && column.categories.includes(category));
  if (!column.holdsWords) return { scanned: wholeFilter(column, [...words, ...short], parameters) };
  const scanned =
    short.length === 0 ? [] : [`lower(btrim(${column.raw})) = any (${parameters.of(short.map(({ value }) => value))})`];
  if (words.length === 0) return { scanned };
  if (column.isIndexed)
    return {
      scanned,
      indexed: [`${column.raw} ilike any (${parameters.of(words.map(({ value }) => within(value)))})`],
    };
  return { scanned: [...scanned, wordsFilter(column, words, parameters)] };
}

function wordsFilter({ raw, family }: SearchedColumn, words: readonly SearchedValue[], parameters: Parameters): string {
  const hold = (some: readonly SearchedValue[]) =>
    `lower(${raw}) like any (${parameters.of(some.map(({ value }) => within(value)))})`;
  const least = words.reduce((min, { value }) => Math.min(min, plainLength(value)), Number.POSITIVE_INFINITY);
  if (words.length <= fewValues) {
    const shapes = [...new Set(words.flatMap(({ value }) => shapesOf(value)))];
    // A list costs more than its parts; but for each part a document would be made into a text again.
    if (family === "json" || family === "array" || shapes.length > oneByOne)
      return `(${raw} like any (${parameters.of(shapes)}) and ${hold(words)})`;
    const each = shapes.map((shape) => `${raw} like ${parameters.one(shape)}`).join(" or ");
    return `(octet_length(${raw}) >= ${least} and (${each}) and ${hold(words)})`;
  }
  const coarse = [...new Set(words.map(({ value }) => shapeOf(value, /[a-z0-9]/i)))];
  const gate =
    coarse.length > fewShapes ? `octet_length(${raw}) >= ${least}` : `${raw} like any (${parameters.of(coarse)})`;
  const without = words.filter(({ token }) => token === "");
  const tokens = parameters.of(words.map(({ token }) => token).filter((token) => token !== ""));
  const split = `exists (select from regexp_split_to_table(lower(${raw}), '[^[:alnum:]]+') w(token) where w.token = any (${tokens}))`;
  return `(${gate} and (${[split, ...(without.length === 0 ? [] : [hold(without)])].join(" or ")}))`;
}

/** Keys, numbers and other values are compared whole, and only with what they could be. */
function wholeFilter(column: SearchedColumn, list: readonly SearchedValue[], parameters: Parameters): string[] {
  const among = (could: RegExp) => list.map(({ value }) => value).filter((value) => could.test(value));
  const isOneOf = (found: readonly string[]) =>
    found.length === 0 ? [] : [`lower(${column.raw}) = any (${parameters.of(found)})`];
  const { family, type, sql } = column;
  if (family === "date" || family === "timestamp") return isOneOf(among(/^\d{4,}-\d\d-\d\d|infinity/));
  if (family === "uuid") {
    const ids = among(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    return ids.length === 0 ? [] : [`${sql} = any (${parameters.of(ids, "uuid")})`];
  }
  if (family !== "number") return isOneOf(among(/^(inet|cidr|macaddr8?)$/.test(type) ? /^[0-9a-f.:/]+$/ : /^/));
  if (!/^(smallint|integer|bigint)$/.test(type)) return isOneOf(among(/^-?[0-9.]+(e[+-]?\d+)?$|^nan$|infinity/));
  const whole = among(/^(0|-?[1-9]\d{0,17})$/);
  return whole.length === 0 ? [] : [`${sql} = any (${parameters.of(whole, "bigint")})`];
}

/** Characters that no change of case can make: the text that becomes this value has at least so many, and bytes. */
function plainLength(value: string): number {
  return value.replaceAll(/[^\x20-\x7e]/g, "").length;
}

/** Stands for any text in a pattern that is being made, whose own characters are still to be escaped. */
const anything = "\u0000";
/** What stands in documents and lists as it is; a quote or backslash has an escape there. */
const isPlain = (one: string) => one >= " " && one !== '"' && one !== "\\";

/** A pattern for what holds the value, in lower case. */
export function within(value: string): string {
  return patternOf(Array.from(value).map((one) => (isPlain(one) ? escaped(one) : anything)));
}

/**
 * Patterns of which one fits every text that holds the value in any case: letters may be any character, everything else
 * stands where it stands. A value with little else has one letter written out, in both cases. `k` and `i` are never that
 * letter, because the Kelvin sign and the Turkish İ become them in lower case; what is not ASCII may be anything.
 */
export function shapesOf(value: string): string[] {
  const literal = value.replaceAll(/[a-z]|[^\x21-\x7e]|[@.]/gi, "").length;
  if (literal >= 3) return [shapeOf(value)];
  const local = value.slice(0, Math.max(value.indexOf("@"), 0));
  const letters = Array.from("qxzjywvbfgpcmulhdrtosnae");
  const chosen = letters.find((one) => local.includes(one)) ?? letters.find((one) => value.includes(one));
  if (chosen === undefined) return [shapeOf(value)];
  const at = value.indexOf(chosen);
  return [chosen, chosen.toUpperCase()].map((one) => shapeOf(value, /[a-z]/i, { at, one }));
}

function shapeOf(value: string, open = /[a-z]/i, kept?: { readonly at: number; readonly one: string }): string {
  let next = 0;
  return patternOf(
    Array.from(value).map((one) => {
      const at = next;
      next += one.length;
      if (kept?.at === at) return kept.one;
      if (!isPlain(one) || one > "~") return anything;
      return open.test(one) ? "_" : escaped(one);
    }),
  );
}

function escaped(one: string): string {
  return one.replace(/[%_]/, "\\$&");
}

function patternOf(parts: readonly string[]): string {
  return [anything, ...parts, anything]
    .filter((part, at, all) => part !== anything || all[at - 1] !== anything)
    .join("")
    .replaceAll(anything, "%");
}
