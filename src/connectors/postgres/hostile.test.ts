import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import { changes, dumpSchema, freshDatabase, mapped, type ShortTable, type TestDatabase } from "#harness";
import type { Policy } from "#policy";
import type { EraseOrder, Subject } from "../contract.ts";
import { readCatalogue } from "./catalogue.ts";
import { erase } from "./erase.ts";
import { compare } from "./inspect.ts";
import { locate } from "./locate.ts";
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

async function run(tables: Record<string, ShortTable>, subject = me, order: Partial<EraseOrder> = {}) {
  const plan = compileOwnership(await readCatalogue(client, "public"), mapped(tables));
  const before = await dumpSchema((text, values) => database.query(text, values));
  const result = await erase(
    client,
    { plan, terms: () => undefined },
    {
      plan: randomUUID() as PlanId,
      step: 1,
      attempt: 1,
      subject,
      today: localDate("2026-11-22"),
      rowsPerTransaction: 1_000,
      ...order,
    },
  );
  const changed = changes(before, await dumpSchema((text, values) => database.query(text, values)));
  return { result, changed, gone: Object.fromEntries(changed.map((one) => [one.table, one.gone.length])) };
}

const customers = `create table customers (id int primary key, email text, name text);
  insert into customers values (1, 'ann@x.nl', 'Ann'), (2, 'bob@x.nl', 'Bob');`;
const customerTable: ShortTable = { person: ["is email"], columns: { email: "contact.email", name: "name" } };

const none = { known: [] };

test("an empty address names nobody: the path after it decides, and it shares the row with no one", async () => {
  await database.query(`${customers}
    create table orders (id int primary key, email text, customer_id int references customers);
    create table gifts (id int primary key, customer_id int references customers, friend text);
    insert into orders values (1, '', 1), (2, '  ', 1), (3, null, 1), (4, 'bob@x.nl', 1), (5, '', 2);
    insert into gifts values (1, 1, ''), (2, 1, ' '), (3, 1, null), (4, 1, 'bob@x.nl'), (5, 2, '');`);
  const { result, gone } = await run({
    customers: { ...customerTable, erase: "anonymise" },
    orders: { person: ["@email", "customer_id -> customers"], columns: { email: "contact.email" } },
    gifts: { person: ["customer_id -> customers"], alsoAbout: ["@friend"], columns: { friend: "contact.email" } },
  });
  expect(result.ok).toBe(true);
  expect(gone).toEqual({ customers: 1, orders: 3, gifts: 3 });
});

test("an address is found however its spaces and accents are stored", async () => {
  await database.query(`${customers}
    create table guests (id int primary key, email text);
    insert into guests values (1, E'ren\\u00e9@x.nl\\t'), (2, E' Rene\\u0301@X.nl\\u00a0'), (3, E'REN\\u00c9@x.nl\\r\\n'), (4, E'\\trene\\u0301@x.nl'), (5, 'rene@x.nl'), (6, E'ren\\u00e9@x.nl.be'), (7, E'\\u00a0');`);
  const tables: Record<string, ShortTable> = { guests: { person: ["@email"], columns: { email: "contact.email" } } };
  const plan = compileOwnership(await readCatalogue(client, "public"), mapped(tables));
  expect(await locate(client, plan, { ...none, emails: ["Rene\u0301@x.nl"] })).toMatchObject({
    byAddress: [{ table: "guests", rows: 4 }],
  });
  const { gone } = await run(tables, { emails: ["ren\u00e9@x.nl"], anchors: [] });
  expect(gone).toEqual({ guests: 4 });
});

test("an address with a Turkish capital İ is not taken for the one with a plain i", async () => {
  await database.query(`create table guests (id int primary key, email text);
    insert into guests values (1, E'\\u0130pek@x.nl'), (2, 'IPEK@x.nl');`);
  const tables: Record<string, ShortTable> = { guests: { person: ["@email"] } };
  const { changed } = await run(tables, { emails: ["ipek@x.nl"], anchors: [] });
  expect(changed[0]?.gone).toEqual([expect.stringContaining("IPEK")]);
});

test("an exclusion that the text put in place of a value would break is told with its remedy", async () => {
  await database.query(`${customers}
    create table seats (id int primary key, customer_id int, name text, exclude (lower(name) with =));
    insert into seats values (1, 1, 'Ann'), (2, 1, 'Anna');`);
  const { result, changed } = await run({
    customers: customerTable,
    seats: {
      person: ["customer_id -> customers"],
      columns: { name: { is: "name", erased: "-" } },
      erase: "anonymise",
    },
  });
  expect(result).toMatchObject({ ok: false, reason: "blocked", message: expect.stringContaining("{random}") });
  expect(changed).toEqual([]);
});

test("a Turkish database takes nobody for somebody else by the letter I, and still finds who is meant", async () => {
  await using turkish = await freshDatabase("template0 locale_provider icu icu_locale 'tr'");
  await turkish.query(`create table guests (id int primary key, email text);
    insert into guests values (1, 'INGI@X.NL'), (2, 'Ingi@x.nl'), (3, 'ingi@x.nl'), (4, E'\\u0131ng\\u0131@x.nl'), (5, E'\\u0131ngi@x.nl')`);
  const guests: ShortTable = { person: ["@email"] };
  const session = new Client({ connectionString: turkish.url });
  await session.connect();
  const plan = compileOwnership(await readCatalogue(session, "public"), mapped({ guests }));
  for (const [email, ids] of [
    ["\u0131ng\u0131@x.nl", [4]],
    ["\u0131ngi@x.nl", [5]],
    ["ingi@x.nl", [1, 2, 3]],
  ] as const) {
    expect(await locate(session, plan, { ...none, emails: [email] })).toMatchObject({
      byAddress: [{ table: "guests", rows: ids.length }],
    });
    const before = await turkish.query<{ id: number }>("select id from guests order by id");
    const order = { plan: randomUUID() as PlanId, step: 1, attempt: 1, today: localDate("2026-11-22") };
    const subject: Subject = { emails: [email], anchors: [] };
    await erase(session, { plan, terms: () => undefined }, { ...order, subject, rowsPerTransaction: 1_000 });
    const after = await turkish.query<{ id: number }>("select id from guests");
    const left = new Set(after.map(({ id }) => id));
    expect(before.flatMap(({ id }) => (left.has(id) ? [] : [id]))).toEqual(ids);
  }
  await session.end();
});

test("a list of addresses is refused as a way to find a person, because nothing would be found", async () => {
  await database.query("create table guests (id int primary key, emails text[], more jsonb)");
  const system = mapped({ guests: { person: ["@emails"], alsoAbout: ["@more"] } });
  const policy = { keep: [], categories: [] } as unknown as Policy;
  const found = compare(policy, system, await readCatalogue(client, "public"));
  expect(found.filter(({ code, severity }) => code === "address-not-text" && severity === "error")).toHaveLength(2);
});

test("a spelling of an address that two persons share is shared as well", async () => {
  await database.query(`${customers}
    insert into customers values (3, E'ann@x.nl\\t', 'Anna');
    create table guests (id int primary key, email text);
    insert into guests values (1, 'ann@x.nl'), (2, E'ann@x.nl\\n');`);
  const { gone } = await run({
    customers: customerTable,
    guests: { person: ["@email"], columns: { email: "contact.email" } },
  });
  expect(gone).toEqual({ customers: 1 });
});

test("a trigger that puts an erased value back is noticed before anything is committed", async () => {
  await database.query(`${customers}
    create table notes (id int primary key, customer_id int, text text, born date);
    insert into notes values (1, 1, 'likes tulips', '1980-01-01');
    create function back() returns trigger language plpgsql as $$ begin new.text := old.text; return new; end $$;
    create trigger back before update on notes for each row execute function back();`);
  const { result, changed } = await run({
    customers: customerTable,
    notes: {
      person: ["customer_id -> customers"],
      columns: { text: "remarks", born: "birth" },
      erase: "anonymise",
    },
  });
  expect(result).toMatchObject({ ok: false, reason: "blocked", message: expect.stringContaining("notes") });
  expect(changed).toEqual([]);
});

test("keys of other types than text find exactly their own rows", async () => {
  await database.query(`
    create domain code as char(6) check (value <> '');
    create table customers (id code primary key, email text);
    insert into customers values ('a', 'ann@x.nl'), ('ab', 'bob@x.nl'), ('A', 'cas@x.nl');
    create table orders (id int primary key, customer varchar(6), area int, number numeric, unique (area, number));
    insert into orders values (1, 'a', 1, 1.0), (2, 'ab', 1, 11), (3, 'A', 11, 1), (4, 'zz', 2, 2);
    create table lines (id int primary key, area int, number text);
    insert into lines values (1, 1, '1.0'), (2, 11, '1'), (3, null, '1.0'), (4, 1, null), (5, 1, '11');`);
  const { gone } = await run(
    {
      customers: { person: ["is email"], columns: { email: "contact.email" } },
      orders: { person: ["customer -> customers"] },
      lines: { person: ["area, number -> orders(area, number)"] },
    },
    { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "customers", key: ["a"] }] },
  );
  expect(gone).toEqual({ customers: 1, orders: 1, lines: 1 });
});

test("a rule that does something else instead of deleting stops the erasure", async () => {
  await database.query(`${customers}
    create table orders (id int primary key, customer_id int);
    insert into orders values (1, 1);
    create rule softly as on delete to orders do instead update orders set customer_id = null where id = old.id;`);
  const { result, changed } = await run({
    customers: customerTable,
    orders: { person: ["customer_id -> customers"] },
  });
  expect(result).toMatchObject({ ok: false, reason: "blocked" });
  expect(changed).toEqual([]);
});
