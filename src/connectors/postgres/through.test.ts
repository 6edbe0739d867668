import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import type { Subject } from "../contract.ts";
import { connected, eraseAndLook, policyWith } from "./testing.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
afterEach(async () => {
  await database.query("drop schema public cascade; create schema public; drop schema if exists gestand cascade");
});

const ann: Subject = { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "users", key: ["1"] }] };
const users = "users: {person: {is: customer, email: email}, columns: {email: contact.email}, keep: profile}\n";
const people =
  "create table users (id int primary key, email text); insert into users values (1, 'ann@x.nl'), (2, 'bob@x.nl');";

describe("a path of several steps", () => {
  test("joins every column of every step: the neighbour with half of the same key keeps its rows", async () => {
    await database.query(`${people}
      create table baskets (shop int, no int, user_id int, primary key (shop, no));
      create table lines (id int primary key, shop int, basket_no int, remark text);
      insert into baskets values (1, 1, 1), (1, 2, 2), (2, 1, 2);
      insert into lines values (10, 1, 1, 'mine'), (11, 1, 2, 'same shop'), (12, 2, 1, 'same number'), (13, 9, 9, 'nobody');`);
    const policy = policyWith(
      `${users}lines: {person: {via: ["(shop, basket_no) -> baskets", user_id -> users]}, columns: {remark: order-history}}\n`,
      { system: "withoutPersons: {baskets: Only numbers.}\n" },
    );
    const { changed, seen, left } = await eraseAndLook(policy, database, ann);
    expect(changed["lines"]?.gone).toEqual(['{"id":10,"shop":1,"basket_no":1,"remark":"mine"}']);
    expect(Object.keys(changed)).toEqual(["lines", "users"]);
    expect(seen.tables.find(({ table }) => table === "lines")).toMatchObject({ rows: 1, shared: 0, deleted: 1 });
    expect(left).toEqual([]);
  });

  test.each([1_000, 1])(
    "is followed though the same erasure takes what lies between (%i rows at a time)",
    async (rows) => {
      await database.query(`${people}
      create table orders (id int primary key, user_id int, note text);
      create table parcels (id int primary key, order_id int, label text);
      create table scans (id int primary key, parcel_id int, place text);
      insert into orders values (1, 1, 'x'), (2, 2, 'y');
      insert into parcels values (1, 1, 'Ann'), (2, 2, 'Bob'), (3, 1, 'Ann');
      insert into scans values (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c');`);
      const policy =
        policyWith(`${users}orders: {person: user_id -> users, columns: {note: order-history}, erase: anonymise}
parcels: {person: {via: [order_id -> orders, user_id -> users]}, columns: {label: name}}
scans: {person: {via: [parcel_id -> parcels, order_id -> orders, user_id -> users]}, columns: {place: location}, erase: anonymise}
`);
      const { changed, left } = await eraseAndLook(policy, database, ann, rows);
      expect(changed["parcels"]?.gone).toHaveLength(2);
      expect(changed["orders"]?.added).toEqual(['{"id":1,"user_id":null,"note":null}']);
      expect(changed["scans"]?.added).toEqual([
        '{"id":1,"parcel_id":null,"place":null}',
        '{"id":3,"parcel_id":null,"place":null}',
      ]);
      expect(left).toEqual([]);
      expect(Object.keys(changed)).toEqual(["orders", "parcels", "scans", "users"]);
    },
  );

  test("that reaches several persons makes a row shared, and what leaves with one of them is the membership", async () => {
    await database.query(`${people}
      create table memberships (team int, user_id int, primary key (team, user_id));
      create table documents (id int primary key, team int, body text);
      insert into memberships values (1, 1), (1, 2), (2, 1), (3, 2);
      insert into documents values (1, 1, 'ours'), (2, 2, 'mine'), (3, 3, 'theirs');`);
    const policy = policyWith(`${users}memberships: {person: user_id -> users}
documents:
  person: {via: [team -> memberships(team), user_id -> users]}
  columns: {body: free-text}
  shared: {access: show, erase: detach}
`);
    const { changed, seen, left } = await eraseAndLook(policy, database, ann);
    expect(seen.tables.find(({ table }) => table === "documents")).toMatchObject({ rows: 2, shared: 1, deleted: 1 });
    expect(changed["documents"]).toEqual({ gone: ['{"id":2,"team":2,"body":"mine"}'], added: [] });
    expect(changed["memberships"]?.gone).toHaveLength(2);
    expect(left).toEqual([]);
  });

  test("asks a condition at the step where it stands", async () => {
    await database.query(`${people}
      create table links (id int primary key, kind text, target int);
      create table notes (id int primary key, link int, text text);
      insert into links values (1, 'user', 1), (2, 'shop', 1);
      insert into notes values (1, 1, 'about Ann'), (2, 2, 'about shop 1');`);
    const policy = policyWith(
      `${users}notes: {person: {via: [link -> links, target -> users when kind = user]}, columns: {text: free-text}}\n`,
      { system: "withoutPersons: {links: Only numbers.}\n" },
    );
    const { changed } = await eraseAndLook(policy, database, ann);
    expect(changed["notes"]?.gone).toEqual(['{"id":1,"link":1,"text":"about Ann"}']);
  });

  test("is told of when a table or a column on the way is not there", async () => {
    await database.query(`${people}
      create table orders (id int primary key, user_id int);
      create table lines (id int primary key, order_id int, remark text);`);
    const found = async (path: string, without = "orders") => {
      const policy = policyWith(`${users}lines: {person: {via: [${path}]}, columns: {remark: order-history}}\n`, {
        system: `withoutPersons: {${without}: Only numbers.}\n`,
      });
      const system = await connected(policy, database);
      try {
        const all = await system.inspect();
        return all.flatMap(({ severity, code, message, remedy }) =>
          severity === "error" ? [[code, message, remedy]] : [],
        );
      } finally {
        await system.close();
      }
    };
    expect(await found("order_id -> orders, user_id -> users")).toEqual([]);
    expect(await found("order_id -> orders, usr_id -> users")).toEqual([
      [
        "unknown-column",
        expect.stringContaining("no column usr_id. Did you mean"),
        expect.stringContaining("leads on"),
      ],
    ]);
    expect(await found("order_id -> orders(nr), user_id -> users")).toEqual([
      ["unknown-column", expect.stringContaining("orders has no column nr"), "Correct the name."],
    ]);
    expect(await found("order_id -> baskets, user_id -> users", "baskets")).toEqual([
      ["unknown-table", expect.stringContaining("no table baskets"), expect.any(String)],
    ]);
  });
});
