/** The store's own tables, as migrations/0001_store.sql makes them. */
export type StoreTables = {
  installation: { only_row: true; key_check: Buffer; created_at: Date };
  sealing_key: { id: string; wrapped: Buffer | null; created_at: Date; shredded_at: Date | null };
  migration: { number: number; name: string; digest: string; applied_at: Date };
};
