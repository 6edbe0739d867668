/** To object to what rests on an interest (GDPR art. 21(1)), and to direct marketing, which is never refused (art. 21(3)). */
import type { RequestKindRules } from "./rules.ts";

export const objection: RequestKindRules = {
  kind: "objection",
  lifecycle: "contested",
  outcome: "upheld",
  // Where the policy promises it, the person first gets a copy of what may go afterwards.
  plan: {
    action: "access",
    when: ({ rights }) => rights.granted.some(({ kind, clauses }) => kind === "objection" && "copyFirst" in clauses),
  },
  handsOver: { notFetched: "upheld", letter: (letters, frame, told) => letters.upheldWithCopy(frame, told) },
  closingLetter: (letters, frame, { explanation, purposes }) => letters.upheld(frame, { explanation, purposes }),
};

export const marketingObjection: RequestKindRules = {
  kind: "marketing-objection",
  lifecycle: "self-service",
  outcome: "stopped",
  closingLetter: (letters, frame, { purposes, links }) => letters.stopped(frame, { purposes, follow: links.follow }),
};
