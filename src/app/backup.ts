/**
 * Backups of our own database, wherever it is: behind DATABASE_URL, or built in, in the data folder. No policy is needed.
 * The sample shop is no part of it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Clock, OperationalError } from "#base";
import type { LogCheck } from "#evidence";
import {
  type BackupReport,
  backUp,
  ensureDatabase,
  keepInstallationKey,
  loadInstallationKey,
  openStore,
  restoreBackup,
  type RestoreReport,
  startEmbedded,
} from "#store";
import type { Configuration } from "./configuration.ts";
import { evidenceOf } from "./evidence-log.ts";
import { version } from "./version.ts";

export interface BackupOrder {
  readonly file: string;
  readonly passphrase: string;
}

export interface Restored extends RestoreReport {
  /** The restored log, every entry hashed again and held against its tree and checkpoints. */
  readonly log: LogCheck;
}

const clock: Clock = { now: () => new Date() };

/** Throws OperationalError as `backUp` and `startEmbedded` of the store, and `backup-nothing` where there is no database. */
export async function backUpOwn(configuration: Configuration, order: BackupOrder): Promise<BackupReport> {
  const cluster = clusterDir(configuration);
  if (configuration.databaseUrl === undefined && !existsSync(join(cluster, "PG_VERSION")))
    throw new OperationalError(
      "backup-nothing",
      `There is no database in ${configuration.dataDir}, and DATABASE_URL is not set. No backup was made. Set DATABASE_URL, or GESTAND_DATA to the data folder.`,
    );
  return atDatabase(configuration, async (url) => {
    const keys = await loadInstallationKey(keyPlace(configuration));
    return backUp({ url, keys, clock, program: version, ...order });
  });
}

/**
 * Restores into an empty database, brings it to what this program expects, and checks the log. Throws OperationalError as
 * `restoreBackup` and `startEmbedded` of the store.
 */
export async function restoreOwn(configuration: Configuration, order: BackupOrder): Promise<Restored> {
  return atDatabase(configuration, async (url) => {
    const place = keyPlace(configuration);
    const restored = await restoreBackup({ url, ...order, keepKey: (key) => keepInstallationKey(place, key) });
    const keys = await loadInstallationKey(place);
    const store = await openStore({ url, keys, clock, poolSize: 2 });
    try {
      return { ...restored, log: await evidenceOf(store, keys).verifyStored() };
    } finally {
      await store.close();
    }
  });
}

/** The built-in server is started for it, or used on where one runs. */
async function atDatabase<T>(configuration: Configuration, work: (url: string) => Promise<T>): Promise<T> {
  if (configuration.databaseUrl !== undefined) return work(configuration.databaseUrl);
  const server = await startEmbedded({ dataDir: clusterDir(configuration) });
  try {
    await ensureDatabase(server.url("postgres"), "gestand");
    return await work(server.url("gestand"));
  } finally {
    await server.stop();
  }
}

function clusterDir({ dataDir }: Configuration): string {
  return join(dataDir, "postgres");
}

function keyPlace({ installationKey, dataDir }: Configuration) {
  return { fromEnvironment: installationKey, dataDir };
}
