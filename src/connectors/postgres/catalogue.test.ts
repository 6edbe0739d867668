import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase, type TestDatabase, testPool } from "#harness";
import type { Pool } from "pg";
import type { Catalogue, Relation } from "../sql/catalogue-types.ts";
import { readCatalogue } from "./catalogue.ts";
import { ident, literal, namesOf, qualified } from "./quote.ts";

const hostile = [
  'say "hi"',
  "Robert'); drop table students;--",
  "naam met spaties",
  "żółć-数据-🙂",
  "select",
  "UPPER",
  "back\\slash $1 ${x} %s",
  "x".repeat(63),
  "é".repeat(31),
];

describe("the catalogue of a real database", () => {
  let database: TestDatabase;
  let pool: Pool;
  let catalogue: Catalogue;
  const relation = (name: string): Relation => catalogue.relations.get(name) as Relation;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = testPool(database.url, 2);
    pool.on("connect", (client) => client.on("error", () => undefined));
    await database.query(`
      create schema other; create table other.far (id int primary key);
      create domain short_text as varchar(12) not null;
      create domain shorter as short_text;
      create table orders (shop int, id bigint generated always as identity, email varchar(200), born date,
        at timestamptz default now(), extra jsonb, tags text[], code char(4), name shorter, total numeric(10,2),
        shout text generated always as (upper(email)) stored, far_id int references other.far, primary key (shop, id));
      create table lines (line int primary key, order_id bigint not null, order_shop int not null,
        foreign key (order_shop, order_id) references orders (shop, id) on delete cascade deferrable);
      create table nodes (id int primary key, parent int references nodes on delete set null);
      create unique index on nodes (parent, id) where parent > 3;
      create index on orders (lower(btrim(email)), born);
      create index on orders (born, lower(email));
      create index on orders using gin (extra);
      create table visits (id int, day date not null, node int references nodes) partition by range (day);
      create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01')
        partition by range (day);
      create table visits_2025_a partition of visits_2025 for values from ('2025-01-01') to ('2025-07-01');
      create table other.visits_old partition of visits default;
      create index on visits (node);
      create view recent as select id, email from orders;
      create view very_recent with (security_invoker = on) as select r.email from recent r join nodes on true;
      create materialized view totals as select count(*) from lines;
      create function noop() returns trigger language plpgsql as 'begin return new; end';
      create trigger touched before update or delete on lines for each row execute function noop();
      create table heir (more int) inherits (lines);
      alter table nodes enable row level security;
      insert into visits select 1, '2025-02-02' from generate_series(1, 50); analyze;
    `);
    catalogue = await readCatalogue(pool, "public");
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it("knows composite keys in the order of the key, and foreign keys in the order of their target", () => {
    expect(catalogue.serverVersion).toBeGreaterThanOrEqual(150_000);
    expect(relation("orders").primaryKey).toEqual(["shop", "id"]);
    expect(relation("lines").foreignKeys).toEqual([
      {
        name: "lines_order_shop_order_id_fkey",
        columns: ["order_shop", "order_id"],
        table: "orders",
        targetColumns: ["shop", "id"],
        onDelete: "cascade",
        deferrable: true,
      },
    ]);
    expect(relation("nodes").foreignKeys).toMatchObject([
      { table: "nodes", columns: ["parent"], onDelete: "set-null" },
    ]);
    expect(relation("orders").foreignKeys).toMatchObject([{ table: "far", targetSchema: "other" }]);
  });

  it("knows each column's family, length, nullability and whether it can be written", () => {
    const columns = relation("orders").columns;
    const facts = (name: string) => {
      const column = columns.get(name);
      return [column?.type, column?.family, column?.nullable, column?.generated, column?.maxLength];
    };
    expect([...columns.keys()].slice(0, 3)).toEqual(["shop", "id", "email"]);
    expect(facts("id")).toEqual(["bigint", "number", false, true, undefined]);
    expect(facts("email")).toEqual(["character varying(200)", "text", true, false, 200]);
    expect(facts("name")).toEqual(["shorter", "text", false, false, 12]);
    expect(facts("code")).toEqual(["character(4)", "text", true, false, 4]);
    expect(facts("shout")).toEqual(["text", "text", true, true, undefined]);
    expect(["born", "at", "extra", "tags", "total"].map((name) => columns.get(name)?.family)).toEqual([
      "date",
      "timestamp",
      "json",
      "array",
      "number",
    ]);
    expect(columns.get("at")?.hasDefault).toBe(true);
  });

  it("counts only indexes that find rows by equality, and keeps expressions apart", () => {
    expect(relation("orders").indexes).toEqual([["shop", "id"], ["born"]]);
    expect(relation("orders").expressionIndexes).toEqual(["lower(btrim(email::text))"]);
    expect(relation("orders").uniques).toEqual([["shop", "id"]]);
    expect(relation("nodes").uniques).toEqual([["id"]]);
    expect(relation("visits").indexes).toEqual([["node"]]);
  });

  it("knows partitions at every level and in every schema, and sums what they hold", () => {
    const visits = relation("visits");
    expect([visits.kind, visits.estimatedRows]).toEqual(["partitioned", 50]);
    expect(visits.partitions).toEqual([
      { schema: "other", name: "visits_old" },
      { schema: "public", name: "visits_2025" },
      { schema: "public", name: "visits_2025_a" },
    ]);
    expect(visits.foreignKeys).toHaveLength(1);
    expect([relation("visits_2025").kind, relation("visits_2025").partitionOf]).toEqual(["partition", "visits"]);
    expect(relation("visits_2025_a").partitionOf).toBe("visits");
    expect(relation("lines").inheritedBy).toEqual([{ schema: "public", name: "heir" }]);
  });

  it("knows what views read, whose rights they use, and which triggers run", () => {
    expect(relation("recent")).toMatchObject({ kind: "view", reads: ["orders"], securityInvoker: false });
    expect(relation("very_recent")).toMatchObject({ reads: ["nodes", "recent"], securityInvoker: true });
    expect(relation("totals")).toMatchObject({ kind: "materialized-view", reads: ["lines"] });
    expect(relation("lines").triggers).toEqual([
      { name: "touched", events: ["delete", "update"], runs: "public.noop" },
    ]);
    expect(relation("orders").hasTriggers).toBe(false);
    expect([relation("nodes").rowSecurity, relation("orders").rowSecurity]).toEqual([true, false]);
  });

  it("writes hostile names so that they are names and nothing else", async () => {
    await database.query("create schema hostile");
    for (const name of hostile)
      await database.query(`create table hostile.${ident(name)} (${ident(name)} text, id int primary key)`);
    const found = await readCatalogue(pool, "hostile");
    expect([...found.relations.keys()].sort()).toEqual([...hostile].sort());
    const names = namesOf(found);
    for (const name of hostile) {
      await database.query(`insert into ${names.table(name)} (${names.column(name, name)}, id) values ($1, 1)`, [name]);
      const rows = await database.query(
        `select ${names.column(name, name, "t")} as value, ${literal(name)} as literal from ${names.table(name)} t`,
      );
      expect(rows).toEqual([{ value: name, literal: name }]);
    }
  });

  it("refuses every name that the catalogue does not have", () => {
    const names = namesOf(catalogue);
    expect(() => names.table("orders; drop table orders")).toThrow("not in the catalogue");
    expect(() => names.column("orders", "emial")).toThrow("not in");
    expect(() => ident("x".repeat(64))).toThrow("63 bytes");
    expect(() => ident("é".repeat(32))).toThrow("63 bytes");
    expect(() => ident("")).toThrow("empty");
    expect(() => qualified({ schema: "a\0b", name: "x" })).toThrow("NUL");
  });

  it("finds nothing in a schema that does not exist", async () => {
    expect((await readCatalogue(pool, "nowhere")).relations.size).toBe(0);
  });
});
