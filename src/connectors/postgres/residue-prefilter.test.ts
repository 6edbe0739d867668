import * as fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import { readCatalogue } from "./catalogue.ts";
import { wordIndexes } from "./residue-indexes.ts";
import { candidatesFrom, Parameters, prefilterOf, shapesOf, within } from "./residue-prefilter.ts";
import { searchedColumns, valuesHeld } from "./residue-sql.ts";
import { putValues } from "./residue-values.ts";

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await freshDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});
beforeEach(async () => {
  await client.query("drop table if exists texts");
});

const runs = Number(process.env["GESTAND_RUNS"] ?? 20);

/** Searches `texts`; returns the ids met with the prefilter and without it, by column and value. */
async function search(list: readonly string[]): Promise<{ quick: string[]; full: string[]; read: boolean }> {
  await client.query("begin");
  try {
    const relation = (await readCatalogue(client, "public")).relations.get("texts");
    if (relation === undefined) throw new Error("no table");
    const searched = await putValues(
      client,
      list.map((value) => ({ category: "name", value })),
    );
    const columns = searchedColumns(relation, undefined, "everywhere", await wordIndexes(client, "public"));
    const parameters = new Parameters();
    const prefilter = prefilterOf(columns, searched, parameters);
    const candidates = candidatesFrom("texts", prefilter);
    const hits = columns.map((column) => `select '${column.name}' as name, v.original from (${valuesHeld(column)}) v`);
    const found = async (from: string, values: unknown[]) =>
      (
        await client.query<{ hit: string }>(
          `select distinct t.id || ' ' || h.name || ' ' || h.original as hit from ${from} cross join lateral (${hits.join(" union all ")}) h order by 1`,
          values,
        )
      ).rows.map(({ hit }) => hit);
    return {
      quick: candidates === undefined ? [] : await found(candidates, parameters.list),
      full: await found("texts t", []),
      read: prefilter.scanned !== undefined,
    };
  } finally {
    await client.query("rollback");
  }
}

const letters = fc.string({
  unit: fc.constantFrom(...Array.from('aAbBkKiIzZ019 @.%_\\"-+éÉİıßſ\u212a\u0307\u0301µσΣς漢')),
  minLength: 1,
  maxLength: 9,
});
const around = fc.string({ unit: fc.constantFrom(...Array.from(' .,:%_aZ9\\"\n')), maxLength: 3 });
const cased = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.toUpperCase(),
  (text: string) => text.toLowerCase(),
  (text: string) => text.normalize("NFD"),
);
const texts = fc.array(fc.tuple(letters, around, around, cased), { minLength: 1, maxLength: 12 }).map((list) => ({
  values: list.map(([value]) => value),
  texts: list.map(([value, before, after, change]) => `${before}${change(value)}${after}`),
}));

async function lay(list: readonly string[]): Promise<void> {
  await client.query("drop table if exists texts");
  await client.query(
    "create table texts (id int primary key, plain text, wide varchar(400), doc jsonb, old json, list text[])",
  );
  await client.query(
    `insert into texts select n, x, x, jsonb_build_object('a', jsonb_build_array(x)), json_build_object('a', x), array[x, 'other'] from unnest($1::text[]) with ordinality u(x, n)`,
    [list],
  );
}

describe("the condition that passes over most rows", () => {
  it("never passes over a row that holds a value, whatever its case, signs and surroundings", {
    timeout: 60_000 + runs * 500,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.boolean(), async ({ values, texts: stored }, many) => {
        await lay(stored);
        const others = many ? Array.from({ length: 60 }, (_, at) => `somebody ${at} else`) : [];
        const { quick, full } = await search([...values, ...others]);
        expect(quick).toEqual(full);
      }),
      { numRuns: runs },
    );
  });

  it("finds the same by a trigram index, without reading the table", async () => {
    await lay(["Mail aan ANN@x.nl.", "joann@x.nl", 'o\'Neil "Bob" 100%_a\\b', "niemand"]);
    const values = ["ann@x.nl", 'o\'neil "bob" 100%_a\\b'];
    const before = await search(values);
    expect(before.read).toBe(true);
    await client.query(`create extension if not exists pg_trgm; alter table texts drop column old, drop column list;
      create index on texts using gin (plain gin_trgm_ops, wide gin_trgm_ops, (doc::text) gin_trgm_ops)`);
    const after = await search(values);
    expect(after.read).toBe(false);
    expect(after.quick).toEqual(after.full);
    expect(after.quick).toEqual(before.quick.filter((one) => !/ (old|list) /.test(one)));
    expect(after.quick.length).toBe(6);
  });

  it("reads nothing for what a column cannot hold", async () => {
    await client.query("create table texts (id int primary key, code varchar(3))");
    expect((await search(["ann@x.nl"])).read).toBe(false);
  });

  it("keeps everything but letters in its place", () => {
    expect(shapesOf("p156.bos@mail.example")).toEqual(["%_156.___@____._______%"]);
    expect(shapesOf("anna bakker")).toEqual(["%____ b_____%", "%____ B_____%"]);
    expect(shapesOf("+31 6 100%")).toEqual(["%+31 6 100\\%%"]);
    expect(shapesOf("é_ki")).toEqual(["%\\___%"]);
    expect(within('50%_"x"')).toBe("%50\\%\\_%x%");
  });
});
