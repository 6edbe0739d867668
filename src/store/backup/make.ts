/** Makes a backup of our own database: every table as it was at one moment, and the installation key, in a sealed file. */
import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { getConstructionPlans } from "pg-boss";
import { type Clock, isOperationalError, OperationalError } from "#base";
import { connectOnce } from "../connection.ts";
import { translated } from "../database-errors.ts";
import { type InstallationKey, secretOf } from "../installation-key.ts";
import { wrongKey } from "../open.ts";
import { type BackupTable, backupTables, nameOf, plainForms, quoted, sequenceStates } from "./catalogue.ts";
import { type Frame, sealFrames } from "./format.ts";
import type { BackupContents, BackupEnd } from "./contents.ts";

export interface BackupOptions {
  readonly url: string;
  readonly keys: InstallationKey;
  readonly clock: Clock;
  /** A file that does not exist yet. Seen under this name only when it is whole. */
  readonly file: string;
  readonly passphrase: string;
  /** Of this program, for whoever looks at the file later. */
  readonly program: string;
}

export interface BackupReport {
  readonly file: string;
  /** Of the file, hex: what `sha256sum` prints. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly madeAt: string;
  /** Rows by table, such as `{"gestand.request": 3}`. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Rows are gathered to pieces of this size before they are deflated and sealed. */
const pieceBytes = 1024 * 1024;
const deflated = promisify<Buffer, object, Buffer>(deflateRaw);

/**
 * Nobody has to stop for it: it reads one snapshot. Memory does not grow with the database. Throws OperationalError: those
 * of a first connection (see openStore), `installation-key-wrong`, `backup-nothing`, `backup-exists`, `backup-unwritable`,
 * `disk-full`, `database-unreachable`; a file that was begun is gone then.
 */
export async function backUp(options: BackupOptions): Promise<BackupReport> {
  const client = await connectOnce(options.url);
  try {
    await client.query(plainForms);
    await client.query("begin isolation level repeatable read read only");
    await refuseOther(client, options.keys);
    return await writeWhole(options.file, async (write) => {
      const { head, seal } = await sealFrames(options.passphrase);
      await write(head);
      const rows = await contents(client, options, async (kind, content) => write(seal({ kind, content })));
      return { madeAt: options.clock.now().toISOString(), rows };
    });
  } catch (error) {
    throw translated(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

type Send = (kind: Frame["kind"], content: Buffer) => Promise<void>;

async function contents(client: Client, options: BackupOptions, send: Send): Promise<Record<string, number>> {
  const tables = await backupTables(client);
  const contents: BackupContents = {
    program: options.program,
    madeAt: options.clock.now().toISOString(),
    server: await one<string>(client, "select current_setting('server_version')"),
    installationKey: secretOf(options.keys).toString("base64"),
    migrations: (await client.query("select number, name, digest from gestand.migration order by number")).rows,
    queue: await queueStatements(client),
    tables,
  };
  await send("M", json(contents));
  const rows: Record<string, number> = {};
  for (const table of tables) {
    await send("T", json({ schema: table.schema, name: table.name }));
    rows[nameOf(table)] = await copyRows(client, table, send);
  }
  const end: BackupEnd = { rows, sequences: await sequenceStates(client) };
  await send("Z", json(end));
  return rows;
}

async function copyRows(client: Client, table: BackupTable, send: Send): Promise<number> {
  const columns = table.columns.map((name) => client.escapeIdentifier(name)).join(", ");
  // As a query, so that a partitioned table is one.
  const stream = client.query(copyTo(`copy (select ${columns} from ${quoted(client, table)}) to stdout`));
  let gathered: Buffer[] = [];
  let size = 0;
  const flush = async () => {
    if (size > 0) await send("D", await deflated(Buffer.concat(gathered), { level: 1 }));
    gathered = [];
    size = 0;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    gathered.push(chunk);
    size += chunk.length;
    if (size >= pieceBytes) await flush();
  }
  await flush();
  return stream.rowCount;
}

/** What makes the queue's tables as they are now; whoever restores brings them forward afterwards. */
async function queueStatements(client: Client): Promise<string | undefined> {
  if (!(await one<boolean>(client, "select to_regclass('pgboss.version') is not null"))) return undefined;
  const statements = getConstructionPlans("pgboss");
  const found = await one<number>(client, "select version from pgboss.version");
  if (statements.includes(`pgboss.version(version) VALUES ('${found}')`)) return statements;
  throw new OperationalError(
    "backup-other-queue",
    `The queue in this database has version ${found}, which is not the one of this program. No backup was made. ` +
      "Make it with the Gestand that last worked on this database, or let this one work on it once.",
  );
}

/** With another key the file would hold a key that opens nothing. */
async function refuseOther(client: Client, keys: InstallationKey): Promise<void> {
  if (!(await one<boolean>(client, "select to_regclass('gestand.installation') is not null")))
    throw new OperationalError(
      "backup-nothing",
      "There is no Gestand in this database. No backup was made. Correct DATABASE_URL.",
    );
  const check = await one<Buffer | undefined>(client, "select key_check from gestand.installation");
  if (check !== undefined && !check.equals(keys.derive("store/key-check", 32))) throw wrongKey();
}

async function one<T>(client: Client, text: string): Promise<T> {
  const { rows } = await client.query({ text, rowMode: "array" });
  return (rows as unknown[][])[0]?.[0] as T;
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** Under another name until all of it is on the disk. */
async function writeWhole<T extends object>(
  file: string,
  work: (write: (bytes: Buffer) => Promise<void>) => Promise<T>,
): Promise<T & { file: string; sha256: string; sizeBytes: number }> {
  const draft = `${file}.part`;
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    await refuseExisting(file);
    const handle = await open(draft, "wx", 0o600);
    try {
      const result = await work(async (bytes) => {
        hash.update(bytes);
        sizeBytes += bytes.length;
        await handle.appendFile(bytes);
      });
      await handle.sync();
      await rename(draft, file);
      await syncFolder(dirname(file));
      return { file, sha256: hash.digest("hex"), sizeBytes, ...result };
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileFailure(file, error);
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function refuseExisting(file: string): Promise<void> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  await handle?.close();
  if (handle !== undefined) throw Object.assign(new Error(file), { code: "EEXIST", syscall: "open", path: file });
}

function fileFailure(file: string, error: unknown): unknown {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (
    isOperationalError(error) ||
    syscall === undefined ||
    (path === undefined && syscall !== "write" && syscall !== "fsync")
  )
    return error;
  if (code === "EEXIST")
    return new OperationalError(
      "backup-exists",
      `${path ?? file} is there already. No backup was made. Choose another name${path === file ? "" : ", or remove what another backup left half-made"}.`,
    );
  if (code === "ENOSPC" || code === "EDQUOT")
    return new OperationalError(
      "disk-full",
      `The disk that holds ${file} is full. No backup was made. Make room, or write it somewhere else.`,
    );
  return new OperationalError(
    "backup-unwritable",
    `${file} cannot be written (${code ?? "unknown reason"}). No backup was made. Name a file in a folder where this user may write.`,
  );
}
