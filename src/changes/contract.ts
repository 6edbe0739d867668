/** What a published version sets in motion for persons: mail to those whom it concerns, and consent that must be given again. */
import type { Language, LocalDate, Personal, Problem, Refusal, Result } from "#base";
import type { Reader, Transaction } from "#store";

/** How many persons of one kind have data that a version concerns. */
export interface Concerned {
  readonly person: string;
  readonly persons: number;
  /** Of those, how many have no address that mail can be sent to. They must be told in another way. */
  readonly withoutAddress: number;
}

/** What would be sent to whom; nothing is kept of it. */
export interface AnnouncementPreview {
  readonly version: number;
  readonly concerned: readonly Concerned[];
  /** Addresses that would get one letter each; a person in two systems under one address gets one. */
  readonly letters: number;
  /** What they would read: one letter for each kind of person, in every language of the policy. */
  readonly letter: readonly {
    readonly person: string;
    readonly language: Language;
    readonly subject: string;
    readonly text: string;
  }[];
  /** A system that cannot be reached, a table without a path to persons. With an error nothing can be announced. */
  readonly problems: readonly Problem[];
}

/** none → gathering → sending → done; stopped by a colleague at any time before done, and resumed. */
export type AnnouncementState = "none" | "gathering" | "sending" | "stopped" | "done";

export interface Announcement {
  readonly version: number;
  readonly state: AnnouncementState;
  /** The day by which the policy promises that people were told. Absent when the policy promises none or nobody is concerned. */
  readonly tellBy?: LocalDate;
  /** The first day of the version. */
  readonly effectiveOn?: LocalDate;
  /** Why it stopped by itself, a code; absent when a colleague stopped it. */
  readonly trouble?: string;
  readonly concerned: readonly Concerned[];
  /** Letters; add up once the state is `done`. */
  readonly letters: number;
  readonly waiting: number;
  readonly sent: number;
  /** Refused by the mail server, or returned later. */
  readonly failed: number;
  /** Why they failed, the most frequent reason first, in English; kept as long as the letters. */
  readonly failures: readonly { readonly reason: string; readonly letters: number }[];
  /** Persons whom mail did not reach: without an address, or whose letter failed. Counted until letters are forgotten. */
  readonly unreached: number;
  /** What staff recorded of telling them in another way, oldest first. */
  readonly toldOtherwise: readonly ToldOtherwise[];
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
}

export type WayToTell = "post" | "telephone" | "app" | "in-person";

/** People were told in another way than by mail; how many, never who. */
export interface OtherwiseOrder {
  readonly how: WayToTell;
  readonly persons: number;
  /** The day on which they were told; default today. */
  readonly on?: LocalDate;
}
export interface ToldOtherwise extends Required<OtherwiseOrder> {
  /** From 1 for each version. */
  readonly line: number;
  readonly recordedAt: Date;
  /** A later line took it out of the sum. */
  readonly undone: boolean;
}

export type AnnounceRefusal = Refusal & {
  readonly reason:
    | "unknown-version"
    | "nobody-concerned"
    | "already-announced"
    | "not-now"
    | "not-so-many"
    | "wrong-day"
    | "unknown-line";
};

/** A published version that concerns persons, for whoever checks whether they were told. */
export interface Told {
  readonly version: number;
  /** It, or every version before it, cannot be read by this program: whom it concerns is known only if telling began. */
  readonly unreadable?: true;
  readonly effectiveOn: LocalDate;
  readonly announcement: Announcement;
}

/** Somebody who gets a letter. */
export interface Addressee {
  /** Keyed digest of the address, as the register of requests makes it. */
  readonly digest: string;
  readonly email: Personal<string>;
}

/**
 * Links of their own for those who get a letter, by digest, such as to give consent again. Whoever is not among them gets the
 * letter without one. Asked in the transaction that hands the letters over; it may be rolled back and asked again.
 */
export type PersonalLinks = (
  tx: Transaction,
  version: number,
  addressees: readonly Addressee[],
) => Promise<ReadonlyMap<string, URL>>;

/** Somebody who could not be told by mail. Personal: for the company to tell them in another way. */
export interface Unreached {
  readonly person: string;
  readonly system: string;
  /** The row that is the person, when there is one: `customers 17`. */
  readonly row?: string;
  /** The address that did not work; absent when there is none. */
  readonly email?: string;
  /** By what somebody is known who has neither: `phone +31612345678`. */
  readonly knownAs?: string;
}

export interface Announcements {
  /** Asks every system; changes nothing. */
  preview(version: number): Promise<Result<AnnouncementPreview, AnnounceRefusal>>;
  /** Starts it. Of two at once one wins. The evidence log gets counts, never an address or who started it. */
  announce(version: number, by: string): Promise<Result<Announcement, AnnounceRefusal>>;
  /** Letters that were handed over already still go out; no more are. */
  stop(version: number, by: string): Promise<Result<Announcement, AnnounceRefusal>>;
  resume(version: number, by: string): Promise<Result<Announcement, AnnounceRefusal>>;
  /** Records it once letters are done, for at most as many as mail did not reach. Recorded in the evidence log. */
  tellOtherwise(version: number, order: OtherwiseOrder, by: string): Promise<Result<Announcement, AnnounceRefusal>>;
  /** Takes a line out of the sum, by a line of its own. Recorded in the evidence log. */
  undoOtherwise(version: number, line: number, by: string): Promise<Result<Announcement, AnnounceRefusal>>;
  /** State `none` when it was never started. */
  status(reader: Reader, version: number): Promise<Announcement>;
  /** Whether anybody is, or was, to be told of it. Cheap: counts nothing. */
  concerns(reader: Reader, version: number): Promise<boolean>;
  /** Every published version with differences that are more than editorial, newest first. */
  told(reader: Reader): Promise<readonly Told[]>;
  /**
   * Those who have no address that worked, read from the systems anew: no copy of them is kept here. Recorded in the
   * evidence log. Answers nothing before it is done, or after its letters are forgotten.
   */
  unreached(version: number, by: string): AsyncIterable<Unreached>;
  /** Declares the jobs; call before `queue.start`. */
  serve(): void;
}
