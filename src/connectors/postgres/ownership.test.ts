import * as fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  anyWorld,
  expectedRows,
  freshDatabase,
  layWorld,
  mapped,
  systemOf,
  type TestDatabase,
  type World,
} from "#harness";
import { readCatalogue } from "./catalogue.ts";
import { collect } from "./ownership-collect.ts";
import { prepareWork } from "./ownership-prepare.ts";
import { compileOwnership } from "./ownership.ts";
import { keyColumns } from "./ownership-sql.ts";
import { temporaryWork } from "./work.ts";

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

const runs = Number(process.env["GESTAND_RUNS"] ?? 40);
const timeout = 60_000 + runs * 500;

async function foundRows(world: World): Promise<Record<string, string[]>> {
  await client.query("begin");
  try {
    await layWorld(client, world);
    const plan = compileOwnership(await readCatalogue(client, "world"), systemOf(world));
    expect(plan.problems).toEqual([]);
    const work = temporaryWork("drop");
    await prepareWork(client, plan, work);
    await collect(client, plan, work, { subject: world.subject });
    const found: Record<string, string[]> = {};
    for (const table of plan.tables) {
      const keys = keyColumns(table).join("::text || '/' || ");
      const rows = await client.query<{ row: string }>(
        `select ${keys}::text || case when shared then ' shared' else '' end as row from ${work.rows(table)} k order by 1`,
      );
      found[table.mapping.name] = rows.rows.map(({ row }) => row).sort();
    }
    return found;
  } finally {
    await client.query("rollback");
  }
}

test("in any schema, exactly the person's rows are found, and shared ones are known as shared", {
  timeout,
}, async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, async (world) => {
      expect(await foundRows(world)).toEqual(expectedRows(world));
    }),
    { numRuns: runs },
  );
});

test("a conversation is followed to its end, through circles and back, and stops at the next person's", async () => {
  await client.query("begin");
  try {
    await client.query(`create schema talk;
      create table talk.people (id int primary key);
      create table talk.messages (id int primary key, reply_to int, thread int, sender int);
      create table talk.threads (id int primary key, opened_by int);
      insert into talk.people values (1), (2);
      insert into talk.messages select i, i - 1, null, null from generate_series(2, 300) i;
      insert into talk.messages values (1, null, null, 1), (1000, null, 1, null), (1001, 1000, null, null), (2000, 2001, null, null), (2001, 2000, null, null), (3000, 77, null, 2);
      insert into talk.threads values (1, 300), (2, 1001), (3, 2000);`);
    const system = mapped(
      {
        people: { person: ["is"] },
        messages: { person: ["sender -> people", "reply_to -> messages", "thread -> threads"] },
        threads: { person: ["opened_by -> messages"] },
      },
      "talk",
    );
    const plan = compileOwnership(await readCatalogue(client, "talk"), system);
    const work = temporaryWork("drop");
    await prepareWork(client, plan, work);
    await collect(client, plan, work, {
      subject: { emails: [], anchors: [{ system: "shop", table: "people", key: ["1"] }] },
    });
    const found = plan.tables.map(
      (table) => `select '${table.mapping.name}' as name, array_agg(k1 order by k1) as keys from ${work.rows(table)} k`,
    );
    const rows = await client.query<{ name: string; keys: number[] }>(found.join(" union all "));
    const keys = Object.fromEntries(rows.rows.map((row) => [row.name, row.keys]));
    expect(keys["messages"]).toEqual([...Array.from({ length: 300 }, (_, at) => at + 1), 1000, 1001]);
    expect(keys["threads"]).toEqual([1, 2]);
  } finally {
    await client.query("rollback");
  }
});
