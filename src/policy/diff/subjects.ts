/** What a difference is about, in the words of the notice: its heading, its section. */
import { capital, type Json, type Language, type Localized, say } from "#base";
import { categoriesText, subjectOf } from "../compile/facts.ts";
import { inBoth, partyOf, purposesText, type Texts } from "../chapters/phrases.ts";
import type { NoticeSection, Policy, RightKind } from "../model.ts";
import { noticeSections } from "../language/promised.ts";

interface Subject extends Texts {
  readonly section: NoticeSection;
}

const subject = (section: NoticeSection, nl: string, en: string): Subject => ({ section, nl, en });

/** By the word at the top of the document, as the model has it. */
const subjects: Readonly<Record<Exclude<keyof Policy, "statements" | "promises">, Subject>> = {
  organisation: subject("who-we-are", "Wie wij zijn", "Who we are"),
  languages: subject("scope", "Talen van deze verklaring", "Languages of this notice"),
  timeZone: subject("scope", "Tijd waarin wij dagen tellen", "Time in which we count days"),
  inForceOn: subject("changes", "Dag waarop deze verklaring ingaat", "Day on which this notice starts"),
  version: subject("changes", "Versies van deze verklaring", "Versions of this notice"),
  identities: subject("rights", "Hoe wij u herkennen", "How we recognise you"),
  persons: subject("scope", "Om wie het gaat", "Whose data"),
  categories: subject("what-we-use", "Gegevens", "Data"),
  purposes: subject("purposes", "Doel", "Purpose"),
  recipients: subject("recipients", "Wie gegevens krijgt", "Who gets data"),
  keep: subject("retention", "Bewaren", "Keeping"),
  rights: subject("rights", "Uw rechten", "Your rights"),
  systems: subject("what-we-use", "Waar gegevens staan", "Where data is"),
  waivers: subject("scope", "Wat wij nu nog niet nakomen", "What we do not keep yet"),
  contacts: subject("who-we-are", "Waar u terechtkunt", "Whom you can ask"),
  group: subject("who-we-are", "Bedrijven die bij ons horen", "Companies that belong to us"),
  scope: subject("scope", "Waarvoor deze verklaring geldt", "What this notice covers"),
  precedence: subject("scope", "Welke tekst voorgaat", "Which text goes first"),
  sources: subject("sources", "Waar wij gegevens krijgen", "Where we get data"),
  forms: subject("sources", "Formulier", "Form"),
  consents: subject("consent", "Toestemming", "Consent"),
  messages: subject("consent", "Berichten", "Messages"),
  publicContent: subject("public", "Wat anderen zien", "What others see"),
  onBehalf: subject("on-behalf", "Wat wij voor klanten doen", "What we do for customers"),
  transfers: subject("transfers", "Gegevens buiten Europa", "Data outside Europe"),
  sale: subject("sale", "Verkopen en delen", "Sale and sharing"),
  logs: subject("what-we-use", "Logboek", "Log"),
  stores: subject("what-we-use", "Andere plaats van gegevens", "Other place of data"),
  never: subject("not-kept", "Wat wij nooit doen", "What we never do"),
  ephemeral: subject("not-kept", "Wat wij niet bewaren", "What we do not keep"),
  statistics: subject("purposes", "Cijfers", "Figures"),
  automatedDecisions: subject("automated-decisions", "Besluiten door computers", "Decisions by computers"),
  moderation: subject("purposes", "Toezicht op gedrag", "Watching over conduct"),
  security: subject("security", "Beveiliging", "Security"),
  staff: subject("security", "Onze medewerkers", "Our staff"),
  incidents: subject("incidents", "Datalekken", "Data breaches"),
  complaints: subject("complaints", "Klachten", "Complaints"),
  channels: subject("rights", "Langs welke weg u kunt vragen", "By which ways you can ask"),
  minors: subject("children", "Kinderen", "Children"),
  website: subject("cookies", "Cookies en onze website", "Cookies and our website"),
  legalDemands: subject("disclosure", "Als een overheid gegevens eist", "When an authority demands data"),
  businessTransfer: subject("disclosure", "Als ons bedrijf overgaat", "When our company changes hands"),
  changes: subject("changes", "Hoe deze verklaring verandert", "How this notice changes"),
  houseText: subject("scope", "Onze eigen woorden", "Our own words"),
  leftOut: subject("scope", "Wat uit de oude tekst verviel", "What was left out of the old text"),
};
const statements: Subject = subject("scope", "Wat wij ook zeggen", "What we also say");
const promises: Subject = subject("scope", "Woorden van deze verklaring", "Words of this notice");

const rights: Readonly<Record<RightKind, Texts>> = {
  access: { nl: "inzage", en: "access" },
  rectification: { nl: "verbeteren", en: "correction" },
  erasure: { nl: "wissen", en: "erasure" },
  restriction: { nl: "tijdelijk niet gebruiken", en: "restriction" },
  portability: { nl: "meenemen", en: "taking your data with you" },
  objection: { nl: "bezwaar maken", en: "objecting" },
  "automated-decision": { nl: "besluiten door computers", en: "decisions by computers" },
  "withdraw-consent": { nl: "toestemming intrekken", en: "withdrawing consent" },
  complaint: { nl: "klagen", en: "complaining" },
};

/** One named thing on the path of a difference, as the model has it, before or after. */
export interface Named {
  readonly value: { readonly [member: string]: Json | undefined };
  readonly policy: Policy;
}

/** The heading: what the subject is called, and what the first named thing on the path is called. */
export function titleOf(path: readonly string[], entry: Named | undefined): Texts {
  const { nl, en } = headingOf(path[0]);
  const heading = { nl, en };
  return inBoth((language) => {
    const name = entry === undefined ? "" : calledIn(path, entry, language);
    return name === "" ? heading[language] : `${heading[language]}: ${name}`;
  });
}

export function sectionOf(path: readonly string[], entry: Named | undefined): NoticeSection {
  const under = path[0] === "statements" ? entry?.value["under"] : undefined;
  return noticeSections.find((section) => section === under) ?? headingOf(path[0]).section;
}

function headingOf(word: string | undefined): Subject {
  if (word === "statements") return statements;
  return word !== undefined && Object.hasOwn(subjects, word) ? subjects[word as keyof typeof subjects] : promises;
}

/** What people call it; nothing for what only the file gives a name. */
function calledIn(path: readonly string[], { value, policy }: Named, language: Language): string {
  const rule = path[0] === "keep" ? policy.keep.find(({ name }) => name === value["name"]) : undefined;
  if (rule !== undefined) return subjectOf(policy, rule, language);
  if (path[0] === "rights") return rights[value["kind"] as RightKind]?.[language] ?? "";
  for (const member of ["title", "party"]) {
    const found = textOf(value[member], language);
    if (found !== "") return found;
  }
  const recipient = value["recipient"] ?? (value["from"] as Named["value"] | undefined)?.["recipient"];
  if (typeof recipient === "string") return partyOf(policy, recipient, language);
  for (const [member, text] of [
    ["purposes", purposesText],
    ["data", categoriesText],
    ["gives", categoriesText],
    ["shows", categoriesText],
  ] as const) {
    const names = value[member];
    if (Array.isArray(names) && names.length > 0) return text(policy, names as string[], language);
  }
  return "";
}

/** A text, or one per language. */
export function textOf(value: Json | undefined, language: Language): string {
  if (typeof value === "string") return value;
  return value === null || typeof value !== "object" || Array.isArray(value) ? "" : say(value as Localized, language);
}

/** A sentence out of parts that each may end in a full stop of their own. */
export function sentences(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .map((part) => (/[.?!…]”?$/.test(part) ? capital(part) : `${capital(part)}.`))
    .join(" ");
}
