/** To withdraw consent, which takes effect at once (GDPR art. 7(3)). */
import type { RequestKindRules } from "./rules.ts";

export const withdrawConsent: RequestKindRules = {
  kind: "withdraw-consent",
  lifecycle: "self-service",
  outcome: "stopped",
  closingLetter: (letters, frame, { purposes, links }) => letters.stopped(frame, { purposes, follow: links.follow }),
};
