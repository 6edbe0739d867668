import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pool } from "pg";
import { freshDatabase, mapped, type ShortTable, type TestDatabase, testPool } from "#harness";
import type { Policy, System } from "#policy";
import { readCatalogue } from "./catalogue.ts";
import { blocks, compare, inspect } from "./inspect.ts";

const policy = {
  categories: [{ name: "contact.phone", title: {}, identifying: true, special: false }],
  keep: [
    { name: "books", until: { kind: "law", duty: "nl.tax.records" }, hold: { hiddenFrom: ["staff"], readableBy: [] } },
  ],
} as unknown as Policy;

const customers: ShortTable = { person: ["is email"], columns: { email: "contact.email", name: "name" } };

/** The mapping of the hostile names, which the short form cannot write. */
const odd = (system: System): System => ({
  ...system,
  tables: system.tables.map((table) =>
    table.name === "v"
      ? table
      : {
          ...table,
          person: [
            { kind: "is", person: "customer", email: "E mail", at: table.at },
            { kind: "reference", reference: { columns: ["boss"], table: table.name }, at: table.at },
          ],
        },
  ),
});

describe("inspecting a database", () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await freshDatabase();
    pool = testPool(database.url, 2);
    pool.on("connect", (client) => client.on("error", () => undefined));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  let count = 0;
  /** A schema of its own, and what is found when it is compared with the mapping, as `code: message | remedy`. */
  const look = async (sql: string, tables: Record<string, ShortTable>, change?: (system: System) => System) => {
    const schema = `s${++count}`;
    await database.query(`create schema ${schema}; set search_path = ${schema}; ${sql}; reset search_path`);
    const system = mapped(tables, schema);
    const found = compare(policy, change?.(system) ?? system, await readCatalogue(pool, schema));
    return found.map((problem) => ({ ...problem, text: `${problem.code}: ${problem.message} | ${problem.remedy}` }));
  };
  const base =
    "create table customers (id int primary key, email text, name text); create index on customers (lower(btrim(email)))";

  it("finds nothing to say of a mapping that says everything", async () => {
    expect(await look(base, { customers })).toEqual([]);
  });

  it("names unknown tables and columns with the name that was probably meant", async () => {
    const found = await look(base, { customer: customers, customers: { ...customers, other: ["nmae"] } });
    expect(found.find(({ code }) => code === "unknown-table")?.message).toContain('Did you mean "customers"?');
    expect(found.find(({ code }) => code === "unknown-column")?.message).toContain('Did you mean "name"?');
    expect((await look("select 1", { customers })).map(({ code }) => code)).toEqual(["unknown-schema"]);
  });

  it("makes every column left unsaid an error that blocks, with a guess by its name", async () => {
    const found = await look(`${base}; alter table customers add telefoonnummer text, add xyzzy text`, { customers });
    expect(found.map(({ text, severity }) => [severity, text])).toEqual([
      ["error", expect.stringMatching(/unmapped-column.*telefoonnummer.*contact\.phone/)],
      ["error", expect.stringMatching(/unmapped-column.*xyzzy.*other: \[xyzzy\]/)],
    ]);
    expect(found.every((problem) => blocks(problem, "access"))).toBe(true);
  });

  it("finds tables linked to persons, in both directions, and tables that only look personal", async () => {
    const found = await look(
      `create table places (id int primary key); ${base}; alter table customers add place int references places;
       create table notes (id int primary key, customer int references customers);
       create table leads (id int primary key, email text); create table products (id int primary key, sku text);
       create table rates (id int primary key)`,
      { customers },
      (system) => ({ ...system, withoutPersons: [{ table: "rates", reason: "prices", at: system.at }] }),
    );
    expect(found.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      expect.stringMatching(/^error .*leads, which has columns that look personal \(email\)/),
      expect.stringMatching(/^error .*notes, which refers to customers/),
      expect.stringMatching(/^error .*places, which is referred to by tables of persons/),
      expect.stringMatching(/^warning .*products\.$/),
    ]);
  });

  it("finds a foreign key to persons that no path follows", async () => {
    const found = await look(
      `${base}; create table orders (id int primary key, buyer int references customers, friend int references customers);
       create index on orders (buyer); create index on orders (friend)`,
      { customers, orders: { person: ["buyer -> customers"] } },
    );
    expect(found.map(({ text }) => text)).toEqual([expect.stringMatching(/unmapped-link: .*friend.*alsoAbout/)]);
  });

  it("checks that references fit their target in number, type and uniqueness", async () => {
    const found = await look(
      `create table shops (shop int, id int, label text, born date, primary key (shop, id)); create index on shops (label);
       create table visits (id int primary key, shop int, day date, who text)`,
      {
        shops: { person: ["is"], other: ["label", "born"] },
        visits: {
          person: [
            "shop -> shops",
            "day -> shops(id)",
            "who -> shops(id)",
            "who -> shops(lable)",
            "shop, id -> nowhere",
          ],
        },
      },
    );
    const texts = found.map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringMatching(/reference-does-not-fit.*key is \(shop, id\)/));
    expect(texts).toContainEqual(expect.stringMatching(/reference-does-not-fit.*visits\.day is date.*integer/));
    expect(texts).toContainEqual(expect.stringMatching(/reference-compares-text.*visits\.who/));
    expect(texts).toContainEqual(expect.stringMatching(/reference-not-unique.*several rows of shops/));
    expect(texts).toContainEqual(expect.stringMatching(/unknown-column.*lable.*"label"/));
    expect(texts).toContainEqual(expect.stringMatching(/unknown-target.*nowhere/));
  });

  /** What is said of a reference between columns of these types. */
  const told = async (key: string, column: string, index = "") => {
    const found = await look(
      `create table customers (id ${key} primary key, email text, name text);
       create table notes (id int primary key, customer ${column}, note text); ${index}`,
      { customers, notes: { person: ["customer -> customers"], columns: { note: "free-text" } } },
    );
    return found.flatMap(({ code, message }) =>
      code.startsWith("reference-") ? [`${code} ${message.replace(/^.*; /, "")}`] : [],
    );
  };

  it("names every pair of types that may not find its rows, and none that surely does", async () => {
    await database.query("create extension citext schema public");
    const index = "create index on notes (customer);";
    for (const [key, column] of [
      ["int", "numeric"],
      ["bigint", "int"],
      ["text", "char(9)"],
      ["public.citext", "public.citext"],
    ] as const)
      expect(await told(key, column), `${key} ${column}`).toEqual([]);
    for (const [key, column] of [
      ["uuid", "int"],
      ["uuid", "varchar(20)"],
      ["int", "money"],
    ] as const)
      expect(await told(key, column), `${key} ${column}`).toEqual(["reference-does-not-fit they cannot be equal."]);
    for (const [key, column, made, how] of [
      ["public.citext", "text", "", "without case"],
      ["uuid", "text", "", "read as a uuid"],
      ["uuid", "varchar(36)", index, "small letters or capitals"],
      ["int", "text", index, "zeros before it"],
      ["text", "int", index, "read as a number"],
      ["date", "text", "", "compared as text"],
      ["inet", "interval", "", "compared as text"],
    ] as const)
      expect(await told(key, column, made), `${key} ${column}`).toEqual([expect.stringContaining(how)]);
  });

  it("refuses members of a column that is no JSON", async () => {
    const found = await look(base, {
      customers: { ...customers, columns: { name: { is: "name", json: { "first.part": "name" } } } },
    });
    expect(found.map(({ code }) => code)).toEqual(["members-of-no-json"]);
  });

  it("finds what erasure would be refused: NULL, too long, not unique, of another type", async () => {
    const found = await look(
      `create table customers (id int primary key, email varchar(10) not null unique, name text not null, n int, short char(2));
       create index on customers (lower(btrim(email)))`,
      {
        customers: {
          person: ["is email"],
          erase: "anonymise",
          columns: {
            email: { is: "contact.email", erased: "gone" },
            name: "name",
            n: { is: "account.id", erased: "-" },
            short: { is: "name", erased: "xxx" },
          },
        },
      },
    );
    expect(found.map(({ code, path }) => [code, path?.split(".").at(-1)])).toEqual([
      ["erased-not-unique", "email"],
      ["erased-null-refused", "name"],
      ["erased-wrong-type", "n"],
      ["erased-too-long", "short"],
    ]);
    expect(found.some((problem) => blocks(problem, "access"))).toBe(false);
    expect(found.every((problem) => blocks(problem, "erasure"))).toBe(true);
  });

  it("finds links that cannot be cut, cascades into kept rows, and keys that will refuse", async () => {
    const found = await look(
      `${base}; create table orders (id int primary key, customer int not null references customers, who int);
       create table invoices (id int primary key, customer int references customers on delete cascade);
       create index on orders (customer); create index on invoices (customer)`,
      {
        customers,
        orders: { person: ["customer -> customers"], erase: "anonymise", other: ["who"] },
        invoices: { person: ["customer -> customers"], keep: { rule: "books" } },
      },
    );
    expect(found.map(({ code, severity }) => `${severity} ${code}`).sort()).toEqual([
      "error cascade-reaches-kept",
      "error link-not-nullable",
      "warning constraint-will-refuse",
    ]);
  });

  it("is content with lines that are held by the same rule as what they belong to", async () => {
    const found = await look(
      `${base}; create table invoices (id int primary key, customer int references customers on delete set null);
       create table lines (id int primary key, invoice int not null references invoices on delete cascade);
       create index on invoices (customer); create index on lines (invoice)`,
      {
        customers,
        invoices: { person: ["customer -> customers"], keep: { rule: "books" } },
        lines: { person: ["invoice -> invoices"], keep: { rule: "books" } },
      },
    );
    expect(found).toEqual([]);
  });

  it("refuses what has no rows of its own or no key, and points to partitions' root", async () => {
    const found = await look(
      `create table loose (email text); create table v (day date primary key, email text) partition by range (day);
       create table v_1 partition of v default; create view seen as select email from loose;
       create materialized view copied as select email from loose; create table heir () inherits (loose)`,
      { loose: { person: ["@email"] }, v_1: { person: ["@email"] }, seen: { person: ["@email"] } },
    );
    const texts = found.map(({ severity, text }) => `${severity} ${text}`);
    expect(texts).toContainEqual(expect.stringMatching(/error no-key: loose/));
    expect(texts).toContainEqual(expect.stringMatching(/error inheritance: /));
    expect(texts).toContainEqual(expect.stringMatching(/error not-a-table: v_1 .*Map v;/));
    expect(texts).toContainEqual(expect.stringMatching(/error not-a-table: seen .*\(loose\)/));
    expect(texts).toContainEqual(expect.stringMatching(/note view-of-persons: /));
    expect(texts).toContainEqual(
      expect.stringMatching(/warning copy-of-persons: .*refresh materialized view "s\d+"\."copied"/),
    );
  });

  it("writes the index that is missing so that it can be run, and is content when it was", async () => {
    const sql = `create table "Käufer ""x""" (id int primary key, "E mail" varchar(99), boss int);
      create table v (id int, day date, email text, primary key (id, day)) partition by range (day)`;
    const tables: Record<string, ShortTable> = {
      'Käufer "x"': { person: ["is"], other: ["boss"] },
      v: { person: ["@email"], other: [] },
    };
    const found = await look(sql, tables, odd);
    const statements = found.map(({ remedy }) => /CREATE INDEX .*;/.exec(remedy)?.[0]);
    expect(statements).toHaveLength(3);
    for (const statement of statements) await database.query(String(statement));
    const schema = `s${count}`;
    expect(compare(policy, odd(mapped(tables, schema)), await readCatalogue(pool, schema))).toEqual([]);
  });

  it("names the index that saves the search after an erasure, and is content when it is there", async () => {
    await database.query(`create schema large; create extension if not exists pg_trgm;
      create table large.notes (id int primary key, email varchar(99), name text, code char(9), doc jsonb, short varchar(2), at date);
      create index on large.notes (lower(btrim(email::text)));
      insert into large.notes select n, n || '@x.nl', 'n', 'c', '{}', 'x', '2026-01-01' from generate_series(1, 100000) n; analyze large.notes`);
    const columns = { name: "name", code: "name", doc: "order-history", short: "name", at: "order-history" };
    const system = mapped({ notes: { person: ["@email"], columns } }, "large");
    const found = (await inspect(pool, policy, system)).filter(({ code }) => code === "missing-search-index");
    expect(found).toMatchObject([{ severity: "note", path: "systems.shop.tables.notes" }]);
    expect(found[0]?.message).toContain("100,000 rows twice (under a second each time)");
    await database.query(
      (/CREATE INDEX .*;/.exec(found[0]?.remedy ?? "")?.[0] ?? "").replaceAll("gin_trgm_ops", "public.gin_trgm_ops"),
    );
    expect((await inspect(pool, policy, system)).map(({ code }) => code)).not.toContain("missing-search-index");
  });

  it("says which identifying values are bytes, that nobody searches", async () => {
    const tables = { v: { person: ["is"], columns: { phone: "contact.phone", name: "name", photo: "image" } } };
    const sql = "create table v (id int primary key, phone bytea, name text, photo bytea)";
    const found = await look(sql, tables);
    expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "bytes-not-searched systems.shop.tables.v.columns.phone",
    ]);
  });

  it("refuses an address that is kept as anything but text, and takes every kind of text", async () => {
    await database.query("create extension if not exists citext");
    for (const type of ["bytea", "uuid", "text[]", "jsonb", "bigint"])
      expect(
        await look(`create table v (id int primary key, email ${type})`, { v: { person: ["@email"] } }),
      ).toContainEqual(expect.objectContaining({ code: "address-not-text", severity: "error" }));
    for (const type of ["text", "varchar(99)", "char(99)", "public.citext"])
      expect(
        (await look(`create table v (id int primary key, email ${type})`, { v: { person: ["@email"] } })).map(
          ({ code }) => code,
        ),
      ).not.toContain("address-not-text");
  });

  it("names triggers, missing rights and keys from other schemas", async () => {
    const role = `reader_${database.name}`;
    await database.query(`create schema main; create schema far; create role ${role};
      create table main.customers (id int primary key, email text, name text);
      create table far.things (id int primary key, customer int references main.customers);
      create function main.log() returns trigger language plpgsql as 'begin return old; end';
      create trigger copy_away after delete on main.customers for each row execute function main.log();
      grant usage on schema main to ${role}; grant select on main.customers to ${role}`);
    const client = await pool.connect();
    try {
      await client.query(`set role ${role}`);
      const found = await inspect(client, policy, mapped({ customers }, "main"));
      expect(found.map(({ code }) => code)).toEqual([
        "missing-write-right",
        "linked-from-other-schema",
        "missing-index",
        "trigger",
      ]);
      expect(found.filter((problem) => blocks(problem, "access")).map(({ code }) => code)).toEqual([
        "linked-from-other-schema",
      ]);
      expect(found[0]?.remedy).toBe(`Run: grant update, delete on "main"."customers" to "${role}";`);
    } finally {
      client.release(true);
      await database.query(`drop owned by ${role}; drop role ${role}`);
    }
  });
});
