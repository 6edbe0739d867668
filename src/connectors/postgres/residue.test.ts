import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import type { Policy } from "#policy";
import { freshDatabase, mapped, type ShortTable, type TestDatabase } from "#harness";
import type { Subject } from "../contract.ts";
import { readCatalogue } from "./catalogue.ts";
import { erase } from "./erase.ts";
import { identifiersOf } from "./identifiers.ts";
import { compileOwnership } from "./ownership.ts";
import { preview } from "./preview.ts";
import { residueOf } from "./residue.ts";

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
  await database.query("drop schema public cascade; create schema public; drop schema if exists gestand cascade");
});

const today = localDate("2026-11-22");
const me: Subject = { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "customers", key: ["1"] }] };
const terms = (rule: string) => (rule === "invoices" ? [{ years: 7 }] : undefined);
const policy = {
  categories: [
    { name: "contact.email", title: {}, identifying: true, special: false },
    { name: "contact.phone", title: {}, identifying: true, special: false },
    { name: "name", title: {}, identifying: false, special: false },
  ],
  recipients: [
    { name: "parcels", holdsWhen: [{ system: "shop", table: "orders", column: "carrier", equals: "parcels" }] },
    { name: "mailer", holdsWhen: [{ system: "shop", table: "orders", column: "carrier", equals: "mailer" }] },
    { name: "bookkeeper", holdsWhen: [{ system: "shop", table: "invoices" }] },
  ],
} as unknown as Policy;

const tables: Record<string, ShortTable> = {
  customers: {
    person: ["is email"],
    columns: { email: "contact.email", name: "name", phone: "contact.phone" },
  },
  orders: {
    person: ["customer_id -> customers", "@email"],
    columns: {
      email: "contact.email",
      note: "order-history",
      details: { is: "order-history", json: { "to.email": "contact.email" } },
    },
    other: ["carrier"],
    erase: "anonymise",
  },
  invoices: {
    person: ["order_id -> orders"],
    columns: { email: "contact.email" },
    keep: { rule: "invoices", from: { column: "year" } },
  },
  reviews: { person: ["customer_id -> customers"], columns: { text: "review-text" }, erase: "keep" },
};

async function lay(): Promise<void> {
  await database.query(`
    create table customers (id int primary key, email text, name text, phone text);
    create table orders (id int primary key, customer_id int, email text, note text, details jsonb, carrier text);
    create table invoices (id int primary key, order_id int, email text, year date);
    create table reviews (id int primary key, customer_id int, text text);
    create table logs (id int primary key, line text, extra json);
    insert into customers values (1, 'Ann@x.nl ', 'Ann', '+31 30 111'), (2, 'joann@x.nl', 'Joann', '+31 30 111'), (3, 'c@x.nl', 'C', '1');
    insert into orders values (1, 1, ' ANN@x.nl', 'mail me at ann@x.nl.', '{"to":{"email":"Ann@X.nl"}}', 'parcels'), (2, 3, 'c@x.nl', 'hello', '{}', 'mailer');
    insert into invoices values (1, 1, 'ann@x.nl', '2024-03-01');
    insert into reviews values (1, 1, 'by ann@x.nl'), (2, 3, 'by c@x.nl');
    insert into logs values (1, 'login ann@x.nl ok', null), (2, 'login joann@x.nl', '{"a": "ann\\u0040x.nl"}');`);
}

async function planOf(shop = tables) {
  return compileOwnership(await readCatalogue(client, "public"), mapped(shop));
}

async function eraseAll(shop = tables) {
  const plan = await planOf(shop);
  const identifiers = await identifiersOf(client, { plan, policy }, me);
  const result = await erase(
    client,
    { plan, terms },
    {
      plan: randomUUID() as PlanId,
      step: 1,
      attempt: 1,
      subject: me,
      today,
      rowsPerTransaction: 1_000,
    },
  );
  expect(result.ok).toBe(true);
  return { plan, identifiers };
}

test("identifying values are gathered once per value, and those that others also hold are known", async () => {
  await lay();
  const identifiers = await identifiersOf(client, { plan: await planOf(), policy }, me);
  expect(identifiers.values).toEqual([
    { category: "contact.email", value: "ann@x.nl" },
    { category: "contact.phone", value: "+31 30 111", alsoOthers: true },
  ]);
});

test("what is left says on what ground, and a value in another person's row is theirs when they had it before", async () => {
  await lay();
  const { plan, identifiers } = await eraseAll();
  const hold = { kind: "hold", rule: "invoices", untilOn: "2031-12-31" };
  expect(await residueOf(client, { plan }, identifiers, "mapped")).toEqual([
    { table: "customers", column: "phone", rows: 1, because: { kind: "shared" } },
    { table: "invoices", column: "email", rows: 1, because: hold },
    // The note of the anonymised order became NULL; the review stays by declaration.
    { table: "reviews", column: "customer_id", rows: 1, because: { kind: "declared-keep" } },
    { table: "reviews", column: "text", rows: 1, because: { kind: "declared-keep" } },
  ]);
});

test("everywhere also finds copies in other schemas and in materialized views", async () => {
  await lay();
  await database.query(`create schema backup; create table backup.old_customers as select id, email from customers;
    create materialized view mailing as select id, email from customers`);
  try {
    const { plan, identifiers } = await eraseAll();
    const found = await residueOf(client, { plan }, identifiers, "everywhere");
    expect(found.filter((one) => one.because === undefined && one.table !== "logs")).toEqual([
      { table: "mailing", column: "email", rows: 1 },
      { table: "backup.old_customers", column: "email", rows: 1 },
    ]);
    expect((await residueOf(client, { plan }, identifiers, "mapped")).filter((one) => !one.because)).toEqual([]);
  } finally {
    await database.query("drop schema backup cascade");
  }
});

test("everywhere also finds columns and tables that nobody mapped, and never a longer address", async () => {
  await lay();
  const { plan, identifiers } = await eraseAll();
  const found = await residueOf(client, { plan }, identifiers, "everywhere");
  expect(found.filter((one) => one.because === undefined)).toEqual([
    { table: "logs", column: "extra", rows: 1 },
    { table: "logs", column: "line", rows: 1 },
  ]);
});

test("an address or a link that comes back after the erasure is residue without a ground", async () => {
  await lay();
  const { plan, identifiers } = await eraseAll();
  await database.query(
    "insert into customers values (9, 'ann@X.nl', 'again', null); insert into orders values (9, 1, null, null, null, null); update orders set details = '{\"to\":{\"email\":\"ANN@x.nl\"}}' where id = 2",
  );
  const found = await residueOf(client, { plan }, identifiers, "mapped");
  expect(found.filter((one) => one.because === undefined)).toEqual([
    { table: "customers", column: "email", rows: 1 },
    { table: "orders", column: "customer_id", rows: 1 },
    { table: "orders", column: "details", rows: 1 },
  ]);
});

test("the dry run of an erasure counts, names recipients, and leaves everything as it was", async () => {
  await lay();
  const plan = await planOf();
  const before = await database.query("select * from orders order by id");
  const dry = await preview(client, { plan, policy, terms }, { action: "erasure", subject: me, today, inspected: [] });
  expect(dry.problems).toEqual([]);
  expect(dry.recipients).toEqual(["parcels", "bookkeeper"]);
  expect(dry.tables).toEqual([
    {
      table: "customers",
      rows: 1,
      shared: 0,
      read: 0,
      deleted: 1,
      anonymised: 0,
      kept: [],
      categories: ["contact.email", "contact.phone", "name"],
    },
    {
      table: "orders",
      rows: 1,
      shared: 0,
      read: 0,
      deleted: 0,
      anonymised: 1,
      kept: [],
      categories: ["contact.email", "order-history"],
    },
    {
      table: "invoices",
      rows: 1,
      shared: 0,
      read: 0,
      deleted: 0,
      anonymised: 0,
      kept: [{ because: { kind: "hold", rule: "invoices", untilOn: "2031-12-31" }, rows: 1 }],
      categories: ["contact.email"],
    },
    {
      table: "reviews",
      rows: 1,
      shared: 0,
      read: 0,
      deleted: 0,
      anonymised: 0,
      kept: [{ because: { kind: "declared-keep" }, rows: 1 }],
      categories: ["review-text"],
    },
  ]);
  expect(await database.query("select * from orders order by id")).toEqual(before);
  expect(await database.query("select 1 from pg_namespace where nspname = 'gestand'")).toEqual([]);
});

test("the dry run finds every refusal at once: constraints, deferred ones and triggers", async () => {
  await lay();
  await database.query(`
    alter table orders alter note set not null;
    alter table reviews add foreign key (customer_id) references customers deferrable initially deferred;
    create table wishes (id int primary key, customer_id int);
    insert into wishes values (1, 1);
    create function no() returns trigger language plpgsql as $$begin raise exception 'not for %', old.customer_id; end$$;
    create trigger no before delete on wishes for each row execute function no();`);
  const plan = await planOf({ ...tables, wishes: { person: ["customer_id -> customers"] } });
  const dry = await preview(client, { plan, policy, terms }, { action: "erasure", subject: me, today, inspected: [] });
  expect(dry.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    "constraint-refuses systems.shop.tables.orders",
    "trigger-refuses systems.shop.tables.wishes",
    "constraint-refuses systems.shop",
  ]);
  expect(dry.problems.map((one) => one.message).join("\n")).toContain("reviews_customer_id_fkey");
  expect(dry.problems[0]?.message).toContain("orders.note");
});

test("a table whose rows cannot be named blocks, and is not passed over in silence", async () => {
  await lay();
  await database.query("alter table orders drop constraint orders_pkey");
  const dry = await preview(
    client,
    { plan: await planOf(), policy, terms },
    { action: "access", subject: me, today, inspected: [] },
  );
  expect(dry.problems.map(({ code, severity }) => `${code} ${severity}`)).toContain("no-key error");
});
