/** What a failing database means for us: which failures may be tried again, and nothing of the data or address in them. */
import type { DatabaseError } from "pg";
import { isOperationalError, OperationalError } from "#base";

const systemCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "EACCES",
]);

/** True when PostgreSQL rolled back one of two transactions that stood in each other's way. */
export function isConflict(error: unknown): boolean {
  const code = sqlState(error);
  return code === "40001" || code === "40P01";
}

/**
 * Turns failures of the world into OperationalError and takes row values out of the rest: PostgreSQL quotes them in
 * `detail`, `where` and in the message of data exceptions (class 22). Other errors pass unchanged.
 */
export function translated(error: unknown): unknown {
  if (isOperationalError(error)) return error;
  const state = sqlState(error);
  if (state === undefined) return translatedConnection(error);
  if (state.startsWith("08") || state.startsWith("57P")) return lost(state);
  if (state === "53100")
    return new OperationalError(
      "disk-full",
      "The disk of the database is full. The change was not made. Make room and try again.",
      { retryable: true },
    );
  if (state === "53300")
    return new OperationalError(
      "database-full",
      "The database takes no more connections. The change was not made. Raise max_connections or start fewer processes.",
      { retryable: true },
    );
  return withoutValues(error as DatabaseError, state);
}

function translatedConnection(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === "string" && systemCodes.has(code)) return lost(code);
  if (typeof message === "string" && /^(Connection terminated|Client has encountered a connection error)/.test(message))
    return lost("closed");
  if (typeof message === "string" && /^(timeout e|Connection t)/.test(message)) return lost("no answer");
  return error;
}

/** Without a cause: the driver's error repeats the address. */
function lost(reason: string): OperationalError {
  return new OperationalError(
    "database-unreachable",
    `The connection to the database broke (${reason}). A change under way was taken back, unless it was being committed at that moment. Try again.`,
    { retryable: true },
  );
}

function withoutValues(error: DatabaseError, state: string): DatabaseError {
  Object.assign(error, { detail: undefined, where: undefined, internalQuery: undefined });
  if (state.startsWith("22")) error.message = `PostgreSQL did not accept a value (${state})`;
  return error;
}

/** Also of copies: pg-boss hands on errors as plain objects. System codes such as EPIPE come without a severity. */
function sqlState(error: unknown): string | undefined {
  const { code, severity } = (error ?? {}) as Partial<DatabaseError>;
  return typeof code === "string" && typeof severity === "string" ? code : undefined;
}

/** Why the first connection failed, in words for whoever started us. `where` names host and database, never a password. */
export function connectError(error: unknown, where: string): OperationalError {
  const state = sqlState(error);
  const known: Record<string, [string, string]> = {
    "28P01": ["database-login", "refused the user name or password. Correct DATABASE_URL."],
    "28000": ["database-login", "refused this user. Correct DATABASE_URL or pg_hba.conf."],
    "3D000": ["database-missing", "has no such database. Create it, or correct DATABASE_URL."],
    "42501": ["database-rights", "does not let this user make the schema gestand. Grant CREATE on the database."],
  };
  const found = state === undefined ? undefined : known[state];
  if (found !== undefined)
    return new OperationalError(found[0], `The PostgreSQL at ${where} ${found[1]} Nothing was started.`);
  const other = translated(error);
  if (isOperationalError(other) && other.code !== "database-unreachable") return other;
  const reason = state ?? (error as { code?: string }).code ?? "no answer";
  return new OperationalError(
    "database-unreachable",
    `No PostgreSQL answers at ${where} (${reason}). Nothing was started. Start it, or correct DATABASE_URL.`,
    { retryable: true },
  );
}
