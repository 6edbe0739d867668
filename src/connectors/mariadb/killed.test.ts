import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { PlanId } from "#base";
import { type EraseCrashPoint, type EraseOrder, eraseCrashPoints } from "../contract.ts";
import { conformanceWorld } from "../sql/testing.ts";
import { freshDatabase, killOthers } from "./testing.ts";

async function worldWith(rowsPerTransaction: number) {
  const database = await freshDatabase();
  const world = await conformanceWorld("mariadb", database);
  const order: Omit<EraseOrder, "attempt"> = {
    plan: randomUUID() as PlanId,
    step: 1,
    subject: world.ann,
    today: world.today,
    rowsPerTransaction,
  };
  return { database, world, order };
}

for (const point of eraseCrashPoints)
  for (const rows of [1, 1_000])
    test(`a session that is ended ${point.replace("-", " ")}, ${rows} row(s) at a time, leaves nothing half done`, async () => {
      const { database, world, order } = await worldWith(rows);
      const before = await world.others();
      const system = await world.connect();
      try {
        let killed = false;
        const crashPoint = async (name: EraseCrashPoint) => {
          if (name !== point || killed) return;
          killed = true;
          await killOthers(database);
        };
        const first = await system.erase({ ...order, attempt: 1, crashPoint }).catch((error: unknown) => error);
        // After the commit nothing was asked of the session any more.
        if (killed && point !== "after-commit" && point !== "before-begin")
          expect(first).toMatchObject({ code: "database-unreachable", retryable: true });
        expect(await world.others()).toBe(before);
        expect((await system.erase({ ...order, attempt: 2 })).ok).toBe(true);
        expect(await world.others()).toBe(before);
        expect((await system.locate(world.ann.emails)).candidates).toEqual([]);
      } finally {
        await system.close();
        await world[Symbol.asyncDispose]();
      }
    });

test("of two workers with one order only the later attempt has an effect, and the other is told", async () => {
  const { world, order } = await worldWith(1);
  const before = await world.others();
  const [early, late] = [await world.connect(), await world.connect()];
  try {
    let overtaken = false;
    const crashPoint = async (name: EraseCrashPoint) => {
      if (name !== "between-batches" || overtaken) return;
      overtaken = true;
      expect((await late.erase({ ...order, attempt: 2 })).ok).toBe(true);
    };
    const slow = await early.erase({ ...order, attempt: 1, crashPoint });
    expect(overtaken).toBe(true);
    expect(slow).toMatchObject({ ok: false, reason: "fenced" });
    expect(await world.others()).toBe(before);
    expect((await late.locate(world.ann.emails)).candidates).toEqual([]);
  } finally {
    await early.close();
    await late.close();
    await world[Symbol.asyncDispose]();
  }
});
