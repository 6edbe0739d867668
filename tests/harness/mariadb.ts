/**
 * A real MariaDB for the tests that ask for one: the first of a run starts it, on a Unix socket in the folder of the run, and
 * the end of the run stops it. Each test makes a database of its own.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import { inject } from "vitest";

export interface MariadbDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}

/** An empty database, dropped at the end. */
export async function freshMariadb(): Promise<MariadbDatabase> {
  const socket = await serverSocket(inject("mariadb"));
  const name = `t_${randomBytes(6).toString("hex")}`;
  const connection = await createConnection({ socketPath: socket, user: "root", multipleStatements: true });
  await connection.query(`create database ${name} character set utf8mb4`);
  await connection.query(`use ${name}`);
  return {
    name,
    url: `mysql://root@localhost/${name}?socket=${encodeURIComponent(socket)}`,
    query: async (sql) => {
      const [rows] = await connection.query<RowDataPacket[]>({ sql, typeCast: (field) => field.string() });
      return rows;
    },
    [Symbol.asyncDispose]: async () => {
      await connection.query(`drop database if exists ${name}`);
      await connection.end();
    },
  };
}

/** Seconds that a server may take to start on a busy machine. */
const startWithin = 90;

async function serverSocket(folder: string): Promise<string> {
  const socket = join(folder, "mariadb.sock");
  // Whoever makes the folder of the data starts the server; everybody else waits for it.
  const mine = await mkdir(join(folder, "data")).then(
    () => true,
    () => false,
  );
  if (mine) await start(folder, socket);
  for (let tries = 0; tries < startWithin * 10; tries++) {
    const connection: Connection | undefined = await createConnection({ socketPath: socket, user: "root" }).catch(
      () => undefined,
    );
    if (connection !== undefined) {
      await connection.end();
      return socket;
    }
    await setTimeout(100);
  }
  throw new Error(`MariaDB did not start; its log is in ${folder}. Install mariadb-server.`);
}

async function start(folder: string, socket: string): Promise<void> {
  const data = join(folder, "data");
  const asRoot = process.getuid?.() === 0;
  if (asRoot) for (const path of [folder, data]) await chown(path, 65_534, 65_534);
  const user = asRoot ? ["--user=nobody"] : [];
  const place = ["--no-defaults", `--datadir=${data}`, ...user];
  await run("mariadb-install-db", [...place, "--auth-root-authentication-method=normal", "--skip-test-db"], folder);
  const quick = [
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-fast-shutdown=2",
  ];
  const small = ["--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M", "--max-connections=200"];
  const options = ["--skip-networking", `--socket=${socket}`, `--log-error=${join(folder, "log")}`, ...quick, ...small];
  const owner = await readFile(join(folder, "owner"), "utf8");
  // A run that is killed stops nothing: the server ends with the process that leads the run.
  const watching =
    '"$@" & server=$!; echo $server > "$PID_FILE"; while kill -0 "$OWNER" && kill -0 $server; do sleep 1; done; kill $server';
  const watched = spawn("/bin/sh", ["-c", watching, "watched", await programs("mariadbd"), ...place, ...options], {
    detached: true,
    stdio: "ignore",
    env: { ...process.env, OWNER: owner, PID_FILE: join(folder, "pid") },
  });
  watched.unref();
}

/** Debian keeps the server where only administrators look. */
async function programs(name: string): Promise<string> {
  for (const folder of [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/usr/local/sbin"]) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found !== undefined) return join(folder, name);
  }
  throw new Error(`There is no ${name}. Install mariadb-server.`);
}

async function run(name: string, options: readonly string[], folder: string): Promise<void> {
  const program = spawn(await programs(name), [...options], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  program.stderr.on("data", (text) => (said += String(text)));
  const code = await new Promise((done) => program.on("close", done));
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}: ${said}`);
}

/** Called at the end of a run. Nothing to do when no test asked for a server. */
export async function stopMariadb(folder: string): Promise<void> {
  const pid = Number(await readFile(join(folder, "pid"), "utf8").catch(() => "0"));
  if (pid === 0) return;
  try {
    process.kill(pid);
    for (let tries = 0; tries < 300; tries++) {
      process.kill(pid, 0);
      await setTimeout(50);
    }
  } catch {
    // It is gone.
  }
}

declare module "vitest" {
  interface ProvidedContext {
    /** Folder in which a MariaDB of this run is, or will be. */
    mariadb: string;
  }
}
