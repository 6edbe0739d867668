/** What the store gives to the rooms above it. A handle's type is the power it grants. */
import type { Kysely } from "kysely";
import type { Clock, Id, Json } from "#base";

/** May look. Rooms name their own tables with `reader.db.withTables<TheirTables>()`. */
export interface Reader {
  readonly db: Kysely<Record<never, never>>;
}

/** May change things; holding one means being inside a transaction. */
export interface Transaction extends Reader {
  readonly inTransaction: true;
  /** Runs after the commit, in order; not at all after a rollback. For waking somebody, never for effects that must happen. */
  afterCommit(work: () => void): void;
}

export type KeyId = Id<"key">;

/** Encryption under a key of its own per request (AES-256-GCM, key wrapped by the installation key), and keyed digests. */
export interface Vault {
  createKey(tx: Transaction): Promise<KeyId>;
  /** `undefined` when the key was shredded: the content is gone, and that is not an error. */
  cipher(reader: Reader, key: KeyId): Promise<Cipher | undefined>;
  /** Destroys the wrapped key; everything sealed under it is unreadable from the commit on. Idempotent. */
  shred(tx: Transaction, key: KeyId): Promise<void>;
  /** HMAC-SHA-256 under an installation key, base64url. `purpose` separates uses, so that digests do not link across them. */
  digest(purpose: string, text: string): string;
}
export interface Cipher {
  /** `context` is authenticated, not stored: a sealed value moved to another place does not open. */
  seal(plain: Uint8Array, context: string): Uint8Array;
  open(sealed: Uint8Array, context: string): Uint8Array;
}

export interface Job {
  readonly queue: string;
  readonly data: Json;
  /** Not before this instant. */
  readonly startAfter?: Date;
  /** At most one waiting job per queue and key. */
  readonly onceKey?: string;
}
export interface RunningJob {
  readonly id: string;
  readonly data: Json;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly signal: AbortSignal;
}
/** Durable jobs. Sending is part of the transaction: the job exists exactly when the transaction committed. */
export interface Queue {
  send(tx: Transaction, job: Job): Promise<void>;
  /**
   * Declares a queue and, in a worker, serves it. `handle` may run more than once for one job (a worker died); a thrown
   * OperationalError with `retryable` is tried again with growing pauses, anything else goes to `gaveUp`.
   */
  serve(
    queue: string,
    options: { concurrency?: number; gaveUp?: (job: RunningJob, error: unknown) => Promise<void> },
    handle: (job: RunningJob) => Promise<void>,
  ): void;
  /** Repeats by cron expression in an IANA time zone; one run in all workers together. */
  schedule(queue: string, cron: string, timeZone: string): void;
  /** Creates queues (every process) and starts taking jobs when `work` is true. */
  start(options: { work: boolean }): Promise<void>;
  /** Finishes running jobs, at most this long, and stops. */
  stop(timeoutMs: number): Promise<void>;
}

export interface Store {
  readonly reader: Reader;
  readonly vault: Vault;
  readonly queue: Queue;
  readonly clock: Clock;
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
