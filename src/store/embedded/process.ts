/** Running the programs of PostgreSQL as the right user. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import type { Identity } from "./identity.ts";

export interface Server {
  /** What it said before it ended; `undefined` while it runs. */
  exited(): string | undefined;
  /** For a start that failed half way. */
  kill(): Promise<void>;
}

/** Always in force; `settings` may add to them. */
const defaults = {
  listen_addresses: "",
  max_connections: "100",
  // What goes wrong in a statement is told to whoever sent it; a log must not repeat the values in it.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_parameter_max_length_on_error: "0",
};
const keptLogCharacters = 4_000;
const killTimeoutMs = 5_000;

/** Starts without waiting. The server outlives us on purpose: a killed process must not take the data down with it. */
export function startServer(options: {
  readonly dataDir: string;
  readonly socketDir: string;
  readonly binaries: Binaries;
  readonly as: Identity;
  readonly settings: Readonly<Record<string, string>>;
}): Server {
  const { dataDir, socketDir, binaries, as } = options;
  const settings = {
    ...defaults,
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0700",
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = begin([join(binaries.dir, "bin", "postgres"), "-D", dataDir, ...flags], as, true);
  let log = "";
  let ended: string | undefined;
  const end = new Promise<void>((done) => {
    child.stderr?.on("data", (chunk: Buffer) => (log = (log + chunk.toString("utf8")).slice(-keptLogCharacters)));
    // Not `exit`: the last words may still be in the pipe then.
    const closed = (words: string) => {
      ended = words;
      done();
    };
    child.once("close", () => closed(log));
    child.once("error", (error) => closed(error.message));
  });
  child.unref();
  child.stdout?.resume();
  for (const stream of [child.stdout, child.stderr]) (stream as { unref?: () => void } | null)?.unref?.();
  return {
    exited: () => ended,
    kill: async () => {
      child.kill("SIGQUIT");
      const late = setTimeout(() => child.kill("SIGKILL"), killTimeoutMs);
      await end;
      clearTimeout(late);
    },
  };
}

/** Runs to the end. Rejects with the output when it fails. */
export function run(command: readonly string[], as: Identity): Promise<void> {
  return new Promise((done, fail) => {
    let output = "";
    const child = begin(command, as, false);
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => (output = (output + chunk.toString("utf8")).slice(-keptLogCharacters)));
    child.once("error", fail);
    child.once("close", (code) =>
      code === 0 ? done() : fail(new Error(output || `${command[0]} ended with ${code}`)),
    );
  });
}

function begin(command: readonly string[], as: Identity, detached: boolean): ChildProcess {
  const [file = "", ...args] = [...as.prefix, ...command];
  return spawn(file, args, {
    // Where we stand may be closed to the user it runs as.
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
    detached,
    ...(as.uid === undefined || as.gid === undefined ? {} : { uid: as.uid, gid: as.gid }),
  });
}
