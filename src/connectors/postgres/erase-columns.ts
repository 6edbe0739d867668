/**
 * What erasure writes into rows that stay. An anonymised row loses its personal values and every link by which it leads
 * to the person; a shared row that is detached loses the links of this person only.
 */
import { Buffer } from "node:buffer";
import type { Coarser, Column, PersonPath } from "#policy";
import type { AnonymousWriting } from "../sql/anonymous.ts";
import type { CatalogueColumn } from "../sql/catalogue-types.ts";
import { knownColumns } from "./identity-sql.ts";
import { type OwnedTable, type OwnershipPlan, pathsOf } from "./ownership.ts";
import { anyOf, identityOwned, keyMatch, referenceMatch, targetOf } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";
import type { WorkPlace } from "./work.ts";

/** Column and the value it takes, as SQL over the row `t`. */
export type Assignments = ReadonlyMap<string, string>;

/** Values of a row that stays without its person. Links to rows that stay anonymous themselves remain. */
export function anonymised(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace): Assignments {
  const values = new Map<string, string>();
  const links = linksOf(pathsOf(table), table, (path) => staysAnonymous(plan, table, path, work));
  for (const [column, stays] of links) values.set(column, `case when ${anyOf(stays)} then t.${ident(column)} end`);
  for (const path of pathsOf(table)) {
    const columns = path.kind === "identity" ? [path] : path.kind === "is" ? knownColumns(path) : [];
    for (const { column } of columns) values.set(column, "null");
  }
  for (const column of table.mapping.columns) {
    if (column.erased.kind === "keep") values.delete(column.name);
    else if (column.erased.kind === "text" || column.json.length > 0 || !links.has(column.name))
      values.set(column.name, erasedValue(table, column));
  }
  return writable(table, new Map([...endingReferences(plan, table, work), ...values]));
}

/** Values of a shared row that stays with its other owners. */
export function detached(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace): Assignments {
  const values = new Map<string, string>();
  // A path over other tables leads to several persons by the same columns; what is this person's alone is further on.
  const direct = pathsOf(table).filter((path) => path.kind !== "reference" || path.reference.through === undefined);
  const links = linksOf(direct, table, (path) => referenceMeets(plan, table, path, work, "not k.shared"));
  for (const [column, own] of links)
    values.set(column, `case when ${anyOf(own)} then null else t.${ident(column)} end`);
  for (const path of pathsOf(table)) {
    if (path.kind !== "identity") continue;
    const mapped = table.mapping.columns.find((column) => column.name === path.column);
    if (mapped?.erased.kind === "keep") continue;
    const mineAlone = identityOwned(path, work, "t", " where not e.contested");
    const value = mapped === undefined ? "null" : erasedValue(table, mapped);
    values.set(path.column, `case when ${mineAlone} then ${value} else t.${ident(path.column)} end`);
  }
  return writable(table, new Map([...endingReferences(plan, table, work), ...values]));
}

/**
 * Foreign keys of a row that stays, to rows of this person that go: an order keeps no reference to an address that is
 * deleted. Where it may not be NULL the database refuses, and the dry run says so.
 */
function endingReferences(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace): Map<string, string> {
  const ends = new Map<string, string[]>();
  const kept = new Set(
    table.mapping.columns.filter((column) => column.erased.kind === "keep").map((column) => column.name),
  );
  for (const key of table.relation.foreignKeys) {
    const target = key.targetSchema === undefined ? plan.byName.get(key.table) : undefined;
    if (target === undefined || target.mapping.erase !== "delete") continue;
    const match = key.columns.map((column, at) => `t.${ident(column)} = p.${ident(key.targetColumns[at] ?? "")}`);
    const goes = `exists (select 1 from ${target.sql} p join ${work.rows(target)} k on ${keyMatch(target, "p", "k")} where ${match.join(" and ")} and k.fate = 'delete')`;
    for (const column of key.columns)
      if (table.relation.columns.get(column)?.nullable === true && !table.key.includes(column) && !kept.has(column))
        ends.set(column, [...(ends.get(column) ?? []), goes]);
  }
  return new Map(
    [...ends].map(([column, goes]) => [column, `case when ${anyOf(goes)} then null else t.${ident(column)} end`]),
  );
}

/**
 * Columns of references, with the conditions of all paths that use them. Of a composite reference only what may be NULL
 * is cut: one NULL is enough to lead nowhere.
 */
function linksOf(
  paths: readonly PersonPath[],
  table: OwnedTable,
  condition: (path: Extract<PersonPath, { kind: "reference" }>) => string,
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
function staysAnonymous(
  plan: OwnershipPlan,
  table: OwnedTable,
  path: Extract<PersonPath, { kind: "reference" }>,
  work: WorkPlace,
): string {
  const [first] = path.reference.through ?? [];
  if (first === undefined) return referenceMeets(plan, table, path, work, "k.fate in ('anonymise', 'keep')");
  const { columns, when } = path.reference;
  const next = {
    columns,
    table: first.table,
    ...(first.targetColumns && { targetColumns: first.targetColumns }),
    ...(when && { when }),
  };
  return referenceMeets(plan, table, { ...path, reference: next }, work, "k.fate = 'anonymise'");
}

function referenceMeets(
  plan: OwnershipPlan,
  table: OwnedTable,
  path: Extract<PersonPath, { kind: "reference" }>,
  work: WorkPlace,
  condition: string,
): string {
  const target = targetOf(plan, path.reference);
  if (target?.owned === undefined) return "false";
  return `exists (select 1 from ${target.sql} p join ${work.rows(target.owned)} k on ${keyMatch(target.owned, "p", "k")} where ${referenceMatch(table, path.reference, target.relation, "t", "p")} and ${condition})`;
}

/** Documents are compared by what they say; JSON has no equality of its own. */
export function anonymousWriting(table: OwnedTable): AnonymousWriting {
  return {
    value: (column) => erasedValue(table, column),
    coarser: ({ name }, held, to) => coarserValue(table.relation.columns.get(name), held, to),
    differs: ({ name }, held, value) =>
      table.relation.columns.get(name)?.family === "json"
        ? `(${held})::jsonb is distinct from (${value})::jsonb`
        : `${held} is distinct from ${value}`,
  };
}

/** A text that is no IP address has no network, and goes. */
function coarserValue(column: CatalogueColumn | undefined, held: string, to: Coarser): string | undefined {
  const family = column?.family;
  if (to.kind === "first") return family === "text" ? `left(${held}, ${Math.trunc(to.characters)})` : undefined;
  if (to.of !== "network") {
    if (family === "date") return `date_trunc('${to.of}', ${held})::date`;
    if (family !== "timestamp") return undefined;
    return column?.type.startsWith("timestamp with time zone") === true
      ? `date_trunc('${to.of}', ${held}, 'UTC')`
      : `date_trunc('${to.of}', ${held})`;
  }
  if (column?.type === "inet")
    return `network(set_masklen(${held}, case family(${held}) when 4 then 24 else 48 end))::inet`;
  if (family !== "text") return undefined;
  const groups = `array_to_string((string_to_array(split_part(${held}, '::', 1), ':'))[1:3], ':') || '::'`;
  return `case when ${held} ~ '^\\d+\\.\\d+\\.\\d+\\.\\d+$' then regexp_replace(${held}, '\\d+$', '0') when ${held} ~ '^[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:' then ${groups} end`;
}

/** What the policy puts in the place of a value. */
export function erasedValue(table: OwnedTable, column: Column): string {
  const known = table.relation.columns.get(column.name);
  const old = `t.${ident(column.name)}`;
  const replacement = column.erased.kind === "text" ? textValue(column.erased.text, known) : undefined;
  const type = known?.type ?? "text";
  if (column.json.length > 0 && known?.family === "json")
    return `(${column.json.reduce(
      (json, part) => withoutMember(json, part.path, replacement),
      `${old}::jsonb`,
    )})::${type}`;
  if (replacement === undefined) return "null";
  if (known?.family === "json") return `to_jsonb(${replacement})::${type}`;
  return known?.family === "text" ? replacement : `(${replacement})::${type}`;
}

/** The text with a token where it says `{random}`, as long as the column can hold. */
function textValue(text: string, column: CatalogueColumn | undefined): string {
  const parts = text.split("{random}");
  if (parts.length === 1) return `${literal(text)}::text`;
  const fixed = Buffer.from(parts.join(""), "utf16le").length / 2;
  const room = column?.maxLength === undefined ? 32 : Math.floor((column.maxLength - fixed) / (parts.length - 1));
  const token = `left(replace(gen_random_uuid()::text, '-', ''), ${Math.max(1, Math.min(32, room))})`;
  return `(${parts.map((part) => `${literal(part)}::text`).join(` || ${token} || `)})`;
}

/** Each step names the value before it once, so that many members do not multiply the statement. */
export function withoutMember(json: string, path: readonly string[], replacement: string | undefined): string {
  const whole = `array[${path.map(literal).join(", ")}]::text[]`;
  const parent = `array[${path.slice(0, -1).map(literal).join(", ")}]::text[]`;
  const inArray = /^-?\d+$/.test(path.at(-1) ?? "") ? "('object', 'array')" : "('object')";
  const changed =
    replacement === undefined ? `s.j #- ${whole}` : `jsonb_set(s.j, ${whole}, to_jsonb(${replacement}), false)`;
  return `(select case when jsonb_typeof(s.j #> ${parent}) in ${inArray} then ${changed} else s.j end from (select ${json} as j) s)`;
}

function writable(table: OwnedTable, values: ReadonlyMap<string, string>): Assignments {
  return new Map([...values].filter(([column]) => table.relation.columns.get(column)?.generated === false));
}
