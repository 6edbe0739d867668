/**
 * Our own PostgreSQL: embedded or behind DATABASE_URL. Connections, transactions, migrations, sealing and the durable job
 * queue. It knows no table of another room and no rule of the policy.
 */
export { type ColumnType, type Generated, type RawBuilder, type Selectable, sql } from "kysely";
export { backUp, type BackupOptions, type BackupReport } from "./backup/make.ts";
export { checkBackup, restoreBackup, type RestoreOptions, type RestoreReport } from "./backup/restore.ts";
export type * from "./contract.ts";
export { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./embedded/embedded.ts";
export { type Health, health } from "./health.ts";
export { InstallationKey, keepInstallationKey, loadInstallationKey } from "./installation-key.ts";
export { type MigrationReport, migrate } from "./migrate.ts";
export { openStore, type OpenStoreOptions } from "./open.ts";
export { ensureDatabase, fillDatabaseOnce } from "./sample-database.ts";
