import { isOperationalError, OperationalError, type Problem } from "#base";
import { type Refusal, refusals, refusedBecause, refusedOtherwise } from "../sql/erase-problems.ts";

interface Known {
  readonly code: string;
  readonly retryable: boolean;
  readonly says: string;
}

const unreachable: Known = {
  code: "database-unreachable",
  retryable: true,
  says: "the database did not answer or went away. Check that it runs and can be reached from here",
};
const denied: Known = {
  code: "permission-denied",
  retryable: false,
  says: "the database user of Gestand may not do this. Grant select, insert, update, delete, create, drop and create temporary tables",
};
const conflict: Known = {
  code: "database-conflict",
  retryable: true,
  says: "another session changed the same rows at the same time. It will be tried again",
};
const readOnly: Known = {
  code: "database-read-only",
  retryable: true,
  says: "the database is read-only now (a replica, or during a switch-over). Point the address at the primary",
};
const full: Known = {
  code: "disk-full",
  retryable: true,
  says: "the database has no room. Make some; it will be tried again",
};
const tls: Known = { code: "tls-refused", retryable: false, says: "the database's certificate or TLS was refused" };

/** By the number of MariaDB's error (https://mariadb.com/kb/en/mariadb-error-code-reference/) or Node's network code. */
const known: Readonly<Record<string, Known>> = {
  1020: conflict,
  1021: full,
  1040: {
    code: "database-busy",
    retryable: true,
    says: "the database has no room for more sessions. It will be tried again",
  },
  1044: denied,
  1045: { ...denied, says: "the database refused the user name or the password. Correct the address" },
  1049: { code: "database-missing", retryable: false, says: "there is no database of that name. Correct the address" },
  1053: unreachable,
  1114: full,
  1142: denied,
  1143: denied,
  1205: {
    code: "lock-timeout",
    retryable: true,
    says: "another session holds a lock on the same rows or table. It will be tried again",
  },
  1213: conflict,
  1227: denied,
  1290: readOnly,
  1317: unreachable,
  1370: denied,
  1836: readOnly,
  1927: unreachable,
  1969: {
    code: "statement-timeout",
    retryable: true,
    says: "a statement took longer than allowed. Add the indexes that `gestand check` names",
  },
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  EPIPE: unreachable,
  ENOTFOUND: unreachable,
  ENOENT: unreachable,
  EAI_AGAIN: unreachable,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  PROTOCOL_CONNECTION_LOST: unreachable,
  HANDSHAKE_NO_SSL_SUPPORT: tls,
  HANDSHAKE_SSL_ERROR: tls,
};

interface Failed {
  readonly number: number | undefined;
  readonly code: string;
  readonly message: string;
}

function asFailed(error: unknown): Failed | undefined {
  if (!(error instanceof Error)) return undefined;
  const { errno, code } = error as Error & { errno?: unknown; code?: unknown };
  // The driver's own errors have no number of the server.
  const number = typeof errno === "number" && errno > 1_000 ? errno : undefined;
  if (/closed state|Can't add new command/.test(error.message))
    return { number, code: "PROTOCOL_CONNECTION_LOST", message: "" };
  return typeof code === "string" ? { number, code, message: error.message } : undefined;
}

/** What MariaDB says of a row can quote it: only numbers and names are taken over. */
export function operationalError(error: unknown, attempted: string): unknown {
  const failed = asFailed(error);
  if (isOperationalError(error) || failed === undefined) return error;
  const found = known[String(failed.number)] ?? known[failed.code];
  if (found === undefined && failed.number === undefined) return error;
  const which = String(failed.number ?? failed.code);
  if (found !== undefined)
    return new OperationalError(
      found.code,
      `${attempted} was not finished: ${found.says} (${which}). What was open was rolled back.`,
      { retryable: found.retryable },
    );
  return new OperationalError(
    "database-refused",
    `${attempted} was not finished: the database refused a statement (${which}). What was open was rolled back.`,
  );
}

const refused: Readonly<Record<number, Refusal>> = {
  1048: refusals.null,
  1062: refusals.unique,
  1364: refusals.null,
  1406: refusals.tooLong,
  1451: refusals.reference,
  1452: refusals.reference,
  1761: refusals.unique,
  4025: refusals.check,
};
const byTrigger = [1336, 1422, 1442, 1644];
const byValue = [1264, 1265, 1292, 1366, 4038];

export function refusedByMariadb(error: unknown, doing: string, path: string): Problem | undefined {
  const failed = asFailed(error);
  if (failed?.number === undefined) return undefined;
  // Names only: what is quoted otherwise is a value.
  const named = /(?:CONSTRAINT|constraint) `([^`]+)`|for key '([^']+)'|[Cc]olumn '([^']+)'/.exec(failed.message);
  const name = named?.[1] ?? named?.[2] ?? named?.[3];
  const where = name === undefined ? "" : ` (${name})`;
  const refusal = refused[failed.number];
  if (refusal !== undefined) return refusedBecause(refusal, doing, where, path);
  if (byTrigger.includes(failed.number)) return refusedOtherwise("trigger", doing, String(failed.number), path);
  return byValue.includes(failed.number)
    ? refusedOtherwise("value", doing, `${failed.number}${where}`, path)
    : undefined;
}
