/** What every part of this room is handed. */
import type { Evidence } from "#evidence";
import type { Mail } from "#mail";
import type { Policy, WatchedMailbox } from "#policy";
import type { Requests } from "#requests";
import type { Store, Transaction } from "#store";

export interface House {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly mail: Mail;
  readonly requests: Requests;
  readonly policy: Policy;
  /** The value of a variable of the environment. */
  readonly setting: (name: string) => string | undefined;
  /** Says no to a message for whoever this token belongs to, in the transaction that takes the letter in; false when it is none of ours. */
  readonly unsubscribe?: (tx: Transaction, message: string, token: string) => Promise<boolean>;
}

/** One mailbox, reached. */
export interface Watched {
  readonly declared: WatchedMailbox;
  /** Keyed digest of where it is. */
  readonly mailbox: string;
  /** Addresses that are ours; what comes from them is our own. */
  readonly ours: ReadonlySet<string>;
}
