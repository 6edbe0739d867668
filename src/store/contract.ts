/**
 * What the store gives to the rooms above it. A handle's type is the power it grants.
 *
 * Values: `bigint` columns and counts arrive as numbers (beyond 2^53 is an error), `date` as `YYYY-MM-DD` text,
 * `timestamptz` as Date, `numeric` as text, `bytea` as Buffer. The schema `gestand` is the search path; do not name it.
 */
import type { Kysely } from "kysely";
import type { Clock, Id, Json, OperationalError } from "#base";

/**
 * May look. Rooms name their own tables: `const db = reader.db.withTables<{ plan: PlanTable }>()` (give it a `type`, not
 * an `interface`), then
 * `db.selectFrom("plan")…`; the same on a Transaction stays inside that transaction. Raw SQL: sql`…`.execute(reader.db).
 */
export interface Reader {
  readonly db: Kysely<Record<never, never>>;
}

/** May change things; holding one means being inside a transaction. */
export interface Transaction extends Reader {
  readonly inTransaction: true;
  /** Runs after the commit, in order; not at all after a rollback, and lost when the process dies in between. For waking somebody, never for effects that must happen. */
  afterCommit(work: () => void): void;
}

export interface TransactOptions {
  /** `serializable` for decisions that rest on rows which are read and not locked. Default `read committed`. */
  readonly isolation?: "read committed" | "repeatable read" | "serializable";
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
/** For one piece of work: it does not notice a later shredding, so ask the vault again next time. */
export interface Cipher {
  /** `context` is authenticated, not stored: a sealed value moved to another place does not open. */
  seal(plain: Uint8Array, context: string): Uint8Array;
  open(sealed: Uint8Array, context: string): Uint8Array;
}

export interface Job {
  readonly queue: string;
  /** Ids and counts; never personal data, it is kept in clear for some days. */
  readonly data: Json;
  /** Not before this instant of the store's clock. */
  readonly startAfter?: Date;
  /**
   * At most one waiting job per queue and key: sending again does nothing while one waits. A running job does not count,
   * and one that waits cannot start before the sender committed, so what the sender wrote is always seen.
   */
  readonly onceKey?: string;
}
export interface RunningJob {
  readonly id: string;
  readonly data: Json;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly signal: AbortSignal;
}
export interface ServeOptions {
  /** Jobs of this queue at the same time in this process. Default 1. */
  readonly concurrency?: number;
  /** Tries before giving up on retryable failures. Default 20, which is about two hours. */
  readonly tries?: number;
  /**
   * Called when a job ended without success: a failure that is not retryable, no tries left, or workers that died of it
   * each time. Durable and at least once, itself retried: make it idempotent. `error` is an OperationalError; of other
   * errors only kind and place are kept, because their message may quote data.
   */
  readonly gaveUp?: (job: RunningJob, error: OperationalError) => Promise<void>;
}
/** Durable jobs. Sending is part of the transaction: the job exists exactly when the transaction committed. */
export interface Queue {
  send(tx: Transaction, job: Job): Promise<void>;
  /**
   * Declares a queue and, in a worker, serves it. `handle` may run more than once for one job, because a worker can die
   * after the effect and before the job is marked done: **handlers must be idempotent**. The usual way is one transaction
   * that makes the effect, records it under the job's own key, and sends the next job. A thrown OperationalError with
   * `retryable` is tried again with growing pauses (1 s doubling to 10 min); anything else goes to `gaveUp` at once.
   * A job of a killed worker is taken over within about 15 s; `signal` is aborted when this worker lost its job.
   */
  serve(queue: string, options: ServeOptions, handle: (job: RunningJob) => Promise<void>): void;
  /** Repeats by cron expression (five fields) in an IANA time zone; one run in all workers together, missed runs once. */
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
  /**
   * Commits what `work` did, or nothing. `work` runs again from the start after a serialization failure or deadlock, so
   * it touches nothing but `tx`. Throws OperationalError `database-unreachable`, `disk-full`, … when the world failed.
   */
  transact<T>(work: (tx: Transaction) => Promise<T>, options?: TransactOptions): Promise<T>;
  /** Stops the queue (running jobs get 10 s) and closes all connections. Idempotent. */
  close(): Promise<void>;
}
