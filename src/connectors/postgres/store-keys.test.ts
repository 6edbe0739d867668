import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import type { StoreKeys, Subject } from "../contract.ts";
import { connected, policyWith, today } from "./testing.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
afterEach(async () => {
  await database.query("drop schema public cascade; create schema public; drop schema if exists gestand cascade");
});

const policy = policyWith(
  `people:
  person: {is: customer, email: email}
  columns: {email: contact.email, photo: name}
recordings:
  person: host -> people
  alsoAbout: guest -> people
  columns: {file: name}
  shared: {access: withhold, erase: keep}
receipts:
  person: buyer -> people
  columns: {file: name}
  keep: {invoices: made_on}
badges:
  person: owner -> people
  columns: {number: name}
  erase: keep
`,
  {
    keep: "invoices: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: audit}, then: erase}",
    system: "roles: {staff: shop_staff, audit: shop_audit}\n",
    top: `stores:
  photos: {kind: objects, title: photos, holds: name, of: customer, keys: shop.people.photo, named: "thumbs/{shop.people.id}/*", keep: profile}
  films: {kind: objects, title: films, holds: name, of: customer, keys: shop.recordings.file, keep: profile}
  papers: {kind: objects, title: papers, holds: name, of: customer, keys: shop.receipts.file, keep: profile}
  doors: {kind: files, title: doors, holds: name, of: customer, matches: {badge: shop.badges.number, mail: email}, named: "mail:{email}:{shop.people.id}", keep: profile}
`,
  },
);

async function lay(): Promise<void> {
  await database.query(`create table people (id int primary key, email text, photo text);
    create table recordings (id int primary key, host int, guest int, file text);
    create table receipts (id int primary key, buyer int, file text, made_on date);
    create table badges (id int primary key, owner int, number int);
    insert into people values (1, 'ann@x.nl', 'p1'), (2, 'bob@x.nl', 'default.png'), (3, 'cor@x.nl', 'default.png'), (12, 'dan@x.nl', null);
    insert into recordings values (1, 1, null, 'f1'), (2, 1, null, 'f1'), (3, 1, 2, 'f3'), (4, 2, null, 'f4'), (5, 1, null, ''), (6, 1, null, null);
    insert into receipts values (1, 1, 'r-new', '${today}'), (2, 1, 'r-old', '2010-01-01');
    insert into badges values (1, 1, 77);`);
}

const subject = (id: number, email: string): Subject => ({
  emails: [email],
  anchors: [{ system: "shop", table: "people", key: [String(id)] }],
});

async function keysOf(who: Subject): Promise<ReadonlyMap<string, StoreKeys>> {
  const system = await connected(policy, database);
  try {
    const found = (await system.storeKeys?.(who, today)) ?? [];
    return new Map(found.map((one) => [one.store, one]));
  } finally {
    await system.close();
  }
}

test("rows name a person's files, each once, and what stays with its row says why", async () => {
  await lay();
  const found = await keysOf(subject(1, "ann@x.nl"));
  expect(found.get("photos")?.keys).toEqual([
    { key: "p1", prefix: false },
    { key: "thumbs/1/", prefix: true },
  ]);
  expect(found.get("films")?.keys).toEqual([
    { key: "f1", prefix: false },
    { key: "f3", prefix: false, keep: { kind: "shared" } },
  ]);
  expect(found.get("papers")?.keys).toEqual([
    { key: "r-new", prefix: false, keep: { kind: "hold", rule: "invoices", untilOn: expect.any(String) } },
    { key: "r-old", prefix: false },
  ]);
  expect(found.get("doors")).toMatchObject({
    keys: [{ key: "mail:ann@x.nl:1", prefix: false }],
    values: { badge: [{ value: "77", keep: { kind: "declared-keep" } }] },
  });
});

test("a file that another person's row names as well stays", async () => {
  await lay();
  const found = await keysOf(subject(2, "bob@x.nl"));
  expect(found.get("photos")?.keys).toEqual([
    { key: "default.png", prefix: false, keep: { kind: "shared" } },
    { key: "thumbs/2/", prefix: true },
  ]);
});

test("a row without a value names nothing, and never the beginning of everybody's names", async () => {
  await lay();
  expect((await keysOf(subject(12, "dan@x.nl"))).get("photos")?.keys).toEqual([{ key: "thumbs/12/", prefix: true }]);
  expect([...(await keysOf(subject(99, "nobody@x.nl"))).keys()]).toEqual([]);
});

test("asking leaves nothing behind and changes nothing", async () => {
  await lay();
  const before = await database.query("select * from people order by id");
  await keysOf(subject(1, "ann@x.nl"));
  expect(await database.query("select * from people order by id")).toEqual(before);
  const tables = await database.query("select 1 from pg_tables where schemaname = 'gestand'");
  expect(tables).toEqual([]);
});
