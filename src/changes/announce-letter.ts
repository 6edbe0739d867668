/** The letter about a new version: what changes for whoever reads it, and what they can do. */
import { dateText, type Language, type LocalDate, say } from "#base";
import type { Impact } from "./announce-impact.ts";
import { en } from "./announce-words-en.ts";
import { nl } from "./announce-words-nl.ts";

export interface LetterFacts {
  readonly organisation: string;
  readonly contact: string;
  readonly on: string;
  /** The version holds already. */
  readonly past: boolean;
  readonly changes: readonly string[];
  /** Changes that are only behind the link. */
  readonly more: number;
  readonly read: string;
  readonly ask: string;
  /** Purposes for which consent must be given again, and where when there is such a place. */
  readonly consent: readonly string[];
  readonly consentAt?: string;
}

/** Paragraphs; those that have nothing to say are left out. */
export interface LetterWords {
  subject(facts: LetterFacts): string;
  paragraphs(facts: LetterFacts): readonly (string | undefined)[];
}

export interface Letter {
  readonly subject: string;
  readonly text: string;
}
export interface LetterOptions {
  readonly publicUrl: string;
  readonly today: LocalDate;
  /** A link of this person's own, to give consent again. */
  readonly personalLink?: URL | undefined;
}

const words: Readonly<Record<Language, LetterWords>> = { nl, en };
/** More changes than this are read behind the link. */
const changesAtMost = 6;

/** In one language, for somebody who is of these kinds: only what concerns one of them. */
export function letterIn(
  impact: Impact,
  persons: readonly string[],
  language: Language,
  { publicUrl, today, personalLink }: LetterOptions,
): Letter {
  const { policy, version, differences } = impact;
  const theirs = differences.filter((one) => one.persons.some((person) => persons.includes(person)));
  const changes = [...new Set(theirs.map(({ says }) => says[language]))];
  const consent = policy.purposes.filter(
    ({ name, of }) => impact.consentFor.includes(name) && of.some((person) => persons.includes(person)),
  );
  const facts: LetterFacts = {
    organisation: policy.organisation.name,
    contact: policy.organisation.contact.email,
    on: dateText(version.effectiveOn, language),
    past: version.effectiveOn <= today,
    changes: changes.slice(0, changesAtMost),
    more: Math.max(0, changes.length - changesAtMost),
    read: `${publicUrl}/${language}/privacy/versions/${version.number}`,
    ask: `${publicUrl}/${language}`,
    consent: consent.map(({ title }) => say(title, language)),
    ...(personalLink === undefined ? {} : { consentAt: personalLink.href }),
  };
  const said = words[language];
  return { subject: said.subject(facts), text: said.paragraphs(facts).filter(Boolean).join("\n\n") };
}

/** What is sent: the first language of the policy, and the other one below it when there is one. */
export function letterFor(impact: Impact, persons: readonly string[], options: LetterOptions): Letter {
  const parts = impact.policy.languages.map((language) => letterIn(impact, persons, language, options));
  return {
    subject: parts[0]?.subject ?? "",
    text: parts.map(({ text }) => text).join("\n\n* * *\n\n"),
  };
}
