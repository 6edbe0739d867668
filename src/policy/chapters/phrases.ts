/** Facts that sentences and findings of several chapters share: titles by name. */
import { alternatives, capital, enumerated, type Language, type Localized, say } from "#base";
import { isCategory } from "../categories.ts";
import { partyName } from "../decisions/sharing.ts";
import type { Entry } from "../grammar/collections.ts";
import type { Word } from "../grammar/kind.ts";
import type { Policy } from "../model.ts";
import { type Region, regionTitle } from "../regions.ts";

export type Texts = Required<Localized>;

/** A sentence, or its pieces, in every language Gestand speaks. */
export function inBoth<Text>(text: (language: Language) => Text): Readonly<Record<Language, Text>> {
  return { nl: text("nl"), en: text("en") };
}

/** A sentence that begins with what it is about, for when there are several: `Basket: it holds …`. */
export function led(title: Localized, sentence: string, language: Language): string {
  return `${capital(say(title, language))}: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

/** As `led` in every language; in the notice the title is the heading, and the sentence stands alone. */
export function underTitle(title: Localized, nl: string, en: string) {
  return {
    nl: led(title, nl, "nl"),
    en: led(title, en, "en"),
    under: title,
    pieces: { nl: [nl], en: [en] },
  } as const;
}

/** A sentence that ends with what it is about; the notice says it without, under a heading. */
export function after(nl: string, en: string, title: Texts, more: Texts = { nl: "", en: "" }) {
  return {
    nl: `${nl}: ${title.nl}.${more.nl}`,
    en: `${en}: ${title.en}.${more.en}`,
    pieces: { nl: [`${nl}.${more.nl}`], en: [`${en}.${more.en}`] },
  } as const;
}

/** The cells of a row: what it is about, and the sentence. */
export function beside(title: Localized, nl: string, en: string) {
  return { nl: [say(title, "nl"), nl], en: [say(title, "en"), en] } as const;
}

/** What is made of each entry that could be read; one with problems of its own is left out. */
export function eachEntry<T, Made>(
  entries: readonly Entry<T>[] | undefined,
  make: (value: T, name: Word) => Made,
): readonly Made[] {
  return (entries ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [make(value, name)]));
}

/** `uw bestelling leveren en onze boekhouding bijhouden`. */
export function purposesText(policy: Policy, names: readonly string[], language: Language): string {
  const found = policy.purposes.filter((purpose) => names.includes(purpose.name));
  return enumerated(
    found.map(({ title }) => say(title, language)),
    language,
  );
}

export function personsText(policy: Policy, names: readonly string[], language: Language): string {
  const found = policy.persons.filter((person) => names.includes(person.name));
  return enumerated(
    found.map(({ title }) => say(title, language)),
    language,
  );
}

/** The parties behind names of recipients. */
export function partiesText(policy: Policy, names: readonly string[], language: Language): string {
  const found = policy.recipients.filter((recipient) => names.includes(recipient.name));
  return enumerated(
    found.map((recipient) => partyName(recipient, language)),
    language,
  );
}

/** The party behind the name of a recipient. */
export function partyOf(policy: Policy, name: string, language: Language): string {
  const recipient = policy.recipients.find((each) => each.name === name);
  return recipient === undefined ? name : partyName(recipient, language);
}

/** Whether any of the purposes is not on consent, or there is none. */
export function withoutConsent(policy: Policy, purposes: readonly string[]): boolean {
  const found = policy.purposes.filter((purpose) => purposes.includes(purpose.name));
  return found.length === 0 || found.some(({ basis }) => basis.kind !== "consent");
}

/** The categories among these that are one of `of`, or a part of one. */
export function within(categories: readonly string[], of: readonly string[]): readonly string[] {
  return [...new Set(categories)].filter((category) => of.some((each) => isCategory(category, each)));
}

/** Whether a value of one of these categories points at one person. */
export function identifyingAmong(policy: Policy, categories: readonly string[]): readonly string[] {
  return policy.categories
    .filter(({ name, identifying }) => identifying && categories.includes(name))
    .map(({ name }) => name);
}

/** `Woont u in Canada of Zwitserland, dan kunt u`, or `U kunt`. */
export function whoCan(regions: readonly Region[], language: Language): string {
  if (regions.includes("everyone")) return language === "nl" ? "U kunt" : "You can";
  const where = alternatives(
    regions.map((each) => regionTitle(each, language)),
    language,
  );
  return language === "nl" ? `Woont u in ${where}, dan kunt u` : `If you live in ${where}, you can`;
}
