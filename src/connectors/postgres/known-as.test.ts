import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { normalisePhone } from "#base";
import { freshDatabase, type TestDatabase } from "#harness";
import { type KnownAs, knownAs, type Policy } from "#policy";
import type { Subject } from "../contract.ts";
import { isKnownAs } from "./identity-sql.ts";
import { connected, eraseAndLook, policyWith } from "./testing.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
afterEach(async () => {
  await database.query("drop schema public cascade; create schema public; drop schema if exists gestand cascade");
});

const identities = "identities: {phone: {}, customer-number: {title: {en: customer number}}}\n";
const customers = `customers:
  person: {is: customer, email: email, phone: phone, identities: {customer-number: no}}
  columns: {email: contact.email, phone: contact.phone, no: order-history, name: name}
calls:
  person: [customer_id -> customers, {phone: caller, of: guest}]
  columns: {caller: contact.phone, note: free-text}
forms:
  person: {identity: customer-number, column: customer_no, of: customer}
  columns: {customer_no: order-history}
  erase: anonymise
`;
const policy = policyWith(customers, { top: identities });
const known = (identity: string, value: string, of: Policy = policy): KnownAs => {
  const found = knownAs(of, identity, value);
  if (found === undefined) throw new Error(`${value} is no ${identity}`);
  return found;
};

async function lay(): Promise<void> {
  await database.query(`create table customers (id int primary key, no int, email text, phone text, name text);
    create table calls (id int primary key, customer_id int, caller varchar(30), note text);
    create table forms (id int primary key, customer_no int);
    insert into customers values (1, 100, null, '06-12345678', 'Ann'), (2, 200, 'bob@x.nl', '+31 6 8765 4321', 'Bob');
    insert into calls values (1, null, '+31 (0)6 12 34 56 78', 'Ann'), (2, null, '0031612345678', 'Ann'), (3, null, '0687654321', 'Bob'),
      (4, 2, '0612345678', 'Bob with the phone of Ann'), (5, null, '06-12345678 / 030-1234567', 'two'), (6, null, '-', 'nobody'), (7, null, '06-12345679', 'other');
    insert into forms values (1, 100), (2, 200), (3, null);`);
}

describe("a person who is known by a telephone number or a number of ours", () => {
  test("is located by it, however it is written, and by nothing that is not surely the same", async () => {
    await lay();
    const system = await connected(policy, database);
    try {
      const look = (...sought: KnownAs[]) => system.locate([], sought);
      expect((await look(known("phone", "+31612345678"))).candidates.map(({ anchor }) => anchor.key)).toEqual([["1"]]);
      expect((await look(known("phone", "06 12345678"))).byAddress).toEqual([{ table: "calls", rows: 2 }]);
      expect(await look(known("customer-number", " 200 "))).toMatchObject({
        candidates: [{ anchor: { key: ["2"] } }],
        byAddress: [{ table: "forms", rows: 1 }],
      });
      // The same text as another identity is nobody.
      expect(await look(known("customer-number", "0612345678"))).toEqual({ candidates: [], byAddress: [] });
      expect(await system.locate(["0612345678"])).toEqual({ candidates: [], byAddress: [] });
    } finally {
      await system.close();
    }
  });

  test("is erased with what the number alone leads to, and nobody else's row changes", async () => {
    await lay();
    const ann: Subject = {
      emails: ["new@x.nl"],
      known: [known("phone", "0612345678"), known("customer-number", "100")],
      anchors: [{ system: "shop", table: "customers", key: ["1"] }],
    };
    const { changed, seen, left } = await eraseAndLook(policy, database, ann);
    expect(changed["customers"]?.gone).toHaveLength(1);
    expect(changed["calls"]?.gone.map((row) => (JSON.parse(row) as { id: number }).id)).toEqual([1, 2]);
    expect(changed["forms"]).toEqual({ gone: ['{"id":1,"customer_no":100}'], added: ['{"id":1,"customer_no":null}'] });
    expect(Object.keys(changed)).toEqual(["calls", "customers", "forms"]);
    expect(seen.tables.find(({ table }) => table === "calls")).toMatchObject({ rows: 2, shared: 0, deleted: 2 });
    expect(left.filter(({ because }) => because === undefined)).toEqual([]);
  });

  test("gets nothing by the number when nobody found that it is theirs", async () => {
    await lay();
    const bob: Subject = { emails: ["bob@x.nl"], anchors: [{ system: "shop", table: "customers", key: ["2"] }] };
    const { changed } = await eraseAndLook(policy, database, bob);
    expect(changed["calls"]?.gone.map((row) => (JSON.parse(row) as { id: number }).id)).toEqual([4]);
    expect(changed["forms"]).toBeUndefined();
  });

  test("shares what a number of several persons leads to", async () => {
    await lay();
    await database.query("insert into customers values (3, 300, null, '0031-6-12345678', 'Kees')");
    const ann: Subject = {
      emails: [],
      known: [known("phone", "0612345678")],
      anchors: [{ system: "shop", table: "customers", key: ["1"] }],
    };
    const { changed, seen } = await eraseAndLook(policy, database, ann);
    expect(seen.tables.find(({ table }) => table === "calls")).toMatchObject({ rows: 2, shared: 2, deleted: 0 });
    expect(Object.keys(changed)).toEqual(["customers"]);
  });

  test("is met again in another notation when something was added after the erasure", async () => {
    await lay();
    const ann: Subject = { emails: [], known: [known("phone", "0612345678")], anchors: [] };
    const system = await connected(policy, database);
    try {
      const identifiers = await system.identifiers(ann);
      await database.query(
        "delete from calls; delete from customers; insert into calls values (9, null, '+31(0)612345678', '')",
      );
      expect(await system.residue(identifiers, "mapped")).toEqual([{ table: "calls", column: "caller", rows: 1 }]);
    } finally {
      await system.close();
    }
  });

  test.each([
    ["bigint", "phone-not-text", /as text, with the country code/],
    ["jsonb", "address-not-text", /row of its own/],
    ["text[]", "address-not-text", /row of its own/],
  ])("cannot be known by a number in a column of type %s", async (type, code, remedy) => {
    await database.query(`create table customers (id int primary key, no int, email text, phone text, name text);
      create table calls (id int primary key, customer_id int, caller ${type}, note text);
      create table forms (id int primary key, customer_no int);`);
    const system = await connected(policy, database);
    try {
      const errors = (await system.inspect()).filter(({ severity }) => severity === "error");
      expect(errors).toMatchObject([
        {
          code,
          path: "systems.shop.tables.calls.person",
          remedy: expect.stringMatching(remedy),
          at: { line: expect.any(Number) },
        },
      ]);
    } finally {
      await system.close();
    }
  });
});

test("in SQL and in the policy the same texts are the same number", async () => {
  const digit = fc.constantFrom(..."0123456789".split(""));
  const sign = fc.constantFrom("", "", "", " ", "-", ".", "(0)", "/", "\u00a0", "x", "+", "\n");
  const noise = fc.array(fc.tuple(digit, sign), { minLength: 6, maxLength: 10 }).map((all) => all.flat().join(""));
  const near = fc.constantFrom(
    "0612345678",
    "+31612345678",
    "0031612345678",
    "31612345678",
    "+31(0)6 12345678",
    "06-1234 5678",
  );
  const before = fc.constantFrom("", "", " ", "tel:", "T", "\t");
  const text = fc
    .tuple(
      before,
      fc.oneof(
        near,
        noise.map((one) => `06${one}`),
      ),
      sign,
    )
    .map((all) => all.join(""));
  const number = known("phone", "0612345678");
  const texts = fc.sample(text, Number(process.env["GESTAND_RUNS"] ?? 1_500));
  const rows = await database.query(
    `select x.text, coalesce(${isKnownAs("phone", "x.text", "select unnest($1::text[])")}, false) as same from unnest($2::text[]) x(text)`,
    [number.spellings, texts],
  );
  const wrong = rows.filter(
    ({ text: one, same }) => (normalisePhone(String(one), "NL") === number.spellings[0]) !== same,
  );
  expect(wrong).toEqual([]);
  expect(rows.filter(({ same }) => same === true).length).toBeGreaterThan(texts.length / 15);
});
