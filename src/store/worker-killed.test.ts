import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { freshStore, startTestQueue, type TestStore } from "#harness";
import { sql } from "./index.ts";

const fixture = fileURLToPath(new URL("worker.fixture.ts", import.meta.url));
// A quarter of what the plans get: here a kill costs a process start and proves one transaction.
const kills = Math.max(24, Math.floor(Number(process.env["GESTAND_KILLS"] ?? "0") / 4));
const atOnce = 4;

interface Worker {
  readonly child: ChildProcess;
  /** Resolves when it says so: `ready`, or `took` a job. */
  said(word: string): Promise<void>;
  kill(): Promise<void>;
}

function startWorker(store: TestStore, pauseMs: number): Worker {
  const env = { ...process.env, ...store.environment, PAUSE_MS: String(pauseMs) };
  const child = spawn(process.execPath, [fixture], { stdio: ["ignore", "pipe", "inherit"], env });
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    heard.push(line);
    for (const look of waiting) look();
  });
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    child,
    said: (word) =>
      new Promise((done, fail) => {
        const look = () => heard.some((line) => line.startsWith(word)) && done();
        waiting.push(look);
        look();
        child.once("exit", () => fail(new Error(`the worker ended before it said ${word}`)));
      }),
    kill: () => {
      child.kill("SIGKILL");
      return gone;
    },
  };
}

async function withEffects(store: TestStore): Promise<void> {
  await store.database.query("create table gestand.test_done (n integer primary key)");
  await store.database.query("create table gestand.test_effect (n integer not null)");
}

async function send(store: TestStore, from: number, to: number): Promise<void> {
  await store.transact(async (tx) => {
    for (let n = from; n < to; n++) await store.queue.send(tx, { queue: "test/effect", data: { n } });
  });
}

test.concurrent(`after ${kills} kills of a worker at work every effect happened exactly once`, {
  timeout: 60_000 + kills * 5_000,
}, async () => {
  await using store = await freshStore();
  await withEffects(store);
  for (let round = 0; round < kills / atOnce; round++) {
    await send(store, round * 20, round * 20 + 20);
    const workers = Array.from({ length: atOnce }, () => startWorker(store, 20));
    await Promise.all(
      workers.map(async (worker) => {
        await worker.said("took");
        await new Promise((wake) => setTimeout(wake, Math.random() * 60));
        await worker.kill();
      }),
    );
    // As if the time had passed after which a silent worker counts as dead.
    await store.database.query("update pgboss.job set heartbeat_on = now() - interval '1 hour' where state = 'active'");
  }
  const total = Math.ceil(kills / atOnce) * 20;
  const followed: number[] = [];
  store.queue.serve("test/effect", { concurrency: 8 }, (job) =>
    store.transact(async (tx) => {
      const { n } = job.data as { n: number };
      const first = await sql`insert into test_done (n) values (${n}) on conflict do nothing returning n`.execute(
        tx.db,
      );
      if (first.rows.length === 0) return;
      await sql`insert into test_effect (n) values (${n})`.execute(tx.db);
      await store.queue.send(tx, { queue: "test/follow-up", data: { n } });
    }),
  );
  store.queue.serve("test/follow-up", { concurrency: 8 }, async (job) => {
    followed.push((job.data as { n: number }).n);
  });
  await using jobs = await startTestQueue(store);
  for (;;) {
    await jobs.settled();
    const [left] = await store.database.query<{ n: string }>(
      "select count(*) as n from pgboss.job where name like 'test/%' and state in ('created', 'retry', 'active')",
    );
    if (left?.n === "0") break;
    await jobs.advance(60_000);
  }
  // Or the workers were killed while they had nothing to do.
  const [repeated] = await store.database.query<{ n: string }>(
    "select sum(retry_count) as n from pgboss.job where name = 'test/effect'",
  );
  expect(Number(repeated?.n)).toBeGreaterThan(kills / 2);
  const all = Array.from({ length: total }, (_, n) => n);
  const effects = await store.database.query<{ n: number }>("select n from gestand.test_effect order by n");
  expect(effects.map(({ n }) => n)).toEqual(all);
  expect([...followed].sort((a, b) => a - b)).toEqual(all);
});

test.concurrent("the job of a killed worker is taken over by a living one in about fifteen seconds", async () => {
  await using store = await freshStore();
  await withEffects(store);
  await send(store, 0, 1);
  const first = startWorker(store, 60_000);
  await first.said("took 1");
  const second = startWorker(store, 0);
  await second.said("ready");
  const from = Date.now();
  await first.kill();
  await second.said("took 2");
  // 10 for its heartbeat to run out, 2 to notice, 2 to try again, 1 to poll; and some for a busy machine.
  expect(Date.now() - from).toBeLessThan(20_000);
  await second.kill();
  expect(await store.database.query("select n from gestand.test_effect")).toEqual([{ n: 0 }]);
});
