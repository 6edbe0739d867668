import { expect, test } from "vitest";
import { isOperationalError, OperationalError } from "#base";
import { freshStore, startTestQueue, testKeys, type TestStore } from "#harness";
import { type Job, openStore } from "./index.ts";

const later = new OperationalError("system-away", "The shop's database does not answer.", { retryable: true });

function send(store: TestStore, job: Omit<Job, "queue"> = { data: null }): Promise<void> {
  return store.transact((tx) => store.queue.send(tx, { queue: "test/work", ...job }));
}

test("a retryable failure is tried again after growing pauses until it works", async () => {
  await using store = await freshStore();
  const attempts: number[] = [];
  store.queue.serve("test/work", {}, async (job) => {
    attempts.push(job.attempt);
    if (job.attempt < 4) throw later;
  });
  await using jobs = await startTestQueue(store);
  await send(store);
  const pauses: number[] = [];
  for (let round = 0; round < 3; round++) {
    await jobs.settled();
    const [row] = await store.database.query<{ pause: string }>(
      "select extract(epoch from start_after - now()) as pause from pgboss.job where name = 'test/work'",
    );
    pauses.push(Number(row?.pause));
    await jobs.advance(60_000);
  }
  await jobs.settled();
  expect(attempts).toEqual([1, 2, 3, 4]);
  expect(pauses[2]).toBeGreaterThan(pauses[0] ?? 0);
});

test("what cannot be retried is given up at once, and of an unforeseen error only kind and place are kept", async () => {
  await using store = await freshStore();
  const given: unknown[] = [];
  store.queue.serve(
    "test/work",
    {
      gaveUp: async (job, error) => {
        given.push({ data: job.data, attempt: job.attempt, code: error.code, message: error.message });
      },
    },
    async (job) => {
      if (job.data === 1) throw new OperationalError("never", "The table is gone.");
      throw new TypeError("cannot read eva@example.org");
    },
  );
  await using jobs = await startTestQueue(store);
  await send(store, { data: 1 });
  await jobs.settled({ failures: "allowed" });
  await send(store, { data: 2 });
  await jobs.settled({ failures: "allowed" });
  expect(given).toEqual([
    { data: 1, attempt: 1, code: "never", message: "The table is gone." },
    {
      data: 2,
      attempt: 1,
      code: "unexpected",
      message: expect.stringMatching(/not foreseen \(TypeError at queue\.test\.ts:\d+\)/),
    },
  ]);
  expect(
    JSON.stringify(await store.database.query("select data, output, source_output from pgboss.job")),
  ).not.toContain("eva");
  await expect(jobs.settled()).rejects.toThrow("Jobs were given up: test/work");
});

test("when no tries are left the last failure is handed to gaveUp, which is itself retried", async () => {
  await using store = await freshStore();
  const given: string[] = [];
  store.queue.serve(
    "test/work",
    {
      tries: 2,
      gaveUp: async (job, error) => {
        given.push(`${error.code} ${job.attempt}`);
        if (given.length === 1) throw later;
      },
    },
    () => Promise.reject(later),
  );
  await using jobs = await startTestQueue(store);
  await send(store);
  for (let round = 0; round < 3; round++) {
    await jobs.settled({ failures: "allowed" });
    await jobs.advance(60_000);
  }
  await jobs.settled({ failures: "allowed" });
  expect(given).toEqual(["system-away 2", "system-away 2"]);
});

test("a job whose workers die each time is given up, and a worker that lost its job is told", async () => {
  await using store = await freshStore();
  let code = "";
  let aborted = false;
  store.queue.serve(
    "test/work",
    {
      tries: 1,
      gaveUp: async (_job, error) => {
        code = error.code;
      },
    },
    (job) =>
      new Promise((done) => {
        void store.database.query(
          "update pgboss.job set heartbeat_on = now() - interval '1 hour' where name = 'test/work'",
        );
        job.signal.addEventListener("abort", () => {
          aborted = true;
          done();
        });
      }),
  );
  await using jobs = await startTestQueue(store);
  await send(store);
  await expect.poll(() => code, { timeout: 20_000 }).toBe("worker-lost");
  await expect.poll(() => aborted, { timeout: 20_000 }).toBe(true);
  await jobs.settled({ failures: "allowed" });
});

test("at most one job of a key waits; one that runs does not count", async () => {
  await using store = await freshStore();
  let runs = 0;
  const held = Promise.withResolvers<void>();
  store.queue.serve("test/work", {}, async () => {
    runs++;
    if (runs === 1) await held.promise;
  });
  await Promise.all([1, 2, 3, 4].map(() => send(store, { data: null, onceKey: "a" })));
  await send(store, { data: null, onceKey: "a" });
  await send(store, { data: null, onceKey: "b", startAfter: new Date(store.clock.now().getTime() + 3_600_000) });
  const waiting = async () =>
    (await store.database.query("select 1 from pgboss.job where name = 'test/work' and state = 'created'")).length;
  expect(await waiting()).toBe(2);
  await using jobs = await startTestQueue(store);
  await expect.poll(() => runs).toBe(1);
  await send(store, { data: null, onceKey: "a" });
  await send(store, { data: null, onceKey: "a" });
  expect(await waiting()).toBe(2);
  held.resolve();
  await jobs.settled();
  expect(runs).toBe(2);
});

test("a waiting job does not start before those who rely on it have committed", async () => {
  await using store = await freshStore();
  await store.database.query("create table gestand.seen (n integer)");
  const counts: unknown[] = [];
  store.queue.serve("test/work", {}, async () => {
    counts.push((await store.database.query("select n from gestand.seen")).length);
  });
  await send(store, { data: null, onceKey: "sum" });
  let jobs: AsyncDisposable | undefined;
  await store.transact(async (tx) => {
    await store.queue.send(tx, { queue: "test/work", data: null, onceKey: "sum" });
    jobs = await startTestQueue(store);
    // Another job passes by while this one is held back.
    await send(store, { data: null });
    await expect.poll(() => counts.length).toBe(1);
    await tx.db.withTables<{ seen: { n: number } }>().insertInto("seen").values({ n: 1 }).execute();
  });
  await expect.poll(() => counts, { timeout: 5_000 }).toEqual([0, 1]);
  await jobs?.[Symbol.asyncDispose]();
});

test("startAfter counts by the clock of the store", async () => {
  await using store = await freshStore({ at: "2031-01-01T00:00:00Z" });
  let runs = 0;
  store.queue.serve("test/work", {}, async () => {
    runs++;
  });
  await using jobs = await startTestQueue(store);
  await send(store, { data: null, startAfter: new Date("2031-01-02T00:00:00Z") });
  await jobs.advance(23 * 3_600_000);
  await jobs.settled();
  expect(runs).toBe(0);
  await jobs.advance(3_601_000);
  await jobs.settled();
  expect(runs).toBe(1);
});

test("a burst on one lane does not wait for the poll between jobs", async () => {
  await using store = await freshStore();
  const ran: unknown[] = [];
  store.queue.serve("test/work", {}, async (job) => {
    ran.push(job.data);
  });
  await using jobs = await startTestQueue(store);
  const from = performance.now();
  await store.transact(async (tx) => {
    for (let n = 0; n < 40; n++) await store.queue.send(tx, { queue: "test/work", data: n });
  });
  await jobs.settled();
  expect(ran).toEqual(Array.from({ length: 40 }, (_, n) => n));
  expect(performance.now() - from).toBeLessThan(10_000);
});

test("repetitions are those that are declared now, in their time zone", async () => {
  await using store = await freshStore();
  const schedules = () => store.database.query("select name, cron, timezone from pgboss.schedule order by name");
  store.queue.serve("test/work", {}, async () => undefined);
  store.queue.schedule("test/work", "15 3 * * *", "Europe/Amsterdam");
  {
    await using jobs = await startTestQueue(store);
    await jobs.settled();
    expect(await schedules()).toEqual([{ name: "test/work", cron: "15 3 * * *", timezone: "Europe/Amsterdam" }]);
  }
  const next = await openStore({ url: store.url, keys: testKeys, clock: store.clock });
  await next.queue.start({ work: true });
  expect(await schedules()).toEqual([]);
  await next.close();
});

test("stopping waits for the jobs that run, and takes no new ones", async () => {
  await using store = await freshStore();
  const ran: string[] = [];
  store.queue.serve("test/work", {}, async (job) => {
    ran.push(`from ${job.data as number}`);
    await new Promise((wake) => setTimeout(wake, 300));
    ran.push(`to ${job.data as number}`);
  });
  await startTestQueue(store);
  await send(store, { data: 1 });
  await expect.poll(() => ran.length).toBe(1);
  const stopped = store.queue.stop(5_000);
  await store.database.query("select 1");
  await stopped;
  expect(ran).toEqual(["from 1", "to 1"]);
  await send(store, { data: 2 });
  expect(
    await store.database.query("select state::text from pgboss.job where name = 'test/work' order by created_on"),
  ).toEqual([{ state: "completed" }, { state: "created" }]);
});

test("a failure of the database reaches the caller as one that may be retried", async () => {
  await using store = await freshStore();
  const lost = store.transact(async (tx) => {
    await store.queue.send(tx, { queue: "test/work", data: null });
    await store.database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gestand' and datname = current_database()",
    );
    await store.queue.send(tx, { queue: "test/work", data: null });
  });
  const error = await lost.catch((thrown: unknown) => thrown);
  expect(isOperationalError(error) && error.retryable && error.code).toBe("database-unreachable");
  expect(await store.database.query("select 1 from pgboss.job where name = 'test/work'")).toEqual([]);
  await send(store);
});
