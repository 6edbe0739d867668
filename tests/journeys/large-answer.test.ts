/**
 * A copy of a great many rows, made by a worker of its own whose memory is measured from outside. GESTAND_ANSWER_ROWS says
 * how many (a million at leisure).
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Personal, type StaffId } from "#base";
import { freshDatabase, freshStore, SetClock, testInstant } from "#harness";
import { buildShop, cast } from "../../examples/webshop-nl/index.ts";
import { type Engine, openSampleEngine } from "../harness/engine.ts";

const rows = Number(process.env["GESTAND_ANSWER_ROWS"] ?? 100_000);
const limitBytes = 256 * 1024 * 1024;
const staff = "5aff0000-0000-4000-8000-000000000000" as StaffId;

test(`a copy of ${rows} rows takes less than 256 MB`, { timeout: 60_000 + rows }, async () => {
  await using store = await freshStore();
  await using shop = await freshDatabase();
  await buildShop({ url: shop.url, customers: 0, today: "2026-11-22" });
  await shop.query(
    `insert into visit_log (visited_at, customer_id, ip_truncated, agent, path)
     select '2026-11-01'::timestamptz + n * interval '1 second', $1, '192.0.2.0', md5(n::text) || repeat(' agent', 20), '/p/' || n
     from generate_series(1, $2) n`,
    [cast.active.customerId, rows],
  );
  const engine = await openSampleEngine({
    urls: { own: store.url, shop: shop.url },
    clock: new SetClock(testInstant),
    poolSize: 4,
  });
  await engine.store.queue.start({ work: false });
  const worker = spawn(process.execPath, [fileURLToPath(new URL("./worker.ts", import.meta.url))], {
    env: { ...process.env, GESTAND_TEST_OWN: store.url, GESTAND_TEST_SHOP: shop.url, GESTAND_TEST_NOW: testInstant },
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    await once(worker.stdout, "data");
    const { id, sizeBytes } = await copyOf(engine);
    expect(sizeBytes).toBeGreaterThan(rows * 15);
    const plan = await engine.plans.get(engine.store.reader, id);
    expect(plan?.steps[0]?.tables.find(({ table }) => table === "visit_log")?.read).toBeGreaterThanOrEqual(rows);
    worker.kill("SIGTERM");
    const [said] = (await once(worker.stdout, "data")) as [Buffer];
    expect(Number(String(said)) * 1024).toBeLessThan(limitBytes);
  } finally {
    worker.kill("SIGKILL");
    await engine.systems.close();
    await engine.store.close();
  }
});

async function copyOf({ store, plans }: Engine) {
  const subject = {
    emails: [cast.active.email],
    anchors: [{ system: "shop", table: "customers", key: [String(cast.active.customerId)] }],
  };
  const id = await store.transact(async (tx) => {
    const key = await store.vault.createKey(tx);
    return plans.prepare(tx, { about: "R-large", action: "access", subject: new Personal(subject), key });
  });
  for (;;) {
    const plan = await plans.get(store.reader, id);
    if (plan?.state === "done") break;
    if (plan?.state === "failed" || plan?.state === "blocked")
      throw new Error(JSON.stringify([plan.problems, plan.steps.map(({ error }) => error)]));
    if (plan?.state === "ready") await store.transact((tx) => plans.approve(tx, id, plan.hash, staff));
    await new Promise((wake) => setTimeout(wake, 50));
  }
  const opened = await plans.openAnswer(store.reader, id);
  return { id, sizeBytes: opened?.sizeBytes ?? 0 };
}
