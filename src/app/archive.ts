import { OperationalError } from "#base";
import { loadInstallationKey, openStore, type Store } from "#store";
import { createVersions, type Versions } from "#versions";
import { type VersionCalendar, versionCalendar } from "./carried-out.ts";
import type { Configuration } from "./configuration.ts";
import { evidenceOf } from "./evidence-log.ts";

/** The published versions, without the rest of the house. */
export interface Archive {
  readonly store: Store;
  readonly versions: Versions;
  readonly calendar: VersionCalendar;
  close(): Promise<void>;
}

/** Throws OperationalError as `openStore`, and `configuration` without an address. */
export async function openArchive(configuration: Configuration): Promise<Archive> {
  const { databaseUrl, dataDir, installationKey } = configuration;
  if (databaseUrl === undefined)
    throw new OperationalError(
      "configuration",
      "DATABASE_URL is not set; the published versions are there. Nothing was done.",
    );
  const keys = await loadInstallationKey({ fromEnvironment: installationKey, dataDir });
  const clock = { now: () => new Date() };
  const store = await openStore({ url: databaseUrl, keys, clock });
  const versions = createVersions({ store, evidence: evidenceOf(store, keys) });
  return { store, versions, calendar: versionCalendar(store, versions, clock), close: () => store.close() };
}
