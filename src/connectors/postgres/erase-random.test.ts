import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import {
  anyWorld,
  type Dump,
  dumpSchema,
  freshDatabase,
  layWorld,
  systemOf,
  type TestDatabase,
  type World,
} from "#harness";
import { eraseCrashPoints, type EraseOrder } from "../contract.ts";
import { expectExactly, refused } from "../sql/test-random.ts";
import { readCatalogue } from "./catalogue.ts";
import { erase } from "./erase.ts";
import { ensureWorkSchema } from "./guard-schema.ts";
import { compileOwnership } from "./ownership.ts";

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await freshDatabase();
  client = await session();
  await ensureWorkSchema(client);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function session(): Promise<Client> {
  const made = new Client({ connectionString: database.url });
  made.on("error", () => undefined);
  await made.connect();
  return made;
}

const runs = Number(process.env["GESTAND_RUNS"] ?? 20);
const timeout = 60_000 + runs * 1_000;

async function lay(world: World): Promise<Dump> {
  await database.query("drop schema if exists world cascade");
  await layWorld({ query: (text, values) => database.query(text, values) }, world);
  return dumpSchema((text, values) => database.query(text, values), "world");
}

async function eraseIn(world: World, order: Partial<EraseOrder>, using = client) {
  const plan = compileOwnership(await readCatalogue(using, "world"), systemOf(world));
  return erase(
    using,
    { plan, terms: () => undefined },
    {
      plan: randomUUID() as PlanId,
      step: 1,
      attempt: 1,
      subject: world.subject,
      today: localDate("2026-11-22"),
      rowsPerTransaction: 1_000,
      ...order,
    },
  );
}

test("in any schema, erasure touches exactly the person's rows: in one transaction and in batches alike", {
  timeout,
}, async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, fc.constantFrom(1, 3, 1_000), async (world, rowsPerTransaction) => {
      const before = await lay(world);
      const result = await eraseIn(world, { rowsPerTransaction });
      const after = await dumpSchema((text, values) => database.query(text, values), "world");
      if (!refused(world, before, after, result, rowsPerTransaction)) expectExactly(world, before, after);
    }),
    { numRuns: runs },
  );
});

test("killed or failed at any place and tried again, twice, it ends in the same state", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(
      anyWorld,
      fc.constantFrom(...eraseCrashPoints),
      fc.boolean(),
      fc.constantFrom(1, 1_000),
      fc.nat({ max: 3 }),
      async (world, point, kill, rowsPerTransaction, skip) => {
        await lay(world);
        await eraseIn(world, { rowsPerTransaction });
        const wanted = await dumpSchema((text, values) => database.query(text, values), "world");
        const before = await lay(world);
        const order = { plan: randomUUID() as PlanId, rowsPerTransaction };
        const doomed = await session();
        let passed = 0;
        const crashPoint = async (name: string) => {
          if (name !== point || passed++ !== skip) return;
          if (!kill) throw new Error("crash");
          await database.query("select pg_terminate_backend($1)", [
            (doomed as unknown as { processID: number }).processID,
          ]);
          throw new Error("crash");
        };
        await eraseIn(world, { ...order, crashPoint }, doomed).catch((error: unknown) => error);
        await doomed.end();
        const first = await eraseIn(world, { ...order, attempt: 2 });
        const after = await dumpSchema((text, values) => database.query(text, values), "world");
        expect(after).toEqual(wanted);
        if (!refused(world, before, after, first, rowsPerTransaction)) expectExactly(world, before, after);
        const again = await eraseIn(world, { ...order, attempt: 3 });
        if (first.ok && again.ok) expect(again.value).toEqual({ ...first.value, appliedNow: false });
        expect(await dumpSchema((text, values) => database.query(text, values), "world")).toEqual(wanted);
      },
    ),
    { numRuns: Math.ceil(runs / 2) },
  );
});
