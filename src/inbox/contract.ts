/** Letters that come in, and what staff do with those that are not clear. */
import type { Language, Personal, RequestId, Result, StaffId } from "#base";
import type { RequestKind } from "#policy";
import type { OpenRequest, RefusedFile } from "#requests";
import type { Reader } from "#store";

/**
 * What became of a letter. `reply`: it joined an open request. `to-sort`: staff say what it is. `no-request`: they said that it
 * is none. `unsubscribed`: written by the link of a message, and the person said no by it. `bounce`, `automatic` and `own` never become requests. `duplicate`: the same letter was there already.
 */
export type LetterOutcome =
  | "request"
  | "reply"
  | "to-sort"
  | "no-request"
  | "bounce"
  | "automatic"
  | "own"
  | "duplicate"
  | "unsubscribed";

/** Counts of one look into the mailbox. */
export interface Look {
  readonly taken: Readonly<Partial<Record<LetterOutcome, number>>>;
  readonly moved: number;
  readonly deleted: number;
}

export interface MailboxStatus {
  /** Absent before the first time. */
  readonly lookedAt?: Date;
  /** The mailbox cannot be read since then; nothing is lost, and it is tried each minute. */
  readonly failing?: { readonly since: Date; readonly code: string };
  readonly toSort: number;
  readonly oldestToSort?: Date;
}

export interface LetterToSort {
  readonly id: string;
  readonly arrivedAt: Date;
  readonly letter: Personal<{
    /** Empty when no address could be read. */
    readonly from: string;
    readonly subject: string;
    readonly text: string;
    readonly shortened: boolean;
    /** Nothing could be read; it lies in the mailbox. */
    readonly unreadable: boolean;
    readonly files: readonly { readonly name: string; readonly mediaType: string; readonly sizeBytes: number }[];
    readonly refused: readonly RefusedFile[];
  }>;
  readonly language: Language;
  /** The likeliest first. */
  readonly proposed: readonly RequestKind[];
  /** Open requests of the sender that it can belong to. */
  readonly open: readonly OpenRequest[];
}

export type Sorting =
  | {
      readonly as: "request";
      readonly kind: RequestKind;
      /** The address that the code goes to. */
      readonly email: Personal<string>;
      readonly language: Language;
      readonly purposes: readonly string[];
    }
  | { readonly as: "reply"; readonly request: RequestId }
  | { readonly as: "no-request" };

export type SortRefusal = {
  readonly reason: "unknown" | "wrong-address" | "not-offered" | "purposes-missing" | "request-ended";
  readonly message: string;
};

export interface Incoming {
  /** Whether the policy declares a mailbox. */
  readonly watched: boolean;
  /** Looks once, now. A mailbox that cannot be reached is noted and not thrown. */
  look(): Promise<Look>;
  status(reader: Reader): Promise<MailboxStatus>;
  /** Oldest first. */
  toSort(reader: Reader): Promise<readonly LetterToSort[]>;
  file(id: string, ordinal: number): Promise<{ name: string; bytes: Uint8Array } | undefined>;
  /** Answers the reference of the request, when there is one. */
  sort(id: string, by: StaffId, sorting: Sorting): Promise<Result<{ reference?: string }, SortRefusal>>;
  /** Declares the job that looks each minute. */
  serve(): void;
}
