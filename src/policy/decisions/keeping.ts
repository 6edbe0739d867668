import { addPeriod, assert, daysBetween, localDate, type LocalDate } from "#base";
import { type CountsFrom, keepUntil, type RetentionDuty, retentionDuty } from "#law";
import type { KeepRule, Policy, Table, Until } from "../model.ts";

/** How long a rule holds rows whose term starts in this stretch of time. Stretches cover every day once, oldest first. */
export interface HoldTerm {
  /** The first day of the stretch; included. */
  readonly from?: LocalDate;
  /** The day after its last one. */
  readonly before?: LocalDate;
  readonly years: number;
  /** `end-of-…`: held through 31 December of the year of the start plus `years`. `date`: through the same day `years` later. */
  readonly countsFrom: CountsFrom;
  /** Where the organisation is: a moment counts on the day that it was there. */
  readonly timeZone: string;
}

/** The dated table behind a rule that holds data against erasure; empty for a rule that does not. */
export function holdTerms(policy: Policy, ruleName: string): readonly HoldTerm[] {
  const duty = dutyBehind(ruleNamed(policy, ruleName));
  return duty === undefined
    ? []
    : duty.spans.map((span) => ({ ...span, countsFrom: duty.countsFrom, timeZone: policy.timeZone }));
}

/** The last day on which a row is held whose term starts on this day; `undefined` for a rule that does not hold. */
export function heldUntil(policy: Policy, ruleName: string, startOn: LocalDate): LocalDate | undefined {
  const duty = dutyBehind(ruleNamed(policy, ruleName));
  return duty === undefined ? undefined : keepUntil(duty, { on: startOn });
}

/** Whether a row is still held on this day. A row without a date to count from is held: nothing says that its term is over. */
export function isHeld(policy: Policy, ruleName: string, startOn: LocalDate | undefined, today: LocalDate): boolean {
  if (dutyBehind(ruleNamed(policy, ruleName)) === undefined) return false;
  const until = startOn === undefined ? undefined : heldUntil(policy, ruleName, startOn);
  return until === undefined || today <= until;
}

/**
 * The last day on which a rule lets data stay; `undefined` when no date ends it but the person's leaving. The row is then
 * due for what `then` says.
 */
export function keptUntil(policy: Policy, ruleName: string, startOn: LocalDate): LocalDate | undefined {
  return endOf(ruleNamed(policy, ruleName).until, startOn);
}

/**
 * The last start of a term that is over on a day: what starts then or earlier must be gone, or be what the rule makes of it.
 * `undefined` when no start is, or when no date ends the term. A later start never ends earlier, so one day says it for all.
 */
export function lastStartOver(policy: Policy, ruleName: string, on: LocalDate): LocalDate | undefined {
  const { until } = ruleNamed(policy, ruleName);
  const isOver = (start: LocalDate) => {
    const end = endOf(until, start);
    return end !== undefined && end < on;
  };
  let [over, not] = [daysBetween(firstStart, firstStart), daysBetween(firstStart, on) + 1];
  if (!isOver(firstStart)) return undefined;
  while (not - over > 1) {
    const middle = Math.floor((over + not) / 2);
    if (isOver(addPeriod(firstStart, { amount: middle, unit: "day" }))) over = middle;
    else not = middle;
  }
  return addPeriod(firstStart, { amount: over, unit: "day" });
}

/** Nothing in a system of a company began before. */
const firstStart = localDate("0001-01-01");

/** Whether a date ends the term of a rule at all. */
export function endsByDate(policy: Policy, ruleName: string): boolean {
  return keptUntil(policy, ruleName, firstStart) !== undefined;
}

/** What a sweep does with rows of a table whose term is over, or why it leaves them alone. */
export function sweepOf(policy: Policy, { keep, erase }: Pick<Table, "keep" | "erase">): SweepDecision {
  if (keep === undefined) return { leaves: "no rule keeps it" };
  const { then } = ruleNamed(policy, keep.rule);
  if (!endsByDate(policy, keep.rule)) return { leaves: "its term ends on no date" };
  if (keep.from === undefined) return { leaves: "no column says when its term starts" };
  if (then === "aggregate") return { leaves: "its rows must be added up first, which is not done by itself" };
  if (then === "anonymise" || erase === "anonymise") return { does: "anonymise" };
  return erase === "delete" ? { does: "delete" } : { leaves: "its rows are declared to stay" };
}
export type SweepDoes = "delete" | "anonymise";
export type SweepLeaves =
  | "no rule keeps it"
  | "its term ends on no date"
  | "no column says when its term starts"
  | "its rows must be added up first, which is not done by itself"
  | "its rows are declared to stay";
export type SweepDecision =
  | { readonly does: SweepDoes; readonly leaves?: never }
  | { readonly leaves: SweepLeaves; readonly does?: never };

function endOf(until: Until, startOn: LocalDate): LocalDate | undefined {
  switch (until.kind) {
    case "relationship-ends":
      return undefined;
    case "after":
      return addPeriod(startOn, until.period);
    case "law":
      return keepUntil(dutyNamed(until.duty), { on: startOn });
    case "longest": {
      const ends = until.of.map((end) => endOf(end, startOn));
      return ends.includes(undefined) ? undefined : ends.toSorted((a, b) => (a ?? "").localeCompare(b ?? "")).at(-1);
    }
  }
}

function ruleNamed(policy: Policy, name: string): KeepRule {
  const rule = policy.keep.find((each) => each.name === name);
  assert(rule !== undefined, `the policy has a rule "${name}"`);
  return rule;
}

function dutyBehind(rule: KeepRule): RetentionDuty | undefined {
  return rule.hold === undefined || rule.until.kind !== "law" ? undefined : dutyNamed(rule.until.duty);
}

function dutyNamed(id: string): RetentionDuty {
  const duty = retentionDuty(id);
  assert(duty !== undefined, `the law room has the duty "${id}"`);
  return duty;
}
