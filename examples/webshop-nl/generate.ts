/** Builds the sample shop in an empty database: `node examples/webshop-nl/generate.ts --url postgres://… --customers N`. */
import { checkOptions, fillDatabase } from "../kit/build.ts";
import { buildByCommand } from "../kit/command.ts";
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

/** Deterministic: the same `customers` and `today` give the same rows. Fails when the database is not empty. */
export async function buildShop({ url, customers = 10_000, visitsOfActive = 0, today }: ShopOptions): Promise<void> {
  checkOptions({ size: customers, today });
  if (!Number.isInteger(visitsOfActive) || visitsOfActive < 0) throw new RangeError("visitsOfActive is a whole number");
  await fillDatabase({
    url,
    schemaFile,
    moreTables: visitPartitions(today),
    rows: castRows(today),
    volume: [
      ...volumeStatements(customers, today),
      ...visitsOf(cast.active.customerId, visitsOfActive, customers, today),
    ],
    numbersFrom: firstVolumeId,
  });
}

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

if (import.meta.main)
  await buildByCommand({ size: "customers", usual: 10_000, more: ["visits-of-active"] }, ({ url, size, today, more }) =>
    buildShop({ url, customers: size, today, visitsOfActive: more["visits-of-active"] ?? 0 }),
  );
