import { languages, type Language, type Problem } from "#base";
import type { Policy, RightKind } from "../model.ts";
import { textsIn } from "./texts.ts";

/** What GDPR art. 13 asks of a notice and the policy does not give. */
export function noticeFindings(policy: Policy): readonly Problem[] {
  return [
    ...organisationFindings(policy),
    ...rightFindings(policy),
    ...deadlineFindings(policy),
    ...textFindings(policy),
  ];
}

function organisationFindings({ organisation, purposes, keep }: Policy): readonly Problem[] {
  const { at } = organisation;
  const findings: Problem[] = [];
  if (organisation.address === undefined || organisation.legalName === undefined)
    findings.push({
      code: "controller-incomplete",
      severity: "warning",
      message: `The notice does not say ${organisation.legalName === undefined ? "which legal person is responsible" : "where the organisation is"}.`,
      remedy: "Add legalName and address to the organisation.",
      at,
      path: "organisation",
      article: "GDPR art. 13(1)(a)",
    });
  if (keep.length === 0)
    findings.push({
      code: "notice-lacks-retention",
      severity: "warning",
      message: "The policy does not say how long data is kept.",
      remedy: 'Add rules under "keep", and name them at the tables.',
      at: purposes[0]?.at ?? at,
      path: "keep",
      article: "GDPR art. 13(2)(a)",
    });
  return findings;
}

const everyRight: readonly RightKind[] = [
  "access",
  "rectification",
  "erasure",
  "restriction",
  "portability",
  "objection",
  "complaint",
];

function rightFindings({ rights, purposes }: Policy): readonly Problem[] {
  const consent = purposes.some((purpose) => purpose.basis.kind === "consent");
  const needed: readonly RightKind[] = consent ? [...everyRight, "withdraw-consent"] : everyRight;
  const granted = rights.granted.map((right) => right.kind);
  const findings: Problem[] = needed
    .filter((kind) => !granted.includes(kind))
    .map((kind) => ({
      code: "right-not-named",
      severity: "warning",
      message: `The notice does not name the right "${kind}", which people have all the same.`,
      remedy: `Add ${kind}: {} to rights.`,
      at: rights.at,
      path: `rights.${kind}`,
      article:
        kind === "complaint"
          ? "GDPR art. 13(2)(d)"
          : kind === "withdraw-consent"
            ? "GDPR art. 13(2)(c)"
            : "GDPR art. 13(2)(b)",
    }));
  if (!rights.copyTo.knownAddressOnly)
    findings.push({
      code: "copy-to-any-address",
      severity: "warning",
      message: "Copies go to any address that asks, also one that changed a moment ago.",
      remedy: "Write copyTo: known address; whoever uses another address is then asked who they are.",
      at: rights.copyTo.at ?? rights.at,
      path: "rights.copyTo",
      article: "GDPR art. 12(6), 32(1)",
    });
  return findings;
}

/** The shortest month has 28 days: a promise of 28 days or more is later than the law for some day of receipt. */
function deadlineFindings({ rights }: Policy): readonly Problem[] {
  const days = rights.answerWithinDays;
  if (days === undefined || days < 28) return [];
  const never = days >= 31;
  return [
    {
      code: "promise-later-than-law",
      severity: never ? "warning" : "note",
      message: never
        ? `${days} days are never earlier than the month of the law, so the promise decides nothing.`
        : `${days} days are later than the month of the law for requests of some days, such as those of February; the earliest counts.`,
      remedy: never
        ? "Promise fewer days, or leave the promise out: the month of the law holds anyway."
        : "Nothing to do.",
      at: rights.answerWithin?.at ?? rights.at,
      path: "rights.answerWithin",
      article: "GDPR art. 12(3)",
    },
  ];
}

/** Texts that lack a language of the policy: a reader in that language would get another one. */
function textFindings(policy: Policy): readonly Problem[] {
  return textsIn(policy).flatMap(({ text, path, at }): Problem[] => {
    const lacking = policy.languages.filter((language) => text[language] === undefined);
    if (lacking.length === 0) return [];
    return [
      {
        code: "language-missing",
        severity: "warning",
        message: `"${path}" has no text in ${lacking.map(languageName).join(" and ")}, a language of the policy.`,
        remedy: `Write it as {${policy.languages.map((language) => `${language}: …`).join(", ")}}.`,
        at,
        path,
        article: "GDPR art. 12(1)",
      },
    ];
  });
}

function languageName(language: Language): string {
  return languages.includes(language)
    ? (new Intl.DisplayNames(["en"], { type: "language" }).of(language) ?? language)
    : language;
}
