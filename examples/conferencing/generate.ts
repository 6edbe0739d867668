/** Builds the sample in an empty database: `node examples/conferencing/generate.ts --url postgres://… --customers N`. */
import { checkOptions, fillDatabase } from "../kit/build.ts";
import { buildByCommand } from "../kit/command.ts";
import { castRows } from "./cast-rows.ts";
import { firstVolumeId, volumeStatements } from "./volume.ts";

export interface ConferencingOptions {
  /** Address of an empty PostgreSQL database; the role must own it and may create roles. */
  readonly url: string;
  /** Customers beside the cast: 0 for the cast alone. About twelve rows come with each. */
  readonly customers?: number;
  /** Calendar day from which all dates count back, `YYYY-MM-DD`. */
  readonly today: string;
}

const schemaFile = new URL("./schema.sql", import.meta.url);

/** Deterministic: the same `customers` and `today` give the same rows. Fails when the database is not empty. */
export async function buildConferencing({ url, customers = 2_000, today }: ConferencingOptions): Promise<void> {
  checkOptions({ size: customers, today });
  await fillDatabase({
    url,
    schemaFile,
    rows: castRows(today),
    volume: volumeStatements(customers, today),
    numbersFrom: firstVolumeId,
  });
}

if (import.meta.main)
  await buildByCommand({ size: "customers", usual: 2_000 }, ({ url, size, today }) =>
    buildConferencing({ url, customers: size, today }),
  );
