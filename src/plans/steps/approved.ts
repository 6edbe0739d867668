import type { Preview } from "#connectors";

/** What was shown of one system at approval. */
export function approvedTables(previews: readonly Preview[], system: string): Preview["tables"] {
  return previews.find((preview) => preview.system === system)?.tables ?? [];
}
