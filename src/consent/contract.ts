/** Consent of visitors: what they were shown, what they chose, and the proof of both. */
import type { Json, LocalDate, Result } from "#base";
import type { Reader } from "#store";

/** Exactly what somebody saw when they chose, so that it can be rendered again. One text has one hash. */
export type ShownNotice = { readonly [key: string]: Json };

export const consentActions = ["accept-all", "reject-all", "save", "withdraw", "signal", "opt-out"] as const;
/** `signal`: the browser said it, by Global Privacy Control; nobody pressed a button. `opt-out`: no to sale and sharing. */
export type ConsentAction = (typeof consentActions)[number];
export const consentSurfaces = [
  "banner",
  "preferences",
  "placeholder",
  "form",
  "centre",
  "opt-out",
  "account",
] as const;
export type ConsentSurface = (typeof consentSurfaces)[number];

/** As a browser sends it. */
export interface Choice {
  /** 22 characters base64url, drawn once by the browser: sending it again changes nothing. */
  readonly event: string;
  /** 22 characters base64url that only this browser has; kept as a keyed digest. */
  readonly visitor: string;
  /** SHA-256 (hex) of the notice that was shown. */
  readonly notice: string;
  readonly site: string;
  /** The version of the policy behind it; 0 while none was published. */
  readonly version: number;
  /** Every purpose that was asked: granted or denied. */
  readonly choices: Readonly<Record<string, boolean>>;
  readonly action: ConsentAction;
  readonly surface: ConsentSurface;
  /** By the clock of the browser, which may be wrong; never used to decide anything. */
  readonly clientAt: Date;
  /** Global Privacy Control was on. */
  readonly gpc: boolean;
  /** What was found again after the browser cleared its storage; absent where nothing was to be cleared. */
  readonly residue?: readonly string[];
}

/** What is proven: the choice and when we had it. */
export interface ConsentRecord extends Omit<Choice, "visitor"> {
  /** Keyed digest. */
  readonly visitor: string;
  readonly receivedAt: Date;
}

/**
 * What a visitor takes home: their record, its path to the root of the records that came with it, and the entry of the log
 * that holds the root, signed. Checked without us by `verifyConsentReceipt`.
 */
export interface ConsentReceipt {
  /** The bytes of the record, base64url. */
  readonly record: string;
  readonly place: number;
  readonly count: number;
  /** Base64url, lowest first. */
  readonly path: readonly string[];
  /** JWS over the entry `consent.recorded` and its place in the log. */
  readonly entry: string;
}

export type ChoiceRefusal = {
  /** `other-choice`: the event is known, with another choice. `unknown-notice`: nothing of that hash was ever shown. */
  readonly reason: "other-choice" | "unknown-notice" | "wrong-purposes";
  readonly message: string;
};

export interface Recorded {
  readonly receipt: ConsentReceipt;
  /** False when this event was recorded before; the receipt is then of that time. */
  readonly now: boolean;
}

export interface ConsentCheck {
  readonly ok: boolean;
  readonly records: number;
  readonly message: string;
}

/** Of one purpose in one week. Choices that a browser made by itself, and those about sale alone, are left out. */
export interface ConsentRate {
  /** Its Monday. */
  readonly week: LocalDate;
  readonly purpose: string;
  readonly granted: number;
  readonly denied: number;
}

/** One wording of the banner. */
export interface ComparedWording {
  readonly wording: string;
  readonly granted: number;
  readonly denied: number;
  /** By how much more of its share said yes than of the standard's, at least and at most; absent of the standard itself. */
  readonly difference?: { readonly low: number; readonly high: number };
  /** Of one of the two there are too few choices to say anything. */
  readonly tooFew?: true;
}

export interface WordingComparison {
  readonly purpose: string;
  /** The standard first. */
  readonly wordings: readonly ComparedWording[];
}

/** By name: when it was last said, and in how many seconds since it first was. */
export type Sights = ReadonlyMap<string, { readonly at: Date; readonly times: number }>;

export interface Consents {
  /** Keeps what is shown, before it is shown; answers its hash. Idempotent. */
  keepNotice(notice: ShownNotice): Promise<string>;
  /** "What did this visitor see": the notice of a record. */
  shown(reader: Reader, hash: string): Promise<ShownNotice | undefined>;
  /** Answers after the commit. Throws OperationalError when nothing could be written; then nothing was. */
  record(choice: Choice): Promise<Result<Recorded, ChoiceRefusal>>;
  /** Names that a browser had and the policy does not. Counted; forgotten names nobody saw for a long time. */
  noteUndeclared(names: readonly string[]): Promise<void>;
  /** Names that were seen since, at least so many times; most often seen first. */
  undeclared(reader: Reader, since: Date, times: number): Promise<readonly string[]>;
  /** A page has this, or something was held back in it; one of the names of the policy. Counted at most once a second. */
  noteSight(what: string): Promise<void>;
  /** What pages said since. */
  sights(reader: Reader, since: Date): Promise<Sights>;
  /** All records of one browser, newest first. `visitor` as the browser has it. */
  of(reader: Reader, visitor: string): Promise<readonly ConsentRecord[]>;
  /** By purpose and week from this day on. Counts first what came since the last look; days are those of the time zone. */
  rates(since: LocalDate, timeZone: string): Promise<readonly ConsentRate[]>;
  /** How each wording that a version shows is answered, against the one of that name. Counts first, as `rates` does. */
  wordings(asked: {
    readonly version: number;
    readonly standard: string;
    readonly timeZone: string;
  }): Promise<readonly WordingComparison[]>;
  /** Computes every entry's root anew from the records and compares; says which months were dropped because their term was over. */
  verify(): Promise<ConsentCheck>;
  /** Months of which choices are kept, and how many choices of them are kept longer than their term. */
  proof(reader: Reader): Promise<{ readonly months: number; readonly overdue: number }>;
  /** Makes the tables of the months to come, and drops the months whose proof is needed no longer. Idempotent. */
  tidy(): Promise<void>;
  /** Declares the job that tidies every hour. */
  serve(): void;
}
