/**
 * How SQLite says it. A column says what it prefers to hold, not what it holds, so values are compared as SQLite itself
 * compares a column of that kind; addresses, numbers and days are read by functions of ours inside the database, and are
 * therefore exactly what they are everywhere else in the house.
 */
import { normaliseEmail } from "#base";
import type { CatalogueColumn } from "../sql/catalogue-types.ts";
import type { Dialect, Side } from "../sql/dialect.ts";
import { memberPaths } from "../sql/member-paths.ts";
import { ident, literal } from "../sql/quote.ts";

export const functions = {
  email: "gestand_email",
  phone: "gestand_phone",
  day: "gestand_day",
  network: "gestand_network",
} as const;

/** What a column of this declared type prefers (https://www.sqlite.org/datatype3.html#determination_of_column_affinity). */
export function affinityOf(type: string): "integer" | "text" | "blob" | "real" | "numeric" {
  const name = type.toUpperCase();
  if (name.includes("INT")) return "integer";
  if (/CHAR|CLOB|TEXT/.test(name)) return "text";
  if (name === "" || name.includes("BLOB")) return "blob";
  return /REAL|FLOA|DOUB/.test(name) ? "real" : "numeric";
}

function text({ sql }: Side): string {
  return `case typeof(${sql}) when 'blob' then '\\x' || lower(hex(${sql})) else cast(${sql} as text) end`;
}

/** A text with an exponent would be taken for the number; nobody writes a key so. */
function equal(left: Side, right: Side, declared: boolean): string {
  // The collation of the side that stands first counts; a foreign key compares as the key that it refers to.
  if (declared) return `${right.sql} = ${left.sql}`;
  const [a, b] = [kind(left.column), kind(right.column)];
  const same = `${left.sql} = ${right.sql} collate binary`;
  if (a === b || (a !== "text" && b !== "text")) return `(${same})`;
  const written = a === "text" ? left.sql : right.sql;
  return `(${same} and ${written} not glob '*[eE]*')`;
}

function kind(column: CatalogueColumn | undefined): string {
  const affinity = affinityOf(column?.type ?? "");
  return affinity === "text" || affinity === "blob" ? affinity : "number";
}

function isKey(side: Side, written: string): string {
  const { sql, column } = side;
  if (kind(column) === "text" && !written.startsWith("\\x")) return `${sql} = ${literal(written)} collate binary`;
  if (kind(column) === "number" && /^-?\d{1,18}$/.test(written)) return `${sql} = ${written}`;
  return `${text(side)} = ${literal(written)}`;
}

function isAfter(side: Side, written: string): string {
  const { sql, column } = side;
  if (kind(column) === "number" && /^-?\d{1,18}$/.test(written)) return `${sql} > ${written}`;
  return kind(column) === "text" && !written.startsWith("\\x")
    ? `${sql} > ${literal(written)}`
    : `${text(side)} > ${literal(written)}`;
}

function among(json: string, path: readonly string[], arrow: string): string {
  const found = memberPaths(path).map((one) => `${json} ${arrow} ${literal(one)}`);
  return `case when json_valid(${json}) then ${found.length === 1 ? found[0] : `coalesce(${found.join(", ")})`} end`;
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

export const sqlite: Dialect = {
  qualified: ({ schema, name }) => `${ident(schema)}.${ident(name)}`,
  temporary: (name) => `temp.${ident(name)}`,
  createTemporary: (name, body) => `create table ${name} (${body})`,
  dropTemporary: (names) => names.map((name) => `drop table if exists ${name}`),
  createLasting: (name, body) => `create table if not exists ${name} (${body})`,
  lastingNames: (schema, prefix) =>
    `select name from ${ident(schema)}.sqlite_schema where type = 'table' and substr(name, 1, ${prefix.length}) = ${literal(prefix)}`,
  keyType: (column) => {
    const affinity = affinityOf(column?.type ?? "");
    const collation = column?.collation === undefined ? "" : ` collate ${ident(column.collation)}`;
    return `${affinity === "blob" ? "" : affinity}${collation}`;
  },
  textType: () => "text",
  formType: "text",
  text,
  exact: (sql) => `${sql} collate binary`,
  isKey,
  isAfter,
  formText: (form) => form,
  // An index on the text knows nothing of blanks around it; reading a file is quick.
  narrowed: () => undefined,
  equal,
  differs: (a, b) => `(${a}) is not (${b})`,
  identityForm: (identity, stored) => {
    if (identity === "digest") return stored;
    return `${identity === "phone" ? functions.phone : functions.email}(${stored})`;
  },
  identityForms: (identity, spelling) =>
    identity === "digest" || identity === "phone" ? [spelling] : [normaliseEmail(spelling)],
  day: ({ sql }, there) => `${functions.day}(cast(${sql} as text), ${literal(there?.timeZone ?? "UTC")})`,
  member: (json, path) => among(json, path, "->>"),
  memberJson: (json, path) => among(json, path, "->"),
  withoutMember,
  coarser: ({ sql, column }, to) => {
    if (to.kind === "first")
      return column?.family === "text" ? `substr(${sql}, 1, ${Math.trunc(to.characters)})` : undefined;
    if (to.of === "network") return column?.family === "text" ? `${functions.network}(${sql})` : undefined;
    if (column?.family !== "date" && column?.family !== "timestamp") return undefined;
    const day = `${functions.day}(case when typeof(${sql}) = 'text' then ${sql} end, 'UTC')`;
    return to.of === "year" ? `substr(${day}, 1, 4) || '-01-01'` : `substr(${day}, 1, 7) || '-01'`;
  },
  compact: (json) => `json(${json})`,
  jsonText: (sql) => `json_quote(${sql})`,
  random: "lower(hex(randomblob(16)))",
  update: ({ table, list, key }, sets) => {
    const match = key.map((column, at) => `t.${ident(column)} = f.k${at + 1}`).join(" and ");
    return `update ${table} as t set ${sets.map(([column, sql]) => `${ident(column)} = ${sql}`).join(", ")} from ${list} f where ${match}`;
  },
  delete: ({ table, list, key, where }) => {
    const columns = key.map(ident).join(", ");
    const keys = key.map((_, at) => `k${at + 1}`).join(", ");
    return `delete from ${table} where ${key.length === 1 ? columns : `(${columns})`} in (select ${keys} from ${list} f${where === undefined ? "" : ` where ${where}`})`;
  },
  rowKey: (texts) => `json_array(${texts.join(", ")})`,
  insertIgnore: "insert or ignore",
  insertingLocks: false,
  carried: ({ sql }) => ({ read: sql, write: literal }),
  // One writer at a time: nobody changes anything meanwhile.
  forUpdate: "",
  forShare: "",
  beginReading: ["begin"],
  beginWriting: ["begin immediate"],
  beginLoosely: ["begin"],
  thenJoin: "cross join",
  // Every row is looked at in any case.
  mayHold: (stored) => `(${stored}) is not null`,
  moment: ({ sql, column }, instant, local) => {
    // A clock time without a zone is that of the organisation.
    if (column?.family === "date") return { read: `date(${sql})`, value: literal(local.slice(0, 10)) };
    if (column?.family === "number") return { read: sql, value: String(Math.trunc(instant.getTime() / 1_000)) };
    const isText = column?.family === "timestamp" || column?.family === "text";
    return isText ? { read: `datetime(${sql})`, value: literal(local) } : undefined;
  },
};
