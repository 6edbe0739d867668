/** Facts of a policy as pieces of a sentence. Nothing here is house text; every figure comes from the policy or the law room. */
import { type Language, type LocalDate, say } from "#base";
import { articleText, retentionDuty, type Safeguard, safeguards } from "#law";
import {
  type Category,
  type KeepRule,
  leavesEea,
  placesText,
  type Policy,
  type Purpose,
  type Recipient,
  type Table,
  type Until,
  weakestGround,
} from "#policy";
import { english } from "./words-en.ts";
import { dutch } from "./words-nl.ts";
import type { Words } from "./words.ts";

const words: Readonly<Record<Language, Words>> = { nl: dutch, en: english };

/** What a section needs to write itself. */
export interface Writing {
  readonly policy: Policy;
  readonly language: Language;
  readonly words: Words;
}

export function writing(policy: Policy, language: Language): Writing {
  return { policy, language, words: words[language] };
}

/** `a`, `a and b`, `a, b and c`. Each once. */
export function listed(texts: readonly string[], words: Words): string {
  const once = [...new Set(texts)];
  const last = once.at(-1) ?? "";
  return once.length < 2 ? last : `${once.slice(0, -1).join(", ")} ${words.and} ${last}`;
}

/** `1 december 2026`. */
export function dateText(date: LocalDate, language: Language): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${date}T00:00:00Z`),
  );
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

export function personTitles({ policy, language, words }: Writing, names: readonly string[]): string {
  return listed(
    names.map((name) => titleOr(policy.persons.find((kind) => kind.name === name)?.title, name, language)),
    words,
  );
}

export function categoryTitle({ policy, language }: Writing, name: string): string {
  return titleOr(policy.categories.find((category) => category.name === name)?.title, name, language);
}

export function categoryTitles(writing: Writing, names: readonly string[]): string {
  return listed(
    names.map((name) => categoryTitle(writing, name)),
    writing.words,
  );
}

export function purposeTitles({ policy, language, words }: Writing, names: readonly string[]): string {
  return listed(
    names.map((name) => titleOr(policy.purposes.find((purpose) => purpose.name === name)?.title, name, language)),
    words,
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
        : `${say(duty.title, language)}, ${words.law(articleText(duty, language))}`
      : say(basis.interest, language);
  return words.basis[basis.kind](detail);
}

/** Country and, outside the EEA, what protects the data there (GDPR art. 13(1)(f)). */
export function transferText({ language, words }: Writing, recipient: Recipient): string {
  const country = placesText(recipient, language);
  if (!leavesEea(recipient)) return words.recipients.inside(country);
  const safeguard = safeguardText(recipient.safeguard, language);
  if (safeguard !== undefined && recipient.safeguard !== "adequacy")
    return words.recipients.safeguard(country, safeguard);
  const adequate = weakestGround(recipient) === "adequacy";
  return adequate ? words.recipients.adequacy(country) : words.recipients.safeguard(country, safeguard ?? "–");
}

/** In words, with the article; the policy's own word when the law room does not know it. */
export function safeguardText(safeguard: string | undefined, language: Language): string | undefined {
  if (safeguard === undefined) return undefined;
  if (!Object.hasOwn(safeguards, safeguard)) return safeguard;
  const entry = safeguards[safeguard as Safeguard];
  return `${entry[language]} (${words[language].law(articleText(entry, language))})`;
}

/** `Until 26 weeks after your visit.`, or the term of the law with its years and article. */
export function untilText({ language, words }: Writing, rule: KeepRule): string {
  return endText({ language, words }, rule.until);
}

function endText({ language, words }: Pick<Writing, "language" | "words">, until: Until): string {
  switch (until.kind) {
    case "relationship-ends":
      return words.retention.relationship;
    case "after":
      return words.retention.after(
        until.period.amount === 0 ? undefined : words.period(until.period),
        until.called === undefined ? (words.events[until.event] ?? `“${until.event}”`) : say(until.called, language),
      );
    case "longest":
      return words.retention.longest(until.of.map((end) => endText({ language, words }, end)));
    case "law": {
      const duty = retentionDuty(until.duty);
      if (duty === undefined) return capital(`${until.duty}.`);
      const spans = duty.spans.map(({ years, from, before }) =>
        words.retention.yearsBetween(
          words.retention.years(years, duty.countsFrom),
          from === undefined ? undefined : dateText(from, language),
          before === undefined ? undefined : dateText(before, language),
        ),
      );
      return words.retention.law(
        say(duty.title, language),
        words.law(articleText(duty, language)),
        listed(spans, words),
      );
    }
  }
}

/** With a capital first letter. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Why held data must stay, and who no longer sees it then; nothing for a rule without a hold. */
export function holdText({ language, words }: Writing, rule: KeepRule): string | undefined {
  if (rule.hold === undefined) return undefined;
  const duty = rule.until.kind === "law" ? retentionDuty(rule.until.duty) : undefined;
  const held = words.retention.hold(duty === undefined ? rule.name : say(duty.title, language));
  return rule.hold.hiddenFrom.length > 0 ? `${held} ${words.retention.hidden}` : held;
}

/** Categories of the columns of a table, members of JSON columns included. */
export function categoriesOf(table: Table): readonly string[] {
  return table.columns.flatMap((column) => [column.category, ...column.json.map((member) => member.category)]);
}

/** The tables of all systems. */
export function tablesOf(policy: Policy): readonly { readonly system: string; readonly table: Table }[] {
  return policy.systems.flatMap((system) => system.tables.map((table) => ({ system: system.name, table })));
}

/** Categories that a rule decides about, in the order of the policy's list. */
export function categoriesUnder(policy: Policy, rule: string): readonly string[] {
  const met = new Set(tablesOf(policy).flatMap(({ table }) => (table.keep?.rule === rule ? categoriesOf(table) : [])));
  return policy.categories.map((category) => category.name).filter((name) => met.has(name));
}
