import { capital, dateText, say } from "#base";
import { inBoth } from "../chapters/phrases.ts";
import { categoryTitle } from "../decisions/sharing.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { promise } from "./draft.ts";
import { categoriesText } from "./facts.ts";

/** Who is responsible, and what the notice tells. */
export function organisationPromises(policy: Policy): readonly PolicyPromise[] {
  const { organisation } = policy;
  const name = organisation.legalName ?? organisation.name;
  const contact = organisation.contact;
  return [
    promise(policy, {
      id: "organisation.identified",
      mechanism: "notice-publish",
      section: "who-we-are",
      checks: [],
      nl: `${name} is verantwoordelijk voor uw gegevens.`,
      en: `${name} is responsible for your data.`,
      article: "GDPR art. 13(1)(a)",
      from: organisation,
    }),
    promise(policy, {
      id: "organisation.contact",
      mechanism: "request-intake",
      section: "who-we-are",
      checks: [],
      nl: `Vragen over uw gegevens stelt u aan ${contact.person ?? name}: ${contact.email}.`,
      en: `Questions about your data go to ${contact.person ?? name}: ${contact.email}.`,
      article: "GDPR art. 13(1)(a)",
      from: { ...contact, at: organisation.at },
    }),
    promise(policy, {
      id: "notice.complete",
      mechanism: "notice-publish",
      section: "scope",
      checks: [{ kind: "notice-complete" }],
      nl: "Hier leest u welke gegevens wij gebruiken, waarvoor, met wie wij ze delen, hoe lang wij ze bewaren en wat uw rechten zijn.",
      en: "Here you read which data we use, for what, with whom we share them, how long we keep them and which rights you have.",
      article: "GDPR art. 13",
    }),
  ];
}

/** Promises about kinds of persons and categories exist only where the policy says that they were made. */
export function namedPromises(policy: Policy): readonly PolicyPromise[] {
  const persons = policy.persons.filter(wasPromised).map((kind) =>
    promise(policy, {
      id: `persons.${kind.name}.named`,
      mechanism: "notice-publish",
      section: "scope",
      checks: [],
      nl: `Deze verklaring geldt voor: ${say(kind.title, "nl")}.`,
      en: `This notice covers: ${say(kind.title, "en")}.`,
      about: kind.name,
      from: kind,
    }),
  );
  const categories = policy.categories.flatMap((category) => {
    if (category.declared === undefined || !wasPromised(category.declared)) return [];
    return [
      promise(policy, {
        id: `categories.${category.name}.named`,
        mechanism: "data-map",
        section: "what-we-use",
        checks: [],
        nl: `Wij gebruiken: ${categoryTitle(policy, category.name, "nl")}.`,
        en: `We use: ${categoryTitle(policy, category.name, "en")}.`,
        about: category.name,
        from: category.declared,
      }),
    ];
  });
  return [...persons, ...categories];
}

export function purposePromises(policy: Policy): readonly PolicyPromise[] {
  const declared = policy.purposes.map((purpose) =>
    promise(policy, {
      id: `purposes.${purpose.name}.declared`,
      mechanism: "notice-publish",
      section: "purposes",
      checks: [],
      nl: `Wij gebruiken deze gegevens: ${categoriesText(policy, purpose.uses, "nl")}. De reden: ${say(purpose.title, "nl")}.`,
      en: `We use these data: ${categoriesText(policy, purpose.uses, "en")}. The reason: to ${say(purpose.title, "en")}.`,
      pieces: inBoth((language) => [
        capital(say(purpose.title, language)),
        categoriesText(policy, purpose.uses, language),
      ]),
      about: purpose.name,
      article: "GDPR art. 13(1)(c)",
      from: purpose,
    }),
  );
  const limit = promise(policy, {
    id: "purposes.only-declared",
    mechanism: "purpose-gate",
    section: "purposes",
    checks: [{ kind: "purposes-enforced" }],
    nl: "Wij gebruiken uw gegevens alleen voor de doelen in deze verklaring.",
    en: "We use your data only for the purposes in this notice.",
    article: "GDPR art. 5(1)(b)",
  });
  return [...declared, limit];
}

export function versionPromises(policy: Policy): readonly PolicyPromise[] {
  return [
    promise(policy, {
      id: "notice.one-in-force",
      mechanism: "notice-version",
      section: "changes",
      checks: [{ kind: "one-version-in-force" }],
      nl: `Deze verklaring geldt vanaf ${dateText(policy.inForceOn, "nl")}. Er geldt altijd één versie; die staat hier.`,
      en: `This notice holds from ${dateText(policy.inForceOn, "en")}. One version holds at a time; it is the one shown here.`,
      article: "GDPR art. 12(1)",
      from: policy.version,
    }),
  ];
}

export function statementPromises(policy: Policy): readonly PolicyPromise[] {
  return policy.statements.map((statement) =>
    promise(policy, {
      id: `statements.${statement.name}`,
      mechanism: "notice-publish",
      section: statement.under,
      checks: [{ kind: "stated" }],
      nl: say(statement.says, "nl"),
      en: say(statement.says, "en"),
      about: statement.name,
      from: statement,
    }),
  );
}

function wasPromised(declared: Declared): boolean {
  return declared.cites.length > 0 || declared.says !== undefined;
}
