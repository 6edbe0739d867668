/** The connection pool and what every connection of ours has in common. */
import { Client, type ClientBase, Pool, type PoolClient, type PoolConfig, types } from "pg";
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely";
import { assert, OperationalError } from "#base";
import { readAddress } from "./address.ts";
import { connectError, translated } from "./database-errors.ts";

/** The schema of all our tables. Queries need not name it: it is the search path of every connection. */
export const schema = "gestand";
const oldestVersion = 150_000;
const connectTimeoutMs = 10_000;

const dateType = 1082;
const bigintType = 20;
/** Calendar days stay text (`LocalDate`); 64-bit counts become numbers, and one beyond 2^53 is a bug, not a rounding. */
const driverParser = types.getTypeParser as (oid: number, format?: "text" | "binary") => (text: string) => unknown;
const parsers = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    if (oid === dateType) return (text: string) => text;
    if (oid === bigintType) return safeInteger;
    return driverParser(oid, format);
  },
};

function safeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), "a 64-bit integer from the database does not fit a number");
  return value;
}

const ignore = () => undefined;

/**
 * Longest pause between two statements of one transaction. Nothing of ours waits for the world inside one; a process that the
 * machine has stopped does, and would keep what it locked (the end of the log, above all) from everybody until it goes on.
 */
const idleInTransactionMs = 30_000;

/** Whoever is answered has what they were told on disk, also where the server or the role was set to answer earlier. */
const waitForDisk =
  "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";

/** A pool that outlives restarts of the database: errors of idle connections are expected and not fatal. */
export function openPool(url: string, size: number, idleMs = idleInTransactionMs): Pool {
  assert(Number.isSafeInteger(idleMs) && idleMs > 0, "a term in whole milliseconds");
  const prepare = `set search_path = ${schema}; set timezone = 'UTC'; set idle_in_transaction_session_timeout = ${idleMs}; ${waitForDisk}`;
  const config: PoolConfig = {
    connectionString: readAddress(url).connectionString,
    max: size,
    types: parsers,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: "gestand",
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it; only its type says otherwise
    onConnect: async (client: ClientBase) => {
      await client.query(prepare);
    },
  };
  const pool = new Pool(config);
  pool.on("error", ignore);
  return pool;
}

/** Kysely over the pool, with every driver error translated once, here. */
export function openDatabase(pool: Pool): Kysely<Record<never, never>> {
  return new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool: translating(pool) }) });
}

function translating(pool: Pool): PostgresPool {
  return {
    options: (pool as unknown as PostgresPool).options,
    end: () => pool.end(),
    connect: async () => {
      const client = await attempt(() => pool.connect());
      const release = client.release.bind(client);
      // A connection can break while it is out of the pool; without a listener that ends the process.
      client.on("error", ignore);
      return {
        query: (...args: Parameters<PoolClient["query"]>) => attempt(() => client.query(...args) as never),
        release: () => {
          client.off("error", ignore);
          release();
        },
      } as unknown as PostgresPoolClient;
    },
  };
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translated(error);
  }
}

/** Connects once on its own, so that the first failure can be told in full: unreachable, wrong login, too old. */
export async function connectOnce(url: string): Promise<Client> {
  const { connectionString, where } = readAddress(url);
  let client: Client;
  try {
    client = new Client({
      connectionString,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: "gestand",
    });
    client.on("error", ignore);
    await client.connect();
  } catch (error) {
    throw connectError(error, where);
  }
  try {
    const { rows } = await client.query<{ server_version_num: string; server_version: string }>(
      "select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version",
    );
    if (Number(rows[0]?.server_version_num) >= oldestVersion) return client;
    throw new OperationalError(
      "database-too-old",
      `The PostgreSQL at ${where} is version ${rows[0]?.server_version}. Nothing was started. Gestand needs 15 or newer.`,
    );
  } catch (error) {
    await client.end().catch(() => undefined);
    throw translated(error);
  }
}
