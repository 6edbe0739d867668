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
  // 25P03: we paused inside a transaction for longer than our sessions may.
  if (state.startsWith("08") || state.startsWith("57P") || state === "25P03") return lost(state);
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

type Refusal = readonly [code: string, says: string];

const unknownAuthority: Refusal = [
  "database-tls",
  "shows a certificate of an authority that is not known here. Add sslrootcert=/path/to/authority.pem to DATABASE_URL.",
];
const tlsRefused: Refusal = [
  "database-tls",
  "and this program could not agree on TLS. Look at ssl_min_protocol_version, ssl_ciphers and what stands between them.",
];

/** By SQLSTATE, or by the code of OpenSSL or Node (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const refusals: Readonly<Record<string, Refusal>> = {
  "28P01": ["database-login", "refused the user name or password. Correct DATABASE_URL."],
  "28000": ["database-login", "refused this user. Correct DATABASE_URL or pg_hba.conf."],
  "3D000": ["database-missing", "has no such database. Create it, or correct DATABASE_URL."],
  "42501": ["database-rights", "does not let this user make the schema gestand. Grant CREATE on the database."],
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  CERT_HAS_EXPIRED: ["database-tls", "shows a certificate that has expired. Have it renewed there."],
  CERT_NOT_YET_VALID: [
    "database-tls",
    "shows a certificate that is not valid yet. Look at the clocks of both machines.",
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "database-tls",
    "shows a certificate for another host name. Write the name that is in the certificate in DATABASE_URL.",
  ],
  EPROTO: tlsRefused,
};

/** Where the driver says it in words only. */
const refusalTexts: readonly (readonly [RegExp, Refusal])[] = [
  [
    /^The server does not support SSL/,
    [
      "database-tls",
      "does not speak TLS. Turn ssl on there; on a network that is yours alone you can leave sslmode out of DATABASE_URL.",
    ],
  ],
  [/no encryption$/, ["database-tls", "takes no connections without TLS. Add sslmode=verify-full to DATABASE_URL."]],
  [
    /client password must be a(?: non-empty)? string/,
    ["database-login", "asks for a password. Put it in DATABASE_URL, percent-encoded."],
  ],
  [/^There was an error establishing an SSL/, tlsRefused],
];

/** Why the first connection failed, in words for whoever started us. `where` names host and database, never a password. */
export function connectError(error: unknown, where: string): OperationalError {
  const unread = unreadFile(error);
  if (unread !== undefined) return unread;
  const found = refusalOf(error);
  if (found !== undefined)
    return new OperationalError(found[0], `The PostgreSQL at ${where} ${found[1]} Nothing was started.`);
  const other = translated(error);
  if (isOperationalError(other) && other.code !== "database-unreachable") return other;
  const reason = sqlState(error) ?? (error as { code?: string }).code ?? "no answer";
  return new OperationalError(
    "database-unreachable",
    `No PostgreSQL answers at ${where} (${reason}). Nothing was started. Start it, or correct DATABASE_URL.`,
    { retryable: true },
  );
}

function refusalOf(error: unknown): Refusal | undefined {
  const { code = "", message = "" } = (error ?? {}) as { code?: string; message?: string };
  const said = refusalTexts.find(([text]) => text.test(message))?.[1];
  return (
    said ?? refusals[code] ?? (code.startsWith("ERR_SSL_") || code.startsWith("ERR_OSSL_") ? tlsRefused : undefined)
  );
}

/** The driver reads the files that sslrootcert, sslcert and sslkey name; where no server listens on a socket is said by `connect`. */
function unreadFile(error: unknown): OperationalError | undefined {
  const { code, syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (path === undefined || (syscall !== "open" && syscall !== "read")) return undefined;
  return new OperationalError(
    "database-tls",
    `The file ${path}, which DATABASE_URL names, cannot be read (${code ?? "unknown reason"}). Nothing was started. ` +
      "Correct sslrootcert, sslcert or sslkey, or make the file readable for this user.",
  );
}
