import { Buffer } from "node:buffer";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { changes, dumpSchema, freshDatabase, mapped, type ShortTable, type TestDatabase, testPool } from "#harness";
import type { AnswerFile, Subject } from "../contract.ts";
import { openAnswer } from "./answer.ts";
import { readCatalogue } from "./catalogue.ts";
import { compileOwnership } from "./ownership.ts";

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = testPool(database.url, 10);
  pool.on("error", () => undefined);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
afterEach(() => database.query("drop schema public cascade; create schema public"));

const me: Subject = { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "customers", key: ["1"] }] };

async function open(tables: Record<string, ShortTable>) {
  const plan = compileOwnership(await readCatalogue(pool, "public"), mapped(tables));
  const client = await pool.connect();
  return openAnswer(client, { plan }, me, (broken) => client.release(broken));
}

async function textOf(file: AnswerFile | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  if (file !== undefined) for await (const chunk of file.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** Rows come in no order of their own. */
function sorted(text: string): unknown[] {
  const rows = JSON.parse(text) as { table: string; key: number[] }[];
  return rows.sort((a, b) => a.table.localeCompare(b.table) || (a.key[0] ?? 0) - (b.key[0] ?? 0));
}

const hostile = "He said: \"a\\b,\u0001\u0002\n\r\t€ 🧾'; --";

async function shop(): Promise<void> {
  await database.query(`
    create table customers (id int primary key, email text, name text, password_hash text, born date, tags text[], profile json);
    create table gifts (id int primary key, buyer int, email text, note text);`);
  await database.query(
    "insert into customers values (1, 'ann@x.nl', $1, 's3cret', '1990-01-02', array[$1], $2), (2, 'bob@x.nl', 'Bob', 'hush', null, null, null)",
    [hostile, '{\n "contact": {"phone": "+31 6", "old": null},\r\n "theme": "dark"}'],
  );
  await database.query(
    "insert into gifts values (1, 1, 'bob@x.nl', 'for Bob'), (2, 1, 'ann@x.nl', 'for me'), (3, 2, 'bob@x.nl', 'not mine')",
  );
}

const tables: Record<string, ShortTable> = {
  customers: {
    person: ["is email"],
    columns: {
      email: "contact.email",
      name: "name",
      password_hash: "credentials",
      born: "birth.date",
      tags: "name",
      profile: { is: "preferences", json: { "contact.phone": "contact.phone" } },
    },
  },
  gifts: {
    person: ["buyer -> customers"],
    alsoAbout: ["@email"],
    columns: { email: "contact.email", note: "order-history" },
    shared: { access: "show" },
  },
};

test("each file is a JSON array of this person's values of one category, whatever the values hold", async () => {
  await shop();
  const answer = await open(tables);
  expect(answer.files.map((file) => file.category)).toEqual([
    "birth",
    "contact",
    "credentials",
    "name",
    "order-history",
    "preferences",
  ]);
  const files: Record<string, unknown> = {};
  for (const file of answer.files) files[file.category] = sorted(await textOf(file));
  await answer.close();
  expect(files).toEqual({
    birth: [{ table: "customers", key: [1], values: { born: "1990-01-02" } }],
    contact: [
      { table: "customers", key: [1], values: { email: "ann@x.nl", profile: { "contact.phone": "+31 6" } } },
      { table: "gifts", key: [1], values: { email: { withheld: "another person" } }, shared: true },
      { table: "gifts", key: [2], values: { email: "ann@x.nl" } },
    ],
    credentials: [{ table: "customers", key: [1], values: { password_hash: { withheld: "credential" } } }],
    name: [{ table: "customers", key: [1], values: { name: hostile, tags: [hostile] } }],
    "order-history": [
      { table: "gifts", key: [1], values: { note: "for Bob" }, shared: true },
      { table: "gifts", key: [2], values: { note: "for me" } },
    ],
    preferences: [
      { table: "customers", key: [1], values: { profile: { "": { contact: { old: null }, theme: "dark" } } } },
    ],
  });
});

test("rows that are another person are withheld even where shared rows are shown", async () => {
  await database.query(`create table customers (id int primary key, email text, name text, referred_by int);
    insert into customers values (1, 'ann@x.nl', 'Ann', null), (2, 'bob@x.nl', 'Bob', 1);`);
  const answer = await open({
    customers: {
      person: ["is email"],
      alsoAbout: ["referred_by -> customers"],
      columns: { email: "contact.email", name: "name" },
      shared: { access: "show" },
    },
  });
  expect(answer.tables[0]).toMatchObject({
    rows: 2,
    shared: 1,
    read: 1,
    kept: [{ because: { kind: "shared" }, rows: 1 }],
  });
  for (const file of answer.files) expect(await textOf(file)).not.toMatch(/bob/i);
  await answer.close();
});

test("the readable part shows the first rows as texts and says how many there are", async () => {
  await shop();
  const answer = await open(tables);
  const shown = [];
  for await (const table of answer.readable()) shown.push(table);
  await answer.close();
  expect(shown[1]).toEqual({
    table: "gifts",
    columns: [
      { name: "email", category: "contact.email" },
      { name: "note", category: "order-history" },
    ],
    rows: [
      ["•••", "for Bob"],
      ["ann@x.nl", "for me"],
    ],
    totalRows: 2,
  });
  expect(JSON.stringify(shown)).not.toContain("s3cret");
});

test("reading changes nothing, shows one moment, and waits for a slow reader", async () => {
  await database.query(`create table customers (id int primary key, email text);
    create table visits (id int primary key, customer_id int, page text);
    insert into customers values (1, 'ann@x.nl');
    insert into visits select i, 1, repeat('page ', 40) from generate_series(1, 50000) i;`);
  const query = (text: string, values?: unknown[]) => database.query(text, values);
  const before = await dumpSchema(query);
  const answer = await open({
    customers: { person: ["is email"], columns: { email: "contact.email" } },
    visits: { person: ["customer_id -> customers"], columns: { page: "browsing" } },
  });
  expect(changes(before, await dumpSchema(query))).toEqual([]);
  await database.query("delete from visits where id > 10");
  const browsing = answer.files.find((file) => file.category === "browsing");
  let bytes = 0;
  let largest = 0;
  for await (const chunk of browsing?.open() ?? []) {
    bytes += chunk.length;
    largest = Math.max(largest, chunk.length);
  }
  await answer.close();
  expect(bytes).toBeGreaterThan(10_000_000);
  expect(largest).toBeLessThan(1_000_000);
});

test("an answer that is left halfway lets go of its session", async () => {
  await database.query(`create table customers (id int primary key, email text);
    create table visits (id int primary key, customer_id int, page text);
    insert into customers values (1, 'ann@x.nl');
    insert into visits select i, 1, repeat('page ', 40) from generate_series(1, 20000) i;`);
  const answer = await open({
    customers: { person: ["is email"] },
    visits: { person: ["customer_id -> customers"], columns: { page: "browsing" } },
  });
  for await (const chunk of answer.files[0]?.open() ?? []) if (chunk.length > 10) break;
  await answer.close();
  expect(pool.totalCount).toBe(pool.idleCount);
  expect(await database.query("select 1 as one")).toEqual([{ one: 1 }]);
});
