/** Facts as people read them, by the place in the model where they stand. */
import { dateText, type Json, type Language, type LocalDate, type Period, periodText } from "#base";
import { authority, countryName, retentionDuty, safeguards } from "#law";
import { endText } from "../compile/keeping.ts";
import { partyOf, personsText, purposesText, type Texts } from "../chapters/phrases.ts";
import { categoryTitle } from "../decisions/sharing.ts";
import type { BasisKind, KeepRule, Policy, RecipientRole, SpecialGround, Until } from "../model.ts";
import { textOf } from "./subjects.ts";

const longest = 300;

function clip(text: string): string {
  return text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text;
}

/** As text; a list when it is compared by what was added and what is gone. */
type Show = (value: Json, language: Language, policy: Policy) => string | readonly string[];

export interface Fact extends Texts {
  readonly show: Show;
}

const fact = (nl: string, en: string, show: Show): Fact => ({ nl, en, show });

const text = (value: Json, language: Language) => textOf(value, language);
/** Whole sentences, and words of the house. */
const quoted = (value: Json | undefined, language: Language) => {
  const found = clip(textOf(value, language));
  return found === "" ? "" : `“${found}”`;
};
const texts: Show = (value) => Object.values(value as Readonly<Record<string, string>>);
const date: Show = (value, language) => dateText(value as LocalDate, language);
const days: Show = (value, language) => periodText({ amount: value as number, unit: "day" }, language);
const years: Show = (value, language) => periodText({ amount: value as number, unit: "year" }, language);
const period = (value: Json, language: Language) => periodText(value as unknown as Period, language);
const yesNo: Show = (value, language) => (value === true ? { nl: "ja", en: "yes" } : { nl: "nee", en: "no" })[language];
const country: Show = (value, language) => countryName(value as string, language);
const each =
  (show: (name: string, language: Language, policy: Policy) => string): Show =>
  (value, language, policy) =>
    (value as readonly string[]).map((name) => show(name, language, policy));
const countries = each((code, language) => countryName(code, language));
const categories = each((name, language, policy) => categoryTitle(policy, name, language));
const purposes = each((name, language, policy) => purposesText(policy, [name], language));
const persons = each((name, language, policy) => personsText(policy, [name], language));
const word =
  <Word extends string>(table: Readonly<Record<Word, Texts>>): Show =>
  (value, language) =>
    Object.hasOwn(table, value as string) ? table[value as Word][language] : "";

const basis: Readonly<Record<BasisKind, Texts>> = {
  consent: { nl: "uw toestemming", en: "your consent" },
  contract: { nl: "onze overeenkomst met u", en: "our contract with you" },
  "legal-obligation": { nl: "een plicht van de wet", en: "a duty of the law" },
  "vital-interests": { nl: "iemands leven of gezondheid", en: "somebody's life or health" },
  "public-task": { nl: "een taak van algemeen belang", en: "a task of public interest" },
  "legitimate-interest": { nl: "ons belang", en: "our interest" },
};
const role: Readonly<Record<RecipientRole, Texts>> = {
  processor: { nl: "werkt in onze opdracht", en: "works on our instructions" },
  controller: { nl: "beslist zelf over de gegevens", en: "decides for itself about the data" },
  "joint-controller": { nl: "beslist samen met ons", en: "decides together with us" },
  authority: { nl: "overheid", en: "authority" },
  "other-user": { nl: "een andere gebruiker", en: "another user" },
};
const ground: Readonly<Record<SpecialGround, Texts>> = {
  "explicit-consent": { nl: "uw uitdrukkelijke toestemming", en: "your explicit consent" },
  "employment-law": { nl: "het arbeidsrecht", en: "employment law" },
  "vital-interests": { nl: "iemands leven of gezondheid", en: "somebody's life or health" },
  "members-of-association": { nl: "uw lidmaatschap", en: "your membership" },
  "made-public": { nl: "u maakte ze zelf openbaar", en: "you made them public yourself" },
  "legal-claims": { nl: "een rechtszaak", en: "a legal claim" },
  "public-interest": { nl: "een algemeen belang", en: "a public interest" },
  "health-care": { nl: "zorg", en: "health care" },
  "public-health": { nl: "de volksgezondheid", en: "public health" },
  "archiving-research": { nl: "archief of onderzoek", en: "archives or research" },
};
const afterTerm: Readonly<Record<KeepRule["then"], Texts>> = {
  erase: { nl: "wij wissen ze", en: "we erase them" },
  anonymise: { nl: "wij maken ze anoniem", en: "we make them anonymous" },
  aggregate: { nl: "wij houden alleen aantallen over", en: "we keep only counts" },
};
const subprocessors: Show = (value, language, policy) => {
  if (Array.isArray(value)) return value.map((name) => partyOf(policy, name as string, language));
  return value === "none"
    ? { nl: "geen", en: "none" }[language]
    : { nl: "ja, met onze toestemming vooraf", en: "yes, allowed in general" }[language];
};
const languageNames = each(
  (code, language) => new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code,
);
const law: Show = (value, language) => retentionDuty(value as string)?.title[language] ?? "";
const safeguard: Show = (value, language) =>
  Object.hasOwn(safeguards, value as string)
    ? safeguards[value as keyof typeof safeguards][language]
    : text(value, language);
const lasts: Show = (value, language) =>
  value === "session"
    ? { nl: "tot u de browser sluit", en: "until you close the browser" }[language]
    : period(value, language);

/** By the members on the way, without names of the policy's own. */
const facts: Readonly<Record<string, Fact>> = {
  languages: fact("talen", "languages", languageNames),
  timeZone: fact("tijdzone", "time zone", (value) => (value as string).replace(/^.*\//, "").replaceAll("_", " ")),
  inForceOn: fact("geldt vanaf", "holds from", date),
  "organisation.name": fact("naam", "name", text),
  "organisation.legalName": fact("officiële naam", "legal name", text),
  "organisation.country": fact("land", "country", country),
  "organisation.address": fact("adres", "address", text),
  "organisation.registration": fact("inschrijving", "registration", texts),
  "organisation.website": fact("website", "website", text),
  "organisation.contact.email": fact("e-mailadres voor vragen", "e-mail address for questions", text),
  "organisation.contact.person": fact("wie vragen beantwoordt", "who answers questions", text),
  "organisation.contact.phone": fact("telefoon", "telephone", text),
  "organisation.authority": fact("toezichthouder", "authority", (value) => authority(value as string)?.name ?? ""),
  "categories.special": fact("bijzondere gegevens", "special data", yesNo),
  "categories.identifying": fact("wijst één persoon aan", "points at one person", yesNo),
  "categories.ground": fact("waarom dit mag", "why this is allowed", word(ground)),
  "purposes.of": fact("om wie het gaat", "whose data", persons),
  "purposes.uses": fact("wat wij gebruiken", "what we use", categories),
  "purposes.basis.kind": fact("waarom dat mag", "why this is allowed", word(basis)),
  "purposes.basis.duty": fact("plicht", "duty", law),
  "purposes.basis.interest": fact("ons belang", "our interest", quoted),
  "purposes.required.consequence": fact("wat er anders gebeurt", "what happens otherwise", quoted),
  "purposes.required": fact("verplicht", "mandatory", (value, language) =>
    quoted((value as { readonly consequence: Json }).consequence, language),
  ),
  "recipients.party": fact("wie dit is", "who this is", text),
  "recipients.role": fact("rol", "role", word(role)),
  "recipients.countries": fact("landen", "countries", countries),
  "recipients.worldwide": fact("kan overal ter wereld zijn", "can be all over the world", yesNo),
  "recipients.safeguard": fact("wat uw gegevens daar beschermt", "what protects your data there", safeguard),
  "recipients.purposes": fact("waarvoor", "what for", purposes),
  "recipients.receives": fact("welke gegevens", "which data", categories),
  "recipients.allBut": fact("welke gegevens niet", "which data not", categories),
  "recipients.privacyNotice": fact("eigen privacyverklaring", "its own privacy notice", text),
  "recipients.contract.signedOn": fact("contract van", "contract of", date),
  "recipients.contract.expiresOn": fact("contract tot", "contract until", date),
  "recipients.subprocessors": fact("schakelt anderen in", "engages others", subprocessors),
  "recipients.ownUse": fact("wat deze partij zelf met de gegevens doet", "what it does with the data itself", quoted),
  "keep.until": fact("hoelang", "how long", (value, language) => endText(value as unknown as Until, language)),
  "keep.then": fact("wat daarna gebeurt", "what happens then", word(afterTerm)),
  "rights.answerWithinDays": fact("antwoord binnen", "answer within", days),
  "rights.leavingErases": fact("weggaan is wissen", "leaving means erasing", yesNo),
  "rights.copyTo.knownAddressOnly": fact("kopie alleen naar bekend adres", "copies only to a known address", yesNo),
  "rights.copyTo.settledDays": fact("een adres is bekend na", "an address is known after", days),
  "rights.register.keepYears": fact("verzoeken bewaren wij", "we keep requests", years),
  "systems.country": fact("land", "country", country),
  "website.cookies.lasts": fact("hoelang", "how long", lasts),
  "website.cookies.purposes": fact("waarvoor", "what for", purposes),
  "website.cookies.stores.data": fact("wat erin staat", "what is in it", categories),
  "website.tags.purposes": fact("waarvoor", "what for", purposes),
  "website.tags.sends": fact("wat deze partij krijgt", "what it gets", categories),
  "website.widgets.purposes": fact("waarvoor", "what for", purposes),
  "website.widgets.passes.data": fact("wat deze partij krijgt", "what it gets", categories),
  "consents.purposes": fact("waarvoor", "what for", purposes),
  "sources.gives": fact("welke gegevens", "which data", categories),
  "sources.of": fact("om wie het gaat", "whose data", persons),
  "changes.before": fact("hoelang vooraf u het hoort", "how long before you are told", period),
};

/** What a text is, where it stands by itself anywhere in the model. */
const words: Readonly<Record<string, Fact>> = {
  title: fact("naam", "name", quoted),
  called: fact("naam van het begin", "name of the start", quoted),
  says: fact("wat er staat", "what it says", quoted),
};

export interface Found {
  readonly fact: Fact;
  /** How many members lead to it. */
  readonly depth: number;
}

/** The fact that a change at these members is a part of. */
export function factAt(members: readonly string[]): Found | undefined {
  const own = members.findIndex((member) => Object.hasOwn(words, member));
  const found = own < 0 ? undefined : words[members[own] ?? ""];
  if (found !== undefined) return { fact: found, depth: own + 1 };
  for (let depth = members.length; depth > 0; depth--) {
    const name = members.slice(0, depth).join(".");
    const known = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (known !== undefined) return { fact: known, depth };
  }
  return undefined;
}
