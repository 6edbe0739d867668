/**
 * What must not be done with the data of a person because they said so. A stop is recorded per person and purpose; whoever
 * is about to use data asks `mayUse` first. A stop ends by what it came from, never because time passed.
 */
import type { Policy } from "../model.ts";
import type { RequestKind } from "../vocabulary.ts";
import { marketingPurposes } from "./asking.ts";

/**
 * `objection-pending`: contested, and not decided (GDPR art. 18(1)(d)). `objection-upheld`: for good (art. 21(1)).
 * `marketing`: no direct marketing (art. 21(3)). `consent-withdrawn` (art. 7(3)). `sale`: not sold or shared. `restriction`:
 * stored and nothing else, until the person lifts it (art. 18(2)). `minor-reported`: the same, while it is not decided whether
 * it is a child (art. 8).
 */
export const stopGrounds = [
  "objection-pending",
  "objection-upheld",
  "marketing",
  "consent-withdrawn",
  "sale",
  "restriction",
  "minor-reported",
] as const;
export type StopGround = (typeof stopGrounds)[number];

/** What is stopped: a purpose of the policy by name, everything that promotes, handing on for money or advertising, or all use. */
export type Stopped = { readonly purpose: string } | "marketing" | "sale" | "everything";

export interface Stop {
  readonly of: Stopped;
  readonly because: StopGround;
}

/** The stops that a request causes the moment it is made, or proven to be the person's. */
export function stopsAtOnce(kind: RequestKind, purposes: readonly string[]): readonly Stop[] {
  const because = atOnce[kind];
  if (because === undefined) return [];
  if (because === "minor-reported") return [{ of: "everything", because }];
  if (because === "marketing" || because === "sale") return [{ of: because, because }];
  return purposes.map((purpose) => ({ of: { purpose }, because }));
}

const atOnce: Readonly<Partial<Record<RequestKind, StopGround>>> = {
  objection: "objection-pending",
  "withdraw-consent": "consent-withdrawn",
  "marketing-objection": "marketing",
  "sale-opt-out": "sale",
  "under-age-report": "minor-reported",
};

/** The purposes of the policy for which a stop ends the use of data. Selling is not one of them by name. */
export function purposesOf(policy: Policy, { of }: Stop): readonly string[] {
  if (of === "marketing") return marketingPurposes(policy);
  if (of === "everything") return policy.purposes.map(({ name }) => name);
  return of === "sale" ? [] : [of.purpose];
}

/** What an objection leads to: upheld, its stop holds for good; refused or withdrawn, the processing may go on. */
export function afterObjection(decision: "upheld" | "refused" | "withdrawn"): StopGround | "ends" {
  return decision === "upheld" ? "objection-upheld" : "ends";
}

/**
 * What somebody wants to do with a person's data. `request`: to handle what the person asked; it is exempt, or an objection
 * could not be answered. `law`: a duty to keep or hand over.
 */
export type Use =
  | { readonly for: "purpose"; readonly purpose: string; readonly promotes?: boolean }
  | { readonly for: "sale" }
  | { readonly for: "request" | "law" };

/** Whether this use is allowed beside these stops; when it is not, by which it is refused. */
export function mayUse(
  policy: Policy,
  use: Use,
  stops: readonly Stop[],
): { readonly allowed: true } | { readonly allowed: false; readonly because: StopGround } {
  const hit = stops.find((stop) => stands(policy, use, stop.of));
  return hit === undefined ? { allowed: true } : { allowed: false, because: hit.because };
}

function stands(policy: Policy, use: Use, of: Stopped): boolean {
  switch (use.for) {
    case "request":
    case "law":
      return false;
    case "sale":
      return of === "sale" || of === "everything";
    case "purpose":
      if (of === "everything") return true;
      if (of === "sale") return false;
      if (of === "marketing") return use.promotes === true || marketingPurposes(policy).includes(use.purpose);
      return of.purpose === use.purpose;
  }
}
