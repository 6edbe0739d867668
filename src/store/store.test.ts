import { expect, test } from "vitest";
import { freshStore, startTestQueue } from "#harness";
import { sql } from "./index.ts";

test("a job sent in a transaction runs after its commit, and not at all after a rollback", async () => {
  await using store = await freshStore();
  const ran: unknown[] = [];
  store.queue.serve("test/note", {}, async (job) => {
    ran.push(job.data);
  });
  await using jobs = await startTestQueue(store);
  await store.transact((tx) => store.queue.send(tx, { queue: "test/note", data: { n: 1 } }));
  const undone = store.transact(async (tx) => {
    await store.queue.send(tx, { queue: "test/note", data: { n: 2 } });
    throw new Error("no");
  });
  await expect(undone).rejects.toThrow("no");
  await jobs.settled();
  expect(ran).toEqual([{ n: 1 }]);
});

test("counts come as numbers and days as text", async () => {
  await using store = await freshStore();
  const { rows } = await sql`select count(*) as n, date '2026-01-31' as day`.execute(store.reader.db);
  expect(rows).toEqual([{ n: 1, day: "2026-01-31" }]);
});
