import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import { changes, dumpSchema, freshDatabase, mapped, referenceTo, type ShortTable, type TestDatabase } from "#harness";
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
const terms = (rule: string) => (rule === "invoices" ? [{ years: 7 }] : undefined);

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

test("a composite reference joins all its columns: the neighbour's row in the same shop stays", async () => {
  await database.query(`${customers}
    create table orders (shop int, id int, customer_id int, primary key (shop, id));
    create table lines (shop int, order_id int, no int, sku text, primary key (shop, order_id, no));
    insert into orders values (1, 1, 1), (1, 2, 2), (2, 1, 2);
    insert into lines values (1, 1, 1, 'mine'), (1, 2, 1, 'same shop'), (2, 1, 1, 'same order number');`);
  const { changed } = await run({
    customers: customerTable,
    orders: { person: ["customer_id -> customers"] },
    lines: { person: ["shop, order_id -> orders"] },
  });
  expect(changed.map(({ table, gone, added }) => [table, gone.length, added.length])).toEqual([
    ["customers", 1, 0],
    ["lines", 1, 0],
    ["orders", 1, 0],
  ]);
});

test("an anonymised row loses its values and its link to the person, and nothing else", async () => {
  await database.query(`${customers}
    create table orders (id int primary key, customer_id int references customers, email_copy varchar(12) unique, note text not null, total int, details jsonb);
    insert into orders values (1, 1, 'ann@x.nl', 'ring twice', 5, '{"contact":{"email":"ann@x.nl","lang":"nl"},"lines":[1]}'), (2, 2, 'bob@x.nl', '', 6, '{}');`);
  const { result, changed } = await run({
    customers: customerTable,
    orders: {
      person: ["customer_id -> customers", "@email_copy"],
      columns: {
        email_copy: { is: "contact.email", erased: "x-{random}" },
        note: { is: "order-history", erased: "-" },
        details: { is: "order-history", json: { "contact.email": "contact.email", "contact.phone": "contact.phone" } },
      },
      other: ["total"],
      erase: "anonymise",
    },
  });
  expect(result.ok).toBe(true);
  expect(changed.find((one) => one.table === "orders")?.gone).toHaveLength(1);
  const [order] = await database.query("select * from orders where id = 1");
  expect(order).toMatchObject({
    customer_id: null,
    note: "-",
    total: 5,
    details: { contact: { lang: "nl" }, lines: [1] },
  });
  expect(order?.["email_copy"]).toMatch(/^x-[0-9a-f]{10}$/);
});

test("held rows stay as they are, are registered by key, and are counted with their rule and end", async () => {
  await database.query(`${customers}
    create table orders (id int primary key, customer_id int references customers);
    create table invoices (id uuid primary key, order_id int references orders, book_year int, name text);
    create table invoice_lines (invoice_id uuid references invoices, no int, text text, primary key (invoice_id, no));
    insert into orders values (1, 1);
    insert into invoices values ('00000000-0000-4000-8000-000000000001', 1, 2024, 'Ann'), ('00000000-0000-4000-8000-000000000002', 1, 2018, 'Ann'), ('00000000-0000-4000-8000-000000000003', 1, null, 'Ann');
    insert into invoice_lines values ('00000000-0000-4000-8000-000000000001', 1, 'a'), ('00000000-0000-4000-8000-000000000002', 1, 'b');`);
  const { result, changed } = await run({
    customers: customerTable,
    orders: { person: ["customer_id -> customers"], erase: "anonymise" },
    invoices: {
      person: ["order_id -> orders"],
      columns: { name: "name" },
      keep: { rule: "invoices", from: { column: "book_year" } },
    },
    invoice_lines: {
      person: ["invoice_id -> invoices"],
      keep: { rule: "invoices", from: { via: referenceTo("invoice_id -> invoices"), column: "book_year" } },
    },
  });
  expect(changed.map(({ table, gone, added }) => [table, gone.length, added.length])).toEqual([
    ["customers", 1, 0],
    ["invoice_lines", 1, 0],
    ["invoices", 1, 0],
    ["orders", 1, 1],
  ]);
  expect(result.ok && result.value.tables.find((one) => one.table === "invoices")).toMatchObject({
    rows: 3,
    deleted: 1,
    kept: [
      { because: { kind: "hold", rule: "invoices", untilOn: "2031-12-31" }, rows: 1 },
      { because: { kind: "hold", rule: "invoices", untilOn: "2033-12-31" }, rows: 1 },
    ],
  });
  const held = await database.query("select relation, row_key, until_on::text from gestand.held order by 1, 2");
  expect(held[0]).toEqual({
    relation: "public.invoice_lines",
    row_key: '["00000000-0000-4000-8000-000000000001", 1]',
    until_on: "2031-12-31",
  });
  expect(held).toHaveLength(3);
});

test("a shared row is kept, or loses only the link of this person", async () => {
  await database.query(`${customers}
    create table gifts (id int primary key, buyer int references customers, receiver int references customers, email text);
    create table letters (id int primary key, a int, b int);
    insert into gifts values (1, 1, 2, 'ann@x.nl'), (2, 2, 1, 'bob@x.nl'), (3, 1, 1, 'ann@x.nl'), (4, 2, 2, 'bob@x.nl');
    insert into letters values (1, 1, 2), (2, 2, 1), (3, 1, 1);`);
  const { result } = await run({
    customers: customerTable,
    gifts: {
      person: ["buyer -> customers"],
      alsoAbout: ["receiver -> customers", "@email"],
      shared: { erase: "detach" },
    },
    letters: { person: ["a -> customers"], alsoAbout: ["b -> customers"] },
  });
  expect(result.ok).toBe(true);
  expect(await database.query("select * from gifts order by id")).toEqual([
    { id: 1, buyer: null, receiver: 2, email: null },
    { id: 2, buyer: 2, receiver: null, email: "bob@x.nl" },
    { id: 4, buyer: 2, receiver: 2, email: "bob@x.nl" },
  ]);
  expect((await database.query("select id from letters order by id")).map(({ id }) => id)).toEqual([1, 2]);
});

test("an address that somebody else also has does not give away guest rows", async () => {
  await database.query(`${customers} update customers set email = ' ANN@x.nl' where id = 2;
    create table orders (id int primary key, email text); insert into orders values (1, 'Ann@x.nl ');`);
  const { result, changed } = await run({ customers: customerTable, orders: { person: ["@email"] } });
  expect(changed.map(({ table }) => table)).toEqual(["customers"]);
  expect(result.ok && result.value.tables.find((one) => one.table === "orders")).toMatchObject({ rows: 1, shared: 1 });
});

test("circles of references are deleted together, whatever constraints stand between", async () => {
  await database.query(
    `${customers}
    create table a (id int primary key, customer_id int references customers, b_id int not null);
    create table b (id int primary key, a_id int not null references a);
    alter table a add constraint a_b foreign key (b_id) references b on delete restrict deferrable initially deferred;
    create table messages (id int primary key, customer_id int, reply_to int references messages);
    begin; insert into a values (1, 1, 1), (2, 2, 2); insert into b values (1, 1), (2, 2); commit;
    insert into messages values (1, 1, null), (2, null, 1), (3, 2, 2), (4, 2, null), (5, null, 4);`.replace(
      "on delete restrict ",
      "",
    ),
  );
  const { result, changed } = await run({
    customers: customerTable,
    a: { person: ["customer_id -> customers"] },
    b: { person: ["a_id -> a"] },
    messages: { person: ["reply_to -> messages", "customer_id -> customers"] },
  });
  expect(result.ok).toBe(true);
  expect(changed.map(({ table, gone }) => [table, gone.length])).toEqual([
    ["a", 1],
    ["b", 1],
    ["customers", 1],
    ["messages", 3],
  ]);
});

test("a reference of somebody else that ends with the row is the only thing that changes in theirs", async () => {
  await database.query(`${customers} alter table customers add referred_by int references customers on delete set null;
    update customers set referred_by = 1 where id = 2;`);
  const { changed } = await run({ customers: { ...customerTable, other: ["referred_by"] } });
  expect(changed[0]?.added).toEqual(['{"id":2,"email":"bob@x.nl","name":"Bob","referred_by":null}']);
});

test("a shared row that stays gives up its reference to a row of this person that goes", async () => {
  await database.query(`${customers}
    create table addresses (id int primary key, customer_id int references customers);
    create table orders (id int primary key, buyer int references customers, receiver int references customers, ship_to int references addresses);
    insert into addresses values (1, 1), (2, 2);
    insert into orders values (1, 1, 2, 1), (2, 2, 1, 2);`);
  const { result } = await run({
    customers: customerTable,
    addresses: { person: ["customer_id -> customers"] },
    orders: { person: ["buyer -> customers"], alsoAbout: ["receiver -> customers"], shared: { erase: "detach" } },
  });
  expect(result.ok).toBe(true);
  expect(await database.query("select * from orders order by id")).toEqual([
    { id: 1, buyer: null, receiver: 2, ship_to: null },
    { id: 2, buyer: 2, receiver: null, ship_to: 2 },
  ]);
});

test("no constraint may change a held row", async () => {
  await database.query(`${customers} create table invoices (id int primary key, customer_id int references customers on delete set null, year int);
    insert into invoices values (1, 1, 2025);`);
  const { result, changed } = await run({
    customers: customerTable,
    invoices: { person: ["customer_id -> customers"], keep: { rule: "invoices", from: { column: "year" } } },
  });
  expect(changed).toEqual([]);
  expect(result).toMatchObject({
    ok: false,
    reason: "blocked",
    message: expect.stringContaining("would change 1 row"),
  });
});

test.each([
  ["cascade", "delete"],
  ["set default", "change"],
])("a constraint that would %s rows of others stops the erasure before it begins", async (action, does) => {
  await database.query(`${customers} alter table customers add referred_by int references customers on delete ${action};
    update customers set referred_by = 1 where id = 2;`);
  const { result, changed } = await run({ customers: customerTable });
  expect(changed).toEqual([]);
  expect(result).toMatchObject({
    ok: false,
    reason: "blocked",
    message: expect.stringContaining(`would ${does} 1 row`),
  });
});

test("a trigger that silently holds rows back is not taken for success", async () => {
  await database.query(`${customers}
    create function no() returns trigger language plpgsql as 'begin return null; end';
    create trigger no before delete on customers for each row execute function no();`);
  const { result, changed } = await run({ customers: customerTable });
  expect(result).toMatchObject({ ok: false, reason: "blocked", message: expect.stringContaining("touched 0 of 1") });
  expect(changed).toEqual([]);
});

test("what a trigger writes down of the person while they are erased goes too", async () => {
  await database.query(`${customers}
    create table former (id int generated always as identity primary key, customer_id int, email text);
    insert into former (customer_id, email) values (1, 'old@x.nl'), (2, 'older@x.nl');
    create function remember() returns trigger language plpgsql as $$
      begin insert into former (customer_id, email) values (old.id, old.email); return new; end $$;
    create trigger remember before update on customers for each row execute function remember()`);
  const { result, changed } = await run({
    customers: { ...customerTable, erase: "anonymise" },
    former: { person: ["customer_id -> customers"], columns: { email: "contact.email" } },
  });
  expect(result.ok && result.value.tables.map(({ table, deleted }) => [table, deleted])).toEqual([
    ["customers", 0],
    ["former", 2],
  ]);
  expect(changed.map(({ table, gone, added }) => [table, gone.length, added.length])).toEqual([
    ["customers", 1, 1],
    ["former", 1, 0],
  ]);
});

test.each(["", "create trigger watch before delete on visits for each row execute function watch();"])(
  "rows in partitions of partitions go in batches, and nobody else's with the same place in another: %s",
  async (trigger) => {
    await database.query(`${customers}
      create table visits (id int, day int, customer_id int, primary key (id, day)) partition by range (day);
      create table visits_early partition of visits for values from (0) to (10) partition by list (day);
      create table visits_0 partition of visits_early for values in (0, 1, 2);
      create table visits_3 partition of visits_early default;
      create table visits_late partition of visits default;
      create index on visits (customer_id);
      create function watch() returns trigger language plpgsql as 'begin return old; end';
      ${trigger}
      insert into visits select n, n % 13, 1 + (n % 3 = 0)::int from generate_series(1, 90) n;`);
    const order = { rowsPerTransaction: 7 };
    const visits = { person: ["customer_id -> customers"] };
    const { result, changed } = await run({ customers: customerTable, visits }, order);
    expect(result.ok && result.value.tables.map(({ table, rows, deleted }) => [table, rows, deleted])).toEqual([
      ["customers", 1, 1],
      ["visits", 60, 60],
    ]);
    expect(changed.reduce((rows, { table, gone }) => rows + (table.startsWith("visits") ? gone.length : 0), 0)).toBe(
      60,
    );
    expect(await database.query("select count(*)::int as rows from visits where customer_id = 2")).toEqual([
      { rows: 30 },
    ]);
  },
);

test("a trigger that silently holds rows back stops the batches too", async () => {
  await database.query(`${customers} create table visits (id int primary key, customer_id int);
    insert into visits select n, 1 from generate_series(1, 20) n;
    create function no() returns trigger language plpgsql as 'begin return case when old.id % 2 = 1 then old end; end';
    create trigger no before delete on visits for each row execute function no();`);
  const tables = { customers: customerTable, visits: { person: ["customer_id -> customers"] } };
  const { result } = await run(tables, { rowsPerTransaction: 4 });
  expect(result).toMatchObject({ reason: "blocked", message: expect.stringMatching(/visits touched 0 of \d+ row/) });
  await database.query("drop schema gestand cascade");
});

test("what the database refuses names the constraint, and no value", async () => {
  await database.query(
    `${customers} create table notes (id int primary key, customer_id int references customers); insert into notes values (1, 1);`,
  );
  const { result } = await run({ customers: customerTable });
  expect(result).toMatchObject({
    ok: false,
    reason: "blocked",
    message: expect.stringContaining("notes_customer_id_fkey"),
  });
  expect(JSON.stringify(result)).not.toMatch(/ann|Ann|\(1\)/);
});

test("batches end in the same state as one transaction, leave no working tables, and skip what moved on", async () => {
  await database.query(`${customers}
    create table visits (id int primary key, customer_id int, page text);
    insert into visits select i, 1 + i % 2, 'p' || i from generate_series(1, 100) i;
    create table sessions (id int primary key, customer_id int);
    insert into sessions select i, 1 from generate_series(1, 30) i;`);
  let moved = false;
  const progress: number[] = [];
  const { result } = await run(
    {
      customers: customerTable,
      visits: { person: ["customer_id -> customers"] },
      sessions: { person: ["customer_id -> customers"], columns: {}, erase: "anonymise" },
    },
    {
      rowsPerTransaction: 10,
      onProgress: (done) => progress.push(done),
      crashPoint: async (name) => {
        if (name !== "between-batches" || moved) return;
        moved = true;
        await database.query(
          "update visits set customer_id = 2 where id = (select max(id) from visits where customer_id = 1)",
        );
      },
    },
  );
  expect(result).toMatchObject({ ok: true, value: { appliedNow: true } });
  expect(await database.query("select customer_id, count(*)::int from visits group by 1")).toEqual([
    { customer_id: 2, count: 51 },
  ]);
  expect(await database.query("select count(*)::int, count(customer_id)::int as linked from sessions")).toEqual([
    { count: 30, linked: 0 },
  ]);
  expect(progress.at(-1)).toBe(81);
  expect(await database.query("select relname from pg_class where relname like 'work%' and relkind = 'r'")).toEqual([]);
});

test("an overtaken attempt changes nothing, and a done erasure answers with its first outcome", async () => {
  await database.query(customers);
  const plan = randomUUID() as PlanId;
  const tables = { customers: customerTable };
  await expect(
    run(tables, {
      plan,
      attempt: 3,
      crashPoint: (name) => {
        if (name === "before-change") throw new Error("crash");
      },
    }),
  ).rejects.toThrow("crash");
  const late = await run(tables, { plan, attempt: 2 });
  expect(late).toMatchObject({ changed: [], result: { ok: false, reason: "fenced" } });
  expect((await run(tables, { plan, attempt: 4 })).result).toMatchObject({ ok: true, value: { appliedNow: true } });
  await database.query("insert into customers values (1, 'ann@x.nl', 'Ann again')");
  const again = await run(tables, { plan, attempt: 5 });
  expect(again).toMatchObject({
    changed: [],
    result: { ok: true, value: { appliedNow: false, tables: [{ deleted: 1 }] } },
  });
});
