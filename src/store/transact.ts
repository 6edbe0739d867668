/** One way to change things: all of it or none, tried again when another transaction stood in the way. */
import type { Kysely } from "kysely";
import type { Transaction, TransactOptions } from "./contract.ts";
import { isConflict } from "./database-errors.ts";

const tries = 8;

export async function transact<T>(
  db: Kysely<Record<never, never>>,
  work: (tx: Transaction) => Promise<T>,
  options: TransactOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const afterwards: (() => void)[] = [];
    let result: T;
    try {
      result = await db
        .transaction()
        .setIsolationLevel(options.isolation ?? "read committed")
        .execute((trx) => work({ db: trx, inTransaction: true, afterCommit: (wake) => afterwards.push(wake) }));
    } catch (error) {
      if (!isConflict(error) || attempt === tries) throw error;
      // Both sides retry; unequal pauses let one of them through.
      await new Promise((wake) => setTimeout(wake, Math.random() * 5 * 2 ** attempt));
      continue;
    }
    for (const wake of afterwards) wake();
    return result;
  }
}
