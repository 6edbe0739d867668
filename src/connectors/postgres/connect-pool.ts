import { Client, Pool, type PoolClient } from "pg";
import { OperationalError } from "#base";
import { operationalError } from "./database-error.ts";
import { ident } from "./quote.ts";

/** The oldest PostgreSQL we speak: 15 brought `security_invoker` views, on which the guard rests. */
export const oldestServerVersion = 150_000;

/** How long we wait for what. Erasures run in statements over sets, so one may take long; locks may not. */
export const waits = {
  connectMs: 10_000,
  statementMs: 15 * 60_000,
  lockMs: 15_000,
  idleInTransactionMs: 5 * 60_000,
  idleSessionMs: 30_000,
} as const;

export interface Sessions {
  /** Runs with a session of its own. Errors of the database come out as OperationalError, naming `attempted`. */
  use<T>(attempted: string, run: (client: PoolClient) => Promise<T>): Promise<T>;
  /** As `use`, inside one transaction: committed when `run` returns, rolled back when it throws. */
  transaction<T>(
    attempted: string,
    mode: "read write" | "read only" | "always roll back",
    run: (client: PoolClient) => Promise<T>,
  ): Promise<T>;
  /** A session to keep, for a stream; give it back with `release` (`true`: it is broken, drop it). */
  take(attempted: string): Promise<PoolClient>;
  close(): Promise<void>;
}

/**
 * Opens a small pool. Every session has the same settings, so that no setting of a role or database changes what we
 * read: search path, time zone, and `row_security = off`, with which PostgreSQL refuses a statement whose rows a policy
 * would filter, where it would else leave rows of the person out without a word.
 */
export async function openSessions(url: string, schema: string): Promise<Sessions> {
  let pool: Pool;
  try {
    const settings = poolOptions(url, schema);
    // The pool reads the address only when it connects; what is wrong with it must be known, and kept quiet, here.
    void new Client({ connectionString: settings.connectionString });
    pool = new Pool(settings);
  } catch {
    // What the driver says of an address it cannot read can hold the password.
    throw new OperationalError(
      "database-address",
      "The address of the database cannot be read. Nothing was started. Write it as postgres://user:password@host:5432/name.",
    );
  }
  // A session that breaks while nobody uses it is dropped by the pool; whoever asks next gets a new one.
  pool.on("error", () => undefined);
  // Also while it is in use or being closed: an error event without a listener would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const sessions = sessionsOf(pool);
  try {
    await sessions.use("Connecting", checkVersion);
  } catch (error) {
    await sessions.close();
    throw error;
  }
  return sessions;
}

function poolOptions(url: string, schema: string) {
  const settings = {
    search_path: searchPath(schema),
    timezone: "UTC",
    datestyle: "ISO, YMD",
    intervalstyle: "iso_8601",
    bytea_output: "hex",
    extra_float_digits: "1",
    row_security: "off",
    // With the right to write the list of restricted rows, which alone makes it count: what we do ourselves is not refused.
    "gestand.acting": "on",
    // A person with very many rows: keys are matched in memory, not in files. Taken only when needed.
    work_mem: "64MB",
    temp_buffers: "64MB",
    standard_conforming_strings: "on",
    application_name: "gestand",
    statement_timeout: String(waits.statementMs),
    lock_timeout: String(waits.lockMs),
    idle_in_transaction_session_timeout: String(waits.idleInTransactionMs),
  };
  const names = Object.keys(settings);
  const calls = names.map((name, index) => `pg_catalog.set_config('${name}', $${index + 1}, false)`).join(", ");
  return {
    // The driver treats these modes as verify-full and warns on every start; say what is meant.
    connectionString: url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, "$1verify-full"),
    max: 4,
    connectionTimeoutMillis: waits.connectMs,
    idleTimeoutMillis: waits.idleSessionMs,
    keepAlive: true,
    application_name: "gestand",
    // The pool waits for this promise before it hands the session out.
    onConnect: (client: { query(text: string, values: string[]): Promise<unknown> }): Promise<unknown> =>
      client.query(`select ${calls}`, Object.values(settings)),
  };
}

/**
 * The schema, for triggers of the application that name its tables without one, and `public` for extensions. The catalogue
 * is not named and therefore comes first: nothing in the schema can pose as a built-in function.
 */
function searchPath(schema: string): string {
  return [...new Set([schema, "public"])].map(ident).join(", ");
}

function sessionsOf(pool: Pool): Sessions {
  const take = async (attempted: string): Promise<PoolClient> => {
    try {
      return await pool.connect();
    } catch (error) {
      throw operationalError(error, attempted);
    }
  };
  const use: Sessions["use"] = async (attempted, run) => {
    const client = await take(attempted);
    try {
      const result = await run(client);
      client.release();
      return result;
    } catch (error) {
      // Its state is not known: an open transaction, a role, working tables. The server cleans up when it is closed.
      client.release(true);
      throw operationalError(error, attempted);
    }
  };
  let closing: Promise<void> | undefined;
  return {
    take,
    use,
    transaction: (attempted, mode, run) =>
      use(attempted, async (client) => {
        await client.query(mode === "read only" ? "begin isolation level repeatable read read only" : "begin");
        const result = await run(client);
        await client.query(mode === "always roll back" ? "rollback" : "commit");
        return result;
      }),
    close: () => (closing ??= pool.end()),
  };
}

async function checkVersion(client: PoolClient): Promise<void> {
  const found = await client.query<{ number: number; text: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as text",
  );
  const version = found.rows[0];
  if (version !== undefined && version.number >= oldestServerVersion) return;
  throw new OperationalError(
    "database-too-old",
    `The database is PostgreSQL ${version?.text ?? "of an unknown version"}; Gestand needs 15 or newer. Nothing was changed.`,
  );
}
