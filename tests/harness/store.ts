/** A store of its own for a test: a copy of a database that was migrated once. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { Client } from "pg";
import { afterAll, inject } from "vitest";
import { type InstallationKey, openStore, type Store } from "#store";
import { SetClock } from "./clock.ts";
import { databaseUrl, freshDatabase, type TestDatabase } from "./database.ts";
import { testKeys, testSecret } from "./keys.ts";

/** A Sunday in November, an hour at which the date is the same in Amsterdam and in UTC. */
export const testInstant = "2026-11-22T12:00:00.000Z";

export interface TestStore extends Store, AsyncDisposable {
  readonly clock: SetClock;
  readonly keys: InstallationKey;
  readonly database: TestDatabase;
  readonly url: string;
  /** For a child process that is to open the same store: its database and its key. */
  readonly environment: { readonly DATABASE_URL: string; readonly GESTAND_KEY: string };
  /** Closes the store and drops its database. Fails when a connection to it is still open. */
  dispose(): Promise<void>;
}

const open = new Set<string>();
afterAll(() => {
  const leaked = open.size;
  open.clear();
  if (leaked > 0)
    throw new Error(`${leaked} store(s) were not disposed; write \`await using store = await freshStore()\``);
});

export async function freshStore(
  options: { at?: string; poolSize?: number; idleInTransactionMs?: number } = {},
): Promise<TestStore> {
  const database = await freshDatabase(await migratedTemplate());
  open.add(database.name);
  const clock = new SetClock(options.at ?? testInstant);
  const { at: _, ...sizes } = options;
  const store = await openStore({ url: database.url, keys: testKeys, clock, poolSize: 5, ...sizes });
  let disposal: Promise<void> | undefined;
  const dispose = () => (disposal ??= disposeOf(store, database));
  const environment = { DATABASE_URL: database.url, GESTAND_KEY: testSecret.toString("base64") };
  return {
    ...store,
    clock,
    keys: testKeys,
    database,
    url: database.url,
    environment,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

async function disposeOf(store: Store, database: TestDatabase): Promise<void> {
  open.delete(database.name);
  await store.close();
  const leaked = await strangers(database);
  await database.drop();
  if (leaked.length > 0) throw new Error(`Connections to the test database were left open: ${leaked.join(", ")}`);
}

/** Connections that are neither ours here nor on their way out. */
async function strangers(database: TestDatabase): Promise<string[]> {
  for (let look = 0; ; look++) {
    const rows = await database.query<{ application_name: string }>(
      "select application_name from pg_stat_activity where datname = current_database() and application_name <> ''",
    );
    if (rows.length === 0 || look === 40) return rows.map((row) => row.application_name);
    await new Promise((wake) => setTimeout(wake, 25));
  }
}

/**
 * Runs the queue of a store for a test. Declare the handlers (`store.queue.serve`) first.
 *
 *   await using jobs = await startTestQueue(store);
 *   await store.transact((tx) => store.queue.send(tx, { queue: "plans/step", data: null }));
 *   await jobs.settled();
 */
export interface TestQueue extends AsyncDisposable {
  /** Waits until no job is running or ready to run. Throws, with the stored reasons, when a job was given up. */
  settled(options?: { failures?: "allowed" }): Promise<void>;
  /** Moves the clock and brings waiting jobs and retries as much nearer, as if the time had passed for them as well. */
  advance(milliseconds: number): Promise<void>;
}

export async function startTestQueue(store: TestStore): Promise<TestQueue> {
  await store.queue.start({ work: true });
  return {
    settled: ({ failures } = {}) => settled(store, failures === "allowed"),
    advance: async (milliseconds) => {
      store.clock.advance(milliseconds);
      await sql`
        with moved as (
          update pgboss.job set start_after = start_after - ${milliseconds} * interval '1 millisecond'
          where state in ('created', 'retry') returning name)
        select pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), name) from moved`.execute(
        store.reader.db,
      );
    },
    [Symbol.asyncDispose]: () => store.queue.stop(5_000),
  };
}

async function settled(store: TestStore, failuresAllowed: boolean): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    const { rows } = await sql<{ name: string; state: string; output: unknown; open: boolean }>`
      select name, state::text, output, state = 'active' or (state in ('created', 'retry') and start_after <= now()) as open
      from pgboss.job where name not like '\\_\\_pgboss%' and (state in ('created', 'retry', 'active', 'failed'))`.execute(
      store.reader.db,
    );
    const failed = rows.filter((row) => row.state === "failed");
    const busy = rows.filter((row) => row.open);
    if (busy.length === 0 && failed.length > 0 && !failuresAllowed)
      throw new Error(
        `Jobs were given up: ${failed.map((row) => `${row.name} ${JSON.stringify(row.output)}`).join("; ")}`,
      );
    if (busy.length === 0) return;
    if (Date.now() > until)
      throw new Error(`Jobs did not settle: ${busy.map((row) => `${row.name} ${row.state}`).join(", ")}`);
    await new Promise((wake) => setTimeout(wake, 15));
  }
}

let template: Promise<string> | undefined;

/** One template per content of the migrations, made by whichever test process comes first. */
function migratedTemplate(): Promise<string> {
  return (template ??= makeTemplate());
}

async function makeTemplate(): Promise<string> {
  const name = `template_${await contentDigest()}`;
  const admin = new Client({ connectionString: databaseUrl("postgres") });
  await admin.connect();
  try {
    await admin.query("select pg_advisory_lock(20261122)");
    const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount === 1) return name;
    const draft = `${name}_draft`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft}`);
    const store = await openStore({ url: databaseUrl(draft), keys: testKeys, clock: new SetClock(testInstant) });
    try {
      await store.queue.start({ work: false });
    } finally {
      await store.close();
    }
    await admin.query(`alter database ${draft} rename to ${name}`);
    return name;
  } finally {
    await admin.end();
  }
}

async function contentDigest(): Promise<string> {
  const folder = fileURLToPath(new URL("../../migrations", import.meta.url));
  const hash = createHash("sha256").update(inject("postgres"));
  for (const file of (await readdir(folder)).sort()) hash.update(file).update(await readFile(`${folder}/${file}`));
  return hash.digest("hex").slice(0, 16);
}
