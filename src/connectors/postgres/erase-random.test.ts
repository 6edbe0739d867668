import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import {
  anyWorld,
  changes,
  type Dump,
  dumpSchema,
  expectedRows,
  freshDatabase,
  layWorld,
  systemOf,
  type TestDatabase,
  type World,
} from "#harness";
import { eraseCrashPoints, type EraseOrder } from "../contract.ts";
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

/** Keys of a dumped row, as the naive reading writes them. */
function keyOf(row: string): string {
  const value = JSON.parse(row) as Record<string, unknown>;
  return [value["key a"], ...("key_b" in value ? [value["key_b"]] : [])].join("/");
}

/** Every row the erasure touched is the person's and was to be touched; every row it should touch was. */
function expectExactly(world: World, before: Dump, after: Dump): void {
  const touched = Object.fromEntries(changes(before, after).map((one) => [one.table, one]));
  for (const [at, table] of world.tables.entries()) {
    const name = `t${at}`;
    const mine = expectedRows(world)[name] ?? [];
    const own = mine.filter((key) => !key.endsWith(" shared"));
    const shared = mine.filter((key) => key.endsWith(" shared")).map((key) => key.replace(" shared", ""));
    const gone = (touched[name]?.gone ?? []).map(keyOf).sort();
    const added = (touched[name]?.added ?? []).map(keyOf).sort();
    if (table.erase === "delete") expect(gone.filter((key) => !shared.includes(key))).toEqual(own);
    if (table.erase === "keep") expect(gone.filter((key) => !shared.includes(key))).toEqual([]);
    // An anonymised row always changes: its note becomes "-".
    if (table.erase === "anonymise") expect(gone.filter((key) => !shared.includes(key))).toEqual(own);
    // Shared rows are never deleted, and only changed where the link is cut.
    expect(gone.filter((key) => shared.includes(key) && !added.includes(key))).toEqual([]);
    if (table.sharedErase === "keep") expect(gone.filter((key) => shared.includes(key))).toEqual([]);
    expect(gone.every((key) => own.includes(key) || shared.includes(key))).toBe(true);
    expect(added.every((key) => gone.includes(key))).toBe(true);
  }
}

/** A refusal changes nothing in one transaction; in batches, earlier ones stay done, and only on the person's rows. */
function refused(
  world: World,
  before: Dump,
  after: Dump,
  result: Awaited<ReturnType<typeof erase>>,
  rowsPerTransaction: number,
): boolean {
  if (result.ok) return false;
  expect(result.reason).toBe("blocked");
  if (rowsPerTransaction > 100) expect(changes(before, after)).toEqual([]);
  for (const { table, gone } of changes(before, after)) {
    const mine = (expectedRows(world)[table] ?? []).map((key) => key.replace(" shared", ""));
    expect(mine).toEqual(expect.arrayContaining(gone.map(keyOf)));
  }
  return true;
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
