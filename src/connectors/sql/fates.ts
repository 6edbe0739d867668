/** What becomes of each row of the person: written beside its key, by the rule of its table and the law. */
import { type LocalDate, yearOf } from "#base";
import type { Table } from "#policy";
import { anyOf, conditionsOf, referenceMatch, targetOf } from "./conditions.ts";

import type { Place, Session } from "./dialect.ts";
import { fillList, inList } from "./lists.ts";
import type { HoldSpan, HoldTerms } from "./holds.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { keyColumns, personRows, type Reading, sameKey } from "./work.ts";

/** What holds rows on the day of the order. */
export interface Holds {
  readonly today: LocalDate;
  readonly terms: HoldTerms;
}

/**
 * Fates of an erasure: delete, anonymise, keep, held, shared-keep, shared-detach. Without `holds` nothing is erased, and
 * only what an answer withholds is told apart.
 */
export async function writeFates(session: Session, reading: Reading, holds: Holds | undefined): Promise<void> {
  const { work, plan } = reading;
  for (const table of plan.tables) {
    const store = work.store(table);
    const rule = literal(table.mapping.erase);
    if (holds === undefined) {
      await session.run(`update ${store} set fate = ${rule}`);
      const withheld = table.mapping.shared.access === "withhold" ? "1" : isAnother(reading, table);
      if (withheld === "0") continue;
      await fillList(
        session,
        reading,
        table,
        `select ${keyColumns(table, "k")} ${personRows(table, work)} where k.shared = 1 and ${withheld}`,
      );
      await session.run(`update ${store} set fate = 'withheld' where ${inList(table, reading)}`);
      continue;
    }
    const until = heldUntil(reading, table, holds, "t");
    if (until !== undefined) {
      const held = `select ${keyColumns(table, "k")}, ${until} as day ${personRows(table, work)}`;
      await fillList(session, reading, table, held, ["day"]);
      const day = `(select f.day from ${work.list(table)} f where ${sameKey(table, "f", store)})`;
      await session.run(`update ${store} set held_until = ${day}`);
      await session.run(`update ${store} set held_until = null where held_until < ${literal(holds.today)}`);
    }
    const shared = literal(`shared-${table.mapping.shared.erase}`);
    await session.run(
      `update ${store} set fate = case when held_until is not null then 'held' when shared = 1 then ${shared} else ${rule} end`,
    );
  }
}

/**
 * Until when the law holds a row `t`, as `YYYY-MM-DD`; `undefined` when nothing holds the table's rows. A row whose start is
 * unknown counts as starting today: what is deleted too early cannot be brought back.
 */
export function heldUntil(reading: Reading, table: OwnedTable, holds: Holds, t: string): string | undefined {
  const { keep } = table.mapping;
  const spans = keep === undefined ? undefined : holds.terms(keep.rule);
  if (keep === undefined || spans === undefined || spans.length === 0) return undefined;
  const today = literal(holds.today);
  const start = startOf(reading, table, keep, t, placeOf(spans, holds.today));
  const day = start === undefined ? today : `coalesce(${start}, ${today})`;
  const cases = spans.map((span) => `when ${within(span, day)} then ${endOf(span, day)}`);
  return `(case ${cases.join(" ")} end)`;
}

function within({ from, before }: HoldSpan, day: string): string {
  const parts = [
    ...(from === undefined ? [] : [`${day} >= ${literal(from)}`]),
    ...(before === undefined ? [] : [`${day} < ${literal(before)}`]),
  ];
  return parts.length === 0 ? "1" : parts.join(" and ");
}

/** A 29 February ends on the 28th where the year has no other. */
function endOf({ years: written, countsFrom }: HoldSpan, day: string): string {
  const years = Math.trunc(written);
  const year = `(substr(${day}, 1, 4) + ${years})`;
  if (countsFrom !== "date") return `(${year} || '-12-31')`;
  const leap = `(${year} % 4 = 0 and (${year} % 100 <> 0 or ${year} % 400 = 0))`;
  return `case when substr(${day}, 6) = '02-29' and not ${leap} then ${year} || '-02-28' else ${year} || substr(${day}, 5) end`;
}

/** Whatever started before the longest term may hold nothing any more, whichever day it was. */
function placeOf(spans: readonly HoldSpan[], today: LocalDate): Place | undefined {
  const timeZone = spans[0]?.timeZone;
  const longest = Math.max(...spans.map(({ years }) => years));
  return timeZone === undefined
    ? undefined
    : { timeZone, fromYear: yearOf(today) - Math.trunc(longest) - 2, toYear: yearOf(today) + 1 };
}

/** The day on which the term of a row `t` starts, as SQL; `undefined` when the policy names no column for it. */
export function startOf(
  reading: Pick<Reading, "dialect" | "plan">,
  table: OwnedTable,
  keep: NonNullable<Table["keep"]>,
  t: string,
  there: Place | undefined,
): string | undefined {
  const { dialect, plan } = reading;
  if (keep.from === undefined) return undefined;
  if (!("via" in keep.from))
    return dialect.day(
      { sql: `${t}.${ident(keep.from.column)}`, column: table.relation.columns.get(keep.from.column) },
      there,
    );
  const target = targetOf(plan, keep.from.via) ?? unmapped(reading, keep.from.via.table);
  const column = target?.relation.columns.get(keep.from.column);
  if (target === undefined || column === undefined) return undefined;
  // Several targets: the latest start holds longest.
  const match = referenceMatch(dialect, table, keep.from.via, target.relation, t, "p");
  return `(select max(${dialect.day({ sql: `p.${ident(column.name)}`, column }, there)}) from ${target.sql} p where ${match})`;
}

/** A term may start in a table without persons. */
function unmapped({ dialect, plan }: Pick<Reading, "dialect" | "plan">, name: string) {
  const relation = plan.catalogue.relations.get(name);
  return relation && { relation, sql: dialect.qualified({ schema: plan.catalogue.schema, name }) };
}

/** Shared rows that *are* another person: no answer shows them, whatever the policy says of shared rows. */
function isAnother(reading: Reading, table: OwnedTable): string {
  const { decides, outside } = conditionsOf(reading, table);
  return anyOf(
    table.mapping.person.flatMap((path) =>
      path.kind === "is" ? [`(${decides(path, "t")} and ${outside(path, "t")})`] : [],
    ),
  );
}
