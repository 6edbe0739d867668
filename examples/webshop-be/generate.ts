/** Builds the sample shop in an empty database: `node examples/webshop-be/generate.ts --url postgres://… --customers N`. */
import { checkOptions, fillDatabase } from "../kit/build.ts";
import { buildByCommand } from "../kit/command.ts";
import { firstVolumeId } from "../kit/shop/volume.ts";
import { castRows } from "./cast-rows.ts";
import { volumeStatements } from "./volume.ts";

export interface ShopOptions {
  /** Address of an empty PostgreSQL database; the role must own it and may create roles. */
  readonly url: string;
  /** Customers beside the cast: 0 for the cast alone. About twenty-eight rows come with each. */
  readonly customers?: number;
  /** Calendar day from which all dates count back, `YYYY-MM-DD`. */
  readonly today: string;
}

const schemaFile = new URL("./schema.sql", import.meta.url);

/** Deterministic: the same `customers` and `today` give the same rows. Fails when the database is not empty. */
export async function buildShop({ url, customers = 2000, today }: ShopOptions): Promise<void> {
  checkOptions({ size: customers, today });
  const volume = volumeStatements(customers, today);
  await fillDatabase({ url, schemaFile, rows: castRows(today), volume, numbersFrom: firstVolumeId });
}

if (import.meta.main)
  await buildByCommand({ size: "customers", usual: 2000 }, ({ url, size, today }) =>
    buildShop({ url, customers: size, today }),
  );
