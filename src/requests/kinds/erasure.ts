/** To have data erased (GDPR art. 17), and what leaving means where the policy says that it erases. */
import { assert } from "#base";
import type { RequestKindRules } from "./rules.ts";

export const erasure: RequestKindRules = {
  kind: "erasure",
  lifecycle: "carried-out",
  outcome: "erased",
  plan: { action: "erasure" },
  closingLetter: (letters, frame, { erased, authority }) => {
    assert(erased !== undefined, "an erasure ended without a plan");
    return letters.erased(frame, { ...erased, authority });
  },
};

export const leaving: RequestKindRules = { ...erasure, kind: "leaving" };
