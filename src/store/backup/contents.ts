/** What the first and the last frame of a backup say. */
import type { BackupTable, SequenceState } from "./catalogue.ts";

export interface BackupContents {
  /** Version of the Gestand that made it. */
  readonly program: string;
  readonly madeAt: string;
  /** Version of PostgreSQL it was made on. */
  readonly server: string;
  /** Base64 of the 32 bytes. */
  readonly installationKey: string;
  readonly migrations: readonly { readonly number: number; readonly name: string; readonly digest: string }[];
  /** Statements that make the tables of the queue; absent when no process ever started one. */
  readonly queue: string | undefined;
  /** In the order in which they follow. */
  readonly tables: readonly BackupTable[];
}

export interface BackupEnd {
  /** By table, `schema.name`. */
  readonly rows: Readonly<Record<string, number>>;
  readonly sequences: readonly SequenceState[];
}
