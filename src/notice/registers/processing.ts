/** The record of processing as one table: the activities of the controller, then those for customers. */
import { capital, dateText, type Language, type Localized, say } from "#base";
import { countryName } from "#law";
import type { Policy } from "#policy";
import { controllerName, type Writing, writing } from "../phrases.ts";
import {
  type ProcessingActivity,
  type ProcessorActivity,
  type RegisterOfProcessing,
  registerOfProcessing,
} from "../register.ts";
import { type Columns, sheet, type Sheet } from "./sheet.ts";

const columns: Columns = {
  activity: { nl: "Verwerking", en: "Processing" },
  capacity: { nl: "Onze rol", en: "Our role" },
  customers: { nl: "Namens", en: "On behalf of" },
  basis: { nl: "Grondslag", en: "Legal basis" },
  persons: { nl: "Betrokkenen", en: "Data subjects" },
  data: { nl: "Gegevens", en: "Personal data" },
  recipients: { nl: "Ontvangers", en: "Recipients" },
  transfers: { nl: "Doorgifte buiten de EER", en: "Transfers outside the EEA" },
  terms: { nl: "Bewaartermijnen", en: "Retention" },
  systems: { nl: "Systemen", en: "Systems" },
};

const title = { nl: "Verwerkingsregister", en: "Record of processing" } as const;

const capacities = {
  controller: { nl: "verantwoordelijke (AVG art. 30(1))", en: "controller (GDPR art. 30(1))" },
  processor: { nl: "verwerker (AVG art. 30(2))", en: "processor (GDPR art. 30(2))" },
} as const;

const words = {
  special: { nl: "bijzonder", en: "special" },
  worldwide: { nl: "overal ter wereld", en: "anywhere in the world" },
  none: { nl: "geen", en: "none" },
} as const;

/** GDPR art. 30(1)(b)–(f) and 30(2)(a)–(c); what holds for all of it is in `organisationSheet`. */
export function processingSheet(policy: Policy, language: Language): Sheet {
  const { activities, onBehalf } = registerOfProcessing(policy);
  return sheet(
    "processing",
    title,
    columns,
    [
      ...activities.map((each) => controllerRow(each, language)),
      ...onBehalf.map((each) => processorRow(each, language)),
    ],
    language,
  );
}

function controllerRow(activity: ProcessingActivity, language: Language): Record<string, string> {
  const { purpose, basis, terms, systems } = activity;
  return {
    activity: capital(say(purpose.title, language)),
    capacity: capacities.controller[language],
    basis: say(basis, language),
    ...shared(activity, language),
    terms: terms.map(({ rule, until }) => `${rule}: ${say(until, language)}`).join("\n"),
    systems: systems
      .map(({ title: name, country }) => `${say(name, language)} (${countryName(country, language)})`)
      .join("; "),
  };
}

function processorRow(each: ProcessorActivity, language: Language): Record<string, string> {
  return {
    activity: capital(say(each.activity.title, language)),
    capacity: capacities.processor[language],
    customers: say(each.customers, language),
    ...shared(each, language),
  };
}

function shared(
  { persons, categories, recipients }: Pick<ProcessingActivity, "persons" | "categories" | "recipients">,
  language: Language,
): Record<string, string> {
  return {
    persons: persons.map(({ title: name }) => say(name, language)).join("; "),
    data: categories
      .map(({ title: name, special }) => `${say(name, language)}${special ? ` (${words.special[language]})` : ""}`)
      .join("; "),
    recipients: [...new Set(recipients.map(({ party }) => say(party, language)))].join("; ") || words.none[language],
    transfers:
      recipients
        .filter(({ thirdCountry }) => thirdCountry)
        .map(({ party, countries, worldwide, safeguard }) => {
          const places = worldwide
            ? words.worldwide[language]
            : countries.map((code) => countryName(code, language)).join(", ");
          return `${say(party, language)} (${places}): ${say(safeguard, language)}`;
        })
        .join("\n") || words.none[language],
  };
}

const facts: Columns = {
  fact: { nl: "Onderwerp", en: "Subject" },
  value: { nl: "Inhoud", en: "Content" },
};

const subjects = {
  title: { nl: "Organisatie en beveiliging", en: "Organisation and security" },
  controller: { nl: "Organisatie", en: "Organisation" },
  address: { nl: "Adres", en: "Address" },
  contact: { nl: "Contact", en: "Contact" },
  officer: { nl: "Functionaris gegevensbescherming", en: "Data protection officer" },
  representative: { nl: "Vertegenwoordiger in de EU", en: "Representative in the EU" },
  joint: { nl: "Gezamenlijk verantwoordelijk", en: "Joint controllers" },
  inForce: { nl: "Geldig vanaf", en: "In force from" },
  security: { nl: "Beveiliging", en: "Security" },
} as const;

/** What holds for every activity: GDPR art. 30(1)(a) and (g), 30(2)(a) and (d). */
export function organisationSheet(policy: Policy, language: Language): Sheet {
  const rows = organisationFacts(registerOfProcessing(policy), writing(policy, language), language);
  return sheet(
    "organisation",
    subjects.title,
    facts,
    rows.filter(([, value]) => value !== "").map(([subject, value]) => ({ fact: subjects[subject][language], value })),
    language,
  );
}

function organisationFacts(
  register: RegisterOfProcessing,
  about: Writing,
  language: Language,
): readonly (readonly [Exclude<keyof typeof subjects, "title">, string])[] {
  const { controller } = register;
  const { person, email, phone } = controller.contact;
  const reached = (points: RegisterOfProcessing["officers"]): string =>
    points.map((point) => together([say(point.title, language), point.email, point.phone, point.post])).join("; ");
  return [
    ["controller", controllerName(about)],
    ["address", together([controller.address, countryName(controller.country, language)])],
    ["contact", together([person, email, phone])],
    ["officer", reached(register.officers)],
    ["representative", reached(register.representatives)],
    ["joint", register.jointControllers.join("; ")],
    ["inForce", dateText(register.inForceOn, language)],
    ...register.security.map((text: Localized) => ["security", say(text, language)] as const),
  ];
}

function together(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(", ");
}
