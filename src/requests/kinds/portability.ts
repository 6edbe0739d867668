/** To take along what one provided, in a form that other programs read (GDPR art. 20). */
import type { RequestKindRules } from "./rules.ts";

export const portability: RequestKindRules = {
  kind: "portability",
  lifecycle: "carried-out",
  outcome: "answered",
  plan: { action: "portability" },
  handsOver: { notFetched: "not-fetched", letter: (letters, frame, told) => letters.answer(frame, told) },
};
