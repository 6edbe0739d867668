import type { Language, Localized } from "#base";
import {
  categoriesOf,
  type ContactPoint,
  isCategory,
  type KeepRule,
  leavesEea,
  type OnBehalf,
  partyName,
  type Policy,
  promisesOf,
  type Purpose,
  type Recipient,
} from "#policy";
import { basisText, safeguardText, tablesOf, untilText, writing } from "./phrases.ts";

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
  /** Where the data of this purpose is, in tables or elsewhere; once for each country. */
  readonly systems: readonly { readonly name: string; readonly title: Localized; readonly country: string }[];
}

/** Something done on the instructions of customers, with what GDPR art. 30(2) asks. */
export interface ProcessorActivity {
  readonly activity: Named;
  readonly customers: Localized;
  readonly persons: readonly Named[];
  readonly categories: readonly (Named & { readonly special: boolean })[];
  /** Who works for us in it: processors that get one of these categories. */
  readonly recipients: ProcessingActivity["recipients"];
}

/** The record of processing activities (GDPR art. 30), in all languages of the policy at once. */
export interface RegisterOfProcessing {
  readonly controller: {
    readonly name: string;
    readonly legalName?: string;
    readonly address?: string;
    readonly country: string;
    readonly registration: Readonly<Record<string, string>>;
    readonly contact: Policy["organisation"]["contact"];
  };
  /** Data protection officers (GDPR art. 37) and representatives (art. 27). */
  readonly officers: readonly ContactPoint[];
  readonly representatives: readonly ContactPoint[];
  /** Parties that decide together with the controller (art. 26). */
  readonly jointControllers: readonly string[];
  readonly inForceOn: Policy["inForceOn"];
  readonly activities: readonly ProcessingActivity[];
  /** What is done for customers (art. 30(2)). */
  readonly onBehalf: readonly ProcessorActivity[];
  /** General description of the security measures (art. 30(1)(g), 30(2)(d)): what the policy promises under that heading. */
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
    officers: (policy.contacts ?? []).filter(({ kind }) => kind === "officer"),
    representatives: (policy.contacts ?? []).filter(({ kind }) => kind === "representative"),
    jointControllers: policy.recipients
      .filter(({ role }) => role === "joint-controller")
      .map((recipient) => partyName(recipient, policy.languages[0] ?? "nl")),
    inForceOn: policy.inForceOn,
    activities: policy.purposes.map((purpose) => activity(policy, purpose)),
    onBehalf: (policy.onBehalf ?? []).map((each) => processorActivity(policy, each)),
    security: promisesOf(policy)
      .filter(({ section }) => section === "security")
      .map(({ statement }) => statement),
  };
}

function processorActivity(policy: Policy, { name, title, customers, of, data }: OnBehalf): ProcessorActivity {
  const used = (category: string): boolean => data.some((each) => isCategory(category, each));
  return {
    activity: { name, title },
    customers,
    persons: namedPersons(policy, of),
    categories: categoriesOfUse(policy, data),
    recipients: policy.recipients
      .filter(({ role, receives }) => role === "processor" && receives.some(used))
      .map((recipient) => recipientOf(policy, recipient)),
  };
}

function namedPersons(policy: Policy, names: readonly string[]): readonly Named[] {
  return policy.persons.filter(({ name }) => names.includes(name)).map(({ name, title }) => ({ name, title }));
}

/** Those that are named, and the parts of them that some table or store holds: a part that is nowhere is not processed. */
function categoriesOfUse(policy: Policy, uses: readonly string[]): ProcessingActivity["categories"] {
  const inTables = tablesOf(policy).flatMap(({ table }) => categoriesOf(table));
  const held = new Set([...inTables, ...(policy.stores ?? []).flatMap(({ holds }) => holds)]);
  return policy.categories
    .filter(({ name }) => uses.includes(name) || (held.has(name) && uses.some((each) => isCategory(name, each))))
    .map(({ name, title, special }) => ({ name, title, special }));
}

function activity(policy: Policy, purpose: Purpose): ProcessingActivity {
  const used = (name: string): boolean => purpose.uses.some((uses) => isCategory(name, uses));
  const tables = tablesOf(policy).filter(({ table }) => categoriesOf(table).some(used));
  const holding = new Set(tables.map(({ system }) => system));
  const stores = (policy.stores ?? []).filter(({ holds }) => holds.some(used));
  const logs = (policy.logs ?? []).filter(({ purposes }) => purposes.includes(purpose.name));
  return {
    purpose: { name: purpose.name, title: purpose.title },
    basis: inAll(policy, (language) => basisText(writing(policy, language), purpose)),
    persons: namedPersons(policy, purpose.of),
    categories: categoriesOfUse(policy, purpose.uses),
    recipients: policy.recipients
      .filter((recipient) => recipient.purposes.includes(purpose.name))
      .map((recipient) => recipientOf(policy, recipient)),
    terms: policy.keep.flatMap((rule) => {
      const under = tables.filter(({ table }) => table.keep?.rule === rule.name);
      const lines = logs.filter(({ keep }) => keep === rule.name).flatMap(({ fields }) => fields);
      const files = stores.filter(({ keep }) => keep === rule.name).flatMap(({ holds }) => holds);
      const fields = lines.map(({ category }) => category);
      const held = [...under.flatMap(({ table }) => categoriesOf(table)), ...fields, ...files];
      const met = new Set(held.filter(used));
      return met.size === 0 ? [] : [termOf(policy, rule, [...met])];
    }),
    systems: [
      ...policy.systems
        .filter(({ name }) => holding.has(name))
        .map(({ name, title, country }) => ({ name, title, country: country ?? policy.organisation.country })),
      ...stores.flatMap(({ name, title, countries }) =>
        (countries.length > 0 ? countries : [policy.organisation.country]).map((country) => ({ name, title, country })),
      ),
    ],
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
