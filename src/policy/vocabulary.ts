/**
 * Closed lists of words that several rooms, the wire and the pages share: what a request is and how it stands, and how a
 * promise stands. Here, because everybody who uses them may enter this room and none of them may enter each other.
 */

/**
 * What somebody can ask, one for each form of the privacy centre. `leaving` is answered as what it means under the policy;
 * `lifting` ends a restriction; `marketing-objection` is the objection of GDPR art. 21(2), which is never refused.
 */
export const requestKinds = [
  "access",
  "rectification",
  "erasure",
  "leaving",
  "restriction",
  "lifting",
  "portability",
  "objection",
  "marketing-objection",
  "withdraw-consent",
  "sale-opt-out",
  "automated-decision",
  "complaint",
  "under-age-report",
] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestStates = [
  "received",
  "verifying",
  "waiting-for-review",
  "extended",
  "running",
  "delivering",
  "done",
  "refused",
  "withdrawn",
  "failed",
] as const;
export type RequestState = (typeof requestStates)[number];

/**
 * How a request ended. `not-fetched`: the copy was ready, its link expired unused. `never-verified`: nobody entered the code.
 * `upheld`: staff agreed. `stopped`: what the person no longer wants has ended. `joined`: answered with an earlier one.
 */
export const requestOutcomes = [
  "answered",
  "not-fetched",
  "erased",
  "corrected",
  "restricted",
  "lifted",
  "upheld",
  "stopped",
  "joined",
  "refused",
  "withdrawn",
  "never-verified",
] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

export const refusalReasons = [
  "no-data-found",
  "identity-not-shown",
  "unfounded-or-excessive",
  "rights-of-others",
  "legal-obligation",
  "not-our-customer",
  "data-is-right",
  "no-ground-to-restrict",
  "compelling-grounds",
  "legal-claims",
  "decision-stands",
  "complaint-unfounded",
  "of-age",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What a request that is open needs of staff. */
export const requestNeeds = ["nothing", "identity-decision", "decision", "help"] as const;
export type RequestNeed = (typeof requestNeeds)[number];

/** Which of promise and law set the due date, or that it was extended. `legal-term`: a law with another term than a month. */
export const dueGrounds = ["promised-days", "legal-month", "legal-term", "extension"] as const;
export type DueGround = (typeof dueGrounds)[number];

/** Who asks for somebody else: whom the person gave a mandate, or who has parental responsibility for a child. */
export const askers = ["agent", "parent"] as const;
export type Asker = (typeof askers)[number];

/** Why it must be checked who asks; see `identityDoubt`. */
export const identityDoubts = [
  "asked-for-other",
  "other-address",
  "other-identity",
  "several-persons",
  "address-changed-recently",
] as const;
export type IdentityDoubt = (typeof identityDoubts)[number];

/**
 * `kept`: the check looked at the running system and found it so. `broken`: it found a violation. `unproven`: there is
 * nothing to look at yet, or the check could not be run. `stated`: words only. `waived`: the policy says for how long.
 */
export const promiseStatuses = ["kept", "broken", "unproven", "stated", "waived"] as const;
export type PromiseStatusKind = (typeof promiseStatuses)[number];
