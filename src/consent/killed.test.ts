import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createEvidence } from "#evidence";
import { freshStore, type TestStore } from "#harness";
import { createConsents } from "./index.ts";

const fixture = fileURLToPath(new URL("recorder.fixture.ts", import.meta.url));
// A kill costs the start of a process.
const kills = Math.max(3, Math.floor(Number(process.env["GESTAND_KILLS"] ?? "0") / 8));

/** Answers the events that were answered before it died. */
async function recordUntilKilled(store: TestStore, answers: number): Promise<string[]> {
  const env = { ...process.env, ...store.environment };
  const child: ChildProcess = spawn(process.execPath, [fixture], { stdio: ["ignore", "pipe", "inherit"], env });
  const said: string[] = [];
  if (child.stdout === null) throw new Error("the recorder has no output");
  createInterface({ input: child.stdout }).on("line", (line) => {
    said.push(line);
    if (said.length === answers) child.kill("SIGKILL");
  });
  await once(child, "close");
  return said;
}

it(`what was answered is there after ${kills} kills, once, and all of it is proven`, {
  timeout: 60_000 + kills * 5_000,
}, async () => {
  await using store = await freshStore();
  const said: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    // Two at the same time, so that one meets what the other left.
    const both = await Promise.all([
      recordUntilKilled(store, 40 + 17 * kill),
      recordUntilKilled(store, 90 + 11 * kill),
    ]);
    said.push(...both.flat());
  }
  const rows = await store.database.query<{ event: Buffer }>("select event from gestand.consent_record");
  const stored = rows.map(({ event }) => event.toString("base64url"));
  expect(new Set(stored).size).toBe(stored.length);
  expect(said.filter((event) => !stored.includes(event))).toEqual([]);
  const seed = store.keys.derive("evidence-signing", 32);
  const evidence = createEvidence({ store, origin: "shop.example/gestand", seed });
  expect(await createConsents({ store, evidence }).verify()).toMatchObject({ ok: true, records: stored.length });
  expect((await evidence.verifyStored()).ok).toBe(true);
});
