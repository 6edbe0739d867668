/**
 * What every place that is no database with tables must be able to do for a person's rights: objects, a cache, files and
 * logs, a mailbox, an outside service. The policy declares it as a store and says by what the place knows a person; rows
 * of the databases give those values; the connector finds, hands out, erases, corrects and looks again. It decides
 * nothing, and what it cannot do is said as data, so that it becomes a task for somebody and never silence.
 */
import type { PlanId, Problem, Result } from "#base";
import type { Reach, Store } from "#policy";
import type { Correction, EraseRefusal, FilledKey, KeptBecause, KnownValue, ResidueFinding } from "./facts-contract.ts";

export interface StoreAbilities {
  readonly kind: Reach["kind"];
  /** Finds all that is of a person when their keys and values are given. */
  readonly find: boolean;
  readonly read: boolean;
  readonly erase: boolean;
  readonly correct: boolean;
  /** Can look for a value anywhere in the place, whatever it is filed under. */
  readonly search: boolean;
}

/** A person as one store knows them. */
export interface StoreSubject {
  /** Normalised. */
  readonly emails: readonly string[];
  readonly keys: readonly FilledKey[];
  /** By the names under `matches` of the store: a field of a log, a parameter of a call. */
  readonly values: Readonly<Record<string, readonly KnownValue[]>>;
}

/** What is there. Adds up: `items` are read, would be erased or are kept. */
export interface StoreFinding {
  readonly store: string;
  /** Objects, keys, lines, messages or records, whatever the place holds. */
  readonly items: number;
  readonly kept: readonly { readonly because: KeptBecause; readonly items: number }[];
  /** Keys of rows under which nothing is: not an error, but worth knowing. */
  readonly missing: number;
  /** Errors block approval. */
  readonly problems: readonly Problem[];
}

/** One thing of the answer. Opened at most once, in order; streams. */
export interface StoreItem {
  /** A file name, unique within the store, that is safe in a ZIP. */
  readonly name: string;
  readonly mediaType: string;
  open(): AsyncIterable<Uint8Array>;
}

export const storeCrashPoints = ["before-change", "between-items", "before-swap", "after-change"] as const;
export type StoreCrashPoint = (typeof storeCrashPoints)[number];

export interface StoreOrder {
  readonly plan: PlanId;
  readonly step: number;
  /** Rises with every try. What an earlier try did is not undone: doing it again is harmless. */
  readonly attempt: number;
  readonly subject: StoreSubject;
  readonly onProgress?: (done: number, total: number) => void;
  readonly crashPoint?: (name: StoreCrashPoint) => Promise<void> | void;
}
export interface StoreOutcome {
  /** By this try; what an earlier try did is not counted again. */
  readonly erased: number;
  readonly corrected: number;
  readonly kept: readonly { readonly because: KeptBecause; readonly items: number }[];
  /**
   * The place took the order and is not done. `ticket` is JSON without personal data; `settled` is asked with it,
   * not before the moment.
   */
  readonly pending?: { readonly ticket: string; readonly notBefore: Date };
}

/** A place that answers. Obtained from `connectStore`; close it. Every method may throw OperationalError. */
export interface ConnectedStore {
  readonly name: string;
  readonly abilities: StoreAbilities;
  /** Whether it answers, may be used, and is as declared: warnings and errors with a remedy. Changes nothing. */
  inspect(): Promise<readonly Problem[]>;
  /** Counts; changes nothing. */
  find(subject: StoreSubject): Promise<StoreFinding>;
  items(subject: StoreSubject): AsyncIterable<StoreItem>;
  erase(order: StoreOrder): Promise<Result<StoreOutcome, EraseRefusal>>;
  correct(order: StoreOrder, corrections: readonly Correction[]): Promise<Result<StoreOutcome, EraseRefusal>>;
  /** Whether what was pending is done now. */
  settled(ticket: string): Promise<StoreOutcome>;
  /** Looks again, by keys and values and, where the place can, everywhere. `table` of a finding is the store, `column` where in it. */
  residue(subject: StoreSubject): Promise<readonly ResidueFinding[]>;
  close(): Promise<void>;
}

export interface ConnectStoreOptions {
  readonly store: Store;
  readonly reach: Reach;
  /** A variable of the environment: addresses and secrets; never logged. `undefined` when it is not set. */
  readonly setting: (name: string) => string | undefined;
  /** Addresses, and domains all of whose addresses are the organisation's own, so that a letter to one of them is not also about somebody else. */
  readonly ours?: readonly string[];
  /** Contents of a file that belongs to the policy, by its path in it, such as the declaration of a service. */
  readonly document?: (path: string) => string | undefined;
}
