import { addPeriod, type LocalDate } from "#base";
import { legalMonthDue, type Regime, regimeFor } from "#law";
import type { Policy, RightKind } from "../model.ts";

/** By when a request must be answered, and why. */
export interface Due {
  /** The last day on which an answer is in time. */
  readonly on: LocalDate;
  /** Which of the two decided. */
  readonly because: "promised-days" | "legal-month" | "extension";
  readonly promisedOn?: LocalDate;
  readonly legalOn: LocalDate;
  /** The provision that sets `legalOn`. */
  readonly article: string;
}

/** What a person asks for. `leaving` is answered as what it means under the policy. */
export type Asked = RightKind | "leaving";

/**
 * The earliest of what the policy promises and what the law requires. Days are those of the policy's time zone; the day of
 * receipt does not count; an end on a weekend or holiday is never moved later (see `legalMonthDue`).
 */
export function dueFor(policy: Policy, _asked: Asked, receivedOn: LocalDate): Due {
  const regime = regimeFor(policy.organisation.country);
  const legalOn = legalMonthDue(receivedOn, monthsOf(regime));
  const days = policy.rights.answerWithinDays;
  if (days === undefined) return { on: legalOn, because: "legal-month", legalOn, article: articleOf(regime) };
  const promisedOn = addPeriod(receivedOn, { amount: days, unit: "day" });
  const promiseIsEarlier = promisedOn < legalOn;
  return {
    on: promiseIsEarlier ? promisedOn : legalOn,
    because: promiseIsEarlier ? "promised-days" : "legal-month",
    promisedOn,
    legalOn,
    article: articleOf(regime),
  };
}

/** The last day after an extension: two further months, three from receipt in all, whatever was promised (GDPR art. 12(3)). */
export function extendedDue(policy: Policy, _asked: Asked, receivedOn: LocalDate): Due {
  const regime = regimeFor(policy.organisation.country);
  const legalOn = legalMonthDue(receivedOn, monthsOf(regime) + regime.extension.amount);
  return { on: legalOn, because: "extension", legalOn, article: articleOf(regime) };
}

function monthsOf(regime: Regime): number {
  return regime.answer.amount;
}

function articleOf(regime: Regime): string {
  return `${regime.article}; ${regime.counting.article}`;
}
