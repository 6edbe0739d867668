/** Keeping order among users: what is captured and when, who sees it, how long a ban lasts and what is left of it. */
import { type Language, type Localized, type Period, periodText, type Problem, say } from "#base";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { period } from "../grammar/values.ts";
import { categoryName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import type { Names } from "../resolve/names.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { eachEntry, inBoth, within } from "./phrases.ts";
import { declaredFact, fact } from "./fact.ts";

type CaptureClause = "onComplaint";

/** Something that is recorded of a user's conduct, and never without an occasion. */
export interface Capture extends Declared, Clauses<CaptureClause> {
  readonly name: string;
  readonly data: readonly string[];
  /** A machine noticed something: by what, in words. */
  readonly onDetection?: Declared & { readonly by: Localized };
  /** Roles of the staff that may look at it. */
  readonly readableBy: readonly string[];
}

type BanClause = "humanReview" | "automatic";

export interface Bans extends Declared, Clauses<BanClause> {
  /** What is needed to recognise who is banned. */
  readonly uses: readonly string[];
  readonly longest?: Declared & { readonly period: Period };
  readonly atEnd?: Declared & { readonly erases: readonly string[]; readonly keeps: readonly string[] };
}

export interface Moderation extends Declared {
  readonly captures: readonly Capture[];
  readonly bans?: Bans;
}

const captureClauses: Readonly<Record<CaptureClause, Clause>> = {
  onComplaint: {
    doc: "It is captured when another user complains.",
    mechanism: "frame-capture-gate",
    article: "GDPR art. 5(1)(c)",
    nl: "Dat gebeurt als een andere gebruiker een klacht indient.",
    en: "That happens when another user complains.",
  },
};

const banClauses: Readonly<Record<BanClause, Clause>> = {
  automatic: {
    doc: "A machine can ban somebody alone. Then GDPR art. 22 applies.",
    mechanism: "auto-decision-review",
    article: "GDPR art. 22(1)",
    nl: "Een computer kan iemand blokkeren zonder dat er eerst een mens naar kijkt.",
    en: "A computer can ban somebody before a human looks at it.",
  },
  humanReview: {
    doc: "A human looks at a ban again when the person asks.",
    mechanism: "auto-decision-review",
    article: "GDPR art. 22(3)",
    nl: "Bent u geblokkeerd en niet akkoord? Dan kijkt op uw verzoek een mens er opnieuw naar.",
    en: "Are you banned and do you not agree? Then a human looks at it again when you ask.",
  },
};

const captureKind = mapping({
  name: "Capture",
  doc: "Something that is recorded of conduct, on an occasion only.",
  members: {
    data: need(list(categoryName), "Which categories."),
    onDetection: may(
      mapping({
        name: "On detection",
        doc: "It is captured when a machine notices something.",
        members: { by: need(said, "By what it notices, in words: how often others leave the call."), ...declared },
      }),
      "It is captured when a machine notices something.",
    ),
    readableBy: may(list(nameOf("a role of the staff")), "Roles under `staff` that may look at it."),
    ...clauseMembers(captureClauses),
    ...declared,
  },
});

const bansKind = mapping({
  name: "Bans",
  doc: "Users who may not take part for a while.",
  members: {
    uses: need(list(categoryName), "What is needed to recognise who is banned, and no more."),
    longest: may(
      fact(period, { name: "Longest ban", doc: "No ban lasts longer.", is: "The longest time." }),
      "No ban lasts longer than this.",
    ),
    atEnd: may(
      mapping({
        name: "End of a ban",
        doc: "What is left when a ban is over.",
        members: {
          erases: may(list(categoryName), "What is erased; images and messages belong here."),
          keeps: may(list(categoryName), "What is kept: that there was a ban."),
          ...declared,
        },
      }),
      "What is left when a ban is over.",
    ),
    ...clauseMembers(banClauses),
    ...declared,
  },
});

export const moderation = chapter({
  word: "moderation",
  doc: "Keeping order among users: captures and bans.",
  kind: mapping({
    name: "Moderation",
    doc: "Keeping order among users: what is captured and when, how long a ban lasts, what is left of it.",
    example:
      "moderation:\n  captures:\n    frame: {data: image.video, onComplaint: {cites: [001-046]}, readableBy: moderators}\n  bans:\n    uses: [network.device]\n    longest: 1 year\n    atEnd: {erases: image.video, keeps: conduct}\n    humanReview: {}",
    members: {
      captures: may(
        named({ what: "something captured", check: checkOwnName, kind: captureKind }),
        "What is recorded of conduct, and on which occasion.",
      ),
      bans: may(bansKind, "How long a ban lasts, and what is left of it."),
      ...declared,
    },
  }),
  resolve: (read, names): Moderation => ({
    ...names.declaredBy(read, read.at),
    ...present({
      captures: eachEntry(read.captures, (capture, name) => ({
        ...names.declaredBy(capture, name.at),
        ...clausesOf(captureClauses, capture, names),
        ...present({
          name: name.text,
          data: names.resolveAll("category", capture.data),
          onDetection: capture.onDetection && {
            by: names.texts(capture.onDetection.by),
            ...names.declaredBy(capture.onDetection, capture.onDetection.at),
          },
          readableBy: names.resolveAll("role", capture.readableBy),
        }),
      })),
      bans: read.bans && bansOf(read.bans, names),
    }),
  }),
  promises: ({ captures, bans }, policy) => [
    ...captures.flatMap((capture) => capturePromises(capture, policy)),
    ...(bans === undefined ? [] : banPromises(bans, policy)),
  ],
  problems,
});

type BansWritten = NonNullable<ReturnType<typeof bansKind.read>>;

function bansOf(read: BansWritten, names: Names): Bans {
  const { longest, atEnd } = read;
  return {
    ...names.declaredBy(read, read.at),
    ...clausesOf(banClauses, read, names),
    ...present({
      uses: names.resolveAll("category", read.uses),
      longest: longest && { period: longest.value, ...declaredFact(longest, names, read.at) },
      atEnd: atEnd && {
        erases: names.resolveAll("category", atEnd.erases),
        keeps: names.resolveAll("category", atEnd.keeps),
        ...names.declaredBy(atEnd, atEnd.at),
      },
    }),
  };
}

function capturePromises(capture: Capture, policy: Policy): readonly PolicyPromise[] {
  const { name, onDetection, readableBy } = capture;
  const base = {
    mechanism: "frame-capture-gate",
    section: "what-we-use",
    checks: [{ kind: "carried-out", by: "frame-capture-gate" }],
    about: name,
  } as const;
  const roles = (policy.staff?.roles ?? []).filter((role) => readableBy.includes(role.name));
  return [
    promise(policy, {
      ...base,
      id: `moderation.captures.${name}`,
      ...inBoth((language) => {
        const data = categoriesText(policy, capture.data, language);
        const who = roles.map(({ title }) => say(title, language)).join(", ");
        return language === "nl"
          ? `Dit leggen wij alleen vast als daar aanleiding voor is: ${data}.${who === "" ? "" : ` Wie het mag zien: ${who}.`}`
          : `We record this only when there is cause: ${data}.${who === "" ? "" : ` Who may see it: ${who}.`}`;
      }),
      article: "GDPR art. 5(1)(c), 13(1)(c)",
      from: capture,
    }),
    ...clausePromises(
      captureClauses,
      capture,
      { prefix: `moderation.captures.${name}`, section: "what-we-use" },
      policy,
    ),
    ...(onDetection === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: `moderation.captures.${name}.onDetection`,
            nl: `Dat gebeurt als een computer iets opmerkt. Die let op: ${say(onDetection.by, "nl")}.`,
            en: `That happens when a computer notices something. It looks at: ${say(onDetection.by, "en")}.`,
            article: "GDPR art. 13(2)(f)",
            from: onDetection,
          }),
        ]),
  ];
}

function banPromises(bans: Bans, policy: Policy): readonly PolicyPromise[] {
  const { longest, atEnd } = bans;
  const base = {
    mechanism: "ban-lifecycle",
    checks: [{ kind: "carried-out", by: "ban-lifecycle" }],
  } as const;
  return [
    promise(policy, {
      ...base,
      id: "moderation.bans",
      section: "purposes",
      nl: `Wie zich misdraagt, kunnen wij blokkeren. Om u te herkennen gebruiken wij dan alleen: ${categoriesText(policy, bans.uses, "nl")}.`,
      en: `Whoever misbehaves we can ban. To recognise you we then use only: ${categoriesText(policy, bans.uses, "en")}.`,
      article: "GDPR art. 5(1)(c), 13(1)(c)",
      from: bans,
    }),
    ...(longest === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: "moderation.bans.longest",
            section: "retention",
            nl: `Een blokkade duurt hoogstens ${periodText(longest.period, "nl")}.`,
            en: `A ban lasts ${periodText(longest.period, "en")} at most.`,
            article: "GDPR art. 5(1)(e), 13(2)(a)",
            from: longest,
          }),
        ]),
    ...(atEnd === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: "moderation.bans.atEnd",
            section: "retention",
            ...inBoth((language) => {
              const [gone, left] = [atEnd.erases, atEnd.keeps].map((names) => categoriesText(policy, names, language));
              return endText(gone ?? "", left ?? "", language);
            }),
            article: "GDPR art. 5(1)(e), 17(1)(a)",
            from: atEnd,
          }),
        ]),
    ...clausePromises(banClauses, bans, { prefix: "moderation.bans", section: "automated-decisions" }, policy),
  ];
}

function endText(gone: string, left: string, language: Language): string {
  const nl = language === "nl";
  const kept = left === "" ? "" : nl ? ` Wij bewaren dan alleen nog: ${left}.` : ` We then keep only: ${left}.`;
  if (gone === "") return nl ? `Elke blokkade gaat voorbij.${kept}` : `Every ban ends.${kept}`;
  return nl
    ? `Als een blokkade voorbij is, wissen wij: ${gone}.${kept}`
    : `When a ban is over, we erase: ${gone}.${kept}`;
}

/** What shows people or what they said; once the ban is over nothing needs it. */
const telling = ["image", "communication", "biometric"];

function problems({ captures, bans }: Moderation): readonly Problem[] {
  const idle = captures.filter((capture) => capture.onComplaint === undefined && capture.onDetection === undefined);
  return [
    ...idle.map(
      (capture): Problem => ({
        code: "capture-without-occasion",
        severity: "warning",
        message: `"${capture.name}" is captured, and nothing says on which occasion.`,
        remedy: "Add onComplaint: {} or onDetection: {by: …}.",
        at: capture.at,
        path: `moderation.captures.${capture.name}`,
        article: "GDPR art. 5(1)(b), 5(1)(c)",
      }),
    ),
    ...(bans === undefined ? [] : banProblems(bans, captures)),
  ];
}

function banProblems(bans: Bans, captures: readonly Capture[]): readonly Problem[] {
  const base = { at: bans.at, path: "moderation.bans" } as const;
  const captured = [...bans.uses, ...captures.flatMap(({ data }) => data)];
  const erased = bans.atEnd?.erases ?? [];
  const left = within(captured, telling).filter((category) => within([category], erased).length === 0);
  const kept = [...new Set([...left, ...within(bans.atEnd?.keeps ?? [], telling)])];
  const findings: Problem[] = [];
  if (bans.longest === undefined)
    findings.push({
      ...base,
      code: "ban-without-end",
      severity: "error",
      message: "Nothing says how long a ban can last, so its data has no term either.",
      remedy: "Add longest: 1 year (the longest ban that there is).",
      article: "GDPR art. 5(1)(e), 13(2)(a)",
    });
  if (kept.length > 0)
    findings.push({
      ...base,
      at: bans.atEnd?.at ?? bans.at,
      code: "kept-after-ban",
      severity: "warning",
      message: `When a ban is over, ${kept.join(", ")} is kept.`,
      remedy: "Name it at atEnd.erases; that there was a ban can be kept without it.",
      article: "GDPR art. 5(1)(e), 17(1)(a)",
    });
  if (bans.automatic !== undefined && bans.humanReview === undefined)
    findings.push({
      ...base,
      at: bans.automatic.at,
      code: "ban-without-review",
      severity: "error",
      message: "A machine bans people, and nobody can have a human look at it.",
      remedy: "Add humanReview: {}.",
      article: "GDPR art. 22(3)",
    });
  return findings;
}
