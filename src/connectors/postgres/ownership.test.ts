import * as fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anyWorld, expectedRows, freshDatabase, layWorld, systemOf, type TestDatabase, type World } from "#harness";
import { readCatalogue } from "./catalogue.ts";
import { collect, prepareWork } from "./ownership-collect.ts";
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
        `select ${keys}::text || case when shared then ' shared' else '' end as row from ${work.rows(table)} order by 1`,
      );
      found[table.mapping.name] = rows.rows.map(({ row }) => row).sort();
    }
    return found;
  } finally {
    await client.query("rollback");
  }
}

test("in any schema, exactly the person's rows are found, and shared ones are known as shared", async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, async (world) => {
      expect(await foundRows(world)).toEqual(expectedRows(world));
    }),
    { numRuns: runs },
  );
});
