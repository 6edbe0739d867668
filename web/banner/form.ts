/** What the script of a site is told: compiled from the policy, inlined into the script, and the same that the record's hash is over. */

/** The texts of the banner in one language. Every one is shown or read out. */
export interface BannerTexts {
  readonly title: string;
  /** Recognised by privacy agents: it says that cookies are used. */
  readonly intro: string;
  readonly acceptAll: string;
  readonly rejectAll: string;
  readonly settings: string;
  readonly save: string;
  /** A file that proves the choice, for who has made one. */
  readonly receipt: string;
  readonly notice: string;
  readonly always: string;
  readonly vendors: string;
  readonly stores: string;
  readonly signal: string;
  /** In the place of something that is not loaded; `{host}` is where it comes from. */
  readonly placeholder: string;
  readonly load: string;
}

/** Saying no to sale and sharing, in one language of the policy. */
export interface OptOutTexts {
  /** Of the link. */
  readonly link: string;
  readonly intro: string;
  readonly stop: string;
  readonly close: string;
  /** Beside the link and in the dialog, once it holds. */
  readonly done: string;
  /** The same, when the browser said it by itself. */
  readonly signal: string;
}

/** Asking an age, in one language of the policy. */
export interface AgeTexts {
  readonly title: string;
  readonly younger: string;
  readonly older: string;
  readonly birthDate: string;
  readonly next: string;
  readonly close: string;
  /** What happened, what was not done, what next. */
  readonly refused: string;
}

export interface FormNote {
  readonly lines: readonly string[];
  /** By category. */
  readonly fields: Readonly<Record<string, string>>;
  /** Whether a link to the notice belongs below. */
  readonly notice: boolean;
}

/** A program of another party, and what its requests may hold. */
export interface WatchedTag {
  readonly name: string;
  readonly hosts: readonly string[];
  /** May hold names, addresses and hashes of them. */
  readonly mayName: boolean;
  /** What each request must carry. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface AskedPurpose {
  readonly name: string;
  readonly title: string;
  /** Parties with their country. */
  readonly vendors: readonly string[];
  /** What is stored, and for how long. */
  readonly stores: readonly string[];
}

/** SHA-256 of what is shown, hex; and our signature that it was. */
export interface Signed {
  readonly hash: string;
  readonly token: string;
}

export interface FormInLanguage extends Signed {
  readonly language: string;
  /** Where wordings are compared, the standard among them: one of these is shown, drawn anew in each page. */
  readonly wordings?: readonly (Signed & { readonly intro: string })[];
  readonly texts: BannerTexts;
  readonly asked: readonly AskedPurpose[];
  readonly essential: readonly string[];
  readonly noticeUrl: string;
  readonly optOut?: OptOutTexts;
  readonly age?: AgeTexts;
  /** By form of the policy. */
  readonly notes: Readonly<Record<string, FormNote>>;
}

/** What blocking and clearing need to know of a purpose. */
export interface Held {
  /** Hosts that get nothing before consent. */
  readonly hosts: readonly string[];
  /** Names, `*` at the end for all that begin so. */
  readonly cookies: readonly string[];
  readonly local: readonly string[];
  /** Signals of Google Consent Mode. */
  readonly google: readonly string[];
  /** A choice made under an earlier version than this must be made anew. */
  readonly freshFrom: number;
}

export interface SiteForm {
  readonly site: string;
  readonly version: number;
  readonly choicesUrl: string;
  /** Of the authoritative language first. */
  readonly forms: readonly FormInLanguage[];
  readonly held: Readonly<Record<string, Held>>;
  /** Host for whose pages one choice counts, ours included; absent where we are not below the website: a choice is then of one host. */
  readonly cookieDomain?: string;
  /** Where the company's server lets us know who is signed in; absent where nobody need know. */
  readonly accountUrl?: string;
  /** Purposes that a no to sale and sharing turns off. */
  readonly optOut: readonly string[];
  /** Global Privacy Control counts as a no. */
  readonly gpc: boolean;
  readonly dnt: boolean;
  readonly age?: { readonly years: number; readonly by: "declared" | "birth-date" };
  /** Colours of the policy, by the name of their variable. */
  readonly look: Readonly<Record<string, string>>;
  readonly tags: readonly WatchedTag[];
  /** Where pages tell what they have and what they held back: names alone, nothing about who. */
  readonly seenUrl: string;
  readonly rightToLeft: readonly string[];
  /** Names of everything that the policy says is stored, `*` at the end for all that begin so. */
  readonly declared: readonly string[];
}
