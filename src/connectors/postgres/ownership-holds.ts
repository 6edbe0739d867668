/**
 * Until when the law obliges keeping a row, as SQL. The dated spans come from the law by way of the policy; here they
 * only become a date per row, as a rule 31 December of the year in which the term starts plus the years of the duty.
 */
import type { LocalDate } from "#base";
import type { Table } from "#policy";
import type { CatalogueColumn } from "../sql/catalogue-types.ts";
import type { HoldTerms } from "../sql/holds.ts";
import { type OwnedTable, type OwnershipPlan } from "./ownership.ts";
import { referenceMatch, targetOf } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";

export type { HoldTerms } from "../sql/holds.ts";

/**
 * A date expression over the row `t`, or `undefined` when nothing holds the table's rows. A row whose start is unknown
 * counts as starting today: what is deleted too early cannot be brought back.
 */
export function heldUntil(
  plan: OwnershipPlan,
  table: OwnedTable,
  terms: HoldTerms,
  today: LocalDate,
  t: string,
): string | undefined {
  const spans = table.mapping.keep === undefined ? undefined : terms(table.mapping.keep.rule);
  if (table.mapping.keep === undefined || spans === undefined || spans.length === 0) return undefined;
  const day = `coalesce(${startOf(plan, table, table.mapping.keep, t, spans[0]?.timeZone) ?? "null::date"}, ${literal(today)}::date)`;
  const years = spans.map((span) => {
    const within = [
      ...(span.from === undefined ? [] : [`s.day >= ${literal(span.from)}::date`]),
      ...(span.before === undefined ? [] : [`s.day < ${literal(span.before)}::date`]),
    ];
    const years = Math.trunc(span.years);
    const end =
      span.countsFrom === "date"
        ? `(s.day + make_interval(years => ${years}))::date`
        : `make_date(extract(year from s.day)::int + ${years}, 12, 31)`;
    return `when ${within.length === 0 ? "true" : within.join(" and ")} then ${end}`;
  });
  return `(select case ${years.join(" ")} end from (select ${day} as day) s)`;
}

/** The day on which the term of a row `t` starts, as SQL; `undefined` when the policy names no column for it. */
export function startOf(
  plan: OwnershipPlan,
  table: OwnedTable,
  keep: NonNullable<Table["keep"]>,
  t: string,
  timeZone: string | undefined,
): string | undefined {
  if (keep.from === undefined) return undefined;
  if (!("via" in keep.from))
    return asDate(`${t}.${ident(keep.from.column)}`, table.relation.columns.get(keep.from.column), timeZone);
  const target = targetOf(plan, keep.from.via);
  const column = target?.relation.columns.get(keep.from.column);
  if (target === undefined || column === undefined) return undefined;
  // Several targets: the latest start holds longest.
  return `(select max(${asDate(`p.${ident(column.name)}`, column, timeZone)}) from ${target.sql} p where ${referenceMatch(table, keep.from.via, target.relation, t, "p")})`;
}

/**
 * A moment counts on the day that it was where the organisation is: half an hour before midnight in UTC can be another year. A book
 * year counts as its last day. Years that no calendar has are unknown, not an error.
 */
function asDate(sql: string, column: CatalogueColumn | undefined, timeZone: string | undefined): string {
  if (column?.type.endsWith("with time zone") === true && column.family === "timestamp" && timeZone !== undefined)
    return `(${sql} at time zone ${literal(timeZone)})::date`;
  if (column?.family === "date" || column?.family === "timestamp") return `${sql}::date`;
  const year =
    column?.family === "number" ? `${sql}::numeric` : `substring(${sql}::text from '^\\s*(\\d{4})')::numeric`;
  return `case when ${year} between 1 and 9000 then make_date(floor(${year})::int, 12, 31) end`;
}
