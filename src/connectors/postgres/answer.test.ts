import { Buffer } from "node:buffer";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Policy } from "#policy";
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

async function open(tables: Record<string, ShortTable>, recipients: readonly object[] = []) {
  const plan = compileOwnership(await readCatalogue(pool, "public"), mapped(tables));
  const client = await pool.connect();
  await client.query("set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = iso_8601");
  const policy = { recipients } as unknown as Policy;
  return openAnswer(client, { plan, policy }, me, (broken) => client.release(broken));
}

async function textOf(file: AnswerFile | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  if (file !== undefined) for await (const chunk of file.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

interface Told {
  readonly table: string;
  readonly columns: readonly { readonly name?: string; readonly is?: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Per table: its rows in order, and what the columns are. */
function told(text: string): Record<string, { columns: unknown; rows: unknown }> {
  const tables = (JSON.parse(text) as Told[]).map(
    ({ table, columns, rows }) =>
      [table, { columns, rows: rows.toSorted((a, b) => Number(a[0]) - Number(b[0])) }] as const,
  );
  return Object.fromEntries(tables);
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

test("each file holds this person's values of one category, row by row, whatever the values hold", async () => {
  await shop();
  const answer = await open(tables);
  const files: Record<string, unknown> = {};
  for (const file of answer.files) files[file.category] = told(await textOf(file));
  await answer.close();
  const id = { name: "id", type: "integer", key: true };
  expect(files).toEqual({
    birth: {
      customers: { columns: [id, { name: "born", type: "date", is: "birth.date" }], rows: [[1, "1990-01-02"]] },
    },
    contact: {
      customers: {
        columns: [
          id,
          { name: "email", type: "text", is: "contact.email" },
          { name: "profile", type: "json", members: { "contact.phone": "contact.phone" } },
        ],
        rows: [[1, "ann@x.nl", { "contact.phone": "+31 6" }]],
      },
      gifts: {
        columns: [id, { name: "email", type: "text", is: "contact.email" }, { is: "shared" }],
        rows: [
          [1, { withheld: "another person" }, true],
          [2, "ann@x.nl", false],
        ],
      },
    },
    credentials: {
      customers: {
        columns: [id, { name: "password_hash", type: "text", is: "credentials" }],
        rows: [[1, { withheld: "credential" }]],
      },
    },
    name: {
      customers: {
        columns: [id, { name: "name", type: "text", is: "name" }, { name: "tags", type: "text[]", is: "name" }],
        rows: [[1, hostile, [hostile]]],
      },
    },
    "order-history": {
      gifts: {
        columns: [id, { name: "note", type: "text", is: "order-history" }, { is: "shared" }],
        rows: [
          [1, "for Bob", true],
          [2, "for me", false],
        ],
      },
    },
    preferences: {
      customers: {
        columns: [id, { name: "profile", type: "json", is: "preferences", members: {} }],
        rows: [[1, { "": { contact: { old: null }, theme: "dark" } }]],
      },
    },
  });
});

test("values of every type arrive as JSON, also those that JSON has no word for", async () => {
  await database.query(String.raw`
    create domain score as numeric check (value > 0);
    create type mood as enum ('a "quoted" one', 'plain');
    create type place as (street text, number int);
    create table customers (id int primary key, email text);
    create table facts (customer_id int, shop smallint, number bigint, t text, v varchar(9), c char(3),
      yes boolean, amount numeric(12,2), plain numeric, real real, double double precision, score score, mood mood,
      place place, list int[], day date, at timestamptz, plan timestamp, clock time, bytes bytea, id uuid, ip inet,
      net cidr, span interval, doc jsonb, raw json, range int4range, note text, primary key (shop, number));
    insert into customers values (1, 'ann@x.nl');
    insert into facts values (1, 1, 9007199254740993, 'null', 'a,"b\c', 'x', true, 1.50, 'NaN', '-Infinity', 'Infinity',
      2, 'a "quoted" one', row('d"e', 3), '{1,null}', '2024-02-29', '2024-02-29 12:00:00.5+02', 'infinity', '12:00',
      '\x00ff', '00000000-0000-0000-0000-000000000001', '192.0.2.1', '192.0.2.0/24', '1 day',
      '{"a": "\u0001\n\\"}', E'[1,\n "x"]', '[1,3)', E'\x01NaN\tend\x7f');
    insert into facts (customer_id, shop, number, t, yes, amount, plain, real, double, mood, doc, raw, note)
      values (1, 2, 1, '', false, 'NaN', 20000000000000000000.00, 1.5, 0.1, 'plain', 'null', E'\t"only"', E'\r\n');`);
  const names =
    "t v c yes amount plain real double score mood place list day at plan clock bytes id ip net span doc raw range note".split(
      " ",
    );
  const answer = await open({
    customers: { person: ["is email"] },
    facts: {
      person: ["customer_id -> customers"],
      columns: Object.fromEntries(names.map((name) => [name, "name"])),
    },
  });
  const text = await textOf(answer.files[0]);
  await answer.close();
  // As text: a number beyond the doubles of JavaScript stays what it is.
  expect(text).toContain("[1,9007199254740993,");
  expect(text).toContain(",20000000000000000000.00,");
  const [table] = JSON.parse(text) as Told[];
  const named = table?.rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at + 2]])));
  const none = Object.fromEntries(names.map((name) => [name, null]));
  expect(named).toEqual([
    {
      t: "null",
      v: String.raw`a,"b\c`,
      c: "x  ",
      yes: true,
      amount: 1.5,
      plain: "NaN",
      real: "-Infinity",
      double: "Infinity",
      score: 2,
      mood: 'a "quoted" one',
      place: { street: 'd"e', number: 3 },
      list: [1, null],
      day: "2024-02-29",
      at: "2024-02-29 10:00:00.5+00",
      plan: "infinity",
      clock: "12:00:00",
      bytes: String.raw`\x00ff`,
      id: "00000000-0000-0000-0000-000000000001",
      ip: "192.0.2.1",
      net: "192.0.2.0/24",
      span: "P1D",
      doc: { a: "\u0001\n\\" },
      raw: [1, "x"],
      range: "[1,3)",
      note: "\u0001NaN\tend\u007f",
    },
    {
      ...none,
      t: "",
      yes: false,
      amount: "NaN",
      plain: 2e19,
      real: 1.5,
      double: 0.1,
      mood: "plain",
      doc: null,
      raw: "only",
      note: "\r\n",
    },
  ]);
});

const large = (i: number) => `€ "${String.fromCharCode((i % 31) + 1)}`.repeat(100_000);

test("values larger than what comes at a time are whole, and small ones beside them", async () => {
  await database.query(`create table customers (id int primary key, email text);
    create table "Vísits ""x""" (id int primary key, customer_id int, page text);
    insert into customers values (1, 'ann@x.nl');
    insert into "Vísits ""x""" select i, 1, case when i % 50 = 0 then repeat('€ "' || chr(i % 31 + 1), 100000) else 'p' || chr(i % 40 + 1) end
      from generate_series(1, 200) i;`);
  const answer = await open({
    customers: { person: ["is email"] },
    'Vísits "x"': { person: ["customer_id -> customers"], columns: { page: "browsing" } },
  });
  const found = told(await textOf(answer.files[0]))['Vísits "x"'];
  await answer.close();
  expect(found?.rows).toEqual(
    Array.from({ length: 200 }, (_, at) => [
      at + 1,
      (at + 1) % 50 === 0 ? large(at + 1) : `p${String.fromCharCode(((at + 1) % 40) + 1)}`,
    ]),
  );
});

test("names the recipients that the policy recognises by rows of this person", async () => {
  await shop();
  const sign = { system: "shop", table: "gifts" };
  const recipient = (name: string, column?: string, equals?: string) => ({
    name,
    holdsWhen: [{ ...sign, ...(column === undefined ? {} : { column, equals }) }],
  });
  const answer = await open(tables, [
    recipient("any"),
    recipient("this", "note", "for me"),
    recipient("other", "note", "not mine"),
    recipient("unknown", "no_such_column", "x"),
  ]);
  await answer.close();
  expect(answer.recipients).toEqual(["any", "this"]);
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

test("a session that was read to the end is used again, and holds nothing of the person", async () => {
  await shop();
  const one = testPool(database.url, 1);
  const sessionOf = async () => (await one.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]?.pid;
  const before = await sessionOf();
  const plan = compileOwnership(await readCatalogue(one, "public"), mapped(tables));
  for (let person = 0; person < 2; person++) {
    const client = await one.connect();
    const policy = { recipients: [] } as unknown as Policy;
    const answer = await openAnswer(client, { plan, policy }, me, (broken) => client.release(broken));
    for (const file of answer.files) expect(await textOf(file)).not.toContain("not mine");
    await answer.close();
  }
  expect(await sessionOf()).toBe(before);
  const working = await one.query<{ name: string }>(
    "select oid::regclass::text as name from pg_class where relpersistence = 't' and relkind = 'r'",
  );
  expect(working.rows.length).toBeGreaterThan(0);
  for (const { name } of working.rows) expect((await one.query(`select from ${name}`)).rowCount, name).toBe(0);
  await one.end();
});
