/** Sessions of a SQLite file: one connection each, so that what one does in a transaction is seen by nobody else. */
import { statSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { setImmediate, setTimeout } from "node:timers/promises";
import { OperationalError } from "#base";
import type { Session, SqlRow, SqlValue } from "../sql/dialect.ts";
import { isBusy } from "./errors.ts";
import { addFunctions } from "./functions.ts";

/** So long we wait for another process that writes, and so often we look. */
export const waits = { lockMs: 5_000, againMs: 40 } as const;
/** After so many rows other work of this process has its turn: SQLite answers on the thread that asks. */
const rowsTogether = 200;

export interface OpenFile {
  readonly session: Session;
  readonly close: () => void;
}

/** Throws OperationalError `database-address`. `sqlite:/var/lib/shop.db`, or `sqlite:shop.db` from the working folder. */
export function pathOf(url: string): string {
  const path = /^sqlite:(?:\/\/)?(?<path>[^?]+)$/.exec(url)?.groups?.["path"];
  if (path !== undefined && path !== ":memory:") return decodeURIComponent(path);
  throw new OperationalError(
    "database-address",
    "The address of the database cannot be read. Nothing was started. Write it as sqlite:/var/lib/shop/shop.db.",
  );
}

/** Never makes a file: one that is not there is a wrong address. */
export function openFile(path: string): OpenFile {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new OperationalError(
      "database-missing",
      "There is no file at the address of the database. Nothing was started. Correct the address.",
    );
  const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
  addFunctions(database);
  // Erased values are overwritten, in the pages of the file as well.
  database.exec("pragma secure_delete = on; pragma temp_store = memory; pragma trusted_schema = on");
  return {
    session: sessionOf(database),
    close: () => {
      // What was erased stands in the log until it is taken over; where somebody reads, the next one does it.
      try {
        if (!database.isTransaction) database.exec("pragma wal_checkpoint(truncate)");
      } catch {
        // Somebody writes, or it is no database: who asked for more was told.
      }
      database.close();
    },
  };
}

function sessionOf(database: DatabaseSync): Session {
  const prepared = (sql: string): StatementSync => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  };
  return {
    all: (sql, values = []) => patiently(() => prepared(sql).all(...values) as SqlRow[]),
    run: (sql, values = []) => patiently(() => Number(prepared(sql).run(...values).changes)),
    async *rows(sql: string, values: readonly SqlValue[] = []) {
      let rows = 0;
      for (const row of prepared(sql).iterate(...values)) {
        yield row as SqlRow;
        if (++rows % rowsTogether === 0) await setImmediate();
      }
    },
  };
}

/** A lock of another process is waited for without holding up this one. A statement that met it has done nothing. */
async function patiently<T>(run: () => T): Promise<T> {
  for (let waited = 0; ; waited += waits.againMs) {
    try {
      return run();
    } catch (error) {
      if (!isBusy(error) || waited >= waits.lockMs) throw error;
      await setTimeout(waits.againMs);
    }
  }
}
