import { randomBytes, randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import type { PlanId } from "#base";
import { changes, dumpSchema, freshDatabase, type TestDatabase, testPool } from "#harness";
import { type Policy, parsePolicy } from "#policy";
import { connect } from "../connect.ts";
import { type ConnectedSystem, eraseCrashPoints, type RestrictOrder, type Subject } from "../contract.ts";
import { today } from "./testing.ts";

const superuser = "postgres";
const staff = `staff_${randomBytes(4).toString("hex")}`;
const books = `books_${randomBytes(4).toString("hex")}`;
const shop = `shop_${randomBytes(4).toString("hex")}`;

const text = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-12-01
persons: {customer: {title: {en: customer}}}
purposes: {trade: {of: [customer], basis: contract, uses: [name, contact]}}
rights: {access: {}, erasure: {}, restriction: {untilLifted: {}}}
keep:
  profile: {until: relationship ends, then: erase}
  invoices: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: books}, then: erase}
systems:
  shop:
    connector: postgres
    url: env:SHOP
    roles: {staff: ${staff}, books: ${books}}
    tables:
      people:
        person: {is: customer, email: email}
        columns: {email: contact.email, name: name}
        keep: profile
        erase: delete
      notes:
        person: person_id -> people
        columns: {body: communication.message}
        keep: profile
        erase: delete
      invoices:
        person: person_id -> people
        columns: {body: invoice}
        keep: {invoices: year}
        erase: delete
      letters:
        person: sender_id -> people
        alsoAbout: [receiver_id -> people]
        shared: {access: withhold, erase: keep}
        columns: {body: communication.message}
        keep: profile
        erase: delete
      visits:
        person: person_id -> people
        columns: {page: behaviour}
        keep: profile
        erase: delete
`;

const world = `
  create table people (id int primary key, email text, name text);
  create table notes (id int primary key, person_id int references people on delete cascade, body text);
  create table invoices (id int primary key, person_id int, body text, year int);
  create table letters (id int primary key, sender_id int, receiver_id int, body text);
  create table visits (id int, at date, person_id int, page text, primary key (id, at)) partition by range (at);
  create table visits_old partition of visits for values from (minvalue) to ('2026-01-01');
  create table visits_new partition of visits for values from ('2026-01-01') to (maxvalue);
  insert into people values (1, 'ann@x.example', 'Ann'), (2, 'bob@x.example', 'Bob'), (3, 'eve@x.example', 'Eve');
  insert into notes values (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c');
  insert into invoices values (1, 1, 'i', 2025), (2, 2, 'j', 2025);
  insert into letters values (1, 1, 2, 'of both'), (2, 1, null, 'of ann');
  insert into visits values (1, '2025-05-05', 1, '/'), (2, '2026-05-05', 1, '/'), (3, '2026-05-05', 2, '/');
  create view people_view as select * from people;
  grant select on people_view to ${staff};
  grant select, insert, update, delete on people, notes, invoices, letters, visits, visits_old, visits_new to ${staff};
  grant select on invoices to ${books};
  alter table people owner to ${shop}; alter table notes owner to ${shop}; alter table visits owner to ${shop};
  alter table visits_old owner to ${shop};`;

const ann: Subject = { emails: ["ann@x.example"], anchors: [{ system: "shop", table: "people", key: ["1"] }] };
const hers = { people: 1, notes: 2, invoices: 1, letters: 1, visits: 2 };
const all = { people: 3, notes: 3, invoices: 2, letters: 2, visits: 3 };
const rest = { people: 2, notes: 1, invoices: 1, letters: 1, visits: 1 };

let policy: Policy;
/** The shop with its guard, of which every test has a copy. */
let guarded: TestDatabase;
let database: TestDatabase;
let system: ConnectedSystem;
let pool: Pool;

beforeAll(async () => {
  const parsed = parsePolicy("policy.yaml", text);
  if (parsed.policy === undefined) throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
  ({ policy } = parsed);
  guarded = await freshDatabase();
  // What is copied must have no sessions: they end here, before the first copy is made.
  const making = testPool(guarded.url, 1);
  await making.query(
    `create role ${staff} nologin; create role ${books} nologin; create role ${shop} nologin; ${world}`,
  );
  await making.end();
  const first = await opened(guarded);
  await first.guardInstall();
  await first.close();
});
afterAll(async () => {
  await guarded.drop();
  await using admin = await freshDatabase();
  await admin.query(`drop role ${staff}; drop role ${books}; drop role ${shop}`);
});

async function opened(of = database): Promise<ConnectedSystem> {
  const [declared] = policy.systems;
  if (declared === undefined) throw new Error("the policy has a system");
  return connect({ policy, system: declared, url: of.url });
}
beforeEach(async () => {
  database = await freshDatabase(guarded.name);
  system = await opened();
  pool = testPool(database.url, 2);
});
afterEach(async () => {
  await pool.end();
  await system.close();
  await database.drop();
});

const orderOf = (order: Partial<RestrictOrder> = {}): RestrictOrder => ({
  plan: randomUUID() as PlanId,
  step: 1,
  attempt: 1,
  subject: ann,
  ...order,
});
const dump = () => dumpSchema((sql, values) => database.query(sql, values));
/** What somebody reads, in a session of their own, or the code with which the database says no. */
async function as(role: string, sql: string): Promise<Record<string, unknown>[] | string> {
  const client = await pool.connect();
  try {
    await client.query(`set session authorization ${role}`);
    const answered = (await client.query(sql)) as { rows: Record<string, unknown>[] } | { rows: [] }[];
    return Array.isArray(answered) ? [] : answered.rows;
  } catch (error) {
    return (error as { code?: string }).code ?? "no code";
  } finally {
    client.release(true);
  }
}
async function seenBy(role: string): Promise<Record<string, number>> {
  const sql = Object.keys(all).map((table) => `(select count(*)::int from ${table}) as ${table}`);
  const rows = await as(role, `select ${sql.join(", ")}`);
  return (rows as Record<string, number>[])[0] ?? {};
}

describe("restricting", () => {
  it("is an ability only while the guard is whole", async () => {
    await system.inspect();
    expect(system.abilities.restrict).toBe(true);
    expect(await system.guardPlan()).toEqual([]);
    await database.query("alter table notes disable trigger gestand_restricted");
    await system.inspect();
    expect(system.abilities.restrict).toBe(false);
    const refused = await system.restrict?.(orderOf());
    expect(refused).toMatchObject({ ok: false, reason: "blocked" });
    await system.guardInstall();
    await system.inspect();
    expect(system.abilities.restrict).toBe(true);
  });

  it("hides what is hers from staff, keeps it as it is for everybody, and touches no other row", async () => {
    const before = await dump();
    const done = await system.restrict?.(orderOf());
    expect(changes(before, await dump())).toEqual([]);
    if (done?.ok !== true) throw new Error("it was carried out");
    const rows = Object.fromEntries(done.value.tables.map((one) => [one.table, one.rows]));
    expect(rows).toEqual(hers);
    expect(done.value.tables.find(({ table }) => table === "letters")).toMatchObject({ rows: 1, shared: 1 });
    expect(await seenBy(staff)).toEqual(rest);
    expect(await as(staff, "select count(*)::int as n from people_view")).toEqual([{ n: 2 }]);
    expect(await as(staff, "select count(*)::int as n from visits_old")).toEqual([{ n: 0 }]);
    expect(await as(books, "select count(*)::int as n from invoices")).toEqual([{ n: 2 }]);
    expect(await system.restricted?.(ann)).toHaveLength(5);
    expect(await system.restricted?.({ emails: ["bob@x.example"], anchors: [] })).toEqual([]);
  });

  const refusedChanges = [
    [shop, "update people set name = 'x' where id = 1"],
    [shop, "delete from people where id = 1"],
    [shop, "delete from notes where id = 1"],
    [shop, "update visits set page = 'x' where id = 1"],
    [shop, "delete from visits_old"],
    [shop, "truncate notes"],
    [shop, "truncate visits_old"],
    [shop, "set gestand.acting = 'on'; update people set name = 'x' where id = 1"],
    [superuser, "update people set name = 'x'"],
  ] as const;
  it("refuses its owner, and also a superuser, to change, delete or empty what is hers", async () => {
    await system.restrict?.(orderOf());
    const before = await dump();
    for (const [role, sql] of refusedChanges) expect(await as(role, sql), sql).toBe("23001");
    expect(changes(before, await dump())).toEqual([]);
  });

  it("leaves everybody else's rows to be read and changed as before", async () => {
    await system.restrict?.(orderOf());
    expect(await as(staff, "update people set name = 'Robert' where id = 2")).toEqual([]);
    expect(await as(staff, "delete from notes where person_id = 2")).toEqual([]);
    expect(await as(staff, "insert into notes values (9, 2, 'new')")).toEqual([]);
    expect(await as(shop, "update people set name = 'x' where id = 3")).toEqual([]);
    expect(await as(staff, "update people set name = 'x' where id = 1")).toEqual([]);
    expect(await database.query("select name from people order by id")).toEqual([
      { name: "Ann" },
      { name: "Robert" },
      { name: "x" },
    ]);
  });

  it("ends when it is lifted, for every restriction of the person, and for nobody else's", async () => {
    const bob: Subject = { emails: ["bob@x.example"], anchors: [{ system: "shop", table: "people", key: ["2"] }] };
    await system.restrict?.(orderOf());
    await database.query("insert into notes values (10, 1, 'later')");
    await system.restrict?.(orderOf());
    await system.restrict?.(orderOf({ subject: bob }));
    expect((await seenBy(staff))["notes"]).toBe(0);
    const lifted = await system.lift?.(orderOf());
    expect(lifted).toMatchObject({ ok: true, value: { appliedNow: true } });
    expect(await seenBy(staff)).toEqual({ ...all, people: 2, notes: 3, invoices: 1, visits: 2 });
    await system.lift?.(orderOf({ subject: bob }));
    expect(await seenBy(staff)).toEqual({ ...all, notes: 4 });
    expect(await as(shop, "update people set name = 'x' where id = 1")).toEqual([]);
    expect(await database.query("select * from gestand.restricted")).toEqual([]);
  });

  it("is lifted also where the guard was taken apart", async () => {
    await system.restrict?.(orderOf());
    await database.query("drop policy gestand_restricted on people; drop trigger gestand_restricted on notes");
    expect(await system.lift?.(orderOf())).toMatchObject({ ok: true });
    expect(await system.restricted?.(ann)).toEqual([]);
  });

  it("happens once, and fences off whoever comes late", async () => {
    const order = orderOf({ attempt: 2 });
    const first = await system.restrict?.(order);
    if (first?.ok !== true) throw new Error("it was carried out");
    expect(await system.restrict?.(order)).toEqual({ ok: true, value: { ...first.value, appliedNow: false } });
    await system.lift?.(orderOf());
    expect(await system.restrict?.({ ...order, attempt: 3 })).toMatchObject({ value: { appliedNow: false } });
    expect(await seenBy(staff)).toEqual(all);
    const other = orderOf({ attempt: 5 });
    const crash = { ...other, crashPoint: crashAt("after-collect") };
    await expect(system.restrict?.(crash)).rejects.toThrow();
    expect(await system.restrict?.({ ...other, attempt: 4 })).toMatchObject({ ok: false, reason: "fenced" });
    expect(await seenBy(staff)).toEqual(all);
  });
});

function crashAt(point: string) {
  return (name: string) => {
    if (name === point) throw new Error("a crash on purpose");
  };
}

describe("a process that dies", () => {
  const points = eraseCrashPoints.filter((point) => point !== "between-batches");
  it.each(points)("%s, leaves all or nothing, and the next attempt brings it to its end", async (point) => {
    const before = await dump();
    for (const act of ["restrict", "lift"] as const) {
      const order = orderOf();
      const [from, to] = act === "restrict" ? [all, rest] : [rest, all];
      await expect(system[act]?.({ ...order, crashPoint: crashAt(point) })).rejects.toThrow();
      expect(await seenBy(staff)).toEqual(point === "after-commit" ? to : from);
      expect(await system[act]?.({ ...order, attempt: 2 })).toMatchObject({
        ok: true,
        value: { appliedNow: point !== "after-commit" },
      });
      expect(await seenBy(staff)).toEqual(to);
      expect(changes(before, await dump())).toEqual([]);
    }
  });
});

describe("what Gestand does itself while somebody is restricted", () => {
  it.each([1_000, 1])("their own erasure ends it, with %i rows in a transaction", async (rowsPerTransaction) => {
    await system.restrict?.(orderOf());
    const seen = await system.preview("erasure", ann, today);
    expect(seen.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(await seenBy(staff)).toEqual(rest);
    const erased = await system.erase({ ...orderOf(), today, rowsPerTransaction });
    expect(erased).toMatchObject({ ok: true });
    expect(await database.query("select * from gestand.restricted")).toEqual([]);
    expect(await database.query("select count(*)::int as n from people")).toEqual([{ n: 2 }]);
    // What the law keeps is held now, and hidden as such.
    expect(await seenBy(staff)).toEqual({ ...rest });
    const checked = await system.guardCheck();
    expect([...checked.problems, ...(checked.restricted?.problems ?? [])]).toEqual([]);
  });

  it("a mistake that they ask to have corrected is corrected, and stays restricted", async () => {
    await system.restrict?.(orderOf());
    const corrections = [{ category: "name", from: "Ann", to: "Anna" }];
    expect(await system.correct?.({ ...orderOf(), corrections })).toMatchObject({ ok: true });
    expect(await database.query("select name from people where id = 1")).toEqual([{ name: "Anna" }]);
    expect(await seenBy(staff)).toEqual(rest);
  });

  it("their copy is whole, and somebody else's erasure goes on", async () => {
    await system.restrict?.(orderOf());
    const answer = await system.answer(ann);
    expect(answer.tables.reduce((sum, { read }) => sum + read, 0)).toBe(7);
    await answer.close();
    const bob: Subject = { emails: ["bob@x.example"], anchors: [{ system: "shop", table: "people", key: ["2"] }] };
    const order = { ...orderOf({ subject: bob }), today, rowsPerTransaction: 1_000 };
    expect(await system.erase(order)).toMatchObject({ ok: true });
    expect(await system.restricted?.(ann)).toHaveLength(5);
  });
});

const dangers = [
  ["the policy dropped", "drop policy gestand_restricted on notes", "guard-leak"],
  ["row security turned off", "alter table visits disable row level security", "guard-leak"],
  ["the policy emptied", "alter policy gestand_restricted on people using (true)", "guard-leak"],
  ["a trigger dropped", "drop trigger gestand_restricted on people", "guard-restricted-changes"],
  ["triggers turned off", "alter table notes disable trigger all", "guard-restricted-changes"],
  [
    "the question answered with no",
    "create or replace function gestand.is_restricted(relation text, row_key text) returns boolean language sql as 'select false'",
    "guard-restricted-changes",
  ],
  ["a partition without guard", "drop policy gestand_restricted on visits_old", "guard-leak"],
] as const;
test("the check tries it and finds what somebody did to the guard", async () => {
  expect((await system.guardCheck()).restricted).toMatchObject({ installed: true, problems: [] });
  await system.restrict?.(orderOf());
  const clean = await system.guardCheck();
  expect(clean.restricted?.problems).toEqual([]);
  expect(clean.restricted?.visible.filter(({ visibleRows }) => visibleRows > 0)).toEqual([]);
  expect(clean.restricted?.visible.some(({ role, heldRows }) => role === staff && heldRows > 0)).toBe(true);
  for (const [what, sql, code] of dangers) {
    await database.query(sql);
    expect(
      (await system.guardCheck()).restricted?.problems.map((problem) => problem.code),
      what,
    ).toContain(code);
    // A function that was replaced is not looked at when the guard is completed; dropped, it is made again.
    if (sql.includes("is_restricted")) await database.query("drop function gestand.is_restricted cascade");
    await system.guardInstall();
    expect((await system.guardCheck()).restricted?.problems, `${what}, mended`).toEqual([]);
  }
});
