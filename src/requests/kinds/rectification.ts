/**
 * To have data corrected (GDPR art. 16): the person sees their own values and says what is wrong, staff decide about each,
 * and every copy of a fact follows.
 */
import type { RequestKindRules } from "./rules.ts";

export const rectification: RequestKindRules = {
  kind: "rectification",
  lifecycle: "carried-out",
  outcome: "corrected",
  plan: { action: "rectification", proposedByPerson: true },
  closingLetter: (letters, frame, { corrections, authority }) => letters.corrected(frame, { corrections, authority }),
};
