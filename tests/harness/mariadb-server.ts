/** A server of MariaDB from the programs of this machine. Knows no test runner, so that benches use it too. */
import { spawn } from "node:child_process";
import { chown, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** What tests need: nothing that a database keeps outlives them. */
export const quick = [
  "--innodb-flush-log-at-trx-commit=0",
  "--innodb-doublewrite=0",
  "--innodb-buffer-pool-size=64M",
  "--innodb-log-file-size=16M",
];

/** Starts a server in this folder, on this socket; `owner` is the process with which it ends. */
export async function startMariadb(
  folder: string,
  socket: string,
  { owner, settings }: { readonly owner: string; readonly settings: readonly string[] },
): Promise<void> {
  const data = join(folder, "data");
  const asRoot = process.getuid?.() === 0;
  if (asRoot) for (const path of [folder, data]) await chown(path, 65_534, 65_534);
  const user = asRoot ? ["--user=nobody"] : [];
  const place = ["--no-defaults", `--datadir=${data}`, ...user];
  await run("mariadb-install-db", [...place, "--auth-root-authentication-method=normal", "--skip-test-db"], folder);
  const fixed = ["--skip-log-bin", "--innodb-fast-shutdown=2", "--max-connections=200", "--skip-networking"];
  const options = [...fixed, `--socket=${socket}`, `--log-error=${join(folder, "log")}`, ...settings];
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
