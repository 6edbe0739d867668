/** Who can be reached for what, beside the organisation's own contact: an officer, a representative, desks (GDPR arts. 13(1)(a)–(b), 27, 37). */
import { alternatives, enumerated, type Language, type Localized, type Problem, say } from "#base";
import { countryName, isEea } from "#law";
import { promise } from "../compile/draft.ts";
import { list, mapping, may, named } from "../grammar/collections.ts";
import { country, email, oneOf, text } from "../grammar/values.ts";
import { checkOwnName, declared, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter, entryNames } from "./chapter.ts";
import { eachEntry } from "./phrases.ts";

const kinds = ["desk", "officer", "representative"] as const;
const subjects = ["questions", "requests", "complaints", "security", "children", "disputes"] as const;

export type ContactKind = (typeof kinds)[number];
export type ContactSubject = (typeof subjects)[number];

export interface ContactPoint extends Declared {
  readonly name: string;
  /** The officer of GDPR art. 37, the representative in the Union of art. 27, or any other desk. */
  readonly kind: ContactKind;
  /** What it is called: a team, a person, a company. */
  readonly title: Localized;
  readonly subjects: readonly ContactSubject[];
  readonly email?: string;
  /** A subject line that brings a mail to the right people. */
  readonly subjectLine?: Localized;
  readonly phone?: string;
  /** An address for letters. */
  readonly post?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

const point = mapping({
  name: "Contact point",
  doc: "Somebody who can be reached: by mail, telephone or post.",
  example:
    "contacts:\n  officer: {is: officer, title: {nl: onze functionaris gegevensbescherming, en: our data protection officer}, email: fg@example.nl}\n  letters: {for: requests, post: 'Postbus 1, 1000 AA Amsterdam', country: NL}",
  members: {
    is: may(
      oneOf(kinds, "a kind of contact"),
      "`desk` (also when left out), `officer` (GDPR art. 37) or `representative` in the Union (GDPR art. 27).",
    ),
    title: may(said, "What it is called in a sentence; its name in words when left out."),
    for: may(list(oneOf(subjects, "what a contact is for")), "What it is for; questions when left out."),
    email: may(email, "Its e-mail address."),
    subjectLine: may(said, "A subject line to write above a mail."),
    phone: may(text, "Its telephone number."),
    post: may(text, "Its address for letters."),
    country: may(country, "Where it is."),
    ...declared,
  },
});

export const contacts = chapter({
  word: "contacts",
  doc: "Who can be reached for what, beside the contact of the organisation.",
  kind: named({ what: "a contact", kind: point, check: checkOwnName }),
  declares: { what: "contact", names: entryNames },
  resolve: (read, names): readonly ContactPoint[] =>
    eachEntry(read, (value, name): ContactPoint => {
      if (value.email === undefined && value.phone === undefined && value.post === undefined)
        names.report(name.at, name.path, {
          code: "contact-unreachable",
          message: `"${name.text}" has no address, number or e-mail address.`,
          remedy: "Add email, phone or post.",
        });
      return {
        ...names.declaredBy(value, name.at),
        ...present({
          name: name.text,
          kind: value.is ?? "desk",
          title: names.title(value.title, name.text),
          subjects: [...new Set(value.for ?? (["questions"] as const))],
          email: value.email,
          subjectLine: value.subjectLine && names.texts(value.subjectLine),
          phone: value.phone,
          post: value.post,
          country: value.country,
        }),
      };
    }),
  promises: (points, policy) => points.map((each) => reached(each, policy)),
  problems,
});

const subjectTexts: Readonly<Record<ContactSubject, Required<Localized>>> = {
  questions: { nl: "vragen", en: "questions" },
  requests: { nl: "verzoeken over uw gegevens", en: "requests about your data" },
  complaints: { nl: "klachten", en: "complaints" },
  security: { nl: "vragen en meldingen over beveiliging", en: "questions and reports about security" },
  children: { nl: "meldingen over gegevens van kinderen", en: "reports about data of children" },
  disputes: { nl: "geschillen", en: "disputes" },
};

const articles: Readonly<Record<ContactKind, string>> = {
  desk: "GDPR art. 12(2)",
  officer: "GDPR art. 13(1)(b), 37(7)",
  representative: "GDPR art. 13(1)(a), 27",
};

function reached(point: ContactPoint, policy: Policy): PolicyPromise {
  const about = (language: Language) =>
    enumerated(
      point.subjects.map((subject) => subjectTexts[subject][language]),
      language,
    );
  return promise(policy, {
    id: `contacts.${point.name}`,
    mechanism:
      point.subjects.includes("complaints") || point.subjects.includes("disputes")
        ? "escalation-desk"
        : "request-intake",
    section: "who-we-are",
    checks: [],
    nl: `Met ${about("nl")} kunt u terecht bij ${say(point.title, "nl")}: ${waysText(point, "nl")}.`,
    en: `For ${about("en")}, reach ${say(point.title, "en")}: ${waysText(point, "en")}.`,
    about: point.name,
    article: articles[point.kind],
    from: point,
  });
}

function waysText(point: ContactPoint, language: Language): string {
  const where = point.country === undefined ? "" : `, ${countryName(point.country, language)}`;
  const subject = language === "nl" ? "met als onderwerp" : "with the subject";
  const ways = [
    point.email === undefined
      ? undefined
      : [
          point.email,
          ...(point.subjectLine === undefined ? [] : [`${subject} “${say(point.subjectLine, language)}”`]),
        ].join(", "),
    point.phone,
    point.post === undefined ? undefined : `${point.post}${where}`,
  ].filter((way) => way !== undefined);
  return alternatives(ways, language);
}

/** An organisation outside the EEA that serves people in it needs a representative (GDPR art. 27(1)). */
function problems(points: readonly ContactPoint[], policy: Policy): readonly Problem[] {
  const { organisation } = policy;
  const representatives = points.filter(({ kind }) => kind === "representative");
  const wrong = representatives.find((point) => point.country !== undefined && !isEea(point.country));
  const needed = !isEea(organisation.country) && representatives.length === 0;
  return [
    ...(needed
      ? [
          {
            code: "representative-missing",
            severity: "warning" as const,
            message: `The organisation is in ${countryName(organisation.country, "en")}, and no representative in the Union is named.`,
            remedy: "Add a contact with is: representative, in one of the countries where your customers are.",
            at: organisation.at,
            path: "organisation",
            article: "GDPR art. 27(1), 27(3)",
          },
        ]
      : []),
    ...(wrong === undefined
      ? []
      : [
          {
            code: "representative-outside-union",
            severity: "warning" as const,
            message: `The representative "${wrong.name}" is in ${countryName(wrong.country ?? "", "en")}, outside the Union.`,
            remedy: "Name one in a country where your customers are.",
            at: wrong.at,
            path: `contacts.${wrong.name}`,
            article: "GDPR art. 27(3)",
          },
        ]),
  ];
}
