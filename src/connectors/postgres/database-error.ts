import { isOperationalError, OperationalError } from "#base";

interface Known {
  readonly code: string;
  readonly retryable: boolean;
  /** What happened, and what to do next. */
  readonly says: string;
}

const unreachable: Known = {
  code: "database-unreachable",
  retryable: true,
  says: "the database did not answer or went away. Check that it runs and can be reached from here",
};
const busy: Known = {
  code: "database-busy",
  retryable: true,
  says: "the database has no room for more work now. It will be tried again",
};
const denied: Known = {
  code: "permission-denied",
  retryable: false,
  says: "the database role of Gestand may not do this. Grant it the right (see docs/operating.md)",
};
const conflict: Known = {
  code: "database-conflict",
  retryable: true,
  says: "another session changed the same rows at the same time. It will be tried again",
};
const tls: Known = {
  code: "tls-refused",
  retryable: false,
  says: "the database's certificate or TLS was refused. Use sslrootcert=… for a private authority, or correct sslmode",
};

/** By SQLSTATE (https://www.postgresql.org/docs/18/errcodes-appendix.html) or by the code of Node's network errors. */
const known: Readonly<Record<string, Known>> = {
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  EPIPE: unreachable,
  ENOTFOUND: unreachable,
  ENOENT: unreachable,
  EAI_AGAIN: unreachable,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  "57P01": unreachable,
  "57P02": unreachable,
  "57P03": unreachable,
  "57P05": unreachable,
  "25P03": { ...unreachable, says: "the database ended a session that had waited too long" },
  "3D000": {
    code: "database-missing",
    retryable: false,
    says: "there is no database of that name. Correct the address",
  },
  "28000": denied,
  "28P01": { ...denied, says: "the database refused the user name or the password. Correct the address" },
  "42501": denied,
  "53100": {
    code: "disk-full",
    retryable: true,
    says: "the database's disk is full. Make room; it will be tried again",
  },
  "53200": busy,
  "53300": busy,
  "55P03": {
    code: "lock-timeout",
    retryable: true,
    says: "another session holds a lock on the same rows or table. It will be tried again",
  },
  "57014": {
    code: "statement-timeout",
    retryable: true,
    says: "a statement took longer than allowed. Add the indexes that `gestand check` names",
  },
  "40001": conflict,
  "40P01": conflict,
  "25006": {
    code: "database-read-only",
    retryable: true,
    says: "the database is read-only now (a replica, or during a switch-over). Point the address at the primary",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: tls,
  SELF_SIGNED_CERT_IN_CHAIN: tls,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: tls,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: tls,
  CERT_HAS_EXPIRED: tls,
  ERR_TLS_CERT_ALTNAME_INVALID: tls,
};

/**
 * An error of the driver as one of ours. What PostgreSQL says of a row (`detail`, `message`, `where`) can quote personal
 * data, and what the network says can quote the address: neither is taken over, not even as a cause. Names of tables,
 * columns and constraints are. Everything that is not of the database is given back as it is.
 */
export function operationalError(error: unknown, attempted: string): unknown {
  if (isOperationalError(error) || !(error instanceof Error)) return error;
  const code = codeOf(error);
  if (code === undefined) return error;
  const found = known[code] ?? (code.startsWith("08") ? unreachable : undefined);
  if (found !== undefined)
    return new OperationalError(
      found.code,
      `${attempted} was not finished: ${found.says} (${code}${placeOf(error)}). What was open was rolled back.`,
      { retryable: found.retryable },
    );
  return new OperationalError(
    "database-refused",
    `${attempted} was not finished: the database refused a statement (${code}${placeOf(error)}). What was open was rolled back. ` +
      "Its log names the statement.",
  );
}

function codeOf(error: Error): string | undefined {
  const code = (error as { code?: unknown }).code;
  // Several addresses were tried (IPv4 and IPv6), all in vain.
  if (error instanceof AggregateError && code === undefined) return codeOf(error.errors[0] as Error);
  if (typeof code === "string") return code in known || /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
  // The driver's own errors have no code, only these texts.
  if (
    /Connection terminated|timeout exceeded when trying to connect|timeout expired|not queryable|Client was closed/.test(
      error.message,
    )
  )
    return "ECONNRESET";
  return /does not support SSL/.test(error.message) ? "SELF_SIGNED_CERT_IN_CHAIN" : undefined;
}

function placeOf(error: Error): string {
  const { schema, table, column, constraint } = error as Error & Partial<Record<string, string>>;
  const relation = [schema, table, column].filter((part) => part !== undefined).join(".");
  const place = [relation, constraint].filter((part) => part !== undefined && part !== "");
  return place.length === 0 ? "" : `, ${place.join(", ")}`;
}
