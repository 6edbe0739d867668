import { OperationalError } from "#base";
import type { Policy } from "#policy";
import { loadInstallationKey, openStore, type Store } from "#store";
import { createVersions, type Version, type Versions } from "#versions";
import type { Configuration } from "./configuration.ts";
import { evidenceOf } from "./evidence-log.ts";
import { policyOfVersion } from "./load-policy.ts";

/** The published versions, without the rest of the house. */
export interface Archive {
  readonly store: Store;
  readonly versions: Versions;
  /** A version as the policy it was. Throws OperationalError `version-unreadable`. */
  policyOf(version: Version): Policy;
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
  const store = await openStore({ url: databaseUrl, keys, clock: { now: () => new Date() } });
  const versions = createVersions({ store, evidence: evidenceOf(store, keys) });
  return { store, versions, policyOf: policyOfVersion, close: () => store.close() };
}
