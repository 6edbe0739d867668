/** A worker process for the tests that kill workers: effect and record in one transaction, then a while before it is done. */
import { isOperationalError } from "#base";
import { loadInstallationKey, openStore, sql } from "./index.ts";

const keys = await loadInstallationKey({ fromEnvironment: process.env["GESTAND_KEY"], dataDir: "/nowhere" });
const store = await openStore({
  url: process.env["DATABASE_URL"] ?? "",
  keys,
  clock: { now: () => new Date() },
  onTrouble: (error) => isOperationalError(error) || process.exit(3),
});
store.queue.serve("test/effect", { concurrency: 2 }, async (job) => {
  process.stdout.write(`took ${job.attempt}\n`);
  const { n } = job.data as { n: number };
  await store.transact(async (tx) => {
    const first = await sql`insert into test_done (n) values (${n}) on conflict do nothing returning n`.execute(tx.db);
    if (first.rows.length === 0) return;
    await sql`insert into test_effect (n) values (${n})`.execute(tx.db);
    await sql`select pg_sleep(random() * 0.02)`.execute(tx.db);
    await store.queue.send(tx, { queue: "test/follow-up", data: { n } });
  });
  const pauseMs = Number(process.env["PAUSE_MS"] ?? "20");
  await new Promise((wake) => setTimeout(wake, pauseMs));
});
await store.queue.start({ work: true });
process.stdout.write("ready\n");
