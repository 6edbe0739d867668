/** Not to be sold or shared for advertising. Nobody is asked who they are for it (Cal. Code Regs. tit. 11, § 7026(d)). */
import type { RequestKindRules } from "./rules.ts";

export const saleOptOut: RequestKindRules = {
  kind: "sale-opt-out",
  lifecycle: "unproven",
  outcome: "stopped",
  closingLetter: (letters, frame, { purposes }) => letters.stopped(frame, { purposes }),
};
