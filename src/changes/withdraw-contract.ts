/** What somebody stopped, carried into the company's own rows. */
import type { Personal, Refusal, Result, StaffId } from "#base";
import type { SystemPool } from "#plans";
import type { Evidence } from "#evidence";
import type { Policy } from "#policy";
import type { Reader, Store, Transaction } from "#store";

export interface Withdrawn {
  /** Of the request; UUID. */
  readonly request: string;
  /** Its reference. */
  readonly about: string;
  /** Names of the policy. */
  readonly purposes: readonly string[];
  readonly email: Personal<string>;
  /** Whether recipients hear of it once it is known that there is such a person here. */
  readonly passOn: boolean;
}

/** What was met where consents to these purposes stand. */
export interface WithdrawalPlace {
  readonly consent: string;
  readonly system: string;
  readonly table: string;
  /** Rows put out of force. */
  readonly rows: number;
  /** Rows that concern the person and are in force still. */
  readonly left: number;
  /** Several persons have this address: rows that hold no address of their own were left alone. */
  readonly several: boolean;
}

export interface Withdrawal {
  readonly id: string;
  readonly about: string;
  readonly purposes: readonly string[];
  readonly since: Date;
  readonly state: "open" | "by-hand" | "done";
  readonly places: readonly WithdrawalPlace[];
  /** Of the last try; holds no personal data. */
  readonly trouble?: string;
}

export type WithdrawalRefusal = Refusal & { readonly reason: "unknown" | "not-now" };

export interface Withdrawals {
  /**
   * To be called in the transaction in which the stop begins. A worker then ends what says yes to these purposes in the rows of
   * every system, at once and again until all of them answered. Once per request.
   */
  begin(tx: Transaction, withdrawn: Withdrawn): Promise<void>;
  /** Those that are not done, the longest first; at most 500. */
  waiting(reader: Reader): Promise<readonly Withdrawal[]>;
  /** With the address, while it is not done. */
  detail(reader: Reader, id: string): Promise<(Withdrawal & { readonly email?: Personal<string> }) | undefined>;
  /** Staff did by hand what was left. */
  settle(id: string, by: StaffId): Promise<Result<void, WithdrawalRefusal>>;
  /** Tries again now what is open. */
  retry(): Promise<void>;
  serve(): void;
}

export interface WithdrawalsOptions {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly policy: Policy;
  readonly systems: SystemPool;
  /** In the transaction that ends it, of somebody who was found: so that recipients stop too. */
  readonly onFound: (tx: Transaction, withdrawn: Omit<Withdrawn, "passOn">) => Promise<void>;
  readonly crashPoint?: (name: WithdrawCrashPoint) => Promise<void> | void;
}

/** Places at which a test may let the process die; nothing happens there in production. */
export const withdrawCrashPoints = ["looked", "place-done", "before-commit", "written"] as const;
export type WithdrawCrashPoint = (typeof withdrawCrashPoints)[number];
