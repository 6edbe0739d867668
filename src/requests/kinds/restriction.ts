/** To have data stored and nothing else (GDPR art. 18), and to end that again, which only the person asks for. */
import type { RequestKindRules } from "./rules.ts";

export const restriction: RequestKindRules = {
  kind: "restriction",
  lifecycle: "carried-out",
  outcome: "restricted",
  plan: { action: "restriction" },
  closingLetter: (letters, frame, { links, authority }) => letters.restricted(frame, { lift: links.lift, authority }),
};

export const lifting: RequestKindRules = {
  kind: "lifting",
  lifecycle: "carried-out",
  outcome: "lifted",
  plan: { action: "lifting" },
  noticeBefore: (letters, frame) => letters.lifting(frame),
  closingLetter: (letters, frame) => letters.lifted(frame),
};
