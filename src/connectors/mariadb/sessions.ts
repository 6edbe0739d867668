/** Sessions of a MariaDB server, all with the same settings, so that none of a user or database changes what we read. */
import type { Connection } from "mysql2";
import { createPool, type Pool, type PoolConnection } from "mysql2/promise";
import { OperationalError } from "#base";
import type { Session, SqlRow, SqlValue } from "../sql/dialect.ts";
import { longestStatement } from "./dialect.ts";

/** How long we wait for what. Erasures run in statements over sets, so one may take long; locks may not. */
const waits = {
  connectMs: 10_000,
  lockSeconds: 15,
  idleMs: 30_000,
  readerSeconds: 3_600,
} as const;

const settings = [
  "set session sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
  "set names utf8mb4 collate utf8mb4_bin",
  `set session time_zone = '+00:00', foreign_key_checks = 1, unique_checks = 1, autocommit = 1, tx_isolation = 'REPEATABLE-READ', innodb_lock_wait_timeout = ${waits.lockSeconds}, lock_wait_timeout = ${waits.lockSeconds}, max_statement_time = ${longestStatement}, net_write_timeout = ${waits.readerSeconds}`,
  // A row that somebody changed since our snapshot is an error, and never changed unseen.
  "set session innodb_snapshot_isolation = 1",
] as const;

export interface Address {
  readonly database: string;
  readonly open: () => Pool;
}

/** Throws OperationalError `database-address`. `mysql://user:password@host:3306/name?socket=/run/mysqld/mysqld.sock&tls=on`. */
export function addressOf(url: string): Address {
  const parts = URL.canParse(url) ? new URL(url) : undefined;
  const database = decodeURIComponent(parts?.pathname.slice(1) ?? "");
  if (parts === undefined || !/^(?:mysql|mariadb):$/.test(parts.protocol) || database === "")
    throw new OperationalError(
      "database-address",
      "The address of the database cannot be read. Nothing was started. Write it as mysql://user:password@host:3306/name.",
    );
  const socket = parts.searchParams.get("socket");
  const place = socket === null ? { host: parts.hostname, port: Number(parts.port || 3_306) } : { socketPath: socket };
  return {
    database,
    open: () =>
      createPool({
        ...place,
        user: decodeURIComponent(parts.username),
        password: decodeURIComponent(parts.password),
        database,
        ...(parts.searchParams.get("tls") === "on" ? { ssl: { rejectUnauthorized: true } } : {}),
        charset: "utf8mb4_bin",
        connectionLimit: 4,
        maxIdle: 2,
        idleTimeout: waits.idleMs,
        connectTimeout: waits.connectMs,
        enableKeepAlive: true,
        supportBigNumbers: true,
        bigNumberStrings: true,
        dateStrings: true,
        multipleStatements: false,
        maxPreparedStatements: 100,
      }),
  };
}

/** Connections with our settings, and the temporary tables of each. */
const prepared = new WeakMap<object, Map<string, string>>();

/** The session of a connection, with our settings. */
export async function sessionOf(connection: PoolConnection): Promise<Session> {
  const made = prepared.get(connection.connection) ?? new Map<string, string>();
  if (!prepared.has(connection.connection)) {
    for (const sql of settings) await connection.query(sql);
    prepared.set(connection.connection, made);
  }
  return {
    made,
    all: async (sql, values) => (await ask(connection, sql, values)) as SqlRow[],
    run: async (sql, values) => ((await ask(connection, sql, values)) as { affectedRows?: number }).affectedRows ?? 0,
    rows: (sql) => streamed(connection, sql),
  };
}

/** As the server writes it, so that no digit is lost. Statements with values are prepared by the server. */
async function ask(connection: PoolConnection, sql: string, values: readonly SqlValue[] = []): Promise<unknown> {
  const [result] =
    values.length === 0
      ? await connection.query({ sql, typeCast: (field) => field.string() })
      : await connection.execute(sql, [...values]);
  return result;
}

async function* streamed(connection: PoolConnection, sql: string): AsyncGenerator<SqlRow> {
  // Of the driver's two faces only the one with callbacks has streams.
  const plainly = connection.connection as unknown as Connection;
  const stream = plainly.query({ sql, typeCast: (field) => field.string() }).stream({ highWaterMark: 200 });
  let whole = false;
  try {
    for await (const row of stream) yield row as SqlRow;
    whole = true;
  } finally {
    // What was not read is still on its way: nobody may use the session after that.
    if (!whole) connection.destroy();
  }
}
