/** Opens our database: reachable, new enough, migrated, and made with the key we hold. */
import { timingSafeEqual } from "node:crypto";
import type { Pool } from "pg";
import { type Clock, OperationalError } from "#base";
import { openDatabase, openPool } from "./connection.ts";
import type { Queue, Reader, Store } from "./contract.ts";
import type { InstallationKey } from "./installation-key.ts";
import { migrate } from "./migrate.ts";
import { createQueue } from "./queue.ts";
import type { StoreTables } from "./tables.ts";
import { transact } from "./transact.ts";
import { createVault } from "./vault.ts";

export interface OpenStoreOptions {
  /** `postgres://…` of a PostgreSQL 15 or newer. Never shown in a message. */
  readonly url: string;
  readonly keys: InstallationKey;
  readonly clock: Clock;
  /** Only tests have another one. */
  readonly migrationsDir?: string;
  /** Connections for our own queries, in this process; the queue takes up to five more. Default 10. */
  readonly poolSize?: number;
  /** Longest pause inside a transaction; whoever is stopped for longer has lost it and begins anew. Default 30 seconds. */
  readonly idleInTransactionMs?: number;
  /**
   * Told of failures that no caller sees: a poll that found no database, a job that was given up. Log `code` and
   * `message`; the `cause` may quote data. Default: nobody.
   */
  readonly onTrouble?: (error: OperationalError) => void;
}

const drainMs = 10_000;

/**
 * Throws OperationalError, each with one sentence for whoever started us and with nothing left open:
 * `database-url-invalid`, `database-unreachable`, `database-login`, `database-tls`, `database-missing`, `database-rights`,
 * `database-too-old`, `database-full`, the refusals of `migrate`, and `installation-key-wrong`.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  await migrate(options.url, options.migrationsDir === undefined ? {} : { migrationsDir: options.migrationsDir });
  const pool = openPool(options.url, options.poolSize ?? 10, options.idleInTransactionMs);
  const reader: Reader = { db: openDatabase(pool) };
  try {
    await checkKey(reader, options.keys, options.clock);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const queue = createQueue({
    url: options.url,
    clock: options.clock,
    onTrouble: options.onTrouble ?? (() => undefined),
  });
  let closing: Promise<void> | undefined;
  return {
    reader,
    queue,
    vault: createVault(options.keys, options.clock),
    clock: options.clock,
    transact: (work, how) => transact(reader.db, work, how),
    close: () => (closing ??= closeAll(queue, pool)),
  };
}

async function closeAll(queue: Queue, pool: Pool): Promise<void> {
  try {
    await queue.stop(drainMs);
  } finally {
    await pool.end();
  }
}

/** The first start writes down what the key derives to; every later one compares. */
async function checkKey(reader: Reader, keys: InstallationKey, clock: Clock): Promise<void> {
  const check = keys.derive("store/key-check", 32);
  const db = reader.db.withTables<StoreTables>();
  await db
    .insertInto("installation")
    .values({ only_row: true, key_check: check, created_at: clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { key_check } = await db.selectFrom("installation").select("key_check").executeTakeFirstOrThrow();
  if (key_check.length === check.length && timingSafeEqual(key_check, check)) return;
  throw wrongKey();
}

export function wrongKey(): OperationalError {
  return new OperationalError(
    "installation-key-wrong",
    "This database was made with another installation key; with this one nothing in it can be read or proven. " +
      "Nothing was started. Put back the key it was made with (GESTAND_KEY, or the file installation.key in the data folder).",
  );
}
