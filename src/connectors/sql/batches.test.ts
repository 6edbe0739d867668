import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { PlanId } from "#base";
import { changes } from "#harness";
import type { System } from "#policy";
import type { EraseCrashPoint } from "../contract.ts";
import { freshDatabase } from "../mariadb/testing.ts";
import { freshFile } from "../sqlite/testing.ts";
import { conformanceWorld, type SqlDatabase } from "./testing.ts";

const engines: readonly (readonly [System["connector"], () => Promise<SqlDatabase>])[] = [
  ["mariadb", freshDatabase],
  ["sqlite", freshFile],
];

for (const [connector, make] of engines) {
  test(`in ${connector} a row that is given to somebody else between two batches, or becomes shared, is left to them`, async () => {
    const database = await make();
    await using world = await conformanceWorld(connector, database);
    await database.run(
      "insert into letters values (2, 1, null, 'ann-secret letter'), (3, 1, null, 'ann-secret letter')",
    );
    const before = await database.dump();
    const system = await world.connect();
    try {
      let given = false;
      const crashPoint = async (name: EraseCrashPoint) => {
        if (name !== "between-batches" || given) return;
        given = true;
        // Whichever is left of the letters; one of the notes has an end of its own.
        await database.run("update notes set person_id = 2 where person_id = 1");
        await database.run("update letters set receiver_id = 2 where sender_id = 1");
      };
      const order = { plan: randomUUID() as PlanId, step: 1, attempt: 1, subject: world.ann, today: world.today };
      const result = await system.erase({ ...order, rowsPerTransaction: 1, crashPoint });
      expect(given).toBe(true);
      const changed = Object.fromEntries(changes(before, await database.dump()).map((one) => [one.table, one]));
      // Of five rows the first batch took one; the others are of Bob too now, but for Ann herself.
      const touched = ["notes", "letters"].flatMap((table) => changed[table]?.gone ?? []).length;
      const left = ["notes", "letters"].flatMap((table) => changed[table]?.added ?? []).length;
      expect(touched - left).toBe(1);
      expect(changed["people"]?.gone).toHaveLength(1);
      expect(changed["invoices"]).toBeUndefined();
      expect(result.ok && result.value.tables.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(2);
    } finally {
      await system.close();
    }
  });

  test(`in ${connector} an attempt that was overtaken and wakes up late takes nothing from the later one`, async () => {
    await using world = await conformanceWorld(connector, await make());
    const before = await world.others();
    const [late, early] = [await world.connect(), await world.connect()];
    const order = {
      plan: randomUUID() as PlanId,
      step: 1,
      subject: world.ann,
      today: world.today,
      rowsPerTransaction: 1,
    };
    try {
      let woke = false;
      const crashPoint = async (name: EraseCrashPoint) => {
        if (name !== "between-batches" || woke) return;
        woke = true;
        expect(await early.erase({ ...order, attempt: 3 })).toMatchObject({ ok: false, reason: "fenced" });
      };
      const result = await late.erase({ ...order, attempt: 5, crashPoint });
      expect(woke).toBe(true);
      expect(result).toMatchObject({ ok: true, value: { appliedNow: true } });
      expect(await world.others()).toBe(before);
    } finally {
      await early.close();
      await late.close();
    }
  });
}
