/** Which day a hold counts from. */
import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import { changes, dumpSchema, freshDatabase, mapped, type ShortTable, type TestDatabase } from "#harness";
import type { EraseOrder, Subject } from "../contract.ts";
import { readCatalogue } from "./catalogue.ts";
import { erase } from "./erase.ts";
import { compileOwnership } from "./ownership.ts";

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.query("drop schema public cascade; create schema public");
});

const me: Subject = { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "customers", key: ["1"] }] };
const rules = new Map([["papers", [{ years: 7, timeZone: "Europe/Amsterdam" }]]]);
const terms = (rule: string) => rules.get(rule);

async function run(tables: Record<string, ShortTable>, order: Partial<EraseOrder> = {}) {
  const plan = compileOwnership(await readCatalogue(client, "public"), mapped(tables));
  const before = await dumpSchema((text, values) => database.query(text, values));
  const result = await erase(
    client,
    { plan, terms },
    {
      plan: randomUUID() as PlanId,
      step: 1,
      attempt: 1,
      subject: me,
      today: localDate("2026-11-22"),
      rowsPerTransaction: 1_000,
      ...order,
    },
  );
  return { result, changed: changes(before, await dumpSchema((text, values) => database.query(text, values))) };
}

const customers = `create table customers (id int primary key, email text, name text);
  insert into customers values (1, 'ann@x.nl', 'Ann'), (2, 'bob@x.nl', 'Bob');`;
const customerTable: ShortTable = { person: ["is email"], columns: { email: "contact.email", name: "name" } };

test("a moment starts a hold on the day that it was where the organisation is, which can be the next year", async () => {
  await database.query(`${customers}
    create table notes (id int primary key, email text, at timestamptz);
    create table slips (id int primary key, email text, clock timestamp);
    insert into notes values (1, 'ann@x.nl', '2018-12-31T23:30:00Z'), (2, 'ann@x.nl', '2018-12-31T22:30:00Z');
    insert into slips values (1, 'ann@x.nl', '2018-12-31 23:30');`);
  await client.query("set timezone to 'UTC'");
  const { result } = await run({
    customers: customerTable,
    notes: {
      person: ["@email"],
      columns: { email: "contact.email" },
      keep: { rule: "papers", from: { column: "at" } },
    },
    slips: {
      person: ["@email"],
      columns: { email: "contact.email" },
      keep: { rule: "papers", from: { column: "clock" } },
    },
  });
  expect(result.ok, JSON.stringify(result)).toBe(true);
  expect(await database.query("select id from notes")).toEqual([{ id: 1 }]);
  expect(await database.query("select id from slips")).toEqual([]);
});
