import { expect, test } from "vitest";
import { freshStore, type TestStore } from "#harness";
import { sql, type Transaction } from "./index.ts";

async function withAccounts(store: TestStore): Promise<void> {
  await store.database.query("create table gestand.account (id integer primary key, n integer not null)");
  await store.database.query("insert into gestand.account values (1, 0), (2, 0)");
}

/** Resolves for both when both have come. */
function meeting(): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let come = 0;
  return () => {
    if (++come >= 2) resolve();
    return promise;
  };
}

const add = (tx: Transaction, id: number) => sql`update account set n = n + 1 where id = ${id}`.execute(tx.db);

test("two transactions in each other's way both happen, each once", async () => {
  await using store = await freshStore();
  await withAccounts(store);
  const meet = meeting();
  const runs = { a: 0, b: 0 };
  const woken: string[] = [];
  const transfer = (name: "a" | "b", first: number, second: number) =>
    store.transact(async (tx) => {
      runs[name]++;
      tx.afterCommit(() => woken.push(name));
      await add(tx, first);
      await meet();
      await add(tx, second);
    });
  await Promise.all([transfer("a", 1, 2), transfer("b", 2, 1)]);
  expect(await store.database.query("select id, n from gestand.account order by id")).toEqual([
    { id: 1, n: 2 },
    { id: 2, n: 2 },
  ]);
  // At least one of the two had to begin again; on a busy machine both do.
  expect(runs.a + runs.b).toBeGreaterThanOrEqual(3);
  expect(woken.sort()).toEqual(["a", "b"]);
});

test("decisions on rows that are only read hold when asked for", async () => {
  await using store = await freshStore();
  await withAccounts(store);
  const meet = meeting();
  const takeLast = (id: number) =>
    store.transact(
      async (tx) => {
        const { rows } = await sql<{ sum: number }>`select sum(n)::integer as sum from account`.execute(tx.db);
        await meet();
        if ((rows[0]?.sum ?? 1) === 0) await sql`update account set n = 1 where id = ${id}`.execute(tx.db);
      },
      { isolation: "serializable" },
    );
  await Promise.all([takeLast(1), takeLast(2)]);
  expect(await store.database.query("select sum(n)::integer as sum from gestand.account")).toEqual([{ sum: 1 }]);
});

test("after a rollback nobody is woken, and nothing was done", async () => {
  await using store = await freshStore();
  await withAccounts(store);
  let woken = false;
  const undone = store.transact(async (tx) => {
    tx.afterCommit(() => (woken = true));
    await sql`update account set n = 9`.execute(tx.db);
    throw new Error("no");
  });
  await expect(undone).rejects.toThrow("no");
  expect(woken).toBe(false);
  expect(await store.database.query("select sum(n)::integer as sum from gestand.account")).toEqual([{ sum: 0 }]);
});

test("whoever pauses inside a transaction for too long has lost it, so that nobody waits for them", async () => {
  await using store = await freshStore({ idleInTransactionMs: 100 });
  await withAccounts(store);
  const paused = store.transact(async (tx) => {
    await add(tx, 1);
    // Comes through only when the first no longer holds the row.
    await store.transact((other) => add(other, 1));
    await add(tx, 2);
  });
  await expect(paused).rejects.toMatchObject({ code: "database-unreachable", retryable: true });
  expect(await store.database.query("select id, n from gestand.account order by id")).toEqual([
    { id: 1, n: 1 },
    { id: 2, n: 0 },
  ]);
  await store.transact((tx) => add(tx, 2));
});
