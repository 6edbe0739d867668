/** Brings the database forward to what this program expects. There is no way back; a restored backup is the way back. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Client } from "pg";
import { OperationalError } from "#base";
import { readAddress } from "./address.ts";
import { connectOnce, schema } from "./connection.ts";
import { connectError, translated } from "./database-errors.ts";

export const migrationsDir = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Held while migrating, so that many processes may start at once. Any constant will do; it spells `gestand`. */
const lockKey = "29104508263885412";

interface MigrationFile {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text, hex. */
  readonly digest: string;
}
interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly digest: string;
}
export interface MigrationReport {
  /** Names of the files applied now, in order; empty when there was nothing to do. */
  readonly applied: readonly string[];
}

/**
 * Applies what is missing, in order of number, each file in a transaction of its own and recorded with it. Safe to call
 * from many processes at once. Throws OperationalError: `database-*` (see openStore), `migration-changed`,
 * `migration-missing`, `migration-out-of-order`, `database-newer`, `migration-failed`.
 */
export async function migrate(url: string, options: { migrationsDir?: string } = {}): Promise<MigrationReport> {
  const files = await readMigrations(options.migrationsDir ?? migrationsDir);
  const client = await connectOnce(url);
  try {
    await prepare(client, url);
    return { applied: await applyMissing(client, files) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Keeps other processes from making tables at the same time. Goes with the connection, so a killed process leaves none behind. */
export async function lockMigrations(client: Client): Promise<void> {
  await client.query(`select pg_advisory_lock(${lockKey})`);
}

/**
 * Makes the tables as they were after exactly these migrations, in the caller's transaction; what is recorded of them
 * comes with the rows. Throws OperationalError as `migrate`.
 */
export async function applyKnown(client: Client, known: readonly AppliedMigration[]): Promise<void> {
  const files = await readMigrations(migrationsDir);
  refuseForeignHistory(files, known);
  await makeSchema(client);
  for (const { number } of known) await client.query(files.find((file) => file.number === number)?.text ?? "");
}

async function prepare(client: Client, url: string): Promise<void> {
  try {
    await lockMigrations(client);
    await makeSchema(client);
  } catch (error) {
    throw connectError(error, readAddress(url).where);
  }
}

async function makeSchema(client: Client): Promise<void> {
  await client.query(`create schema if not exists ${schema}`);
  await client.query(`set search_path = ${schema}`);
  await client.query(
    "create table if not exists migration (number integer primary key, name text not null, digest text not null," +
      " applied_at timestamptz not null default now())",
  );
}

async function applyMissing(client: Client, files: readonly MigrationFile[]): Promise<string[]> {
  const { rows } = await client.query<AppliedMigration>("select number, name, digest from migration order by number");
  refuseForeignHistory(files, rows);
  const done = new Set(rows.map((row) => row.number));
  const missing = files.filter((file) => !done.has(file.number));
  for (const file of missing) await apply(client, file);
  return missing.map((file) => file.name);
}

async function apply(client: Client, file: MigrationFile): Promise<void> {
  try {
    await client.query("begin");
    await client.query(file.text);
    await client.query("insert into migration (number, name, digest) values ($1, $2, $3)", [
      file.number,
      file.name,
      file.digest,
    ]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback").catch(() => undefined);
    const safe = translated(cause) as Error;
    throw new OperationalError(
      "migration-failed",
      `The migration ${file.name} failed: ${safe.message}. It was taken back whole; the ones before it stay.`,
      { cause: safe },
    );
  }
}

function refuseForeignHistory(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): void {
  const newest = files.at(-1)?.number ?? 0;
  const newestApplied = applied.at(-1)?.number ?? 0;
  for (const row of applied) {
    const file = files.find((candidate) => candidate.number === row.number);
    if (file === undefined && row.number > newest)
      throw refusal(
        "database-newer",
        `The database was made by a newer Gestand (it has ${row.name}, this program ends at ${newest}).`,
        "Start the newer program, or restore the backup made before it.",
      );
    if (file === undefined)
      throw refusal(
        "migration-missing",
        `The database has the migration ${row.name}, and this program lacks that file.`,
        "Install Gestand again, complete.",
      );
    if (file.digest !== row.digest)
      throw refusal(
        "migration-changed",
        `The file ${file.name} is not the one that made this database (it was applied as ${row.name}).`,
        "Put the original back; changes belong in a new file.",
      );
  }
  const late = files.find((file) => file.number < newestApplied && !applied.some((row) => row.number === file.number));
  if (late !== undefined)
    throw refusal(
      "migration-out-of-order",
      `The file ${late.name} comes before migrations that the database already has.`,
      "Give it a number after them.",
    );
}

function refusal(code: string, what: string, next: string): OperationalError {
  return new OperationalError(code, `${what} Nothing was changed. ${next}`);
}

async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
      if (number === undefined)
        throw refusal("migration-missing", `The file ${name} is not named NNNN_name.sql.`, "Rename it.");
      // A checkout on Windows may have other line ends; it is the same migration.
      const text = (await readFile(`${folder}/${name}`, "utf8")).replaceAll("\r\n", "\n");
      return { number: Number(number), name, text, digest: createHash("sha256").update(text).digest("hex") };
    }),
  );
  const twice = files.find((file, index) => files[index + 1]?.number === file.number);
  if (twice !== undefined)
    throw refusal("migration-out-of-order", `Two migrations have the number of ${twice.name}.`, "Renumber one.");
  return files;
}
