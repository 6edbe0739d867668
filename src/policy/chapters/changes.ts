/** How the policy changes: who is told, how long before, what it means for consent (GDPR arts. 7, 12(1), 13(3)). */
import { alternatives, enumerated, type Language, type Localized, type Period, periodText, type Problem } from "#base";
import { type Draft, promise } from "../compile/draft.ts";
import { list, mapping, may, need } from "../grammar/collections.ts";
import { oneOf, period } from "../grammar/values.ts";
import { declared } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";

const reasons = ["law", "technology", "services", "organisation", "clarity"] as const;
const ways = ["mail", "site", "in-app", "post"] as const;

export type ChangeReason = (typeof reasons)[number];
export type ChangeWay = (typeof ways)[number];
type ChangeClause = "dated" | "archive" | "latestHere" | "consent" | "newPurpose" | "formerToo";

export interface Changes extends Declared, Clauses<ChangeClause> {
  readonly why?: Declared & { readonly because: readonly ChangeReason[] };
  /** Persons whose stored data a change concerns are told, in these ways. */
  readonly affected?: Declared & { readonly by: readonly ChangeWay[] };
  /** Everybody is told of a material change, in these ways. */
  readonly material?: Declared & { readonly by: readonly ChangeWay[] };
  /** How long before it holds people are told. */
  readonly before: Period;
}

const clauses: Readonly<Record<ChangeClause, Clause>> = {
  latestHere: {
    doc: "The newest version always stands at the same address.",
    mechanism: "notice-version",
    checks: [{ kind: "one-version-in-force" }],
    nl: "Op deze pagina staat altijd de nieuwste versie.",
    en: "This page always shows the newest version.",
  },
  dated: {
    doc: "Every version shows its date at the top.",
    mechanism: "notice-version",
    checks: [{ kind: "one-version-in-force" }],
    nl: "Bovenaan staat vanaf welke dag deze versie geldt.",
    en: "At the top you see from which day this version holds.",
  },
  archive: {
    doc: "Earlier versions stay readable.",
    mechanism: "notice-version",
    checks: [{ kind: "versions-readable" }],
    nl: "Oudere versies kunt u blijven lezen.",
    en: "You can go on reading earlier versions.",
  },
  consent: {
    doc: "A purpose on consent stops until the person consents to what changed.",
    mechanism: "notice-reconsent",
    checks: [{ kind: "consent-renewed" }],
    article: "GDPR art. 7(1)",
    nl: "Verandert iets waarvoor u toestemming gaf, dan vragen wij u die opnieuw. Tot u antwoordt, doen wij het niet.",
    en: "When something changes that you consented to, we ask you again. Until you answer, we do not do it.",
  },
  newPurpose: {
    doc: "Before data is used for a purpose that differs from the first, the person may say no.",
    mechanism: "objection-freeze",
    article: "GDPR art. 6(4), 13(3)",
    nl: "Willen wij uw gegevens voor iets heel anders gebruiken, dan hoort u dat eerst en kunt u nee zeggen.",
    en: "When we want to use your data for something quite different, you hear that first and can say no.",
  },
  formerToo: {
    doc: "A version also holds for data of persons who have left.",
    mechanism: "notice-version",
    checks: [{ kind: "stated" }],
    nl: "Een nieuwe versie geldt ook als u geen klant meer bent en wij nog gegevens van u hebben.",
    en: "A new version also holds when you are no longer a customer and we still have data of you.",
  },
};

const told = (name: string, doc: string) =>
  mapping({
    name,
    doc,
    members: { by: need(list(oneOf(ways, "a way to tell people")), "In which ways."), ...declared },
  });

const kind = mapping({
  name: "Changes",
  doc: "How the policy changes. Going on using the service is never consent to a change (GDPR art. 4(11)).",
  example: "changes:\n  affected: {by: mail, cites: [002-121]}\n  before: 14 days\n  consent: {}\n  archive: {}",
  members: {
    why: may(
      mapping({
        name: "Why it changes",
        doc: "For which reasons the policy may change.",
        members: { because: need(list(oneOf(reasons, "a reason to change")), "The reasons."), ...declared },
      }),
      "For which reasons it may change.",
    ),
    affected: may(
      told("Affected told", "Persons whose stored data a change concerns are told (GDPR art. 13(3))."),
      "How persons whose stored data a change concerns are told.",
    ),
    material: may(
      told("Everybody told", "Everybody is told of a material change."),
      "How everybody is told of a material change.",
    ),
    before: may(period, "How long before a change holds people are told; 14 days when left out."),
    ...clauseMembers(clauses),
    ...declared,
  },
});

const usual: Period = { amount: 14, unit: "day" };

export const changes = chapter({
  word: "changes",
  doc: "How the policy changes, and who is told.",
  kind,
  resolve: (read, names): Changes => {
    const { why, affected, material } = read;
    return {
      ...names.declaredBy(read, read.at),
      ...clausesOf(clauses, read, names),
      before: read.before ?? usual,
      ...present({
        why: why && { because: why.because, ...names.declaredBy(why, why.at) },
        affected: affected && { by: affected.by, ...names.declaredBy(affected, affected.at) },
        material: material && { by: material.by, ...names.declaredBy(material, material.at) },
      }),
    };
  },
  promises,
  problems,
});

const reasonTexts: Readonly<Record<ChangeReason, Required<Localized>>> = {
  law: { nl: "de wet verandert", en: "the law changes" },
  technology: { nl: "onze techniek verandert", en: "our technology changes" },
  services: { nl: "onze diensten veranderen", en: "our services change" },
  organisation: { nl: "ons bedrijf verandert", en: "our company changes" },
  clarity: { nl: "wij iets duidelijker kunnen zeggen", en: "we can say something more clearly" },
};

const wayTexts: Readonly<Record<ChangeWay, Required<Localized>>> = {
  mail: { nl: "per e-mail", en: "by e-mail" },
  site: { nl: "op onze website", en: "on our website" },
  "in-app": { nl: "in de app", en: "in the app" },
  post: { nl: "per brief", en: "by letter" },
};

function byText(told: readonly ChangeWay[], language: Language): string {
  return enumerated(
    told.map((way) => wayTexts[way][language]),
    language,
  );
}

/** Mail is sent and counted here; in an app or by post somebody else tells people, and nothing shows it. */
function checksOf(by: readonly ChangeWay[]): Draft["checks"] {
  const seen = by.includes("mail") || by.includes("site");
  return [
    ...(by.includes("mail") ? [{ kind: "changes-told" } as const] : []),
    ...(by.includes("site") ? [{ kind: "versions-readable" } as const] : []),
    ...(seen && by.every((way) => way === "mail" || way === "site")
      ? []
      : [{ kind: "carried-out", by: "notice-change-impact" } as const]),
  ];
}

function promises(stated: Changes, policy: Policy): readonly PolicyPromise[] {
  const { why, affected, material, before } = stated;
  const drafts: readonly (Omit<Draft, "section"> | undefined)[] = [
    why && {
      id: "changes.why",
      mechanism: "notice-publish",
      checks: [{ kind: "stated" }],
      nl: `Wij veranderen deze verklaring als ${alternatives(
        why.because.map((reason) => reasonTexts[reason].nl),
        "nl",
      )}.`,
      en: `We change this notice when ${alternatives(
        why.because.map((reason) => reasonTexts[reason].en),
        "en",
      )}.`,
      from: why,
    },
    affected && {
      id: "changes.affected-told",
      mechanism: "notice-change-impact",
      checks: checksOf(affected.by),
      nl: `Verandert er iets voor gegevens die wij al van u hebben, dan hoort u dat ${byText(affected.by, "nl")}, ${periodText(before, "nl")} voordat het ingaat.`,
      en: `When something changes for data we already have of you, we tell you ${byText(affected.by, "en")}, ${periodText(before, "en")} before it starts.`,
      article: "GDPR art. 13(3)",
      from: affected,
    },
    material && {
      id: "changes.material-told",
      mechanism: "notice-change-impact",
      checks: checksOf(material.by),
      nl: `Een belangrijke verandering melden wij ${byText(material.by, "nl")}, ${periodText(before, "nl")} voordat zij ingaat.`,
      en: `We announce an important change ${byText(material.by, "en")}, ${periodText(before, "en")} before it starts.`,
      article: "GDPR art. 12(1)",
      from: material,
    },
  ];
  return [
    ...drafts.flatMap((draft) => (draft === undefined ? [] : [promise(policy, { section: "changes", ...draft })])),
    ...clausePromises(clauses, stated, { prefix: "changes", section: "changes" }, policy),
  ];
}

/** Who changes what data is used for tells those whose data it is. */
function problems(stated: Changes, policy: Policy): readonly Problem[] {
  const { at } = stated;
  const silent = stated.affected === undefined && stated.material === undefined;
  const onConsent = policy.purposes.some(({ basis }) => basis.kind === "consent");
  const finding = (code: string, message: string, remedy: string, article: string): Problem => ({
    code,
    severity: "warning",
    message,
    remedy,
    at,
    path: "changes",
    article,
  });
  return [
    ...(silent
      ? [
          finding(
            "change-not-told",
            "Nobody is told when the policy changes for data that is already there.",
            "Add affected: {by: mail}.",
            "GDPR art. 13(3)",
          ),
        ]
      : []),
    ...(onConsent && stated.consent === undefined
      ? [
          finding(
            "consent-not-renewed",
            "There are purposes on consent, and nothing says that consent is asked anew when they change.",
            "Add consent: {}.",
            "GDPR art. 4(11), 7(1)",
          ),
        ]
      : []),
  ];
}
