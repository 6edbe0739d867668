/** Choices of persons, the answers that follow from them, and what proves them. */
import type { Language, LocalDate, Localized, Personal, Refusal, Result } from "#base";
import type { Answered, Changes } from "#may";
import type { ChoiceAbout, May, PersonAct, PersonChoice, PersonStanding } from "#policy";
import type { Reader, Transaction } from "#store";

/**
 * How somebody said it. `mail`: by the unsubscribe link of a message, or by mail. `system`: we noted it, after an erasure. `parent`: a parent
 * confirmed it in the place of a child, by a link in a letter of their own.
 */
export const choiceChannels = ["web", "phone", "paper", "import", "mail", "system", "parent"] as const;
export type ChoiceChannel = (typeof choiceChannels)[number];

/** As somebody says it. */
export interface ChoiceSaid {
  readonly person: Personal<string>;
  readonly act: Exclude<PersonAct, "erased">;
  readonly about: ChoiceAbout;
  readonly channel: ChoiceChannel;
  /** When the person chose; now when left out. Never in the future. */
  readonly at?: Date;
  /** What shows it, without personal data: which form, which call, which paper. Needed for all but `web` and `mail`. */
  readonly evidence?: string;
  /** Of whoever sends it, so that sending it again changes nothing. */
  readonly id?: string;
}

/** One line of the ledger. */
export interface ChoiceLine extends PersonChoice {
  /** Keyed digest. */
  readonly person: string;
  readonly channel: ChoiceChannel;
  readonly receivedAt: Date;
  /** The version of the policy that was in force; 0 while none was published. */
  readonly version: number;
  readonly evidence?: string;
  readonly once?: string;
}

export interface ChoiceFault {
  /** 0-based place among those that were handed in. */
  readonly line: number;
  readonly member: "person" | "act" | "about" | "at" | "evidence" | "channel";
  readonly message: string;
}
export type ChoicesRefused = Refusal & {
  readonly reason: "wrong-lines" | "too-many";
  readonly faults: readonly ChoiceFault[];
};
export interface ChoicesRecorded {
  readonly recorded: number;
  /** Known before, by their `id`. */
  readonly already: number;
}

/** What somebody wants to do. */
export type Asked = { readonly purpose: string } | { readonly message: string };

export interface PermissionCheck {
  readonly ok: boolean;
  readonly lines: number;
  readonly message: string;
}

export interface ImportFault {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly message: string;
}
export interface Imported {
  /** Lines that say something new. */
  readonly recorded: number;
  readonly already: number;
  /** Lines of persons who said no, or were erased, later than the line says yes: they stay as they are. */
  readonly overtaken: number;
  readonly faults: readonly ImportFault[];
}

/** Lines of the ledger by channel and act; counts only. */
export interface ChannelCount {
  readonly channel: ChoiceChannel;
  readonly act: PersonAct;
  readonly lines: number;
}

/** Yeses by the way they came. */
export interface GivenCount {
  readonly channel: ChoiceChannel;
  /** By a link of their own: in the letter after signing up, to the page of their choices, or to their parent. */
  readonly confirmed: boolean;
  readonly lines: number;
}

/** How the evidence of a line begins that came by a link of the person's own. */
export const confirmedBy = ["double opt-in", "preference page", "confirmed by a parent"] as const;

export type SignUpRefusal = Refusal & { readonly reason: "wrong-purposes" | "wrong-parent" | "no-parent" };

export interface SignUpSaid {
  readonly email: Personal<string>;
  readonly purposes: readonly string[];
  readonly language: Language;
  /** Who has parental responsibility: their address gets the letter, and they confirm in the place of the child (GDPR art. 8(1)). */
  readonly parent?: Personal<string>;
}

/** What a link confirms. */
export interface SignUpWaiting {
  /** Titles. */
  readonly purposes: readonly Localized[];
  /** Whoever has the link was named as a parent, and confirms for a child. */
  readonly byParent: boolean;
}

export interface Preference {
  readonly about: ChoiceAbout;
  readonly title: Localized;
  readonly kind: "marketing" | "service" | "purpose";
  readonly on: boolean;
  /** It cannot be switched on here, because a request of theirs stopped it: an objection, or a restriction. */
  readonly stopped: boolean;
}

/** For one person of a mailing: whether it may go, and the links that belong in it. */
export interface Contact extends May {
  /** Where they choose what they get. */
  readonly preferences: string;
  /** For `List-Unsubscribe`: one click (RFC 8058) stops it. Absent where the message cannot be stopped. */
  readonly unsubscribe?: string;
  /** The same by a letter (RFC 2369): a `mailto:` address of the mailbox that is watched. Stands after the other one. */
  readonly unsubscribeMail?: string;
}

export interface Permissions {
  /** All or none. */
  record(said: readonly ChoiceSaid[]): Promise<Result<ChoicesRecorded, ChoicesRefused>>;
  /** In the transaction that closes an erasure: what was yes is none any more; what was no stays no. */
  noteErased(tx: Transaction, emails: readonly string[]): Promise<void>;
  /** From the database, now. */
  ask(reader: Reader, person: Personal<string>, asked: Asked): Promise<May>;
  /** From answers that were given before, and are never older than a second. Many at once. */
  askMany(asks: readonly (Asked & { readonly person: string })[]): Promise<readonly May[]>;
  /** All answers of these persons, from the database, in their order. For programs that remember them. */
  answers(persons: readonly string[]): Promise<readonly Answered[]>;
  /** Whose answers changed since `cursor`. */
  changes(cursor: string | undefined): Promise<Changes>;
  /** By which the tables know this person. */
  digest(person: Personal<string>): string;
  standing(reader: Reader, person: Personal<string>): Promise<PersonStanding>;
  /** Lines of one person, newest first. */
  linesOf(reader: Reader, person: Personal<string>): Promise<readonly ChoiceLine[]>;
  counts(reader: Reader): Promise<readonly ChannelCount[]>;
  givenBy(reader: Reader, purposes: readonly string[]): Promise<readonly GivenCount[]>;
  /** How often a parent confirmed something for a child, and how often the web said yes to these purposes without one. */
  byParents(
    reader: Reader,
    purposes: readonly string[],
  ): Promise<{ readonly confirmed: number; readonly alone: number }>;
  /** Reads a CSV with consents that were given before; changes nothing when `dry`. */
  import(csv: string, options: { readonly dry: boolean }): Promise<Imported>;
  /** Keyed digests of whoever must not get optional messages, one a line, with the day; for screening a list. */
  suppressed(
    reader: Reader,
  ): AsyncIterable<{ readonly person: string; readonly about: string; readonly since: LocalDate }>;
  /** The gate for a mailing of the company: in the order of the persons. */
  contacts(message: string, persons: readonly string[], language: Language): Promise<readonly Contact[]>;
  /** Whose link it is. */
  personBehind(token: string): Promise<Personal<string> | undefined>;
  preferences(person: Personal<string>): Promise<readonly Preference[]>;
  /** Switches one thing on or off, or with `optional` everything off; false when there is no such switch. */
  switch(person: Personal<string>, about: string, on: boolean): Promise<boolean>;
  /** One click of the unsubscribe link of a message; false when there is nothing to stop. */
  unsubscribe(person: Personal<string>, message: string): Promise<boolean>;
  /** The same by the token of a link, in a transaction of the caller; false when it is no link of ours. */
  readonly unsubscribeBy: (tx: Transaction, message: string, token: string) => Promise<boolean>;
  /** Mails somebody the link to their own choices; the same whoever it is. */
  mailPreferences(email: Personal<string>, language: Language): Promise<void>;
  /** Mails a link by which to confirm. The same whatever is known of the address. */
  signUp(said: SignUpSaid): Promise<Result<void, SignUpRefusal>>;
  /** Undefined when the link leads nowhere any more. */
  signUpBehind(token: string): Promise<SignUpWaiting | undefined>;
  confirmSignUp(token: string): Promise<boolean>;
  /** The unsubscribe link of a message for nobody, and how many used theirs; undefined where the message cannot be stopped. */
  unsubscribing(message: string): Promise<{ readonly url: string; readonly used: number } | undefined>;
  /** Lines that prove consents to these purposes, and how many of them are kept longer than their term. */
  proof(purposes: readonly string[]): Promise<{ readonly lines: number; readonly overdue: number }>;
  verify(): Promise<PermissionCheck>;
  /** Forgets what need not be kept any more; also done each hour. */
  tidy(): Promise<void>;
  /** Declares its jobs; call before `queue.start`. */
  serve(): void;
}
