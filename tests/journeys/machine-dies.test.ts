/**
 * The machine of the database dies while visitors choose: every process of PostgreSQL is killed in the same moment, and it comes back
 * by its own recovery. What this cannot show, that the disk held it when the power went, shows `node tests/bench/power-cut.ts`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createConsents } from "#consent";
import { createEvidence } from "#evidence";
import { SetClock } from "#harness";
import { ensureDatabase, loadInstallationKey, openStore, sql, startEmbedded } from "#store";

const recorder = fileURLToPath(new URL("../../src/consent/recorder.fixture.ts", import.meta.url));
const deaths = Math.max(2, Math.floor(Number(process.env["GESTAND_KILLS"] ?? "0") / 10));
const secret = Buffer.alloc(32, 7).toString("base64url");

test(`what visitors were answered is there after the machine of the database died ${deaths} times, and nobody was counted twice`, {
  timeout: 60_000 + deaths * 15_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "gestand-dies-"));
  await chmod(folder, 0o711);
  const dataDir = join(folder, "pg");
  const answered: string[] = [];
  try {
    for (let death = 0; death < deaths; death++) {
      const cluster = await startEmbedded({ dataDir });
      await ensureDatabase(cluster.url("postgres"), "gestand");
      await onDisk(cluster.url("gestand"));
      answered.push(...(await chooseUntilDeath(cluster.url("gestand"), dataDir, 150 + 70 * death)));
    }
    const cluster = await startEmbedded({ dataDir });
    try {
      await lookAgain(cluster.url("gestand"), answered);
    } finally {
      await cluster.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function open(url: string) {
  const keys = await loadInstallationKey({ fromEnvironment: secret, dataDir: "/nowhere" });
  const clock = new SetClock("2026-11-22T12:00:00.000Z");
  const store = await openStore({ url, keys, clock, onTrouble: () => undefined });
  const seed = keys.derive("evidence-signing", 32);
  const evidence = createEvidence({ store, origin: "shop.example/gestand", seed });
  return { store, evidence, consents: createConsents({ store, evidence }) };
}

/** Without these an answer would be worth nothing when the power goes. */
async function onDisk(url: string): Promise<void> {
  const { store } = await open(url);
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`.execute(
    store.reader.db,
  );
  await store.close();
  expect(rows.map(({ setting }) => setting)).toEqual(["on", "on", "on"]);
}

/** Answers the events that were answered before everything of this cluster was killed. */
async function chooseUntilDeath(url: string, dataDir: string, answers: number): Promise<readonly string[]> {
  const env = { ...process.env, DATABASE_URL: url, GESTAND_KEY: secret };
  const child = spawn(process.execPath, [recorder], { stdio: ["ignore", "pipe", "ignore"], env });
  const gone = once(child, "close");
  const said: string[] = [];
  await new Promise<void>((enough, fail) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.push(line);
      if (said.length === answers) enough();
    });
    child.once("exit", (code) => fail(new Error(`the recorder ended with ${code} before the death`)));
  });
  // The postmaster first, so that it tells nobody and starts nothing again.
  for (const each of await processesOf(dataDir)) process.kill(each, "SIGKILL");
  child.kill("SIGKILL");
  await gone;
  return said;
}

/** The postmaster that this folder names, and its children. */
async function processesOf(dataDir: string): Promise<readonly number[]> {
  const [first = ""] = (await readFile(join(dataDir, "postmaster.pid"), "utf8")).split("\n");
  const postmaster = Number(first);
  const others = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(others.map(async (one) => [one, await parentOf(one)] as const));
  return [postmaster, ...parents.filter(([, parent]) => parent === postmaster).map(([one]) => one)];
}

async function parentOf(child: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${child}/status`, "utf8").catch(() => "");
  const parent = /^PPid:\s+(\d+)$/m.exec(status)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

async function lookAgain(url: string, answered: readonly string[]): Promise<void> {
  const { store, evidence, consents } = await open(url);
  try {
    const { rows } = await sql<{ event: Buffer }>`select event from consent_record`.execute(store.reader.db);
    const stored = new Set(rows.map(({ event }) => event.toString("base64url")));
    expect(stored.size).toBe(rows.length);
    expect(answered.length).toBeGreaterThanOrEqual(deaths * 150);
    expect(answered.filter((event) => !stored.has(event))).toEqual([]);
    expect(await consents.verify()).toMatchObject({ ok: true, records: rows.length });
    expect(await evidence.verifyStored()).toMatchObject({ ok: true });
  } finally {
    await store.close();
  }
}
