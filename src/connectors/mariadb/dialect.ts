/**
 * How MariaDB says it. By itself it takes texts for equal that differ in case, accents or blanks at their end, and a text
 * for the number with which it begins: whose row it is never hangs on that. Where a foreign key of the database itself
 * joins two columns, they are compared as it does.
 */
import { normaliseEmail, zoneOffsets } from "#base";
import type { Coarser } from "#policy";
import type { CatalogueColumn } from "../sql/catalogue-types.ts";
import type { Dialect, Place, Side } from "../sql/dialect.ts";
import { capitalForms } from "../sql/identities.ts";
import { memberPaths } from "../sql/member-paths.ts";
import { ident, literal } from "../sql/quote.ts";

const ours = "collate utf8mb4_bin";

function text({ sql, column }: Side): string {
  const type = column?.type ?? "";
  if (column?.family === "bytes" || isGeometry(type)) return `('\\x' || lower(hex(${sql})))`;
  if (type.startsWith("bit")) return `cast(${sql} + 0 as char)`;
  const isText = column?.family === "text" || column?.family === "json";
  return isText ? `convert(${sql} using utf8mb4) ${ours}` : `cast(${sql} as char)`;
}

function isGeometry(type: string): boolean {
  return /^(?:geometry|point|linestring|polygon|multi\w+)/.test(type);
}

function exact(sql: string): string {
  return `cast(${sql} as binary)`;
}

const isWhole = (column: CatalogueColumn | undefined) =>
  /^(?:tiny|small|medium|big)?int|^bit|^year/.test(column?.type ?? "");

/** A text is read for the number that it says, and is none when anything else stands in it. */
function readsAs(written: Side, number: Side): string {
  const said = text(written);
  const [pattern, type] = isWhole(number.column)
    ? ["^ *[+-]?[0-9]{1,60} *$", "decimal(65,0)"]
    : ["^ *[+-]?[0-9]{1,30}([.][0-9]{1,30})? *$", "decimal(65,30)"];
  return `(case when ${said} regexp ${literal(pattern)} then cast(trim(${said}) as ${type}) = ${number.sql} else 0 end)`;
}

function equal(left: Side, right: Side, declared: boolean): string {
  const [a, b] = [left.column, right.column];
  if (declared) return `${left.sql} = ${right.sql}`;
  const same = `${exact(text(left))} = ${exact(text(right))}`;
  if (a?.family === "text" && b?.family === "text")
    return a.collation !== undefined && a.collation === b.collation ? `(${left.sql} = ${right.sql} and ${same})` : same;
  if (a?.family === "number" && b?.family === "text") return readsAs(right, left);
  if (a?.family === "text" && b?.family === "number") return readsAs(left, right);
  if ([a, b].some((column) => column?.family === "uuid") && a?.family !== b?.family) return sameUuid(left, right);
  return a?.family === b?.family && a?.family !== "other" ? `${left.sql} = ${right.sql}` : same;
}

/** In capitals or small letters, with or without hyphens. */
function sameUuid(left: Side, right: Side): string {
  return `${plainUuid(left)} = ${plainUuid(right)}`;
}

function plainUuid(side: Side): string {
  return exact(`replace(lower(${text(side)}), '-', '')`);
}

function isKey(side: Side, written: string): string | undefined {
  const { sql, column } = side;
  if (column?.family === "number") return /^-?\d+(?:\.\d+)?$/.test(written) ? `${sql} = ${written}` : undefined;
  if (column?.family === "bytes")
    return /^\\x(?:[0-9a-f]{2})*$/.test(written) ? `${sql} = x'${written.slice(2)}'` : undefined;
  const same = `${exact(text(side))} = ${exact(literal(written))}`;
  // The first part for an index on the column, which compares in its own way; not where it would have to read a text.
  return column?.family === "text" ? `(${sql} = ${literal(written)} and ${same})` : same;
}

function isAfter(side: Side, written: string): string | undefined {
  const { sql, column } = side;
  if (column?.family === "number") return /^-?\d+(?:\.\d+)?$/.test(written) ? `${sql} > ${written}` : undefined;
  if (column?.family === "bytes") return `${sql} > x'${written.replace(/^\\x/, "").replaceAll(/[^0-9a-f]/g, "")}'`;
  return `${sql} > ${literal(written)}`;
}

/** What `String.trim` takes off. */
const blanks = String.raw`[\s\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}]+`;
const number = String.raw`(?i)^\s*(tel:)?\s*[+(]?[0-9(][-0-9(). /\x{A0}\x{2010}-\x{2013}]*\s*$`;

/** The Turkish capital İ becomes i with a dot of its own, as everywhere; a plain i would be the address of somebody else. */
function identityForm(identity: string, stored: string): string {
  if (identity === "digest") return exact(stored);
  if (identity === "phone")
    return `case when ${stored} regexp '[0-9]' then case when ${stored} regexp ${literal(number)} then ${exact(`regexp_replace(${stored}, '[^0-9+]', '')`)} else ${exact("'?'")} end end`;
  const bare = `regexp_replace(${stored}, ${literal(`^${blanks}|${blanks}$`)}, '')`;
  return `nullif(${exact(`lower(replace(${bare}, 'İ', 'i\u0307'))`)}, '')`;
}

function identityForms(identity: string, spelling: string): string[] {
  if (identity === "digest" || identity === "phone") return [spelling];
  const forms = capitalForms(normaliseEmail(spelling)).flatMap((form) => [form, form.normalize("NFD")]);
  return [...new Set(forms)];
}

/** White space beside that of ASCII; written before an address it comes in the order after every letter, or with the blanks. */
const otherBlanks =
  "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

/**
 * An index whose collation knows no case finds every spelling of an address: with anything behind it by its beginning, and
 * with white space before it among the few rows that begin so, which come before the first sign.
 */
function narrowed({ sql, column }: Side, forms: readonly string[]): string | undefined {
  if (column?.family !== "text" || !/^utf8mb[34]_\w+_ci$/.test(column.collation ?? "")) return undefined;
  const beginning = (text: string) => `${sql} like ${literal(`${text.replaceAll(/[%_|]/g, "|$&")}%`)} escape '|'`;
  // The Turkish capital İ is one sign to an index, and two in small letters.
  const signs = new Set(forms.flatMap((form) => [form, form.replaceAll("i\u0307", "\u0130")]));
  const spelt = [...signs].flatMap((form) => [`${sql} = ${literal(form)}`, beginning(form)]);
  return `(${[...spelt, `${sql} < '!'`, ...Array.from(otherBlanks, beginning)].join(" or ")})`;
}

/** A book year counts as its last day. A date with zeros, or a year that no calendar has, is unknown. */
function day(side: Side, there?: Place): string {
  const { sql, column } = side;
  if (column?.family === "date" || column?.family === "timestamp") {
    const local = column.type.startsWith("timestamp") && there !== undefined ? shifted(sql, there) : sql;
    return `case when ${sql} >= '0001-01-01' then date_format(${local}, '%Y-%m-%d') end`;
  }
  const year =
    column?.family === "number"
      ? `floor(${sql})`
      : `cast(regexp_substr(${text(side)}, '^[[:space:]]*[0-9]{4}') as unsigned)`;
  const known = column?.family === "number" ? "1" : `${text(side)} regexp '^[[:space:]]*[0-9]{4}'`;
  return `case when ${known} then case when ${year} between 1 and 9000 then lpad(${year}, 4, '0') || '-12-31' end end`;
}

/** A moment of a session at UTC as the clocks there show it; the server itself may know no time zones by name. */
function shifted(sql: string, { timeZone, fromYear, toYear }: Place): string {
  const [from, until] = [fromYear, toYear + 1].map((year) => new Date(Date.UTC(year, 0, 1)));
  if (from === undefined || until === undefined) return sql;
  const stretches = zoneOffsets(timeZone, from, until).toReversed();
  const cases = stretches.map(({ since, minutes }) => {
    const begins = since.toISOString().slice(0, 19).replace("T", " ");
    return `when ${sql} >= '${begins}' then ${sql} + interval ${minutes} minute`;
  });
  return `(case ${cases.join(" ")} else ${sql} end)`;
}

function among(json: string, path: readonly string[], read: (one: string) => readonly string[]): string {
  const found = memberPaths(path).flatMap((one) => read(literal(one)));
  return `case when json_valid(${json}) then coalesce(${[...found, "null"].join(", ")}) end`;
}

function withoutMember(json: string, path: readonly string[], replacement: string | undefined): string {
  const changed = memberPaths(path).reduce(
    (inner, one) =>
      replacement === undefined
        ? `json_remove(${inner}, ${literal(one)})`
        : `json_replace(${inner}, ${literal(one)}, ${replacement})`,
    json,
  );
  // What is no document cannot be searched for members, so nothing of it stays.
  return `case when json_valid(${json}) then ${changed} end`;
}

/** More alternatives than this make a pattern that is slow to read. */
const wordsTogether = 300;

/** Rows whose text has one of the words, in small letters or decomposed, or letters written as escapes. */
function mayHold(stored: string, words: readonly string[], whole: readonly string[]): string {
  const all = [...new Set([...words, ...whole].flatMap((one) => [one, one.normalize("NFD")]))].filter(
    (one) => one !== "",
  );
  const parts: string[] = [];
  for (let at = 0; at < all.length; at += wordsTogether) {
    const some = all
      .slice(at, at + wordsTogether)
      .map((one) => one.replaceAll(/[^\p{L}\p{N}\p{M}]/gu, String.raw`\$&`));
    parts.push(`lower(${stored}) regexp ${literal(`(${some.join("|")})`)}`);
  }
  return `(${[...parts, `instr(${stored}, '\\u') > 0`].join(" or ")})`;
}

/** As the column holds it, so that it equals what was written before. */
function coarser({ sql, column }: Side, to: Coarser): string | undefined {
  if (to.kind === "first") return column?.family === "text" ? `left(${sql}, ${Math.trunc(to.characters)})` : undefined;
  if (to.of !== "network") {
    if (column?.family !== "date" && column?.family !== "timestamp") return undefined;
    const first = `date_format(${sql}, '${to.of === "year" ? "%Y-01-01" : "%Y-%m-01"}')`;
    return `cast(${first} as ${column.family === "date" ? "date" : "datetime"})`;
  }
  if (column?.family !== "text") return undefined;
  const groups = `concat(substring_index(substring_index(${sql}, '::', 1), ':', 3), '::')`;
  return `case when ${sql} regexp '^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+$' then concat(substring_index(${sql}, '.', 3), '.0') when ${sql} regexp '^[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:' then ${groups} end`;
}

/** Seconds. */
export const longestStatement = 15 * 60;

const engine = "engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin";
const keyMatch = (key: readonly string[]) => key.map((column, at) => `t.${ident(column)} = f.k${at + 1}`).join(" and ");

export const mariadb: Dialect = {
  qualified: ({ schema, name }) => `${ident(schema)}.${ident(name)}`,
  temporary: ident,
  createTemporary: (name, body) => `create temporary table ${name} (${body}) ${engine}`,
  dropTemporary: (names) => (names.length === 0 ? [] : [`drop temporary table if exists ${names.join(", ")}`]),
  createLasting: (name, body) => `create table if not exists ${name} (${body}) ${engine}`,
  lastingNames: (schema, prefix) =>
    `select table_name as name from information_schema.tables where table_schema = ${literal(schema)} and left(table_name, ${prefix.length}) = ${literal(prefix)}`,
  keyType: (column) => {
    const type = column?.type ?? "varchar(200)";
    // A timestamp of a table that is written to would change by itself.
    const quiet = type.replace(/^timestamp/, "datetime");
    return column?.collation === undefined ? quiet : `${quiet} collate ${column.collation}`;
  },
  textType: (characters) => `${characters > 1_000 ? "longtext" : `varchar(${characters})`} ${ours}`,
  formType: "varbinary(1020)",
  formText: (form) => `convert(${form} using utf8mb4)`,
  text,
  exact,
  isKey,
  isAfter,
  equal,
  differs: (a, b) => `not (${a} <=> ${b})`,
  identityForm,
  identityForms,
  narrowed,
  day,
  member: (json, path) => among(json, path, (one) => [`json_value(${json}, ${one})`, `json_query(${json}, ${one})`]),
  memberJson: (json, path) => among(json, path, (one) => [`json_extract(${json}, ${one})`]),
  withoutMember,
  coarser,
  compact: (json) => `json_compact(${json})`,
  jsonText: (sql) => `json_quote(${sql})`,
  random: "md5(uuid() || rand())",
  // The list leads, so that no other rows of the table are looked at, and locked.
  update: ({ table, list, key }, sets) =>
    `update ${list} f straight_join ${table} t on ${keyMatch(key)} set ${sets.map(([column, sql]) => `t.${ident(column)} = ${sql}`).join(", ")}`,
  delete: ({ table, list, key, where }) =>
    `delete t from ${list} f straight_join ${table} t on ${keyMatch(key)}${where === undefined ? "" : ` where ${where}`}`,
  rowKey: (texts) => `sha2(json_array(${texts.join(", ")}), 256)`,
  insertIgnore: "insert ignore",
  insertingLocks: true,
  carried: (side) => {
    const { sql, column } = side;
    if (column?.family === "bytes") return { read: `hex(${sql})`, write: (hex) => `x'${hex}'` };
    return { read: text(side), write: column?.type.startsWith("bit") ? (digits) => digits : literal };
  },
  forUpdate: " for update",
  forShare: " lock in share mode",
  // Whoever reads a long answer may take their time.
  beginReading: ["set session max_statement_time = 0", "start transaction with consistent snapshot"],
  beginWriting: [`set session max_statement_time = ${longestStatement}`, "start transaction"],
  beginLoosely: ["set transaction isolation level read committed", "start transaction"],
  thenJoin: "straight_join",
  mayHold,
  moment: ({ sql, column }, instant, local) => {
    if (column?.family === "date") return { read: sql, value: literal(local.slice(0, 10)) };
    if (column?.family === "number") return { read: sql, value: String(Math.trunc(instant.getTime() / 1_000)) };
    if (column?.family !== "timestamp") return undefined;
    const isInstant = column.type.startsWith("timestamp");
    return { read: sql, value: literal(isInstant ? instant.toISOString().slice(0, 19).replace("T", " ") : local) };
  },
};
