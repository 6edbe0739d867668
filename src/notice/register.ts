import type { Language, Localized } from "#base";
import { isCategory, type KeepRule, leavesEea, type Policy, type Purpose, type Recipient } from "#policy";
import { basisText, categoriesOf, safeguardText, tablesOf, untilText, writing } from "./phrases.ts";

/** A name of the policy with its title. */
export interface Named {
  readonly name: string;
  readonly title: Localized;
}

/** One processing activity: a purpose, with everything GDPR art. 30(1)(b)–(g) asks. */
export interface ProcessingActivity {
  readonly purpose: Named;
  /** Not asked by art. 30, and always wanted beside it. */
  readonly basis: Localized;
  readonly persons: readonly Named[];
  readonly categories: readonly (Named & { readonly special: boolean })[];
  readonly recipients: readonly {
    readonly name: string;
    readonly party: Localized;
    readonly role: Recipient["role"];
    /** ISO 3166-1 alpha-2; empty only when it can be anywhere. */
    readonly countries: readonly string[];
    readonly worldwide: boolean;
    readonly thirdCountry: boolean;
    /** Only for a third country: what protects the data there. */
    readonly safeguard?: Localized;
  }[];
  readonly terms: readonly {
    readonly rule: string;
    readonly until: Localized;
    readonly categories: readonly string[];
  }[];
  /** Where the data of this purpose is. */
  readonly systems: readonly { readonly name: string; readonly title: Localized; readonly country: string }[];
}

/** The record of processing activities (GDPR art. 30(1)), in all languages of the policy at once. */
export interface RegisterOfProcessing {
  readonly controller: {
    readonly name: string;
    readonly legalName?: string;
    readonly address?: string;
    readonly country: string;
    readonly registration: Readonly<Record<string, string>>;
    readonly contact: Policy["organisation"]["contact"];
  };
  readonly inForceOn: Policy["inForceOn"];
  readonly activities: readonly ProcessingActivity[];
  /** General description of the security measures (art. 30(1)(g)): what the policy states under that heading. */
  readonly security: readonly Localized[];
}

export function registerOfProcessing(policy: Policy): RegisterOfProcessing {
  const { name, legalName, address, country, registration, contact } = policy.organisation;
  return {
    controller: {
      name,
      ...(legalName === undefined ? {} : { legalName }),
      ...(address === undefined ? {} : { address }),
      country,
      registration,
      contact,
    },
    inForceOn: policy.inForceOn,
    activities: policy.purposes.map((purpose) => activity(policy, purpose)),
    security: policy.statements.filter(({ under }) => under === "security").map(({ says }) => says),
  };
}

function activity(policy: Policy, purpose: Purpose): ProcessingActivity {
  const used = (name: string): boolean => purpose.uses.some((uses) => isCategory(name, uses));
  const tables = tablesOf(policy).filter(({ table }) => categoriesOf(table).some(used));
  const holding = new Set(tables.map(({ system }) => system));
  return {
    purpose: { name: purpose.name, title: purpose.title },
    basis: inAll(policy, (language) => basisText(writing(policy, language), purpose)),
    persons: policy.persons.filter(({ name }) => purpose.of.includes(name)).map(({ name, title }) => ({ name, title })),
    categories: policy.categories
      .filter(({ name }) => used(name))
      .map(({ name, title, special }) => ({ name, title, special })),
    recipients: policy.recipients
      .filter((recipient) => recipient.purposes.includes(purpose.name))
      .map((recipient) => recipientOf(policy, recipient)),
    terms: policy.keep.flatMap((rule) => {
      const under = tables.filter(({ table }) => table.keep?.rule === rule.name);
      const met = new Set(under.flatMap(({ table }) => categoriesOf(table)).filter(used));
      return met.size === 0 ? [] : [termOf(policy, rule, [...met])];
    }),
    systems: policy.systems
      .filter(({ name }) => holding.has(name))
      .map((system) => ({
        name: system.name,
        title: system.title,
        country: system.country ?? policy.organisation.country,
      })),
  };
}

function recipientOf(policy: Policy, recipient: Recipient): ProcessingActivity["recipients"][number] {
  const thirdCountry = leavesEea(recipient);
  const safeguard = recipient.safeguard ?? (thirdCountry ? "adequacy" : undefined);
  return {
    name: recipient.name,
    party: recipient.party,
    role: recipient.role,
    countries: recipient.countries,
    worldwide: recipient.worldwide,
    thirdCountry,
    ...(thirdCountry ? { safeguard: inAll(policy, (language) => safeguardText(safeguard, language) ?? "") } : {}),
  };
}

function termOf(policy: Policy, rule: KeepRule, categories: readonly string[]): ProcessingActivity["terms"][number] {
  return {
    rule: rule.name,
    until: inAll(policy, (language) => untilText(writing(policy, language), rule)),
    categories,
  };
}

function inAll(policy: Policy, text: (language: Language) => string): Localized {
  return Object.fromEntries(policy.languages.map((language) => [language, text(language)]));
}
