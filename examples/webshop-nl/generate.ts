/**
 * Builds the sample shop in an empty database: `node examples/webshop-nl/generate.ts --url postgres://… --customers N`.
 * Loads first and adds keys afterwards, over three connections; the memory used does not depend on the size.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { checkOptions, insertRows, settleNumbers, sideBySide, withClient } from "../kit/build.ts";
import { cast } from "./cast.ts";
import { castRows } from "./cast-rows.ts";
import { firstVolumeId, visitsOf, volumeStatements } from "./volume.ts";

export interface ShopOptions {
  /** Address of an empty PostgreSQL database; the role must own it and may create roles. */
  readonly url: string;
  /** Customers beside the cast: 0 for the cast alone. About twenty-five rows come with each. */
  readonly customers?: number;
  /** Visits of the active customer beside the few she has, to measure one person with very many rows; none when left out. */
  readonly visitsOfActive?: number;
  /** Calendar day from which all dates count back, `YYYY-MM-DD`. */
  readonly today: string;
}

export const schemaFile = new URL("./schema.sql", import.meta.url);
const keysBelow = "-- ## Keys, references and indexes";

/** Deterministic: the same `customers` and `today` give the same rows. Fails when the database is not empty. */
export async function buildShop({ url, customers = 10_000, visitsOfActive = 0, today }: ShopOptions): Promise<void> {
  checkOptions({ size: customers, today });
  if (!Number.isInteger(visitsOfActive) || visitsOfActive < 0) throw new RangeError("visitsOfActive is a whole number");
  const schema = await readFile(schemaFile, "utf8");
  const [tables, keys] = schema.split(keysBelow);
  if (tables === undefined || keys === undefined) throw new Error(`schema.sql lost its line "${keysBelow}"`);

  await withClient(url, async (client) => {
    await client.query(tables + visitPartitions(today));
    for (const [table, rows] of castRows(today)) await insertRows(client, table, rows);
  });
  await sideBySide(url, [
    ...volumeStatements(customers, today),
    ...visitsOf(cast.active.customerId, visitsOfActive, customers, today),
  ]);

  // One line each, and independent of one another.
  const lines = keys.split("\n");
  await sideBySide(url, lines.filter(isIndex));
  await withClient(url, async (client) => {
    await client.query(lines.filter((line) => !isIndex(line)).join("\n"));
    await client.query(settleNumbers(firstVolumeId));
  });
}

const isIndex = (line: string): boolean => line.startsWith("create index ") || line.includes(" add primary key ");

/** The log of visits by month, from a year back to the next month; what is older or newer goes to the rest. */
function visitPartitions(today: string): string {
  const [year = 0, month = 0] = today.split("-").map(Number);
  const monthStart = (offset: number): string =>
    new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 10);
  return Array.from({ length: 14 }, (_, index) => index - 12)
    .map((offset) => {
      const [from, to] = [monthStart(offset), monthStart(offset + 1)];
      const name = `visit_log_${from.slice(0, 4)}_${from.slice(5, 7)}`;
      return `create table ${name} partition of visit_log for values from ('${from} UTC') to ('${to} UTC');`;
    })
    .join("\n");
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: "string" },
      customers: { type: "string" },
      today: { type: "string" },
      "visits-of-active": { type: "string" },
    },
  });
  if (values.url === undefined) {
    console.error(
      "Say which empty database to fill: --url postgres://… [--customers 10000] [--visits-of-active 0] [--today 2026-12-01]",
    );
    process.exitCode = 2;
    return;
  }
  const started = Date.now();
  const today = values.today ?? new Date().toISOString().slice(0, 10);
  const customers = Number(values.customers ?? 10_000);
  await buildShop({ url: values.url, today, customers, visitsOfActive: Number(values["visits-of-active"] ?? 0) });
  console.log(`The shop stands, as of ${today}, after ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

if (import.meta.main) await main();
