import type { Language } from "#base";
import type { BasisKind, NoticeSection, RecipientRole, RightKind, SpecialGround } from "#policy";
import type { AnswerSection } from "./document.ts";

/** Every word of ours in a notice. The type makes a language complete; the texts are B1, and address the reader. */
export interface Words {
  readonly title: (organisation: string) => string;
  readonly headings: Readonly<Record<NoticeSection, string>>;
  readonly answer: AnswerWords;
  readonly basis: Readonly<Record<BasisKind, (detail: string) => string>>;
  readonly role: Readonly<Record<RecipientRole, string>>;
  /** Beside a name. */
  readonly shortRole: Readonly<Record<RecipientRole, string>>;
  readonly right: Readonly<
    Record<RightKind, { readonly title: string; readonly text: string; readonly article: string }>
  >;
  /** In a cell of a table about which the policy says nothing. */
  readonly notStated: string;
  readonly houseLabel: string;
  readonly summary: SummaryWords;
  readonly who: {
    readonly controller: (name: string) => string;
    readonly name: (name: string) => string;
    readonly address: (address: string) => string;
    readonly registration: (register: string, number: string) => string;
    readonly website: (site: string) => string;
    readonly contact: (contact: string) => string;
    readonly phone: (phone: string) => string;
  };
  readonly scope: { readonly persons: (kinds: string) => string };
  readonly data: {
    readonly intro: string;
    readonly caption: string;
    readonly columns: readonly [string, string];
    readonly special: (ground: SpecialGround | undefined) => string;
    /** The exceptions of GDPR art. 9(2). */
    readonly specialGround: Readonly<Record<SpecialGround, string>>;
    readonly source: string;
    /** Of data that we use only as customers of ours instruct us. */
    readonly onBehalf: (tasks: string) => string;
    readonly unused: string;
    readonly anyone: string;
  };
  /** Places without tables. */
  readonly stores: { readonly caption: string; readonly columns: readonly [string, string, string, string] };
  readonly purposes: {
    readonly intro: string;
    /** Where for some purposes nothing is mandatory. */
    readonly free: string;
    /** Of data that the law demands. */
    readonly obliged: (consequence: string) => string;
    readonly caption: string;
    readonly columns: readonly [string, string, string, string];
    readonly of: (kinds: string) => string;
    readonly uses: (categories: string) => string;
    readonly basis: (basis: string) => string;
    /** By what makes the data mandatory (GDPR art. 13(2)(e)). */
    readonly required: Readonly<Record<"law" | "contract" | "purpose", (consequence: string) => string>>;
    readonly optional: string;
    readonly recipients: (parties: string) => string;
    readonly nobody: string;
  };
  readonly recipients: {
    readonly intro: string;
    /** What the words for these roles mean. */
    readonly roles: Readonly<Record<"processor" | "controller", string>>;
    /** Of safeguards. */
    readonly copies: string;
    readonly none: string;
    readonly caption: string;
    readonly columns: readonly [string, string, string, string];
    /** Of a party that gets data in several ways. */
    readonly task: (number: number) => string;
    readonly through: (engager: string) => string;
    readonly all: string;
    readonly allBut: (purposes: string) => string;
    readonly agreed: { readonly caption: string; readonly columns: readonly [string, string] };
    readonly role: (role: string) => string;
    readonly receives: (categories: string) => string;
    readonly purposes: (purposes: string) => string;
    readonly inside: (country: string) => string;
    readonly adequacy: (country: string) => string;
    /** All places, those outside the EEA, and what protects there. */
    readonly safeguard: (country: string, outside: string, safeguard: string) => string;
    readonly derogation: (country: string) => string;
    readonly subprocessors: Readonly<Record<"none" | "general", string>>;
    readonly namedSubprocessors: (names: string) => string;
    readonly engaged: string;
    readonly engagedBy: (engager: string) => string;
    readonly ownUse: (use: string) => string;
    readonly stored: (system: string, country: string) => string;
  };
  readonly retention: {
    readonly intro: string;
    readonly caption: string;
    readonly columns: readonly [string, string, string];
    readonly hold: (duty: string) => string;
    /** Added to `hold` when the rule hides held rows from somebody. */
    readonly hidden: string;
    readonly undecided: string;
    /** Of what is kept elsewhere and belongs to rows. */
    readonly withRow: string;
  };
  readonly rights: {
    readonly intro: (email: string) => string;
    readonly handling: string;
    readonly heading: (title: string, article: string) => string;
    readonly promisedDays: (days: number) => string;
    /** How much longer the law lets it take; the legal period too where no promise says it. */
    readonly legal: (extension: string, period?: string) => string;
    readonly knownAddress: string;
    readonly settled: (days: number) => string;
    readonly anyAddress: string;
    readonly leaving: string;
    readonly registerAnonymous: (years: number) => string;
    readonly register: (years: number) => string;
    readonly refusal: string;
    readonly complaint: (authority: string, page: string) => string;
    /** After a sentence that names the authority. */
    readonly complaintHere: (page: string) => string;
    readonly complaintPost: (address: string) => string;
    readonly court: string;
  };
  readonly logs: {
    readonly heading: string;
    readonly caption: string;
    readonly columns: readonly [string, string, string, string, string];
    readonly by: (log: string, party: string) => string;
  };
  readonly changes: {
    /** What differs from the version before: the heading, with the day from which that one was in force. */
    readonly since: (date: string) => string;
    readonly wordsOnly: string;
    /** The heading after it. */
    readonly how: string;
    readonly inForce: (date: string) => string;
    readonly newest: string;
    readonly authoritative: (language: string) => string;
  };
  readonly languageNames: Readonly<Record<Language, string>>;
}

/** The first layer of the notice. */
export interface SummaryWords {
  readonly who: string;
  readonly controller: (name: string) => string;
  readonly what: string;
  readonly purposes: (purposes: string) => string;
  /** How many purposes are not named here. */
  readonly more: (count: number) => string;
  readonly withWhom: string;
  readonly parties: (names: string) => string;
  /** How many parties are not named here. */
  readonly moreParties: (count: number) => string;
  readonly abroad: (count: number, outsideEea: number) => string;
  readonly howLong: string;
  readonly relationship: string;
  readonly terms: (count: number) => string;
  readonly law: (duty: string, years: number) => string;
  readonly whatCanI: string;
  readonly rights: string;
  readonly answerWithin: (period: string) => string;
  readonly leaving: string;
  readonly contact: string;
  readonly reach: (contact: string) => string;
  readonly authority: (name: string) => string;
}

export interface AnswerWords {
  readonly title: (organisation: string) => string;
  readonly headings: Readonly<Record<AnswerSection, string>>;
  readonly noPurposes: string;
  readonly noCategories: string;
  readonly noRecipients: string;
  readonly noTransfer: string;
  readonly transfer: (party: string, ground: string) => string;
  readonly source: string;
  readonly automated: string;
}
