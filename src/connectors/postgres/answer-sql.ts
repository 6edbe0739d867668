/** The statements behind an answer. No row ever becomes an object of ours but the few that a page shows. */
import { isCategory, topCategory } from "#policy";
import type { Column } from "#policy";
import type { CopiedTable } from "./answer-copy.ts";
import { leftOut, toldWhole } from "../sql/only.ts";
import { notFinite, type Sent } from "./answer-rows.ts";
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
  ].filter((category) => category !== leftOut);
}

/**
 * `COPY` of rows, as far as they say something of one top-level category. Values go as the database writes them;
 * `answer-rows.ts` makes JSON of the lines.
 */
export function copyOf(shown: ShownRows, work: WorkPlace, category: string): CopiedTable | undefined {
  const { table, withShared } = shown;
  const values = table.mapping.columns.flatMap((column) => {
    const value = columnValue(table, work, column, category, withShared);
    return value === undefined ? [] : [{ ...value, told: describe(table, column, category) }];
  });
  if (values.length === 0) return undefined;
  const keys = table.key
    .filter((name) => values.every(({ told }) => told.name !== name))
    .map((name) => ({ ...plainValue(table, name), told: { name, type: typeOf(table, name), key: true } }));
  const marks = withShared ? [{ sql: "k.shared::text", sent: "bare" as const, told: { is: "shared" } }] : [];
  const columns = [...keys, ...values, ...marks];
  const named = columns.map(({ sql }, at) => `${sql} as c${at}`);
  const quoted = columns.flatMap(({ sent }, at) => (sent === "text" ? [`c${at}`] : []));
  const force = quoted.length === 0 ? "" : `, force_quote (${quoted.join(", ")})`;
  const head = { table: table.mapping.name, columns: columns.map(({ told }) => told) };
  return {
    head: `${JSON.stringify(head).slice(0, -1)},"rows":[`,
    columns: columns.map(({ sent }) => sent),
    sql: `copy (select ${named.join(", ")} from ${shown.all}) to stdout (format csv, quote '"', escape E'\\\\', null 'null', encoding 'utf8'${force})`,
  };
}

/** A column as the head of its table's rows says it. */
interface ToldColumn {
  readonly name: string;
  readonly type: string;
  readonly key?: true;
  readonly is?: string;
  /** Declared members of a JSON column, with their categories; what else the document holds is under the empty name. */
  readonly members?: Readonly<Record<string, string>>;
}

function describe(table: OwnedTable, column: Column, category: string): ToldColumn {
  const key = table.key.includes(column.name) ? { key: true as const } : {};
  const told = { name: column.name, type: typeOf(table, column.name), ...key };
  const own = topCategory(column.category) === category ? { is: column.category } : {};
  if (!hasMembers(table, column)) return { ...told, ...own };
  const members = column.json.filter((part) => topCategory(part.category) === category);
  return {
    ...told,
    ...own,
    members: Object.fromEntries(members.map((part) => [part.path.join("."), part.category])),
  };
}

function typeOf(table: OwnedTable, column: string): string {
  return table.relation.columns.get(column)?.type ?? "text";
}

function hasMembers(table: OwnedTable, column: Column): boolean {
  return column.json.length > 0 && table.relation.columns.get(column.name)?.family === "json";
}

interface Value {
  readonly sql: string;
  readonly sent: Sent;
}

/** A value as it stands in the table, in the cheapest way in which it arrives as JSON. */
function plainValue(table: OwnedTable, name: string): Value {
  const column = table.relation.columns.get(name);
  const value = `t.${ident(name)}`;
  const type = column?.type ?? "";
  if (/^(?:smallint|integer|bigint)$/.test(type)) return { sql: value, sent: "bare" };
  if (/^(?:numeric|real|double precision)(?=$|\()/.test(type))
    return {
      sql: `case when ${value} in ('NaN', 'Infinity', '-Infinity') then ${notFinite} || ${value}::text else ${value}::text end`,
      sent: "number",
    };
  if (column?.family === "boolean") return { sql: `${value}::text`, sent: "bare" };
  if (column?.family === "json") return { sql: `${value}::text`, sent: "json" };
  const asText = textFamilies.has(column?.family ?? "") || textTypes.test(type);
  return asText ? { sql: value, sent: "text" } : { sql: `to_json(${value})::text`, sent: "json" };
}

const textFamilies = new Set(["text", "date", "timestamp", "uuid", "bytes"]);
/** As `format_type` writes them; what people made may have a cast to JSON of its own. */
const textTypes = /^(?:inet|cidr|macaddr8?|interval|money|bit|time)(?=$|[ (])(?!.*\[\])/;

/** Rows of a table that are shown, as `t`, and with `k.shared` when there are shared ones among them. */
export interface ShownRows {
  readonly table: OwnedTable;
  readonly withShared: boolean;
  /** What stands after `from` for all of them. */
  readonly all: string;
  /** The same for so many of them at most: the first by key where they are known by key. */
  readonly some: (rows: number) => string;
}

/**
 * Where no row is shared they are found again by what leads to them when that is quicker than by their keys: in the
 * snapshot of an answer nothing changes in between.
 */
export function shownRows(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace, shared: number): ShownRows {
  const direct = shared === 0 ? directFrom(plan, table, work) : undefined;
  const withShared = shared > 0 && table.mapping.shared.access === "show";
  if (direct !== undefined)
    return {
      table,
      withShared,
      all: direct.replace(/^from /, ""),
      some: (rows) => `(select t.* ${direct} limit ${rows}) t`,
    };
  const keys = `${work.rows(table)} k`;
  const shown = "k.fate is distinct from 'withheld'";
  const join = `join ${table.sql} t on ${keyMatch(table, "t", "k")}`;
  const order = keyColumns(table).map((key) => `k.${key}`);
  return {
    table,
    withShared,
    all: `${keys} ${join} where ${shown}`,
    // Chosen by their keys alone, so that a great many rows are not read for the few.
    some: (rows) => `(select * from ${keys} where ${shown} order by ${order.join(", ")} limit ${rows}) k ${join}`,
  };
}

/** What a column holds of this category; `undefined` when it holds nothing of it. */
function columnValue(
  table: OwnedTable,
  work: WorkPlace,
  column: Column,
  category: string,
  withShared: boolean,
): Value | undefined {
  const own = topCategory(column.category) === category;
  const value = `t.${ident(column.name)}`;
  if (!hasMembers(table, column)) return own ? guarded(table, work, column, withShared) : undefined;
  const parts = column.json
    .filter((part) => topCategory(part.category) === category)
    .map((part) => {
      const member = `${value}::jsonb #> array[${part.path.map(literal).join(", ")}]::text[]`;
      return {
        name: part.path.join("."),
        sql: isCredential(part.category) ? `${withheld(member, "credential")}::json` : `(${member})::json`,
      };
    });
  const rest = column.json.reduce((json, part) => withoutMember(json, part.path, undefined), `${value}::jsonb`);
  const named = [...parts, ...(own ? [{ name: "", sql: `(${rest})::json` }] : [])];
  if (named.length === 0) return undefined;
  // One object per column; the rest of the document stands under the empty name.
  const object = named.map(({ name, sql }) => `(${literal(name)}::text, ${sql})`).join(", ");
  const sql = `(select json_object_agg(m.name, m.value) from (values ${object}) m(name, value) where m.value is not null)::text`;
  return { sql, sent: "json" };
}

/** Secrets are named, not copied; of a shared row the other person's address is not shown. */
function guarded(table: OwnedTable, work: WorkPlace, column: Column, withShared: boolean): Value {
  const value = `t.${ident(column.name)}`;
  if (isCredential(column.category)) return { sql: withheld(value, "credential"), sent: "json" };
  const identity = pathsOf(table).find((path) => path.kind === "identity" && path.column === column.name);
  if (identity?.kind !== "identity" || !withShared) return plainValue(table, column.name);
  const others = `k.shared and not coalesce(${identityOwned(identity, work, "t", "")}, false)`;
  return {
    sql: `case when ${others} then ${withheld(value, "another person")} else to_json(${value})::text end`,
    sent: "json",
  };
}

function withheld(value: string, why: string): string {
  return `case when ${value} is not null then ${literal(JSON.stringify({ withheld: why }))} end`;
}

export function isCredential(category: string): boolean {
  return isCategory(category, "credentials");
}

/** Display texts of the first rows of a table. */
export function readableStatement(shown: ShownRows, work: WorkPlace, rows: number): string {
  const { table, withShared } = shown;
  const identities = new Map(pathsOf(table).flatMap((path) => (path.kind === "identity" ? [[path.column, path]] : [])));
  const values = toldWhole(table).map((column) => {
    const value = `t.${ident(column.name)}`;
    if (isCredential(column.category)) return `case when ${value} is not null then '•••' end`;
    const identity = identities.get(column.name);
    const text = `case when length(${value}::text) > 2000 then left(${value}::text, 2000) || '…' else ${value}::text end`;
    if (identity === undefined || !withShared) return text;
    return `case when k.shared and not coalesce(${identityOwned(identity, work, "t", "")}, false) and ${value} is not null then '•••' else ${text} end`;
  });
  const order = table.key.map((column) => `t.${ident(column)}`).join(", ");
  return `select array[${values.map((value) => `(${value})::text`).join(", ")}]::text[] as cells from ${shown.some(rows)} order by ${order}`;
}
