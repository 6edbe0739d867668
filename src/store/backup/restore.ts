/** Puts a backup into an empty database: all of it or nothing, counted afterwards. */
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { OperationalError } from "#base";
import { connectOnce } from "../connection.ts";
import { translated } from "../database-errors.ts";
import { InstallationKey } from "../installation-key.ts";
import { applyKnown, lockMigrations, migrate } from "../migrate.ts";
import { type BackupTable, nameOf, plainForms, quoted, type SequenceState } from "./catalogue.ts";
import type { BackupContents, BackupEnd } from "./contents.ts";
import { damaged, type Frame, openFrames } from "./format.ts";

export interface RestoreOptions {
  readonly url: string;
  readonly file: string;
  readonly passphrase: string;
  /** Asked to keep the key before anything is restored; throws when it cannot, or when another one is in its place. */
  readonly keepKey: (key: InstallationKey) => Promise<void>;
}

export interface RestoreReport {
  readonly madeAt: string;
  readonly program: string;
  /** PostgreSQL that it was made on. */
  readonly server: string;
  /** Rows by table, as counted in the database. */
  readonly rows: Readonly<Record<string, number>>;
  /** Migrations that this program has and the backup did not. */
  readonly applied: readonly string[];
}

const inflated = promisify<Buffer, Buffer>(inflateRaw);

/**
 * Throws OperationalError, with the database as empty as before: `backup-unreadable`, `backup-foreign`, `backup-newer`,
 * `backup-passphrase`, `backup-damaged`, `database-not-empty`, those of a first connection and of `migrate`.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const restored = await withFrames(options, async (frames) => {
    const contents = await contentsOf(frames);
    await options.keepKey(keyOf(contents));
    const client = await connectOnce(options.url);
    try {
      return { contents, rows: await restoreInto(client, contents, frames) };
    } catch (error) {
      throw translated(error);
    } finally {
      await client.end().catch(() => undefined);
    }
  });
  const { applied } = await migrate(options.url);
  const { madeAt, program, server } = restored.contents;
  return { madeAt, program, server, rows: restored.rows, applied };
}

/** Reads the whole file and counts its rows, without a database: that it can be opened and is whole. */
export async function checkBackup(options: {
  file: string;
  passphrase: string;
}): Promise<Omit<RestoreReport, "applied">> {
  return withFrames(options, async (frames) => {
    const { madeAt, program, server } = await contentsOf(frames);
    const rows: Record<string, number> = {};
    let table = "";
    for await (const { kind, content } of frames) {
      if (kind === "T") rows[(table = nameOf(parsed(content) as BackupTable))] = 0;
      else if (kind === "D") rows[table] = (rows[table] ?? 0) + lineEnds(await inflated(content));
      else refuseUnequal((parsed(content) as BackupEnd).rows, rows);
    }
    return { madeAt, program, server, rows };
  });
}

type Frames = AsyncGenerator<Frame, void, undefined>;

async function withFrames<T>(
  from: { file: string; passphrase: string },
  work: (frames: Frames) => Promise<T>,
): Promise<T> {
  const handle = await open(from.file).catch((cause: NodeJS.ErrnoException) => {
    throw new OperationalError(
      "backup-unreadable",
      `${from.file} ${cause.code === "ENOENT" ? "does not exist" : `cannot be read (${cause.code ?? "unknown reason"})`}. Nothing was changed.`,
    );
  });
  try {
    const take = async (count: number) => {
      const bytes = Buffer.alloc(count);
      let filled = 0;
      for (let read = -1; read !== 0 && filled < count; filled += read)
        read = (await handle.read(bytes, filled, count - filled)).bytesRead;
      return bytes.subarray(0, filled);
    };
    return await work(openFrames(take, from.passphrase));
  } finally {
    await handle.close();
  }
}

async function contentsOf(frames: Frames): Promise<BackupContents> {
  const { value } = await frames.next();
  if (value?.kind !== "M") throw damaged("it does not say what it holds");
  return parsed(value.content) as BackupContents;
}

function keyOf(contents: BackupContents): InstallationKey {
  return new InstallationKey(Buffer.from(contents.installationKey, "base64"));
}

async function restoreInto(client: Client, contents: BackupContents, frames: Frames): Promise<Record<string, number>> {
  await client.query(plainForms);
  await lockMigrations(client);
  await refuseFull(client);
  await client.query("begin");
  await applyKnown(client, contents.migrations);
  await makeQueue(client, contents.queue);
  await client.query("set local search_path = pg_catalog");
  const known = new Map(contents.tables.map((table) => [nameOf(table), table]));
  let rows: Record<string, number> = {};
  let next = await frames.next();
  while (next.done !== true && next.value.kind === "T") {
    const table = known.get(nameOf(parsed(next.value.content) as BackupTable));
    if (table === undefined) throw damaged("it holds a table that it does not name");
    next = await fill(client, table, frames);
    rows = { ...rows, [nameOf(table)]: await count(client, table) };
  }
  if (next.done === true || next.value.kind !== "Z") throw damaged("its parts are not in order");
  const end = parsed(next.value.content) as BackupEnd;
  refuseUnequal(end.rows, rows);
  for (const sequence of end.sequences) await setSequence(client, sequence);
  // Sees to it that nothing stands behind the end.
  await frames.next();
  await client.query("commit");
  await client.query("analyze");
  return rows;
}

async function refuseFull(client: Client): Promise<void> {
  const { rows } = await client.query(
    "select from pg_class where relnamespace in (to_regnamespace('gestand'), to_regnamespace('pgboss')) limit 1",
  );
  if (rows.length > 0)
    throw new OperationalError(
      "database-not-empty",
      "This database already holds a Gestand. Nothing was restored or changed. Restore into an empty database: make a new one, or name another in DATABASE_URL.",
    );
}

/** Its statements bring their own transaction and limits of waiting; ours goes on. */
async function makeQueue(client: Client, statements: string | undefined): Promise<void> {
  if (statements === undefined) return;
  await client.query("set local search_path = public");
  await client.query(statements.replace(/^\s*BEGIN;/, "").replace(/COMMIT;\s*$/, ""));
  await client.query("set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0");
}

/** Answers the frame behind the rows. */
async function fill(client: Client, table: BackupTable, frames: Frames): Promise<IteratorResult<Frame, void>> {
  const relation = quoted(client, table);
  const exists = await client.query("select to_regclass($1) is not null as found", [relation]);
  if (exists.rows[0]?.found !== true) for (const statement of table.definition) await client.query(statement);
  const restoreTriggers = await withoutTriggers(client, table);
  // What the migrations put there stands in the backup, as it was.
  await client.query(`delete from ${relation}`);
  const columns = table.columns.map((name) => client.escapeIdentifier(name)).join(", ");
  let behind: IteratorResult<Frame, void> | undefined;
  const source = async function* () {
    for (;;) {
      behind = await frames.next();
      if (behind.done === true || behind.value.kind !== "D") return;
      yield await inflated(behind.value.content);
    }
  };
  await pipeline(
    Readable.from(source(), { objectMode: false }),
    client.query(copyFrom(`copy ${relation} (${columns}) from stdin`)),
  );
  await restoreTriggers();
  return behind ?? (await frames.next());
}

/** Triggers that keep the log append-only must let its first rows in, and stand as before afterwards. */
async function withoutTriggers(client: Client, table: BackupTable): Promise<() => Promise<void>> {
  const relation = quoted(client, table);
  const { rows } = await client.query<{ name: string; fires: "O" | "A" | "R" | "D" }>(
    "select tgname as name, tgenabled as fires from pg_trigger where tgrelid = $1::regclass and not tgisinternal",
    [relation],
  );
  if (rows.length === 0) return async () => undefined;
  await client.query(`alter table ${relation} disable trigger user`);
  const how = { O: "enable", A: "enable always", R: "enable replica", D: "disable" };
  return async () => {
    for (const { name, fires } of rows)
      await client.query(`alter table ${relation} ${how[fires]} trigger ${client.escapeIdentifier(name)}`);
  };
}

async function count(client: Client, table: BackupTable): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${quoted(client, table)}`);
  return Number(rows[0]?.count);
}

async function setSequence(client: Client, sequence: SequenceState): Promise<void> {
  await client.query("select setval($1::regclass, $2, $3)", [
    quoted(client, sequence),
    sequence.lastValue,
    sequence.isCalled,
  ]);
}

function refuseUnequal(expected: BackupEnd["rows"], found: Readonly<Record<string, number>>): void {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  const unequal = [...names].find((name) => expected[name] !== found[name]);
  if (unequal !== undefined)
    throw damaged(`${unequal} has ${found[unequal] ?? 0} rows and should have ${expected[unequal] ?? 0}`);
}

function lineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

/** Authenticated: it is what we wrote, so whoever asks knows its shape. */
function parsed(content: Buffer): unknown {
  return JSON.parse(content.toString("utf8"));
}
