import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import { anyWorld, systemOf, type World, type WorldDialect, worldStatements } from "#harness";
import type { System } from "#policy";
import { connect } from "../connect.ts";
import { type ConnectedSystem, eraseCrashPoints, type EraseOrder } from "../contract.ts";
import { freshDatabase } from "../mariadb/testing.ts";
import { freshFile } from "../sqlite/testing.ts";
import { expectExactly, refused } from "./random-testing.ts";
import { anyPolicy, type SqlDatabase } from "./testing.ts";

const engines: readonly (readonly [System["connector"], string, () => Promise<SqlDatabase>, WorldDialect])[] = [
  [
    "mariadb",
    "",
    freshDatabase,
    { types: { integer: "int", bigint: "bigint", text: "varchar(60)", uuid: "uuid" }, deferrable: false },
  ],
  [
    "sqlite",
    "main",
    freshFile,
    { types: { integer: "integer", bigint: "bigint", text: "text", uuid: "text" }, deferrable: true },
  ],
];

const runs = Math.min(Number(process.env["GESTAND_RUNS"] ?? 12), 40);
const timeout = 60_000 + runs * 2_000;

async function lay(database: SqlDatabase, world: World, dialect: WorldDialect): Promise<void> {
  await database.clear();
  for (const sql of worldStatements(world, dialect)) await database.run(sql);
}

function eraseIn(system: ConnectedSystem, world: World, order: Partial<EraseOrder>) {
  return system.erase({
    plan: randomUUID() as PlanId,
    step: 1,
    attempt: 1,
    subject: world.subject,
    today: localDate("2026-11-22"),
    rowsPerTransaction: 1_000,
    ...order,
  });
}

for (const [connector, schema, make, dialect] of engines) {
  const connected = (world: World, url: string) =>
    connect({ policy: anyPolicy, system: { ...systemOf(world), connector, schema }, url });

  test(`in any schema of ${connector}, erasure touches exactly the person's rows: in one transaction and in batches alike`, {
    timeout,
  }, async () => {
    await using database = await make();
    await fc.assert(
      fc.asyncProperty(anyWorld, fc.constantFrom(1, 3, 1_000), async (world, rowsPerTransaction) => {
        await lay(database, world, dialect);
        const system = await connected(world, database.url);
        try {
          const before = await database.dump();
          const result = await eraseIn(system, world, { rowsPerTransaction });
          const after = await database.dump();
          if (!refused(world, before, after, result, rowsPerTransaction)) expectExactly(world, before, after);
        } finally {
          await system.close();
        }
      }),
      { numRuns: runs },
    );
  });

  test(`failed at any place in ${connector} and tried again, twice, it ends in the same state`, {
    timeout,
  }, async () => {
    await using database = await make();
    await fc.assert(
      fc.asyncProperty(
        anyWorld,
        fc.constantFrom(...eraseCrashPoints),
        fc.constantFrom(1, 1_000),
        fc.nat({ max: 3 }),
        async (world, point, rowsPerTransaction, skip) => {
          await lay(database, world, dialect);
          const system = await connected(world, database.url);
          try {
            await eraseIn(system, world, { rowsPerTransaction });
            const wanted = await database.dump();
            await lay(database, world, dialect);
            const before = await database.dump();
            const order = { plan: randomUUID() as PlanId, rowsPerTransaction };
            let passed = 0;
            const crashPoint = (name: string) => {
              if (name === point && passed++ === skip) throw new Error("crash");
            };
            await eraseIn(system, world, { ...order, crashPoint }).catch((error: unknown) => error);
            const first = await eraseIn(system, world, { ...order, attempt: 2 });
            const after = await database.dump();
            expect(after).toEqual(wanted);
            if (!refused(world, before, after, first, rowsPerTransaction)) expectExactly(world, before, after);
            const again = await eraseIn(system, world, { ...order, attempt: 3 });
            if (first.ok && again.ok) expect(again.value).toEqual({ ...first.value, appliedNow: false });
            expect(await database.dump()).toEqual(wanted);
          } finally {
            await system.close();
          }
        },
      ),
      { numRuns: Math.ceil(runs / 2) },
    );
  });
}
