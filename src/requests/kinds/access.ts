/** To know, and to get a copy (GDPR art. 15). */
import type { RequestKindRules } from "./rules.ts";

export const access: RequestKindRules = {
  kind: "access",
  lifecycle: "carried-out",
  outcome: "answered",
  plan: { action: "access" },
  handsOver: { notFetched: "not-fetched", letter: (letters, frame, told) => letters.answer(frame, told) },
};
