/** What a record of consents means in SQL: which rows count, which are older, and what is written. */
import { OperationalError } from "#base";
import type { ConsentRecord } from "#policy";
import type { ConsentBoundary, FreshConsent } from "../consent-contract.ts";
import type { Catalogue, Relation } from "../sql/catalogue-types.ts";
import { ident, literal, qualified } from "./quote.ts";

export interface ConsentTable {
  readonly record: ConsentRecord;
  /** `"schema"."table"`; its rows are `t` in the conditions. */
  readonly sql: string;
  /** Rows of this consent, whether or not they count. */
  readonly ofConsent: string;
  readonly inForce: string;
}

const column = (name: string) => `t.${ident(name)}`;
const together = (parts: readonly string[]) => (parts.length === 0 ? "true" : parts.join(" and "));

/** The record against the database as it is. Throws OperationalError `mapping-wrong`. */
export function consentTable(catalogue: Catalogue, record: ConsentRecord): ConsentTable {
  const { given, active, ended, version, when } = record;
  const relation = catalogue.relations.get(record.table);
  if (relation === undefined) throw wrong(`There is no table "${record.table}".`);
  const all = [given, active?.column, ended, version, ...when.map((one) => one.column)];
  for (const name of all.filter((one) => one !== undefined))
    if (!relation.columns.has(name)) throw wrong(`The table "${record.table}" has no column "${name}".`);
  for (const name of [given, ended].filter((one) => one !== undefined)) momentType(relation, name);
  const conditions = when.map((one) => `${column(one.column)}::text = ${literal(one.equals)}`);
  const counts = [
    ...conditions,
    ...(active === undefined ? [] : [`${column(active.column)}::text = ${literal(active.yes)}`]),
    ...(ended === undefined ? [] : [`${column(ended)} is null`]),
  ];
  return {
    record,
    sql: qualified({ schema: catalogue.schema, name: relation.name }),
    ofConsent: together(conditions),
    inForce: together(counts),
  };
}

/** Whether rows can say that a consent does not count. */
export function canEnd({ active, ended }: ConsentRecord): boolean {
  return active !== undefined || ended !== undefined;
}

/** Rows that count and were given before; a moment that is not known is no proof of a later one (GDPR art. 7(1)). */
export function olderThan(table: ConsentTable, catalogue: Catalogue, boundary: ConsentBoundary): string {
  const given = column(table.record.given);
  const moment = momentText(catalogue, table.record, table.record.given, boundary.before, boundary.timeZone);
  return `${table.inForce} and (${given} is null or ${given} < ${moment})`;
}

/** `set …` that puts a row out of force as of the boundary. */
export function endedAt(table: ConsentTable, catalogue: Catalogue, { before, timeZone }: ConsentBoundary): string {
  const { active, ended } = table.record;
  return [
    ...(active === undefined ? [] : [`${ident(active.column)} = ${literal(active.no)}`]),
    ...(ended === undefined
      ? []
      : [`${ident(ended)} = ${momentText(catalogue, table.record, ended, before, timeZone)}`]),
  ].join(", ");
}

/** `set …` that puts a row in force. */
export function givenAt(
  table: ConsentTable,
  catalogue: Catalogue,
  { at, timeZone, version }: { readonly at: Date; readonly timeZone: string; readonly version: string },
): string {
  const { given, active, ended, version: column } = table.record;
  return [
    `${ident(given)} = ${momentText(catalogue, table.record, given, at, timeZone)}`,
    ...(active === undefined ? [] : [`${ident(active.column)} = ${literal(active.yes)}`]),
    ...(ended === undefined ? [] : [`${ident(ended)} = null`]),
    ...(column === undefined ? [] : [`${ident(column)} = ${literal(version)}`]),
  ].join(", ");
}

/** Rows that a person's yes of this moment may put in force: not those that were, and were withdrawn since. */
export function renewable(
  table: ConsentTable,
  catalogue: Catalogue,
  { at, timeZone, inForceOnly }: Pick<FreshConsent, "at" | "timeZone" | "inForceOnly">,
): string {
  if (inForceOnly === true) return table.inForce;
  const moment = momentText(catalogue, table.record, table.record.given, at, timeZone);
  return `${table.ofConsent} and (${column(table.record.given)} is distinct from ${moment} or (${table.inForce}))`;
}

/** A moment as the column holds moments: a day or a clock time is that of the time zone. */
function momentText(catalogue: Catalogue, record: ConsentRecord, name: string, at: Date, timeZone: string): string {
  const relation = catalogue.relations.get(record.table);
  const instant = `${literal(at.toISOString())}::timestamptz`;
  const type = relation === undefined ? "instant" : momentType(relation, name);
  const local = `(${instant} at time zone ${literal(timeZone)})`;
  return { instant, local, date: `${local}::date` }[type];
}

function momentType(relation: Relation, name: string): "date" | "local" | "instant" {
  const column = relation.columns.get(name);
  if (column?.family === "date") return "date";
  if (column?.family === "timestamp") return column.type.endsWith("without time zone") ? "local" : "instant";
  throw wrong(`The column "${name}" of "${relation.name}" holds no date or moment.`);
}

function wrong(what: string): OperationalError {
  return new OperationalError(
    "mapping-wrong",
    `${what} No consent was counted or changed. Correct consents.….recorded in the policy.`,
  );
}
