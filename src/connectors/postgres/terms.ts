import type { PoolClient } from "pg";
import type { LocalDate } from "#base";
import type { Policy } from "#policy";
import type { TermRows } from "../contract.ts";
import { anonymousBy } from "../sql/anonymous.ts";
import type { SqlRow } from "../sql/dialect.ts";
import { termAsked, termRows, termsStatement } from "../sql/terms.ts";
import { anonymousWriting } from "./erase-columns.ts";
import { startOf } from "./ownership-holds.ts";
import type { OwnershipPlan } from "./ownership.ts";

/** Rows past their term, counted in one reading of each table. */
export async function termsOf(
  client: PoolClient,
  plan: OwnershipPlan,
  policy: Policy,
  days: readonly LocalDate[],
): Promise<readonly TermRows[]> {
  const found: TermRows[] = [];
  for (const table of plan.tables) {
    const asked = termAsked(policy, table.mapping, days);
    if (asked === undefined) continue;
    const { keep } = table.mapping;
    const made = anonymousBy(policy, table, anonymousWriting(table));
    const start = keep && asked.uncounted === undefined ? startOf(plan, table, keep, "t", policy.timeZone) : undefined;
    // A day comes as text, whatever the driver makes of dates.
    const counted =
      start === undefined
        ? undefined
        : await client.query<SqlRow>(termsStatement(table.sql, start, asked, made, "min(s.day)::text"));
    found.push(termRows(asked, counted?.rows[0]));
  }
  return found;
}
