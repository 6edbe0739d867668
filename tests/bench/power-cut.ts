/**
 * A power cut, as near as one machine can come to it: the embedded database lives on an ext4 image; while requests are
 * taken in and visitors choose, the file system is shut down between one write and the next, without flushing anything. What
 * the image then holds is what had really been handed to the disk. It is copied, mounted, and the database started on it:
 * every request and every choice that had been acknowledged must be there, and the evidence log and the records must verify.
 *
 * What it does not show: a disk that itself loses what it was told to flush.
 *
 * `node tests/bench/power-cut.ts [--cuts 10] [--json]`, on Linux, as root (it mounts), with mkfs.ext4 and python3.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, copyFile, mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { type House, openHouse } from "#app";
import { ensureDatabase, sql, startEmbedded } from "#store";
import { configurationOf, submit } from "./house.ts";
import { currentLoad, digits, spread, spreadText, timed } from "./measure.ts";

const run = promisify(execFile);
const imageBytes = 1024 * 1024 * 1024;
const writers = 8;
const earliestMs = 2_000;
const latestMs = 4_000;
/** `EXT4_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH`: no block is written after it, not even the journal's. */
const shutdown =
  "import fcntl,os,struct,sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";

const choicePrefix = "choice ";

interface Cut {
  /** Requests and choices. */
  readonly acknowledged: number;
  /** Of those, choices. */
  readonly choices: number;
  readonly missing: number;
  /** Requests and choices found that nobody had been told of: they were committed, but the answer did not come out in time. */
  readonly unacknowledged: number;
  readonly logEntries: number;
  readonly logVerifies: boolean;
  /** From the start of the database on the copy until it answers. */
  readonly recoveryMs: number;
}

/** The writer: a house on the cluster in this folder, which says each reference and each choice as soon as it has been promised. */
async function write(folder: string): Promise<void> {
  const cluster = await startEmbedded({ dataDir: join(folder, "pg") });
  await ensureDatabase(cluster.url("postgres"), "gestand");
  const house = await openHouse(configurationOf(folder, cluster.url("gestand"), cluster.url("shop"), 4199));
  await house.store.queue.start({ work: false });
  process.stdout.write("ready\n");
  let count = 0;
  const notice = await house.consents.keepNotice({ purposes: ["statistics"] });
  const asking = Array.from({ length: writers }, async () => {
    for (;;) {
      const { reference } = await submit(house, count++);
      process.stdout.write(`${reference}\n`);
    }
  });
  const choosing = Array.from({ length: writers }, async () => {
    for (;;) process.stdout.write(`${await choose(house, notice)}\n`);
  });
  await Promise.all([...asking, ...choosing]);
}

async function choose({ consents }: House, notice: string): Promise<string> {
  const [event, visitor] = [randomBytes(16).toString("base64url"), randomBytes(16).toString("base64url")];
  const recorded = await consents.record({
    event,
    visitor,
    notice,
    site: "www",
    version: 1,
    choices: { statistics: true },
    action: "save",
    surface: "banner",
    clientAt: new Date(),
    gpc: false,
  });
  if (!recorded.ok) throw new Error(recorded.message);
  return `${choicePrefix}${event}`;
}

async function cut(): Promise<Cut> {
  const folder = await mkdtemp("/tmp/gestand-power-cut-");
  await chmod(folder, 0o711);
  const image = join(folder, "disk.img");
  const copy = join(folder, "copy.img");
  const disk = join(folder, "disk");
  let writer: ChildProcess | undefined;
  try {
    await writeFile(image, "");
    await truncate(image, imageBytes);
    await run("mkfs.ext4", ["-q", "-F", image]);
    await mount(image, disk);
    writer = spawn(process.execPath, [fileURLToPath(import.meta.url), "--write", disk], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const references = await acknowledgedUntilTheCut(writer, disk);
    await copyFile(image, copy);
    await endWriter(writer, disk);
    await run("umount", ["--lazy", disk]);
    await mount(copy, disk);
    return await lookAgain(disk, references);
  } finally {
    await endWriter(writer, disk).catch(() => undefined);
    await run("umount", ["--lazy", disk]).catch(() => undefined);
    await rm(image, { force: true });
    await rm(copy, { force: true });
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function mount(image: string, disk: string): Promise<void> {
  await mkdir(disk, { recursive: true });
  await run("mount", ["-o", "loop", image, disk]);
  await chmod(disk, 0o711);
}

/** Everything that came out was promised: after the cut nothing can be made safe any more, so nothing more comes. */
async function acknowledgedUntilTheCut(writer: ChildProcess, disk: string): Promise<string[]> {
  if (writer.stdout === null) throw new Error("the writer says nothing");
  const lines = createInterface({ input: writer.stdout });
  const references: string[] = [];
  const ready = new Promise<void>((done, fail) => {
    lines.on("line", (line) => (line === "ready" ? done() : references.push(line)));
    writer.once("exit", (code) => fail(new Error(`the writer ended with ${code} before the cut`)));
  });
  await ready;
  await pause(earliestMs + Math.random() * (latestMs - earliestMs));
  await run("python3", ["-c", shutdown, disk]);
  // What had been said before is still on its way through the pipe.
  await pause(500);
  return references;
}

async function endWriter(writer: ChildProcess | undefined, disk: string): Promise<void> {
  if (writer !== undefined && writer.exitCode === null && writer.signalCode === null) {
    const gone = once(writer, "exit");
    writer.kill("SIGKILL");
    await gone;
  }
  // The database died of its first failed flush, or dies now; nothing else is on that disk.
  await run("fuser", ["--kill", "--mount", disk]).catch(() => undefined);
  await pause(200);
}

async function lookAgain(disk: string, references: readonly string[]): Promise<Cut> {
  const { ms: recoveryMs, value: cluster } = await timed(() => startEmbedded({ dataDir: join(disk, "pg") }));
  const house = await openHouse(configurationOf(disk, cluster.url("gestand"), cluster.url("shop"), 4199));
  try {
    const { rows } = await sql<{ reference: string }>`select reference from request`.execute(house.store.reader.db);
    const chosen = await sql<{ event: Buffer }>`select event from consent_record`.execute(house.store.reader.db);
    const found = new Set([
      ...rows.map(({ reference }) => reference),
      ...chosen.rows.map(({ event }) => `${choicePrefix}${event.toString("base64url")}`),
    ]);
    const check = await house.evidence.verifyStored();
    const records = await house.consents.verify();
    return {
      acknowledged: references.length,
      choices: references.filter((reference) => reference.startsWith(choicePrefix)).length,
      missing: references.filter((reference) => !found.has(reference)).length,
      unacknowledged: found.size - references.filter((reference) => found.has(reference)).length,
      logEntries: check.size,
      logVerifies: check.ok && records.ok,
      recoveryMs,
    };
  } finally {
    await house.close();
    await cluster.stop();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cuts: { type: "string", default: "10" },
      json: { type: "boolean", default: false },
      write: { type: "string" },
    },
  });
  if (values.write !== undefined) return write(values.write);
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    process.stderr.write("A power cut is made on a mounted image: this needs Linux and root. Nothing was done.\n");
    process.exitCode = 2;
    return;
  }
  const load = currentLoad();
  const cuts: Cut[] = [];
  for (let number = 0; number < Number(values.cuts); number++) {
    const made = await cut();
    cuts.push(made);
    if (!values.json) process.stdout.write(`${JSON.stringify(made)}\n`);
  }
  const sum = (of: (one: Cut) => number) => cuts.reduce((total, one) => total + of(one), 0);
  const missing = sum((one) => one.missing);
  const broken = cuts.filter((one) => !one.logVerifies).length;
  if (values.json) process.stdout.write(`${JSON.stringify({ load, cuts }, null, 2)}\n`);
  else
    process.stdout.write(
      `${cuts.length} cuts: ${digits(sum((one) => one.acknowledged))} requests and choices acknowledged (${digits(sum((one) => one.choices))} choices), ${missing} missing; ${digits(sum((one) => one.logEntries))} entries of evidence, ${broken} logs that do not verify; recovery ${spreadText(spread(cuts.map((one) => one.recoveryMs)))} ms; load ${load.toFixed(1)}\n`,
    );
  if (missing > 0 || broken > 0) process.exitCode = 1;
}

// Nothing that is waited for at the end need keep the process alive by itself.
const awake = setInterval(() => undefined, 60_000);
await main();
clearInterval(awake);
