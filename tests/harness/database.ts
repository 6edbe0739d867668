/** Real databases without pain: a fresh one per test file, dropped afterwards. */
import { randomBytes } from "node:crypto";
import { Client, Pool, type QueryResultRow } from "pg";
import { inject } from "vitest";

export function databaseUrl(name: string): string {
  return inject("postgres").replace(encodeURIComponent("{database}"), encodeURIComponent(name));
}

export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  query<Row extends QueryResultRow = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** Makes an empty database, or a copy of `template`. */
export async function freshDatabase(template?: string): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString("hex")}`;
  await admin(`create database ${name}${template === undefined ? "" : ` template ${template}`}`);
  const url = databaseUrl(name);
  const pool = testPool(url, 4);
  const drop = async () => {
    await pool.end();
    await admin(`drop database if exists ${name} with (force)`);
  };
  return {
    name,
    url,
    query: async <Row extends QueryResultRow>(text: string, values?: unknown[]) =>
      (await pool.query<Row>(text, values)).rows,
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

/** A database that is dropped ends its sessions: whoever still asks is told by the query, and nobody else need hear of it. */
export function testPool(url: string, max: number): Pool {
  const pool = new Pool({ connectionString: url, max });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

async function admin(text: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl("postgres") });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
