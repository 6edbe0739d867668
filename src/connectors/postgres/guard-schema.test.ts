import { Client, type Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase, type TestDatabase, testPool } from "#harness";
import { readCatalogue } from "./catalogue.ts";
import type { Relation } from "../sql/catalogue-types.ts";
import { ensureWorkSchema, heldRelation, missingWorkStatements, rowKeyColumns, rowKeySql } from "./guard-schema.ts";
import { qualified } from "./quote.ts";

describe("our schema in a customer's database", () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await freshDatabase();
    pool = testPool(database.url, 6);
    pool.on("connect", (client) => client.on("error", () => undefined));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it("is made once, also when six processes make it at the same time", async () => {
    expect(await missingWorkStatements(pool)).toHaveLength(4);
    await Promise.all(Array.from({ length: 6 }, () => ensureWorkSchema(pool)));
    expect(await missingWorkStatements(pool)).toEqual([]);
    await database.query("drop table gestand.applied");
    await ensureWorkSchema(pool);
    expect(await missingWorkStatements(pool)).toEqual([]);
  });

  it("says who must make it when we may not", async () => {
    const role = `r_${database.name}`;
    await database.query(`drop schema gestand cascade; create role ${role} login`);
    const client = new Client({ connectionString: database.url.replace("postgres@", `${role}@`) });
    await client.connect();
    try {
      await expect(ensureWorkSchema(client)).rejects.toMatchObject({ code: "permission-denied", retryable: false });
      await ensureWorkSchema(pool);
      await ensureWorkSchema(client);
    } finally {
      await client.end();
      await database.query(`drop role ${role}`);
    }
  });

  it("gives one row the same key text in every session, whatever its settings", async () => {
    await database.query(`
      create type colour as enum ('red', 'blue');
      create table keys (i int, b bytea, t timestamptz, f float8, r real, n numeric(10,3), d date, x uuid, c colour,
        s varchar(20), o boolean, primary key (i, b, t, f, r, n, d, x, c, s, o));
      insert into keys values (1, '\\xdeadbeef', '2025-03-30 01:30:00+02', 0.1, 0.1, 1.5, '2025-01-02',
        '00000000-0000-0000-0000-000000000001', 'blue', 'a "b" \\ é', true)`);
    const keys = (await readCatalogue(pool, "public")).relations.get("keys") as Relation;
    const ask = `select ${rowKeySql(keys, "k")} as key from ${qualified({ schema: "public", name: "keys" })} k`;
    const settings = [
      "set timezone = 'UTC'",
      "set timezone = 'America/New_York'; set datestyle = 'German'; set bytea_output = 'escape'; set extra_float_digits = -3",
      "set timezone = 'Asia/Tokyo'; set datestyle = 'SQL, DMY'; set extra_float_digits = 3",
    ];
    const seen: unknown[] = [];
    for (const setting of settings) {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      await client.query(setting);
      seen.push((await client.query(ask)).rows[0]);
      await client.end();
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it("finds rows again by the primary key, or by the shortest unique key that cannot be NULL", async () => {
    await database.query(`
      create table a (x int, y int not null, z int not null unique, unique (x), unique (y, z));
      create table b (x int unique); create table c (x int primary key, y int not null unique)`);
    const { relations } = await readCatalogue(pool, "public");
    const key = (name: string) => rowKeyColumns(relations.get(name) as Relation);
    expect([key("a"), key("b"), key("c")]).toEqual([["z"], undefined, ["x"]]);
    expect(heldRelation("public", 'od"d')).toBe('public.od"d');
  });
});
