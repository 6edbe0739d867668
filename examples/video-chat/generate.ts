/**
 * Builds the sample service in an empty database:
 * `node examples/video-chat/generate.ts --url postgres://… --persons N`.
 */
import { checkOptions, fillDatabase } from "../kit/build.ts";
import { buildByCommand } from "../kit/command.ts";
import { castRows } from "./cast-rows.ts";
import { firstVolumeId, volumeStatements } from "./volume.ts";

export interface VideoOptions {
  /** Address of an empty PostgreSQL database; the role must own it and may create roles. */
  readonly url: string;
  /** Profiles beside the cast: 0 for the cast alone. About ten rows come with each. */
  readonly persons?: number;
  /** Calendar day from which all dates count back, `YYYY-MM-DD`. */
  readonly today: string;
}

export const schemaFile = new URL("./schema.sql", import.meta.url);

/** Deterministic: the same `persons` and `today` give the same rows. Fails when the database is not empty. */
export async function buildVideoChat({ url, persons = 2000, today }: VideoOptions): Promise<void> {
  checkOptions({ size: persons, today });
  const [rows, volume] = [castRows(today), volumeStatements(persons, today)];
  await fillDatabase({ url, schemaFile, rows, volume, numbersFrom: firstVolumeId });
}

if (import.meta.main)
  await buildByCommand({ size: "persons", usual: 2000 }, async ({ url, size, today }) =>
    buildVideoChat({ url, persons: size, today }),
  );
