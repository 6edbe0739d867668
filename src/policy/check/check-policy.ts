import type { Problem } from "#base";
import { chapters } from "../chapters/all.ts";
import type { Policy } from "../model.ts";
import { dataFindings } from "./data.ts";
import { deniedFindings } from "./denied.ts";
import { noticeFindings } from "./notice.ts";
import { recipientFindings } from "./recipients.ts";

/**
 * What is wrong with a policy that can be read: promises that the law does not allow, parts that do not fit together, what a
 * notice must say and this one does not. Errors need a change; warnings need a person; notes need nobody. In the order of the
 * document.
 */
export function checkPolicy(policy: Policy): readonly Problem[] {
  const findings = [
    ...noticeFindings(policy),
    ...dataFindings(policy),
    ...recipientFindings(policy),
    ...deniedFindings(policy),
    ...chapters.flatMap((chapter) => chapter.problems(policy)),
    ...waiverFindings(policy),
  ];
  return findings.toSorted(
    (a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0),
  );
}

function waiverFindings(policy: Policy): readonly Problem[] {
  return policy.waivers
    .filter((waiver) => waiver.untilOn < policy.inForceOn)
    .map((waiver) => ({
      code: "waiver-over",
      severity: "warning",
      message: `The waiver of "${waiver.promise}" ended on ${waiver.untilOn}, before this policy is in force.`,
      remedy: "Leave it out, or decide anew and give a later day.",
      at: waiver.at,
      path: "waivers",
    }));
}
