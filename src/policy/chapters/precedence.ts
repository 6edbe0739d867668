/** Which text counts when two differ: languages, notices, versions, and frameworks above the notice. */
import { alternatives, type Localized, type Problem } from "#base";
import { either, changed, list, mapping, may, need } from "../grammar/collections.ts";
import type { Kind, Placed } from "../grammar/kind.ts";
import { oneOf } from "../grammar/values.ts";
import { declared, type Said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import type { Texts } from "./phrases.ts";
import { promiseIf, type Stated } from "./stated.ts";

const frameworks = ["dpf", "scc", "bcr", "law"] as const;

/** What can stand above a notice. */
export type Framework = (typeof frameworks)[number];

export interface Precedence {
  /** `first`: the first language of the policy. `reader`: whatever is better for the person. */
  readonly languages?: Stated<"first" | "reader">;
  /** `specific`: a notice about one service, place or group. */
  readonly notices?: Stated<"specific" | "this">;
  /** `newest`: one version at a time. `when-collected`: the one under which the data was given. */
  readonly versions?: Stated<"newest" | "when-collected">;
  /** `notice` or `terms`: which counts when the terms of service differ. */
  readonly terms?: Stated<"notice" | "terms">;
  /** These win over the notice. */
  readonly frameworks?: Stated<readonly Framework[]>;
}

interface Winner<T> extends Placed {
  readonly wins: T;
  readonly cites?: readonly string[] | undefined;
  readonly says?: Said | undefined;
}

/** `notices: specific`, or `notices: {wins: specific, cites: […]}`. */
function winner<T>(kind: Kind<T>, name: string, doc: string): Kind<Winner<T>> {
  return either(
    changed(kind, (wins, node, { reader, path }): Winner<T> => ({ wins, at: reader.at(node), path })),
    mapping({ name, doc, marked: "wins", members: { wins: need(kind, "Which one counts."), ...declared } }) as Kind<
      Winner<T>
    >,
  );
}

const kind = mapping({
  name: "Precedence",
  doc: "Which text counts when two differ.",
  example: "precedence:\n  languages: reader\n  notices: {wins: specific, cites: [004-010]}\n  versions: newest",
  members: {
    languages: may(
      winner(oneOf(["first", "reader"], "a text"), "Between languages", "Which text counts when languages differ."),
      "`first`: the first language of the policy. `reader`: the text that is better for the person.",
    ),
    notices: may(
      winner(oneOf(["specific", "this"], "a notice"), "Between notices", "Which notice counts."),
      "`specific`: the notice of one service, place or group. `this`: this one.",
    ),
    versions: may(
      winner(oneOf(["newest", "when-collected"], "a version"), "Between versions", "Which version counts."),
      "`newest`, or the one that held `when-collected`.",
    ),
    terms: may(
      winner(
        oneOf(["notice", "terms"], "a text"),
        "Notice and terms",
        "Which counts when the terms of service differ.",
      ),
      "Whether the `notice` or the `terms` of service count when they differ.",
    ),
    frameworks: may(
      winner(
        list(oneOf(frameworks, "something above a notice")),
        "Above the notice",
        "What counts when the notice differs from it.",
      ),
      "What wins over the notice: the principles of the `dpf`, the `scc` with a recipient, the `bcr`, or the `law`.",
    ),
  },
});

export const precedence = chapter({
  word: "precedence",
  doc: "Which text counts when two differ.",
  kind,
  resolve: (read, names): Precedence => {
    const stated = <T>(given: Winner<T> | undefined): Stated<T> | undefined =>
      given && { is: given.wins, ...names.declaredBy(given, given.at) };
    return {
      ...present({
        languages: stated(read.languages),
        notices: stated(read.notices),
        versions: stated(read.versions),
        terms: stated(read.terms),
        frameworks: stated(read.frameworks),
      }),
    };
  },
  promises,
  problems,
});

const languageNames: Readonly<Record<string, Texts>> = {
  nl: { nl: "Nederlandse", en: "Dutch" },
  en: { nl: "Engelse", en: "English" },
};

const frameworkTexts: Readonly<Record<Framework, Required<Localized>>> = {
  dpf: { nl: "de beginselen van het Data Privacy Framework", en: "the principles of the Data Privacy Framework" },
  scc: {
    nl: "de standaardcontractbepalingen van de Europese Commissie",
    en: "the standard contractual clauses of the European Commission",
  },
  bcr: { nl: "onze bindende bedrijfsvoorschriften", en: "our binding corporate rules" },
  law: { nl: "de wet", en: "the law" },
};

const noticeTexts = {
  specific: {
    nl: "Is er voor een dienst, plaats of groep een eigen verklaring die iets anders zegt, dan geldt die.",
    en: "When a service, place or group has a notice of its own that says something else, that one holds.",
  },
  this: {
    nl: "Zegt een andere verklaring van ons iets anders, dan geldt deze.",
    en: "When another notice of ours says something else, this one holds.",
  },
} as const;

const versionTexts = {
  newest: {
    nl: "De nieuwste versie geldt. Zij vervangt alle eerdere.",
    en: "The newest version holds. It replaces all earlier ones.",
  },
  "when-collected": {
    nl: "Voor gegevens geldt de versie van de dag waarop wij ze kregen.",
    en: "For data, the version of the day on which we got it holds.",
  },
} as const;

const termTexts = {
  notice: {
    nl: "Zeggen onze voorwaarden iets anders over uw gegevens, dan geldt deze verklaring.",
    en: "When our terms say something else about your data, this notice holds.",
  },
  terms: {
    nl: "Zeggen onze voorwaarden iets anders over uw gegevens, dan gelden de voorwaarden.",
    en: "When our terms say something else about your data, the terms hold.",
  },
} as const;

function promises(stated: Precedence, policy: Policy): readonly PolicyPromise[] {
  const { languages, notices, versions, terms, frameworks: above } = stated;
  const base = { section: "scope", mechanism: "notice-version" } as const;
  const words = { ...base, checks: [{ kind: "stated" }] } as const;
  return [
    ...promiseIf(policy, languages, ({ is }) => ({
      ...words,
      id: "precedence.languages",
      ...languageTexts(is, policy),
      article: "GDPR art. 12(1)",
    })),
    ...promiseIf(policy, notices, ({ is }) => ({ ...words, id: "precedence.notices", ...noticeTexts[is] })),
    ...promiseIf(policy, versions, ({ is }) => ({
      ...base,
      id: "precedence.versions",
      checks:
        is === "newest" ? [{ kind: "one-version-in-force" }] : [{ kind: "carried-out", by: "notice-change-impact" }],
      ...versionTexts[is],
    })),
    ...promiseIf(policy, terms, ({ is }) => ({ ...words, id: "precedence.terms", ...termTexts[is] })),
    ...promiseIf(policy, above, ({ is }) => ({
      ...words,
      id: "precedence.frameworks",
      nl: `Wijkt deze verklaring af van ${alternatives(
        is.map((each) => frameworkTexts[each].nl),
        "nl",
      )}, dan geldt deze verklaring daar niet.`,
      en: `Where this notice differs from ${alternatives(
        is.map((each) => frameworkTexts[each].en),
        "en",
      )}, this notice does not hold.`,
    })),
  ];
}

function languageTexts(is: "first" | "reader", policy: Policy): Texts {
  const first = languageNames[policy.languages[0] ?? "en"] ?? { nl: "eerste", en: "first" };
  return is === "reader"
    ? {
        nl: "Verschillen de teksten in verschillende talen, dan geldt wat voor u beter is.",
        en: "When the texts in different languages differ, whichever is better for you holds.",
      }
    : {
        nl: `Verschillen de teksten in verschillende talen, dan geldt de ${first.nl} tekst.`,
        en: `When the texts in different languages differ, the ${first.en} text holds.`,
      };
}

function problems(stated: Precedence, policy: Policy): readonly Problem[] {
  const { languages, versions, terms, frameworks: above } = stated;
  const dpf = above?.is.includes("dpf") === true && !usesFramework(policy);
  return [
    ...(languages?.is === "first" && policy.languages.length > 1
      ? [
          finding("languages", languages, {
            code: "translation-not-relied-on",
            severity: "note",
            message: "Readers of the other languages cannot rely on the text in front of them.",
            remedy: "Write languages: reader.",
            article: "GDPR art. 12(1)",
          }),
        ]
      : []),
    ...(versions?.is === "newest" && policy.changes?.affected === undefined && policy.changes?.material === undefined
      ? [
          finding("versions", versions, {
            code: "newest-untold",
            severity: "warning",
            message: "The newest version holds for data that is already there, and nobody is told of it.",
            remedy: "Say under changes who is told, and how long before.",
            article: "GDPR art. 5(1)(b), 13(3)",
          }),
        ]
      : []),
    ...(terms?.is === "terms"
      ? [
          finding("terms", terms, {
            code: "terms-above-notice",
            severity: "warning",
            message: "What people read here about their data does not count when the terms say otherwise.",
            remedy: "Write terms: notice.",
            article: "GDPR art. 12(1)",
          }),
        ]
      : []),
    ...(dpf && above !== undefined
      ? [
          finding("frameworks", above, {
            code: "framework-not-used",
            severity: "warning",
            message: "The Data Privacy Framework stands above the notice, and nothing is sent under it.",
            remedy: "Leave dpf out, or declare it where it is used.",
            article: "GDPR art. 12(1), 45",
          }),
        ]
      : []),
  ];
}

function finding(
  word: string,
  from: Declared,
  made: Pick<Problem, "code" | "severity" | "message" | "remedy" | "article">,
): Problem {
  return { ...made, at: from.at, path: `precedence.${word}` };
}

function usesFramework(policy: Policy): boolean {
  return policy.transfers !== undefined || policy.recipients.some(({ safeguard }) => safeguard === "dpf");
}
