import { isOperationalError, OperationalError, type Problem } from "#base";
import { type Refusal, refusals, refusedBecause, refusedOtherwise } from "../sql/erase-problems.ts";

interface SqliteError extends Error {
  readonly errcode: number;
}

function asSqlite(error: unknown): SqliteError | undefined {
  return error instanceof Error && typeof (error as Partial<SqliteError>).errcode === "number"
    ? (error as SqliteError)
    : undefined;
}

interface Known {
  readonly code: string;
  readonly retryable: boolean;
  readonly says: string;
}

const busy: Known = {
  code: "lock-timeout",
  retryable: true,
  says: "another process writes to the file and does not end. It will be tried again",
};

/** By the primary result code (https://www.sqlite.org/rescode.html), the low byte of the extended one. */
const known: Readonly<Record<number, Known>> = {
  5: busy,
  6: busy,
  3: {
    code: "permission-denied",
    retryable: false,
    says: "the file may not be opened by this user. Grant it the right",
  },
  8: {
    code: "database-read-only",
    retryable: false,
    says: "the file, or its folder, may not be written to by this user",
  },
  10: {
    code: "database-unreachable",
    retryable: true,
    says: "the disk did not read or write. Look whether it is there",
  },
  11: { code: "database-corrupt", retryable: false, says: "the file is damaged. Restore it from a backup" },
  13: { code: "disk-full", retryable: true, says: "the disk is full. Make room; it will be tried again" },
  14: {
    code: "database-missing",
    retryable: false,
    says: "there is no such file, or its folder may not be entered. Correct the address",
  },
  26: { code: "database-missing", retryable: false, says: "the file is no SQLite database. Correct the address" },
};

/** What SQLite says can quote values: only codes, and names of tables and columns, are taken over. */
export function operationalError(error: unknown, attempted: string): unknown {
  const failed = asSqlite(error);
  if (isOperationalError(error) || failed === undefined) return error;
  const found = known[failed.errcode & 255];
  if (found !== undefined)
    return new OperationalError(
      found.code,
      `${attempted} was not finished: ${found.says} (SQLite ${failed.errcode}). What was open was rolled back.`,
      { retryable: found.retryable },
    );
  return new OperationalError(
    "database-refused",
    `${attempted} was not finished: the database refused a statement (SQLite ${failed.errcode}). What was open was rolled back.`,
  );
}

export function isBusy(error: unknown): boolean {
  const code = asSqlite(error)?.errcode;
  return code !== undefined && ((code & 255) === 5 || (code & 255) === 6);
}

/** By extended result code of a constraint. */
const refused: Readonly<Record<number, Refusal>> = {
  275: refusals.check,
  787: refusals.reference,
  1299: refusals.null,
  1555: refusals.unique,
  2067: refusals.unique,
  2579: refusals.unique,
};
const byTrigger = [1811, 19];
const byValue = [3091, 20, 18];

export function refusedBySqlite(error: unknown, doing: string, path: string): Problem | undefined {
  const failed = asSqlite(error);
  if (failed === undefined) return undefined;
  const { errcode } = failed;
  // `UNIQUE constraint failed: people.email`: names only. What a trigger says is anybody's text.
  const named = /^[A-Z ]+ constraint failed: ([\w.", ]+)$/.exec(failed.message)?.[1];
  const where = named === undefined ? "" : ` (${named})`;
  const refusal = refused[errcode];
  if (refusal !== undefined) return refusedBecause(refusal, doing, where, path);
  if (failed.message.startsWith("foreign key mismatch")) return mismatch(doing, path);
  if (byTrigger.includes(errcode)) return refusedOtherwise("trigger", doing, `SQLite ${errcode}`, path);
  return byValue.includes(errcode) ? refusedOtherwise("value", doing, `SQLite ${errcode}`, path) : undefined;
}

function mismatch(doing: string, path: string): Problem {
  return {
    code: "constraint-refuses",
    severity: "error",
    message: `${doing} is refused by the database: a foreign key refers to columns that are no key.`,
    remedy: "Make a unique index on the columns that it refers to, or take the foreign key away.",
    path,
  };
}
