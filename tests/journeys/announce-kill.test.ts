/**
 * Workers that tell people of a new version, killed with SIGKILL at random moments: whatever the moment, each person gets
 * one letter. GESTAND_PERSONS says how many persons (here a few hundred, at leisure 100,000), GESTAND_SEED repeats a run.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { freshDatabase, freshStore, type TestStore } from "#harness";
import { sql } from "#store";
import {
  addressesOf,
  countingServer,
  type CountingServer,
  fillShop,
  openAnnouncer,
  publishBoth,
  tallyOf,
} from "../harness/announce.ts";

const persons = Number(process.env["GESTAND_PERSONS"] ?? 300);
const seed = Number(process.env["GESTAND_SEED"] ?? Date.now() % 1_000_000);
/** With few persons a worker must be killed soon, or it is done. */
const longestLifeMs = persons <= 1_000 ? 400 : 8_000;
const leastKills = persons <= 1_000 ? 4 : 20;
const lookEveryMs = persons <= 1_000 ? 20 : 500;
/** Connections of one worker: what is under way on them when it dies comes again. */
const connectionsOfWorker = 8;
const workerFile = fileURLToPath(new URL("./announce-worker.ts", import.meta.url));

async function startWorker(store: TestStore, shop: string, server: CountingServer): Promise<ChildProcess> {
  const child = spawn(process.execPath, [workerFile], {
    env: {
      ...process.env,
      GESTAND_TEST_OWN: store.url,
      GESTAND_TEST_SHOP: shop,
      GESTAND_TEST_SMTP: String(server.port),
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<number> {
  const memory = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  return Number(/^VmHWM:\s+(\d+) kB/mu.exec(memory)?.[1] ?? 0);
}

/** As if the time had passed after which dead workers are noticed. */
async function timePasses({ reader }: TestStore): Promise<void> {
  await sql`update pgboss.job set state = 'retry' where state = 'active' and name not like '\\_\\_pgboss%'`.execute(
    reader.db,
  );
  await sql`update pgboss.job set start_after = now() where state in ('created', 'retry')`.execute(reader.db);
}

test(`${persons} persons get one letter each, however often two workers are killed (seed ${seed})`, {
  timeout: 120_000 + persons * 20,
}, async () => {
  const random = numbers(seed);
  await using store = await freshStore();
  await using shop = await freshDatabase();
  await using server = await countingServer();
  await fillShop(shop.url, persons);
  const urls = { own: store.url, shop: shop.url };
  const children = new Set<ChildProcess>();
  let kills = 0;
  let memory = 0;
  const started = performance.now();
  {
    await using announcer = await openAnnouncer(urls, server.port, { now: () => new Date() });
    await announcer.store.queue.start({ work: false });
    await publishBoth(announcer);
    expect((await announcer.announcements.announce(2, "noor")).ok).toBe(true);
    const status = () => announcer.announcements.status(announcer.store.reader, 2);
    try {
      for (let state = "gathering"; state !== "done" && state !== "stopped"; { state } = await status()) {
        const workers = await Promise.all([startWorker(store, shop.url, server), startWorker(store, shop.url, server)]);
        for (const worker of workers) children.add(worker);
        const until = performance.now() + (kills < leastKills ? random() * longestLifeMs : 60_000);
        while (performance.now() < until && (await status()).state !== "done")
          await new Promise((wake) => setTimeout(wake, lookEveryMs));
        for (const worker of workers) memory = Math.max(memory, await kill(worker));
        kills += workers.length;
        await timePasses(store);
      }
    } finally {
      for (const child of children) child.kill("SIGKILL");
    }
    const expected = addressesOf(persons);
    const { copies, ...tally } = tallyOf(expected, server.received);
    const seconds = (performance.now() - started) / 1_000;
    const done = await status();
    if (persons > 1_000) {
      const figures = { kills, seconds, perSecond: server.count() / seconds, copies, memoryKb: memory };
      process.stderr.write(`${JSON.stringify(figures)}\n`);
    }
    expect(tally).toEqual({ missing: [], strangers: [], twoLetters: [] });
    expect(copies).toBeLessThanOrEqual(kills * connectionsOfWorker);
    expect(done).toMatchObject({ state: "done", letters: expected.size, sent: expected.size, failed: 0 });
    const guests = Math.floor(persons / 10);
    expect(done.concerned).toEqual([
      { person: "customer", persons: expected.size - guests, withoutAddress: 0 },
      { person: "guest", persons: guests, withoutAddress: 0 },
    ]);
  }
  const [kept] = await store.database.query(
    "select (select count(*) from gestand.announcement_letter where sealed is not null)::int as addresses, (select count(*) from gestand.sealing_key where wrapped is not null)::int as keys",
  );
  expect(kept).toEqual({ addresses: 0, keys: 0 });
});

/** Mulberry32: the same numbers for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
