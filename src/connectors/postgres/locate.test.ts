import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pool } from "pg";
import { freshDatabase, type TestDatabase, testPool } from "#harness";
import type { System, Table } from "#policy";
import { readCatalogue } from "./catalogue.ts";
import { locate } from "./locate.ts";
import { compileOwnership } from "./ownership.ts";

const at = { file: "policy.yaml", line: 1, column: 1 };
const table = (name: string, rest: Partial<Table>): Table => ({
  cites: [],
  at,
  name,
  person: [],
  alsoAbout: [],
  columns: [],
  notPersonal: [],
  erase: "delete",
  shared: { access: "withhold", erase: "keep" },
  ...rest,
});
const column = (name: string, category: string) =>
  ({ name, category, json: [], erased: { kind: "null" }, at }) as const;

const system: System = {
  cites: [],
  at,
  name: "shop",
  title: { en: "shop" },
  connector: "postgres",
  urlFrom: "SHOP",
  schema: "public",
  roles: {},
  withoutPersons: [],
  tables: [
    table("customers", {
      person: [{ kind: "is", person: "customer", email: "email", emailSince: "since", at }],
      columns: [column("first", "name"), column("last", "name"), column("email", "contact.email")],
    }),
    table("orders", {
      person: [
        { kind: "reference", reference: { columns: ["customer"], table: "customers", targetColumns: ["id"] }, at },
        { kind: "identity", person: "guest", identity: "email", column: "email", at },
      ],
      columns: [column("email", "contact.email")],
    }),
    table("suppressed", {
      person: [{ kind: "identity", person: "guest", identity: "email", column: "digest", digest: true, at }],
      columns: [column("digest", "contact.email")],
    }),
  ],
};

describe("locating a person by address", () => {
  let database: TestDatabase;
  let pool: Pool;
  const find = async (emails: string[], digest?: (identity: string) => string) =>
    locate(pool, compileOwnership(await readCatalogue(pool, "public"), system), {
      emails,
      known: [],

      ...(digest && { digest }),
    });

  beforeAll(async () => {
    database = await freshDatabase();
    pool = testPool(database.url, 1);
    pool.on("connect", (client) => client.on("error", () => undefined));
    await database.query(`
      create table customers (region int, id int, first text, last text, email text, since timestamptz,
        primary key (region, id));
      create table orders (id int primary key, customer int, email text);
      create table suppressed (digest text primary key);
      alter table customers add unique (id);
      insert into customers values (1, 7, 'Anna', 'Bakker', ' Anna@Example.NL', '2026-01-02T00:00:00Z'),
        (2, 8, 'Arie', null, 'anna@example.nl', null), (1, 9, 'Bo', 'Bos', 'bo@example.nl', null);
      insert into orders values (1, null, 'ANNA@example.nl '), (2, 7, 'anna@example.nl'), (3, 999, 'anna@example.nl'),
        (4, null, 'bo@example.nl');
      insert into suppressed values ('d:anna@example.nl')`);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it("finds every spelling of an address, and names two persons who share it apart", async () => {
    const found = await find(["anna@EXAMPLE.nl"]);
    expect(found.candidates.map((candidate) => [candidate.anchor.key, candidate.label.reveal()])).toEqual([
      [["1", "7"], "Anna Bakker"],
      [["2", "8"], "Arie"],
    ]);
    expect(found.candidates[0]?.addressSince?.toISOString()).toBe("2026-01-02T00:00:00.000Z");
    expect(found.candidates[1]).not.toHaveProperty("addressSince");
    expect(inspect(found)).not.toContain("Bakker");
  });

  it("counts rows by address only where no earlier path leads to a person", async () => {
    // Order 2 belongs to a customer that exists; order 3 refers to one that is gone.
    expect((await find(["anna@example.nl"])).byAddress).toEqual([{ table: "orders", rows: 2 }]);
  });

  it("compares columns of digests with the digest of the address", async () => {
    expect((await find(["anna@example.nl"])).byAddress.map((found) => found.table)).not.toContain("suppressed");
    const found = await find(["Anna@example.nl"], (identity) => `d:${identity}`);
    expect(found.byAddress).toContainEqual({ table: "suppressed", rows: 1 });
  });

  it("keeps addresses apart that the database takes for equal, and finds them in every kind of text", async () => {
    await database.query(`create extension if not exists citext;
      create collation loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
      create collation turkish (provider = icu, locale = 'tr')`);
    try {
      for (const type of ["text collate loose", "text collate turkish", "citext", "varchar(40)", "char(40)"]) {
        await database.query(`alter table customers alter email type ${type}; alter table orders alter email type ${type};
          insert into customers values (4, 20, 'E', null, 'Emile@Example.NL', null), (4, 21, 'I', null, 'INGE@Example.nl', null);
          insert into orders values (20, null, ' Emile@Example.nl'), (21, null, 'inge@example.nl')`);
        const keys = async (email: string) => {
          const { candidates, byAddress } = await find([email]);
          return [...candidates.map(({ anchor }) => anchor.key.join("/")), ...byAddress.map(({ rows }) => rows)];
        };
        expect([type, await keys("emile@example.nl")]).toEqual([type, ["4/20", 1]]);
        expect([type, await keys("émile@example.nl")]).toEqual([type, []]);
        expect([type, await keys("ınge@example.nl")]).toEqual([type, []]);
        await database.query("delete from customers where region = 4; delete from orders where id >= 20");
      }
    } finally {
      await database.query("alter table customers alter email type text; alter table orders alter email type text");
    }
  });

  it("finds nobody behind an unknown or empty address, whatever it holds", async () => {
    for (const address of ["nobody@example.nl", "", "%", "' or true --"])
      expect(await find([address])).toEqual({ candidates: [], byAddress: [] });
  });

  it("refuses a placeholder address that names nobody", async () => {
    await database.query(
      "insert into customers select 3, i, 'x', 'y', 'none@example.nl', null from generate_series(100, 210) i",
    );
    await expect(find(["none@example.nl"])).rejects.toMatchObject({ code: "too-many-candidates" });
  });
});
