import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBinaries } from "./binaries.ts";
import { type EmbeddedPostgres, startEmbedded } from "./embedded.ts";
import { folderFailure, startFailure } from "./failures.ts";

const fixture = fileURLToPath(new URL("start.fixture.ts", import.meta.url));
const stopFixture = fileURLToPath(new URL("stop.fixture.ts", import.meta.url));
const isRoot = process.getuid?.() === 0;
const stranger = { uid: 65_534, gid: 65_534 };
/** Not where root tests in a folder that nobody else may enter. */
const strangerCanRead =
  !isRoot || [fixture, process.execPath].every((file) => spawnSync("test", ["-r", file], stranger).status === 0);
const settings = { fsync: "off" };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp("/tmp/gestand-embedded-");
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Started {
  readonly adopted?: boolean;
  readonly shared?: boolean;
  readonly url?: string;
  readonly code?: string;
  readonly message?: string;
}

/** `startEmbedded` in another process, as another user where that is asked and possible. */
async function startElsewhere(
  dataDir: string,
  as: { uid?: number; gid?: number } = {},
): Promise<{ said: Started; child: ChildProcess }> {
  const child = spawn(process.execPath, [fixture, dataDir], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: "/",
    env: { PATH: process.env["PATH"] },
    ...(isRoot ? as : {}),
  });
  const line = await new Promise<string>((done, fail) => {
    createInterface({ input: child.stdout }).once("line", done);
    child.once("exit", (code) => fail(new Error(`the process ended with ${code} and said nothing`)));
  });
  return { said: JSON.parse(line) as Started, child };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once("exit", () => done());
  });
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, "postmaster.pid"), "utf8")).split("\n")[0]);
}

/** A cluster at rest, made once, to copy. */
let model: Promise<string> | undefined;
async function copyOfCluster(name: string): Promise<string> {
  model ??= (async () => {
    const dataDir = join(folder, "model");
    await (await startEmbedded({ dataDir, settings })).stop();
    return dataDir;
  })();
  const target = join(folder, name);
  await cp(await model, target, { recursive: true, preserveTimestamps: true });
  const { uid, gid } = await stat(await model);
  if (isRoot) spawnSync("chown", ["-R", `${uid}:${gid}`, target]);
  return target;
}

test("a new folder becomes a cluster behind a socket only, and keeps its data over a stop", async () => {
  const dataDir = join(folder, "new", "pg");
  const first = await startEmbedded({ dataDir, settings });
  expect(first).toMatchObject({ adopted: false, shared: false });
  await query(first.url("postgres"), "create table kept as select 42 as answer");
  expect(await query(first.url("postgres"), "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
  expect((await stat(first.socketDir)).mode & 0o077).toBe(0);
  await first.stop();
  const second = await startEmbedded({ dataDir, settings });
  expect(await query(second.url("postgres"), "select answer from kept")).toEqual([{ answer: 42 }]);
  await second.stop();
  expect(await readdir(join(folder, "new"))).toEqual(["pg"]);
});

test("a script with nothing else to do stays until its server has stopped", async () => {
  const dataDir = await copyOfCluster("alone");
  const child = spawn(process.execPath, [stopFixture, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await Promise.all([text(child.stdout), ended(child)]);
  expect([said, child.exitCode]).toEqual(["stopped\n", 0]);
  await expect(serverPid(dataDir)).rejects.toThrow("ENOENT");
});

test("the server of a killed process is adopted, and stopped by whoever adopted it", async () => {
  const dataDir = await copyOfCluster("adopted");
  const { said, child } = await startElsewhere(dataDir);
  expect(said).toMatchObject({ adopted: false, shared: false });
  const pid = await serverPid(dataDir);
  child.kill("SIGKILL");
  await ended(child);
  const heir = await startEmbedded({ dataDir, settings });
  expect(heir).toMatchObject({ adopted: true, shared: false });
  expect(await serverPid(dataDir)).toBe(pid);
  await heir.stop();
  await expect(serverPid(dataDir)).rejects.toThrow("ENOENT");
});

test("a server that a living process started is shared, and left running by the guest", async () => {
  const dataDir = await copyOfCluster("shared");
  const host = await startEmbedded({ dataDir, settings });
  const { said, child } = await startElsewhere(dataDir);
  expect(said).toMatchObject({ adopted: true, shared: true });
  child.stdin?.write("stop\n");
  await ended(child);
  expect(await query(host.url("postgres"), "select 1 as still")).toEqual([{ still: 1 }]);
  await host.stop();
});

test("after a kill -9 of everything the next start finds all that was committed", async () => {
  const dataDir = await copyOfCluster("killed");
  const { said, child } = await startElsewhere(dataDir);
  await query(said.url ?? "", "create table kept as select 7 as answer");
  process.kill(await serverPid(dataDir), "SIGKILL");
  child.kill("SIGKILL");
  const again = await startEmbedded({ dataDir, settings });
  expect(again.adopted).toBe(false);
  expect(await query(again.url("postgres"), "select answer from kept")).toEqual([{ answer: 7 }]);
  await again.stop();
});

test("two processes that start at once in a new folder end up with one server", async () => {
  const dataDir = join(folder, "race", "pg");
  const both = await Promise.all([startEmbedded({ dataDir, settings }), startElsewhere(dataDir)]);
  const [here, elsewhere] = both;
  expect(elsewhere.said.code).toBeUndefined();
  expect(new Set([here.shared, elsewhere.said.shared])).toEqual(new Set([false, true]));
  elsewhere.child.stdin?.write("stop\n");
  await ended(elsewhere.child);
  await here.stop();
  expect((await readdir(join(folder, "race"))).filter((name) => name.includes("making"))).toEqual([]);
});

test("it works in a tree that no other user may enter, whoever owns it", async () => {
  // Root in its own home, in the home of somebody with a name, and of somebody without one.
  for (const owner of isRoot ? [0, 1, 4_321] : [process.getuid?.() ?? 0]) {
    const home = join(folder, `home-${owner}`);
    await mkdir(home, { mode: 0o700 });
    if (isRoot) await chown(home, owner, owner);
    const dataDir = join(home, ".gestand", "pg");
    const cluster = await startEmbedded({ dataDir, settings });
    expect(await query(cluster.url("postgres"), "select 1 as one")).toEqual([{ one: 1 }]);
    await cluster.stop();
    expect((await stat(dataDir)).uid).toBe(owner);
  }
});

test("a path too long for a socket is no obstacle", async () => {
  const dataDir = await copyOfCluster(`${"long-".repeat(24)}name`);
  const cluster = await startEmbedded({ dataDir, settings });
  expect(cluster.socketDir.length).toBeLessThan(80);
  expect((await stat(cluster.socketDir)).mode & 0o077).toBe(0);
  expect(await query(cluster.url("postgres"), "select 1 as one")).toEqual([{ one: 1 }]);
  await cluster.stop();
  // Somebody else was there first.
  await rm(cluster.socketDir, { recursive: true });
  const etc = await stat("/etc");
  await symlink("/etc", cluster.socketDir);
  await expect(startEmbedded({ dataDir, settings })).rejects.toMatchObject({ code: "data-folder-unusable" });
  await rm(cluster.socketDir);
  expect(await stat("/etc")).toMatchObject({ mode: etc.mode, uid: etc.uid });
});

test.runIf(strangerCanRead)("an ordinary user runs it as themselves", async () => {
  const own = join(folder, "own");
  await mkdir(own);
  if (isRoot) await chown(own, stranger.uid, stranger.gid);
  const { said, child } = await startElsewhere(join(own, "pg"), stranger);
  expect(said).toMatchObject({ adopted: false, shared: false });
  const { uid } = await stat(join(own, "pg"));
  expect(uid).toBe(isRoot ? stranger.uid : process.getuid?.());
  child.stdin?.write("stop\n");
  await ended(child);
  // Root goes on with it as that user, and leaves every file theirs.
  const later = await startEmbedded({ dataDir: join(own, "pg"), settings });
  await later.stop();
  expect((await stat(join(own, "pg", "global", "pg_control"))).uid).toBe(uid);
});

test.runIf(strangerCanRead)("a folder this user may not use is one clear sentence", async () => {
  const dataDir = join(folder, "locked", "pg");
  await mkdir(dataDir, { recursive: true });
  await chmod(dataDir, 0);
  const { said, child } = await startElsewhere(dataDir, stranger);
  await ended(child);
  await chmod(dataDir, 0o700);
  expect(said).toEqual({
    code: "data-folder-unusable",
    message: expect.stringContaining(`${dataDir} cannot be used by this user (EACCES). Nothing was started.`),
  });
});

test("a folder with other files is refused and stays as it was", async () => {
  const dataDir = join(folder, "foreign");
  await mkdir(dataDir);
  await writeFile(join(dataDir, "thesis.txt"), "do not lose");
  await expect(startEmbedded({ dataDir, settings })).rejects.toMatchObject({ code: "data-folder-foreign" });
  expect(await readdir(dataDir)).toEqual(["thesis.txt"]);
});

test("a cluster of another major version is refused and stays as it was", async () => {
  const dataDir = await copyOfCluster("older");
  await writeFile(join(dataDir, "PG_VERSION"), "17\n");
  await expect(startEmbedded({ dataDir, settings })).rejects.toMatchObject({
    code: "database-other-major",
    message: expect.stringContaining("made by PostgreSQL 17, and this program brings 18"),
  });
});

test("a cluster that was being made when everything was killed is made again", async () => {
  const dataDir = join(folder, "halfway", "pg");
  const dead = spawnSync("true").pid;
  await mkdir(`${dataDir}.making-${dead}/base`, { recursive: true });
  const cluster: EmbeddedPostgres = await startEmbedded({ dataDir, settings });
  await cluster.stop();
  expect(await readdir(join(folder, "halfway"))).toEqual(["pg"]);
});

test("a platform without a built-in server is one clear sentence", async () => {
  const wrong = [
    { os: "sunos", cpu: "x64", glibc: undefined },
    { os: "linux", cpu: "x64", glibc: undefined },
  ];
  for (const platform of wrong)
    await expect(findBinaries(platform)).rejects.toMatchObject({
      code: "unsupported-platform",
      message: expect.stringContaining("Set DATABASE_URL to a PostgreSQL (15 or newer) of your own."),
    });
});

test("a full disk is told as a full disk, whoever notices it", () => {
  const initdb = "initdb: error: could not write file: No space left on device";
  const server = '2026-11-22 FATAL:  could not write lock file "postmaster.pid": No space left on device';
  for (const error of [
    folderFailure("/d", { code: "ENOSPC" }),
    folderFailure("/d", new Error(initdb)),
    startFailure("/d", server),
  ])
    expect(error).toMatchObject({
      code: "disk-full",
      message: "The disk that holds /d is full. Nothing was started. Make room and start again.",
    });
});
