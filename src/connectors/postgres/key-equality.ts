/**
 * When a column refers to a key: as PostgreSQL compares the two when they are of one kind, and by what they mean when a
 * number or a uuid is kept as text. What is no number or uuid is equal to none, and is never cast.
 */
import type { CatalogueColumn } from "../sql/catalogue-types.ts";

/** One side of a comparison. */
export interface Side {
  readonly sql: string;
  readonly column: CatalogueColumn | undefined;
  /** Rows are looked up by an index on it, for a few keys. */
  readonly served?: boolean;
}

/** The two are equal, as SQL. Columns of different kinds (an id kept as text in a polymorphic pair) are compared as text. */
export function equal(left: Side, right: Side): string {
  const [a, b] = [left.column, right.column];
  const citext = [a, b].find((column) => isCitext(column))?.type;
  if (citext !== undefined && a?.type !== b?.type && a?.family === "text" && b?.family === "text")
    return `${left.sql}::${citext} = ${right.sql}::${citext}`;
  const same =
    a !== undefined &&
    b !== undefined &&
    (a.type === b.type || (a.family === b.family && a.family !== "other" && a.family !== "array"));
  if (same) return `${left.sql} = ${right.sql}`;
  if (a?.family === "text") return isKeptAsText(left, right);
  if (b?.family === "text") return isKeptAsText(right, left);
  return `${left.sql}::text = ${right.sql}::text`;
}

/** Text without case, of the extension. */
export function isCitext(column: CatalogueColumn | undefined): boolean {
  return /(^|\.)citext$/.test(column?.type ?? "");
}

/** A text that refers to such a key is read for what it says; others are compared as PostgreSQL writes the key. */
export function isReadAs(key: CatalogueColumn): boolean {
  return spellingsOf({ sql: "", column: key }) !== undefined;
}

/**
 * Where an index on the text serves, the usual spellings of the key are written out, so that it is used. Else the text is
 * read, which the planner can join by hash or by the index of the key.
 */
function isKeptAsText(text: Side, key: Side): string {
  const spellings = spellingsOf(key);
  const kind = /^(text|character varying|character)\b/.exec(text.column?.type ?? "")?.[1];
  if (spellings === undefined) return `${text.sql} = ${key.sql}::text`;
  if (text.served === true && kind !== undefined)
    return `${text.sql} = any (array[${spellings.usual.join(", ")}]::${kind === "character" ? "bpchar" : "text"}[])`;
  const plain = `${text.sql}::text collate "default"`;
  return `case when ${plain} ~ '${spellings.pattern}' then (${text.sql}::text)::${spellings.type} end = ${key.sql}`;
}

interface Spellings {
  /** Every text that fits it can be cast to the type. */
  readonly pattern: string;
  readonly type: string;
  /** The key as text, as most write it. */
  readonly usual: readonly string[];
}

const hex = "[0-9a-fA-F]{4}(-?[0-9a-fA-F]{4}){7}";
/** Numbers are padded to a width that holds all of them. */
const zerosBefore = 12;

function padded(number: string): string[] {
  return Array.from({ length: zerosBefore }, (_, zeros) => `'${"0".repeat(zeros)}' || ${number}`);
}

function spellingsOf({ sql, column }: Side): Spellings | undefined {
  const plain = `${sql}::text`;
  if (column?.family === "uuid") {
    const short = `replace(${plain}, '-', '')`;
    const small = [plain, short, `'{' || ${plain} || '}'`, `'{' || ${short} || '}'`];
    const usual = [...small, ...small.map((one) => `upper(${one})`)];
    return { pattern: `^([{]${hex}[}]|${hex})$`, type: "uuid", usual };
  }
  const type = column?.type ?? "";
  if (/^(smallint|integer|bigint)$/.test(type))
    return {
      pattern: `^ *[+-]?0*([0-9]{1,18}|${upTo("9223372036854775807")}) *$`,
      type: "bigint",
      usual: padded(plain),
    };
  if (!type.startsWith("numeric")) return undefined;
  // Kept with two places a 7 is 7.00, and stands in texts as either.
  const usual = [plain, ...padded(`trim_scale(${sql})::text`)];
  return { pattern: "^ *[+-]?[0-9]{1,100}([.][0-9]{1,100})? *$", type: "numeric", usual };
}

/** A pattern for the whole numbers of as many digits as this one that are not greater. */
function upTo(most: string): string {
  const lower = Array.from(
    most,
    (digit, at) => `${most.slice(0, at)}[${at === 0 ? 1 : 0}-${Number(digit) - 1}][0-9]{${most.length - at - 1}}`,
  );
  return [...lower.filter((_, at) => at === 0 || most[at] !== "0"), most].join("|");
}
