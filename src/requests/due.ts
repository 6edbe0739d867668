/** Due dates, until the policy room decides them. */
import { addPeriod, type LocalDate } from "#base";
import { legalMonthDue, regimeFor } from "#law";
import type { Policy } from "#policy";
import type { Due, RequestKind } from "./contract.ts";

export function dueFor(policy: Policy, _kind: RequestKind, receivedOn: LocalDate): Due {
  const legalOn = legalMonthDue(receivedOn, 1);
  const { article } = regimeFor(policy.organisation.country);
  const days = policy.rights.answerWithinDays;
  const promisedOn = days === undefined ? undefined : addPeriod(receivedOn, { amount: days, unit: "day" });
  if (promisedOn !== undefined && promisedOn < legalOn)
    return { on: promisedOn, because: "promised-days", promisedOn, legalOn, article };
  return { on: legalOn, because: "legal-month", ...(promisedOn === undefined ? {} : { promisedOn }), legalOn, article };
}

export function extendedDue(policy: Policy, _kind: RequestKind, receivedOn: LocalDate): Due {
  const legalOn = legalMonthDue(receivedOn, 3);
  return { on: legalOn, because: "extension", legalOn, article: regimeFor(policy.organisation.country).article };
}
