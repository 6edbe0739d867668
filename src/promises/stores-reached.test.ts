/** What the board says of places that are no database: of one that a connector reaches, and of one where a person goes. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { OperationalError, type Problem } from "#base";
import { connectShelf } from "#harness";
import { createStorePool, type PlanFact, type StoreFact } from "#plans";
import type { Store } from "#policy";
import { sql } from "#store";
import { openShop, type Shop } from "./testing.ts";

const at = { file: "policy.yaml", line: 1, column: 1 };
const bare = { kind: "objects", holds: ["name"], of: ["customer"], keys: [], countries: [], cites: [], at } as const;
const places: readonly Store[] = [
  {
    ...bare,
    name: "photos",
    title: { en: "photos" },
    reach: { kind: "files", urlFrom: "PHOTOS", format: "whole", names: ["*"], erase: "line" },
  },
  { ...bare, name: "letters", title: { en: "letters" }, kind: "paper" },
];

let shop: Shop;
let problems: readonly Problem[] = [];
let down = false;
beforeAll(async () => {
  shop = await openShop({ guard: false });
  const stores = createStorePool({
    names: ["photos"],
    connect: async (name) => ({
      ...connectShelf({ name, things: new Map() }),
      inspect: async () => {
        if (down) throw new OperationalError("store-unreachable", "It does not answer.", { retryable: true });
        return problems;
      },
    }),
  });
  Object.assign(shop.options, { policy: { ...shop.options.policy, stores: places }, stores });
});
afterAll(() => shop[Symbol.asyncDispose]());

const finished = (...stores: readonly Partial<StoreFact>[]) =>
  Object.assign(shop.options, {
    planFacts: {
      finished: async () =>
        [
          { action: "erasure", about: "ABCD-EFGH-JKMN", approved: [], done: [], residue: [], stores },
        ] as unknown as PlanFact[],
    },
  });
const erasedIn = (store: string) => shop.check({ kind: "store-reached", store, right: "erasure" });

test("a store that answers and in which the last erasures left nothing keeps its promise", async () => {
  finished({ store: "photos", by: "connector", items: 3, erased: 2, left: 0 });
  expect(await erasedIn("photos")).toMatchObject({ status: "kept", facts: { plans: 1, items: 2 } });
});

test("one in which something was left, or that is not as declared, breaks it", async () => {
  finished({ store: "photos", by: "connector", items: 3, erased: 2, left: 1 });
  expect(await erasedIn("photos")).toMatchObject({ status: "broken" });
  finished({ store: "photos", by: "connector", items: 3, erased: 3, left: 0 });
  problems = [{ code: "bucket-missing", severity: "error", message: "There is no such bucket.", remedy: "Make it." }];
  expect(await erasedIn("photos")).toMatchObject({ status: "broken" });
  problems = [];
});

test("one that does not answer leaves it unproven", async () => {
  down = true;
  expect(await erasedIn("photos")).toMatchObject({ status: "unproven" });
  down = false;
});

test("where a person goes it is unproven until somebody did, and broken when a task is past its day", async () => {
  finished();
  expect(await erasedIn("letters")).toMatchObject({ status: "unproven" });
  finished({ store: "letters", by: "person" });
  expect(await erasedIn("letters")).toMatchObject({ status: "kept", facts: { tasks: 1 } });
  await lateTask("letters");
  expect(await erasedIn("letters")).toMatchObject({ status: "broken", facts: { late: 1 } });
});

/** As a plan leaves one that nobody did. */
async function lateTask(store: string): Promise<void> {
  const [plan, now] = [crypto.randomUUID(), shop.store.clock.now()];
  await shop.store.transact(async (tx) => {
    const key = await shop.store.vault.createKey(tx);
    await sql`insert into plan (id, about, action, state, key_id, subject_digest, hash, created_at, approved_at)
      values (${plan}, 'ABCD-EFGH-JKMN', 'erasure', 'running', ${key}, 'x', 'x', ${now}, ${now})`.execute(tx.db);
    await sql`insert into plan_step (plan_id, ordinal, kind, store, state) values (${plan}, 1, 'do', ${store}, 'pending')`.execute(
      tx.db,
    );
    await sql`insert into plan_task (id, plan_id, ordinal, round, act, since, due_on)
      values (${crypto.randomUUID()}, ${plan}, 1, 1, 'erase', ${now}, '2020-01-01')`.execute(tx.db);
  });
}
