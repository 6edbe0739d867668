import { assert, type LocalDate, type Period } from "#base";
import { type DueReason, dueOn, dueUnder, extendedUntil, regimeFor, type Right, regimesFor } from "#law";
import type { Policy, RightKind } from "../model.ts";
import type { DueGround, RequestKind } from "../vocabulary.ts";

/** By when a request must be answered, and why. */
export interface Due {
  /** The last day on which an answer is in time. */
  readonly on: LocalDate;
  /** Which of the two decided. */
  readonly because: DueGround;
  readonly promisedOn?: LocalDate;
  readonly legalOn: LocalDate;
  /** The provision that sets `legalOn`. */
  readonly article: string;
}

/** What a person asks for, by the right or by the kind of request. */
export type Asked = RightKind | RequestKind;

/** Kinds that the law knows by another name than ours. */
const inLaw: Readonly<Partial<Record<Asked, Right>>> = {
  leaving: "erasure",
  lifting: "restriction",
  "marketing-objection": "objection-to-marketing",
  "sale-opt-out": "opt-out-of-sale-or-sharing",
};

/**
 * The earliest of what the policy promises and what the laws of the organisation's country require. Days are those of the
 * policy's time zone; the day of receipt does not count; an end on a weekend or holiday is never moved later (see `dueOn` of
 * the law room).
 */
export function dueFor(policy: Policy, asked: Asked, receivedOn: LocalDate): Due {
  const regimes = regimesFor(policy.organisation.country).map((each) => each.id);
  const due = dueUnder({ right: rightOf(policy, asked, receivedOn), receivedOn }, regimes, promiseOf(policy));
  assert(due !== undefined, "the general regime of every country has a term for answers");
  const law = due.reasons.find((reason) => reason.kind === "law") as DueReason;
  const promise = due.reasons.find((reason) => reason.kind === "promise");
  return {
    on: due.on,
    because: due.because === "promise" ? "promised-days" : "legal-month",
    ...(promise === undefined ? {} : { promisedOn: promise.on }),
    legalOn: law.on,
    article: law.article ?? "",
  };
}

/** The last day after an extension: two further months, three from receipt in all, whatever was promised (GDPR art. 12(3)). */
export function extendedDue(policy: Policy, asked: Asked, receivedOn: LocalDate): Due {
  const { id } = regimeFor(policy.organisation.country);
  const extended = extendedUntil({ right: rightOf(policy, asked, receivedOn), receivedOn }, id);
  assert(extended?.on !== undefined, "the general regime of every country has an extension");
  return { on: extended.on, because: "extension", legalOn: extended.on, article: extended.article };
}

/**
 * The right whose term counts. A complaint, a withdrawal (which takes effect at once, whatever is answered) and a right for
 * which the general law names no term are answered within that of access.
 */
function rightOf(policy: Policy, asked: Asked, receivedOn: LocalDate): Right {
  const right = inLaw[asked] ?? (asked as Right);
  if (right === "complaint" || right === "withdraw-consent") return "access";
  return dueOn({ right, receivedOn }, regimeFor(policy.organisation.country).id) === undefined ? "access" : right;
}

function promiseOf(policy: Policy): Period | undefined {
  const days = policy.rights.answerWithinDays;
  return days === undefined ? undefined : { amount: days, unit: "day" };
}
