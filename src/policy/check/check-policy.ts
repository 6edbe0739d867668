import { daysBetween, type LocalDate, type Problem } from "#base";
import { chapters } from "../chapters/all.ts";
import type { Policy, Waiver } from "../model.ts";
import { contradictionFindings } from "./contradictions.ts";
import { dataFindings } from "./data.ts";
import { deniedFindings } from "./denied.ts";
import { noticeFindings } from "./notice.ts";
import { recipientFindings } from "./recipients.ts";

/**
 * What is wrong with a policy that can be read: promises that the law does not allow, parts that do not fit together, what a
 * notice must say and this one does not. Errors need a change; warnings need a person; notes need nobody. A finding that
 * somebody answers for until a day that has not passed is a note. In the order of the document.
 */
export function checkPolicy(policy: Policy, today: LocalDate = policy.inForceOn): readonly Problem[] {
  const found = findingsOf(policy);
  const findings = [...found.map((finding) => waived(finding, policy, today)), ...waiverFindings(policy, found, today)];
  return findings.toSorted(
    (a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0),
  );
}

/** A finding that somebody answers for, or did until the waiver ended. */
export interface WaivedFinding {
  /** As it would be without the waiver. */
  readonly finding: Problem;
  readonly waiver: Waiver;
  /** Until the last day of the waiver, which still counts; negative when it is over and the finding stands again. */
  readonly daysLeft: number;
}

/** Every finding that a waiver is about, the soonest to end first. Of several waivers of one finding the longest counts. */
export function waivedFindings(policy: Policy, today: LocalDate): readonly WaivedFinding[] {
  return findingsOf(policy)
    .flatMap((finding): WaivedFinding[] => {
      const [waiver] = policy.waivers
        .filter((each) => covers(each, finding))
        .toSorted((a, b) => b.untilOn.localeCompare(a.untilOn));
      return waiver === undefined ? [] : [{ finding, waiver, daysLeft: daysBetween(today, waiver.untilOn) }];
    })
    .toSorted((a, b) => a.daysLeft - b.daysLeft);
}

function findingsOf(policy: Policy): readonly Problem[] {
  return [
    ...noticeFindings(policy),
    ...dataFindings(policy),
    ...recipientFindings(policy),
    ...contradictionFindings(policy),
    ...deniedFindings(policy),
    ...chapters.flatMap((chapter) => chapter.problems(policy)),
  ];
}

function covers({ finding }: Waiver, problem: Problem): boolean {
  if (finding === undefined || finding.code !== problem.code) return false;
  const path = problem.path ?? "";
  return finding.in === undefined || path === finding.in || path.startsWith(`${finding.in}.`);
}

function waived(problem: Problem, policy: Policy, today: LocalDate): Problem {
  const waiver = policy.waivers.find((each) => each.untilOn >= today && covers(each, problem));
  if (waiver === undefined) return problem;
  return {
    ...problem,
    severity: "note",
    message: `${problem.message} ${waiver.by} answers for it until ${waiver.untilOn}: ${waiver.reason}`,
  };
}

/** Waivers that are over, and waivers of findings that there are not. */
function waiverFindings(policy: Policy, found: readonly Problem[], today: LocalDate): readonly Problem[] {
  return policy.waivers.flatMap((waiver): Problem[] => {
    const what = waiver.promise ?? waiver.finding?.code ?? "";
    const base = { severity: "warning", at: waiver.at, path: "waivers" } as const;
    const stands = found.some(
      (problem) =>
        covers(waiver, problem) && !policy.waivers.some((each) => each.untilOn >= today && covers(each, problem)),
    );
    if (waiver.untilOn < today)
      return [
        {
          ...base,
          // Whoever answered for a contradiction until that day has let it stand.
          severity: stands ? "error" : "warning",
          code: "waiver-over",
          message: `The waiver of "${what}" ended on ${waiver.untilOn}.`,
          remedy: "Leave it out, or decide anew and give a later day.",
        },
      ];
    if (waiver.promise !== undefined || found.some((problem) => covers(waiver, problem))) return [];
    return [
      {
        ...base,
        code: "waiver-unused",
        message: `There is no finding "${what}"${waiver.finding?.in === undefined ? "" : ` in ${waiver.finding.in}`} to answer for.`,
        remedy: "Leave the waiver out, or correct the code or the part of the policy.",
      },
    ];
  });
}
