/**
 * A real PostgreSQL in a folder of the project, for whoever has no database yet. Reached over a Unix socket in a folder
 * that only we may enter, so there is no port and no password.
 *
 * What it finds: nothing (initdb, start) · a cluster at rest (start) · one still running because the process that started
 * it was killed (adopt: use it on, and stop it when we stop) · one that a living process of ours runs (share: use it, and
 * leave stopping to that process).
 */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, chmod, chown, lstat, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { Client } from "pg";
import { connectError } from "../database-errors.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { folderFailure, isStaleLock, otherMajor, startFailure } from "./failures.ts";
import { type Identity, identityFor } from "./identity.ts";
import { run, type Server, startServer } from "./process.ts";

export interface EmbeddedOptions {
  /** The folder of the cluster; made when missing. Its parent is ours as well. */
  readonly dataDir: string;
  /** Extra settings for postgresql, such as `{fsync: "off"}` for tests that can lose data. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly socketDir: string;
  /** True when a server was already running and is used on. */
  readonly adopted: boolean;
  /** True when another living process started it; `stop` then leaves it running. */
  readonly shared: boolean;
  /** Address of a database in this cluster for the superuser `postgres`. */
  url(database: string): string;
  stop(): Promise<void>;
}

const startTimeoutMs = 20_000;
/** After everything was killed, lock and shared memory look taken until the system has cleared the dead away. */
const staleLockMs = 10_000;
const pauseMs = 20;
/** Longest path of a Unix socket that every system takes, less the name of the socket in it. */
const longestSocketDirBytes = 103 - "/.s.PGSQL.5432".length;
/** Held by the process that is to stop the server. Any constant will do. */
const ownerLock = "29104508263885413";

interface Cluster {
  readonly dataDir: string;
  readonly socketDir: string;
  readonly binaries: Binaries;
  readonly as: Identity;
  readonly settings: Readonly<Record<string, string>>;
  readonly url: (database: string) => string;
}

/**
 * Throws OperationalError, with nothing left running that was not running before: `unsupported-platform`,
 * `embedded-database-as-root`, `data-folder-unusable`, `data-folder-foreign`, `disk-full`, `database-other-major`,
 * `embedded-database-failed`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = await prepare(options);
  const adopted = await answers(cluster.url("postgres"));
  const server = adopted ? undefined : await startPatiently(cluster);
  try {
    const owner = await claim(cluster.url("postgres"));
    return {
      socketDir: cluster.socketDir,
      url: cluster.url,
      adopted: server === undefined,
      shared: owner === undefined,
      stop: async () => {
        if (owner === undefined) return;
        // Nothing else may be alive in this process, and it must not end before the server has.
        owner.ref();
        await owner.end().catch(() => undefined);
        await stopCluster(cluster);
      },
    };
  } catch (error) {
    await server?.kill();
    throw error;
  }
}

async function prepare(options: EmbeddedOptions): Promise<Cluster> {
  const dataDir = resolve(options.dataDir);
  const binaries = await findBinaries();
  const as = await identityFor(dataDir, binaries.dir);
  const socketDir =
    Buffer.byteLength(dataDir) <= longestSocketDirBytes
      ? dataDir
      : join(tmpdir(), `gestand-${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`);
  try {
    // Passable, so that the user the server runs as can come to its own folder; not listable.
    await mkdir(dirname(dataDir), { recursive: true, mode: 0o711 });
    await mayUse(dataDir);
    if (socketDir !== dataDir) await privateFolder(socketDir, as);
  } catch (cause) {
    throw folderFailure(dataDir, cause);
  }
  const major = await clusterMajor(dataDir);
  if (major === undefined) await initialise(dataDir, binaries, as, options.settings?.["fsync"] !== "off");
  else if (major !== binaries.major) throw otherMajor(dataDir, major, binaries.major);
  const host = encodeURIComponent(socketDir);
  const port = options.settings?.["port"] ?? "5432";
  const url = (database: string) =>
    `postgres://postgres@localhost:${port}/${encodeURIComponent(database)}?host=${host}`;
  return { dataDir, socketDir, binaries, as, settings: options.settings ?? {}, url };
}

async function mayUse(folder: string): Promise<void> {
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

/** In a folder where everybody may write, a name can be taken before us: then it is used only when it is ours alone. */
async function privateFolder(folder: string, as: Identity): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  const found = await lstat(folder);
  const mine = found.uid === process.getuid?.() || found.uid === as.uid;
  if (!found.isDirectory() || !mine || (found.mode & 0o077) !== 0)
    throw Object.assign(new Error(folder), { code: "EACCES" });
  await give(folder, as);
}

async function give(folder: string, as: Identity): Promise<void> {
  if (as.uid !== undefined && as.gid !== undefined) await chown(folder, as.uid, as.gid);
  await chmod(folder, 0o700);
}

/** `undefined` when there is no cluster. */
async function clusterMajor(dataDir: string): Promise<number | undefined> {
  try {
    return Number(await readFile(join(dataDir, "PG_VERSION"), "utf8"));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw folderFailure(dataDir, cause);
  }
}

/** Made beside and moved into place, so that a half-made cluster is never taken for a whole one, nor a full folder for ours. */
async function initialise(dataDir: string, binaries: Binaries, as: Identity, fsync: boolean): Promise<void> {
  const making = `${dataDir}.making-${process.pid}`;
  try {
    await removeAbandoned(dataDir);
    await mkdir(making, { mode: 0o700 });
    await give(making, as);
    await run(
      [join(binaries.dir, "bin", "initdb"), "-D", making, ...initdbArguments, ...(fsync ? [] : ["--no-sync"])],
      as,
    );
    await rename(making, dataDir).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
    await syncFolder(dirname(dataDir));
  } catch (cause) {
    throw folderFailure(dataDir, cause);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  // Something was in the way: the cluster of a process that was quicker, or files of somebody else.
  if ((await clusterMajor(dataDir)) === undefined) throw folderFailure(dataDir, { code: "ENOTEMPTY" });
}

const initdbArguments = [
  "--username=postgres",
  "--auth=trust",
  "--encoding=UTF8",
  // The library's own collation: it does not change when the operating system is upgraded.
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--locale=C",
];

async function removeAbandoned(dataDir: string): Promise<void> {
  const prefix = `${basename(dataDir)}.making-`;
  for (const name of await readdir(dirname(dataDir)))
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length))))
      await rm(join(dirname(dataDir), name), { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `undefined` when somebody else's start was quicker and answers now. */
async function startPatiently(cluster: Cluster): Promise<Server | undefined> {
  const { dataDir, socketDir, binaries, as, settings } = cluster;
  const staleUntil = Date.now() + staleLockMs;
  const until = Date.now() + startTimeoutMs;
  let server = startServer({ dataDir, socketDir, binaries, as, settings });
  while (Date.now() < until) {
    if (await answers(cluster.url("postgres"))) return server.exited() === undefined ? server : undefined;
    const log = server.exited();
    if (log !== undefined && (!isStaleLock(log) || Date.now() > staleUntil)) throw startFailure(dataDir, log);
    await new Promise((wake) => setTimeout(wake, log === undefined ? pauseMs : 10 * pauseMs));
    if (log !== undefined) server = startServer({ dataDir, socketDir, binaries, as, settings });
  }
  await server.kill();
  throw startFailure(dataDir, "it did not answer in time");
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The driver's types leave these two out. */
type OwnerConnection = Client & { ref(): void; unref(): void };

/** A connection that says "I stop this server"; it goes when the process goes. `undefined` when another one has it. */
async function claim(url: string): Promise<OwnerConnection | undefined> {
  const client = new Client({ connectionString: url, application_name: "gestand owner" }) as OwnerConnection;
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw connectError(error, "the built-in server");
  }
  const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${ownerLock}) as mine`);
  if (rows[0]?.mine !== true) {
    await client.end();
    return undefined;
  }
  client.unref();
  return client;
}

async function stopCluster({ dataDir, binaries, as }: Cluster): Promise<void> {
  const stop = (mode: string) =>
    run([join(binaries.dir, "bin", "pg_ctl"), "stop", "-D", dataDir, "-m", mode, "-w", "-t", "30"], as);
  if (!(await hasPidFile(dataDir))) return;
  await stop("fast").catch(async (error: unknown) => {
    if (!(await hasPidFile(dataDir))) return;
    // The next start recovers from its log, as after a power cut.
    await stop("immediate").catch(() => Promise.reject(folderFailure(dataDir, error)));
  });
}

async function hasPidFile(dataDir: string): Promise<boolean> {
  return access(join(dataDir, "postmaster.pid")).then(
    () => true,
    () => false,
  );
}
