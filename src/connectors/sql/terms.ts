/** Rows past their term, counted in one reading of each table. Which start is past is decided once, by the policy. */
import { type LocalDate, yearOf } from "#base";
import { endsByDate, lastStartOver, type Policy } from "#policy";
import type { TermRows } from "../contract.ts";
import { type Anonymous, amongPersonal, anonymousBy } from "./anonymous.ts";
import { anonymousWriting } from "./assignments.ts";
import type { Session, SqlRow } from "./dialect.ts";
import { startOf } from "./fates.ts";
import type { OwnedTable } from "./ownership.ts";
import { literal } from "./quote.ts";
import type { Reading } from "./work.ts";

/** Of a table: its rule, and the last start that is over on each day; or why there is none. */
export interface TermAsked {
  readonly table: string;
  readonly rule: string;
  readonly uncounted?: "no-date" | "no-start";
  readonly lastStarts: readonly (LocalDate | undefined)[];
}

/** `undefined` for a table that no rule keeps. */
export function termAsked(
  policy: Policy,
  { name, keep }: OwnedTable["mapping"],
  days: readonly LocalDate[],
): TermAsked | undefined {
  if (keep === undefined) return undefined;
  const { rule, from } = keep;
  const of = { table: name, rule };
  if (!endsByDate(policy, rule)) return { ...of, uncounted: "no-date", lastStarts: [] };
  if (from === undefined) return { ...of, uncounted: "no-start", lastStarts: [] };
  return { ...of, lastStarts: days.map((day) => lastStartOver(policy, rule, day)) };
}

/** `start`: the day on which the term of a row `t` starts, as SQL. */
export function termsStatement(
  tableSql: string,
  start: string,
  { lastStarts }: TermAsked,
  made: Anonymous | undefined,
  oldest = "min(s.day)",
): string {
  const over = lastStarts.map((last, at) => {
    const isOver = last === undefined ? "1 = 0" : `s.day <= ${literal(last)}`;
    return `coalesce(sum(case when ${isOver} then 1 else 0 end), 0) as over${at}`;
  });
  const columns = ["count(*) as n", "count(s.day) as known", `${oldest} as oldest`, ...over];
  return `select ${columns.join(", ")} from (select ${start} as day from ${tableSql} t${amongPersonal(made)}) s`;
}

export function termRows({ table, rule, uncounted, lastStarts }: TermAsked, row: SqlRow | undefined): TermRows {
  const number = (name: string) => Number(row?.[name] ?? 0);
  const oldest = row?.["oldest"];
  return {
    table,
    rule,
    ...(uncounted && { uncounted }),
    rows: number("n"),
    over: lastStarts.map((_, at) => number(`over${at}`)),
    ...(typeof oldest === "string" && { oldest: oldest as LocalDate }),
    unknown: number("n") - number("known"),
  };
}

/** No database has moments before. */
const firstYear = 1970;

export async function termsOf(
  session: Session,
  reading: Pick<Reading, "dialect" | "plan">,
  policy: Policy,
  days: readonly LocalDate[],
): Promise<readonly TermRows[]> {
  const { timeZone } = policy;
  const there = { timeZone, fromYear: firstYear, toYear: Math.max(firstYear, ...days.map(yearOf)) + 1 };
  const found: TermRows[] = [];
  for (const table of reading.plan.tables) {
    const asked = termAsked(policy, table.mapping, days);
    if (asked === undefined) continue;
    const { keep } = table.mapping;
    const made = anonymousBy(policy, table, anonymousWriting(reading.dialect, table));
    const start = keep && asked.uncounted === undefined ? startOf(reading, table, keep, "t", there) : undefined;
    const rows = start === undefined ? [] : await session.all(termsStatement(table.sql, start, asked, made));
    found.push(termRows(asked, rows[0]));
  }
  return found;
}
