/** Recipients hear of what was done with a person's data, and their answers are waited for (GDPR art. 19, 28(3)(e)). */
import type { LocalDate, Personal, Refusal, Result, StaffId } from "#base";
import type { Correction, Identifiers } from "#connectors";
import type { Evidence } from "#evidence";
import type { Mail } from "#mail";
import type { Plan } from "#plans";
import type { PassingRefusal, Policy } from "#policy";
import type { Reader, Store, Transaction } from "#store";
import type { Disclosures } from "./disclosure-contract.ts";

/** What was done, which the recipient is to do too. */
export type PassedAct = "erasure" | "rectification" | "restriction" | "lifting" | "objection";

export const recipientAnswers = ["done", "nothing-held", "kept-by-law", "cannot"] as const;
export type RecipientAnswer = (typeof recipientAnswers)[number];

/** No letter goes by itself: no address is declared, nobody looked whether it has anything, or nothing may be sent there. Staff tell it, or mend what is missing. */
export type ByHandBecause = "no-address" | "holding-unknown" | PassingRefusal["reason"];

export interface RecipientNotice {
  readonly id: string;
  /** Of the request. */
  readonly about: string;
  /** A name of the policy. */
  readonly recipient: string;
  readonly act: PassedAct;
  readonly state: "by-hand" | "told" | "answered";
  readonly byHandBecause?: ByHandBecause;
  readonly madeAt: Date;
  readonly toldAt?: Date;
  readonly reminders: number;
  /** Told long ago, reminded, and still silent; or nobody told it in time. */
  readonly overdue: boolean;
  readonly answer?: RecipientAnswer;
  readonly answeredAt?: Date;
  /** A letter could not be delivered. */
  readonly mailFailed: boolean;
}

/** For checks: nothing of it says whom it is about. */
export type RecipientFact = Pick<RecipientNotice, "about" | "recipient" | "act" | "state" | "overdue"> & {
  readonly answer?: RecipientAnswer;
};

/** By what a recipient knows the person; with `now`, what it is to write there instead. */
export interface KnownBy {
  readonly category: string;
  readonly value: string;
  readonly now?: string;
}

/** Whom it is about, as far as this recipient was given it. Empty once it answered. */
export interface RecipientNoticeDetail extends RecipientNotice {
  readonly known: readonly KnownBy[];
}

/** What a recipient sees behind the link in its letter. */
export interface Question {
  readonly recipient: string;
  readonly about: string;
  readonly act: PassedAct;
  readonly onDay: LocalDate;
  readonly known: Personal<readonly KnownBy[]>;
}

/** What pointed at the person, per system, and what was corrected. */
export interface Passed {
  readonly known: ReadonlyMap<string, Personal<Identifiers>>;
  readonly corrections?: Personal<readonly Correction[]>;
}

/** A use of data that ended because the person objected and was right. */
export interface PassedStop {
  /** Of the request; UUID. */
  readonly request: string;
  /** Its reference. */
  readonly about: string;
  /** Names of the policy. */
  readonly purposes: readonly string[];
  readonly email: Personal<string>;
}

export type NoticeRefusal = Refusal & { readonly reason: "unknown" | "not-now" | "may-not-pass" };

export interface Recipients {
  /**
   * To be called in the transaction that closes a plan, with what pointed at the person in each system. A letter for each
   * recipient that has data of this person and takes letters; for the others a line for staff. Those whose own copy the
   * plan reached itself are left out. Once per plan and recipient.
   */
  passOn(tx: Transaction, plan: Plan, act: PassedAct, passed: Passed): Promise<void>;
  /** To be called in the transaction that upholds an objection of somebody who was found. Once per request and recipient. */
  passOnStop(tx: Transaction, stopped: PassedStop): Promise<void>;
  /** Those that wait, the longest waiting first; with `answered` the answered ones, newest first. At most 500. */
  list(reader: Reader, which: "open" | "answered"): Promise<readonly RecipientNotice[]>;
  /** Of each request that recipients were to hear of: which, and how each stands. Without end to the number. */
  facts(reader: Reader): Promise<readonly RecipientFact[]>;
  detail(reader: Reader, id: string): Promise<Personal<RecipientNoticeDetail> | undefined>;
  /** By the token of the letter; `undefined` when there is none, or it was answered. */
  question(token: string): Promise<Question | undefined>;
  answer(token: string, answer: RecipientAnswer): Promise<boolean>;
  /** Staff told it themselves, or wrote its answer down. */
  recordTold(id: string, by: StaffId): Promise<Result<void, NoticeRefusal>>;
  recordAnswer(id: string, by: StaffId, answer: RecipientAnswer): Promise<Result<void, NoticeRefusal>>;
  /** A letter now: to one that staff was to tell, after what was missing was mended, or again. */
  send(id: string, by: StaffId): Promise<Result<void, NoticeRefusal>>;
  /** What the job does: reminds those that are silent, and forgets what was answered as long ago as the register keeps. */
  remind(): Promise<void>;
  /** What was given to whom, by Gestand itself, by programs of the organisation and on demand of an authority. */
  readonly disclosures: Disclosures;
  /** Declares the jobs; call before `queue.start`. */
  serve(): void;
}

export interface RecipientsOptions {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly mail: Mail;
  readonly policy: Policy;
  /** Where the privacy centre is reached from outside, without a slash at the end. */
  readonly publicUrl: string;
  /** The keyed digest of a normalised address by which our own database is searched for a person. */
  readonly personDigest: (email: string) => string;
}
