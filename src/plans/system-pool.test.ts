import { expect, test } from "vitest";
import { OperationalError } from "#base";
import type { ConnectedSystem } from "#connectors";
import { connectNotebook, notebookDatabase } from "#harness";
import { createSystemPool } from "./system-pool.ts";

/** Counts what is opened and closed of one real notebook. */
async function counted(idleMs: number) {
  const database = await notebookDatabase();
  const count = { opened: 0, closed: 0 };
  const pool = createSystemPool({
    names: ["book"],
    idleMs,
    connect: async (name) => {
      count.opened++;
      const system = connectNotebook({ name, url: database.url });
      return {
        ...system,
        close: async () => {
          await system.close();
          count.closed++;
        },
      };
    },
  });
  return { database, count, pool };
}
const look = (system: ConnectedSystem) => system.locate(["ada@example.org"]);
const away = new OperationalError("database-unreachable", "The book went away.", { retryable: true });

test("a system is connected when it is first needed, shared, and closed at the end", async () => {
  const { database, count, pool } = await counted(60_000);
  expect(count).toEqual({ opened: 0, closed: 0 });
  await Promise.all([pool.use("book", look), pool.use("book", look)]);
  await pool.use("book", look);
  expect(count).toEqual({ opened: 1, closed: 0 });
  await pool.close();
  expect(count).toEqual({ opened: 1, closed: 1 });
  await database.drop();
});

test("a system that nobody uses is closed, and connected again when it is needed", async () => {
  const { database, count, pool } = await counted(1);
  await pool.use("book", look);
  await expect.poll(() => count.closed).toBe(1);
  await pool.use("book", look);
  await pool.close();
  expect(count).toEqual({ opened: 2, closed: 2 });
  await database.drop();
});

test("after a lost connection the next user gets a new one, while others finish on the old", async () => {
  const { database, count, pool } = await counted(60_000);
  await pool.use("book", async (system) => {
    await expect(pool.use("book", () => Promise.reject(away))).rejects.toBe(away);
    await pool.use("book", look);
    expect(count).toEqual({ opened: 2, closed: 0 });
    await look(system);
  });
  await pool.close();
  expect(count).toEqual({ opened: 2, closed: 2 });
  await database.drop();
});

test("a system that could not be connected is tried anew by the next user", async () => {
  const { database, count, pool } = await counted(60_000);
  let refused = 0;
  const refusing = createSystemPool({
    names: ["book"],
    connect: async () => {
      if (refused++ === 0) throw away;
      return connectNotebook({ name: "book", url: database.url });
    },
  });
  await expect(refusing.use("book", look)).rejects.toBe(away);
  expect((await refusing.use("book", look)).candidates).toHaveLength(1);
  await refusing.close();
  await pool.close();
  expect(count.opened).toBe(0);
  await database.drop();
});
