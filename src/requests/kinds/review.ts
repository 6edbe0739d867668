/** What staff answer in words: a human who looks at an automated decision again (GDPR art. 22(3)), and a complaint. */
import type { RequestKindRules } from "./rules.ts";

export const humanReview: RequestKindRules = {
  kind: "automated-decision",
  lifecycle: "decided",
  outcome: "upheld",
  closingLetter: (letters, frame, { explanation, purposes }) => letters.upheld(frame, { explanation, purposes }),
};

export const complaint: RequestKindRules = { ...humanReview, kind: "complaint" };
