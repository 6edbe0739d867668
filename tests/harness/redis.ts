/** A real Redis server on a Unix socket in a folder of its own, gone with the test that asked for it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@redis/client";

export type RedisClient = ReturnType<typeof plainClient>;

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  readonly client: RedisClient;
  readonly process: ChildProcess;
}

/** `extra`: settings as on the command line of redis-server, such as `["--cluster-enabled", "yes"]`. */
export async function startRedis(extra: readonly string[] = []): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), "gestand-redis-"));
  const path = join(folder, "s");
  const settings = ["--port", "0", "--unixsocket", path, "--dir", folder, "--save", "", "--appendonly", "no", ...extra];
  const server = spawn(process.env["GESTAND_REDIS"] ?? "redis-server", settings, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await ready(server);
  const client = plainClient(path);
  client.on("error", () => undefined);
  await client.connect();
  return {
    url: `unix://${path}`,
    client,
    process: server,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      if (server.exitCode === null && server.signalCode === null) {
        const ended = once(server, "exit");
        server.kill("SIGKILL");
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function plainClient(path: string) {
  return createClient({ socket: { path, reconnectStrategy: false }, RESP: 2 });
}

function ready(server: ChildProcess): Promise<void> {
  let said = "";
  return new Promise((resolve, reject) => {
    server.stdout?.on("data", (chunk: Buffer) => {
      said += String(chunk);
      if (/ready to accept connections/i.test(said)) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`redis-server did not start:\n${said}`)));
  });
}
