/** The statements behind an answer: JSON is built by the database, so that no row ever becomes an object of ours. */
import { isCategory, topCategory } from "#policy";
import type { Column } from "#policy";
import { withoutMember } from "./erase-columns.ts";
import { directFrom, pathsOf } from "./ownership-collect.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { identityOwned, keyColumns, keyMatch } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";
import type { WorkPlace } from "./work.ts";

/** Top-level categories that the mapping of this table can fill. */
export function topCategoriesOf(table: OwnedTable): string[] {
  return [
    ...new Set(
      table.mapping.columns.flatMap((column) => [
        topCategory(column.category),
        ...column.json.map((part) => topCategory(part.category)),
      ]),
    ),
  ];
}

/**
 * `COPY` of all rows of a table, as far as they say something of one top-level category: one line `,{…}` per row. Quote
 * and delimiter are control characters, which JSON text never holds, so that nothing is quoted.
 */
export function copyStatement(
  table: OwnedTable,
  work: WorkPlace,
  category: string,
  rows: string = rowsOf(table, work),
): string | undefined {
  const values = table.mapping.columns.flatMap((column) => {
    const sql = columnValue(table, work, column, category);
    return sql === undefined ? [] : [{ name: column.name, sql }];
  });
  if (values.length === 0) return undefined;
  const key = table.key.map((column) => jsonText(table, column)).join(" || ',' || ");
  const shared =
    table.mapping.shared.access === "show" ? `case when k.shared then ',"shared":true' else '' end ||` : "";
  const head = literal(`,{"table":${JSON.stringify(table.mapping.name)},"key":[`);
  const members = values.map(
    ({ name, sql }, at) => `${literal(`${at === 0 ? "" : ","}${JSON.stringify(name)}:`)} || ${sql}`,
  );
  const json = `${key} || '],"values":{' || ${members.join(" || ")} || '}'`;
  const line = `${head} || ${mayHoldLines(table) ? `translate(${json}, E'\\n\\r', '  ')` : json} || ${shared} '}'`;
  return `copy (select ${line} from ${rows}) to stdout (format csv, quote E'\\x01', delimiter E'\\x02', encoding 'utf8')`;
}

/** Texts put together row by row: an object built by a function of JSON takes half as long again. */
function jsonText(table: OwnedTable, column: string): string {
  const type = table.relation.columns.get(column)?.type ?? "";
  const value = `t.${ident(column)}`;
  const isWhole = /^(smallint|integer|bigint)$/.test(type);
  // Also where NULL is forbidden: such a constraint may never have been validated, and one NULL would lose the row.
  return `coalesce(${isWhole ? `${value}::text` : `to_json(${value})::text`}, 'null')`;
}

/** What `sql` yields, as the text of JSON. */
function asText(sql: string): string {
  return `coalesce(to_json(${sql})::text, 'null')`;
}

/**
 * White space between the members of stored JSON may hold line breaks, which would end the line; inside texts they are
 * always escaped. Only `json` keeps such white space, and what holds it or is turned into it by a cast of its own.
 */
function mayHoldLines(table: OwnedTable): boolean {
  return [...table.key, ...table.mapping.columns.map((column) => column.name)].some((name) => {
    const column = table.relation.columns.get(name);
    return column === undefined || !(oneLineFamilies.has(column.family) || oneLineTypes.test(column.type));
  });
}

const oneLineFamilies = new Set(["text", "number", "boolean", "date", "timestamp", "uuid", "bytes"]);
/** As `format_type` writes them, also with a length and as arrays; types that people made are never among them. */
const oneLineTypes =
  /^(?:jsonb|inet|cidr|macaddr8?|interval|money|bit|time|timestamp|date|text|character|uuid|bytea|boolean|smallint|integer|bigint|numeric|real|double precision)(?=$|[ ([])/;

/** The rows that are shown, as `t` with their bookkeeping `k`. */
export function rowsOf(table: OwnedTable, work: WorkPlace): string {
  return `${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")} where k.fate is distinct from 'withheld'`;
}

/**
 * The same rows where none is shared, found again by what leads to them when that is quicker than by their keys: in the
 * snapshot of an answer nothing changes in between.
 */
export function unsharedRowsOf(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace): string {
  const direct = directFrom(plan, table, work);
  return direct === undefined ? rowsOf(table, work) : `(select t.* ${direct}) t cross join (select false as shared) k`;
}

/** What a column holds of this category, as the text of JSON, never NULL; `undefined` when it holds nothing of it. */
function columnValue(table: OwnedTable, work: WorkPlace, column: Column, category: string): string | undefined {
  const own = topCategory(column.category) === category;
  const value = `t.${ident(column.name)}`;
  const family = table.relation.columns.get(column.name)?.family;
  if (column.json.length === 0 || family !== "json")
    return own ? guarded(table, work, column.name, column.category) : undefined;
  const parts = column.json
    .filter((part) => topCategory(part.category) === category)
    .map((part) => {
      const member = `${value}::jsonb #> array[${part.path.map(literal).join(", ")}]::text[]`;
      return { name: part.path.join("."), sql: isCredential(part.category) ? withheld(member) : `(${member})::json` };
    });
  const rest = column.json.reduce((json, part) => withoutMember(json, part.path, undefined), `${value}::jsonb`);
  const named = [...parts, ...(own ? [{ name: "", sql: `(${rest})::json` }] : [])];
  if (named.length === 0) return undefined;
  // One object per column; the rest of the document stands under the empty name.
  const object = named.map(({ name, sql }) => `(${literal(name)}::text, ${sql})`).join(", ");
  return asText(
    `(select json_object_agg(m.name, m.value) from (values ${object}) m(name, value) where m.value is not null)`,
  );
}

/** Secrets are named, not copied; of a shared row the other person's address is not shown. */
function guarded(table: OwnedTable, work: WorkPlace, column: string, category: string): string {
  const value = `t.${ident(column)}`;
  if (isCredential(category)) return asText(withheld(value));
  const identity = pathsOf(table).find((path) => path.kind === "identity" && path.column === column);
  if (identity?.kind !== "identity" || table.mapping.shared.access === "withhold") return jsonText(table, column);
  return `case when k.shared and not coalesce(${identityOwned(identity, work, "t", "")}, false) and ${value} is not null then '{"withheld":"another person"}' else ${jsonText(table, column)} end`;
}

function withheld(value: string): string {
  return `case when ${value} is not null then '{"withheld":"credential"}'::json end`;
}

export function isCredential(category: string): boolean {
  return isCategory(category, "credentials");
}

/** Display texts of the first rows of a table, and how many there are. */
export function readableStatement(table: OwnedTable, work: WorkPlace, rows: number): string {
  const identities = new Map(pathsOf(table).flatMap((path) => (path.kind === "identity" ? [[path.column, path]] : [])));
  const values = table.mapping.columns.map((column) => {
    const value = `t.${ident(column.name)}`;
    if (isCredential(column.category)) return `case when ${value} is not null then '•••' end`;
    const identity = identities.get(column.name);
    const shown = `case when length(${value}::text) > 2000 then left(${value}::text, 2000) || '…' else ${value}::text end`;
    if (identity === undefined) return shown;
    return `case when k.shared and not coalesce(${identityOwned(identity, work, "t", "")}, false) and ${value} is not null then '•••' else ${shown} end`;
  });
  const order = table.key.map((column) => `t.${ident(column)}`).join(", ");
  // The few that are shown are chosen by their keys alone, so that a great many rows are not read for them.
  const first = `(select * from ${work.rows(table)} k where k.fate is distinct from 'withheld' order by ${keyColumns(table).join(", ")} limit ${rows}) k`;
  return `select array[${values.map((value) => `(${value})::text`).join(", ")}]::text[] as cells from ${first} join ${table.sql} t on ${keyMatch(table, "t", "k")} order by ${order}`;
}
