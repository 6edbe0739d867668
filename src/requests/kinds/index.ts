/** Every kind of request by name, and what its rules come to for one request. Code asks here instead of naming kinds. */
import type { Policy, RequestKind, RequestState } from "#policy";
import type { RequestEvent } from "../contract.ts";
import { nextIn } from "../lifecycle.ts";
import { access } from "./access.ts";
import { withdrawConsent } from "./consent.ts";
import { erasure, leaving } from "./erasure.ts";
import { marketingObjection, objection } from "./objection.ts";
import { portability } from "./portability.ts";
import { rectification } from "./rectification.ts";
import { lifting, restriction } from "./restriction.ts";
import { complaint, humanReview } from "./review.ts";
import { underAgeReport } from "./under-age.ts";
import type { RequestKindRules } from "./rules.ts";
import { saleOptOut } from "./sale.ts";

export type { RequestKindRules };

/** The key is the kind; the compiler demands all of them. */
export const kinds: Readonly<Record<RequestKind, RequestKindRules>> = {
  access,
  rectification,
  erasure,
  leaving,
  restriction,
  lifting,
  portability,
  objection,
  "marketing-objection": marketingObjection,
  "withdraw-consent": withdrawConsent,
  "sale-opt-out": saleOptOut,
  "automated-decision": humanReview,
  complaint,
  "under-age-report": underAgeReport,
};

interface Asked {
  readonly kind: RequestKind;
  readonly state: RequestState;
}

/** The state of this request after the event, or `undefined` when this is not the time for it. */
export function next({ kind, state }: Asked, event: RequestEvent): RequestState | undefined {
  return nextIn(kinds[kind].lifecycle, state, event);
}

/** Waits for staff: which is when identity may be asked, shown and decided. */
export function waitsForStaff(row: Asked): boolean {
  return next(row, "refuse") !== undefined && next(row, "resume") === undefined;
}

/** What a plan does for such a request under this policy; `undefined` when there is none. */
export function planFor(policy: Policy, kind: RequestKind): RequestKindRules["plan"] {
  const { plan } = kinds[kind];
  return plan?.when === undefined || plan.when(policy) ? plan : undefined;
}
