/** Facts of a policy as pieces of a sentence. Nothing here is house text; every figure comes from the policy or the law room. */
import { capital, enumerated, type Language, say } from "#base";
import { articleText, retentionDuty, type Safeguard, safeguards } from "#law";
import {
  type Category,
  endText,
  type KeepRule,
  leavesEea,
  type NoticeSection,
  outsideText,
  placesText,
  type Policy,
  type Purpose,
  type Recipient,
  type Table,
  weakestGround,
} from "#policy";
import { english } from "./words-en.ts";
import { dutch } from "./words-nl.ts";
import type { Words } from "./words.ts";

const words: Readonly<Record<Language, Words>> = { nl: dutch, en: english };

/** What a section of the notice is called, for lists of promises. */
export function sectionHeading(section: NoticeSection, language: Language): string {
  return words[language].headings[section];
}

/** What a section needs to write itself. */
export interface Writing {
  readonly policy: Policy;
  readonly language: Language;
  readonly words: Words;
}

export function writing(policy: Policy, language: Language): Writing {
  return { policy, language, words: words[language] };
}

export function controllerName({ policy }: Writing): string {
  const { name, legalName } = policy.organisation;
  return legalName === undefined || legalName === name ? name : `${legalName} (${name})`;
}

/** `Privacy team, privacy@shop.example`. */
export function contactName({ policy }: Writing): string {
  const { person, email } = policy.organisation.contact;
  return person === undefined ? email : `${person}, ${email}`;
}

export function personTitles({ policy, language }: Writing, names: readonly string[]): string {
  return enumerated(
    names.map((name) => titleOr(policy.persons.find((kind) => kind.name === name)?.title, name, language)),
    language,
  );
}

export function categoryTitle({ policy, language }: Writing, name: string): string {
  return titleOr(policy.categories.find((category) => category.name === name)?.title, name, language);
}

export function categoryTitles(writing: Writing, names: readonly string[]): string {
  return enumerated(
    names.map((name) => categoryTitle(writing, name)),
    writing.language,
  );
}

/** The first ones, and how many more there are. */
export function shortened(
  names: readonly string[],
  most: number,
  more: (count: number) => string,
  language: Language,
): string {
  if (names.length <= most) return enumerated(names, language);
  const named = names.slice(0, most - 1);
  return enumerated([...named, more(names.length - named.length)], language);
}

export function purposeTitles({ policy, language }: Writing, names: readonly string[]): string {
  return enumerated(
    names.map((name) => titleOr(policy.purposes.find((purpose) => purpose.name === name)?.title, name, language)),
    language,
  );
}

function titleOr(title: Category["title"] | undefined, name: string, language: Language): string {
  const text = say(title, language);
  return text === "" ? name : text;
}

export function basisText({ language, words }: Writing, { basis }: Purpose): string {
  const duty = basis.duty === undefined ? undefined : retentionDuty(basis.duty);
  const detail =
    basis.kind === "legal-obligation"
      ? duty === undefined
        ? ""
        : `${say(duty.title, language)}, ${articleText(duty, language)}`
      : say(basis.interest, language);
  return words.basis[basis.kind](detail);
}

/** Country and, outside the EEA, what protects the data there (GDPR art. 15(2)). */
export function transferText({ language, words }: Writing, recipient: Recipient): string {
  const texts = words.recipients;
  const country = placesText(recipient, language);
  if (!leavesEea(recipient)) return texts.inside(country);
  const { safeguard } = recipient;
  const known = safeguardText(safeguard, language);
  if (safeguard === "derogation") return texts.derogation(country);
  if (known !== undefined && safeguard !== "adequacy")
    return texts.safeguard(country, outsideText(recipient, language), known);
  const adequate = weakestGround(recipient) === "adequacy";
  return adequate
    ? texts.adequacy(country)
    : texts.safeguard(country, outsideText(recipient, language), known ?? words.notStated);
}

/** In words, with the article; the policy's own word when the law room does not know it. */
export function safeguardText(safeguard: string | undefined, language: Language): string | undefined {
  if (safeguard === undefined) return undefined;
  if (!Object.hasOwn(safeguards, safeguard)) return safeguard;
  const entry = safeguards[safeguard as Safeguard];
  return `${entry[language]} (${articleText(entry, language)})`;
}

/** `Until 26 weeks after your visit.`, or the term of the law with its years and article. */
export function untilText({ policy, language }: Writing, rule: KeepRule): string {
  return `${capital(endText(rule.until, language, policy.inForceOn))}.`;
}

/** Why held data must stay, and who no longer sees it then; nothing for a rule without a hold. */
export function holdText({ language, words }: Writing, rule: KeepRule): string | undefined {
  if (rule.hold === undefined) return undefined;
  const duty = rule.until.kind === "law" ? retentionDuty(rule.until.duty) : undefined;
  const held = words.retention.hold(duty === undefined ? rule.name : say(duty.title, language));
  return rule.hold.hiddenFrom.length > 0 ? `${held} ${words.retention.hidden}` : held;
}

/** The tables of all systems. */
export function tablesOf(policy: Policy): readonly { readonly system: string; readonly table: Table }[] {
  return policy.systems.flatMap((system) => system.tables.map((table) => ({ system: system.name, table })));
}
