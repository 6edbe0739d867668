/**
 * Objects in Amazon S3 and what speaks its protocol: all versions and delete markers of keys and beginnings of keys,
 * uploads that were begun and never ended, and objects that name a person in their metadata or tags. A lock that forbids
 * erasing is said, with its day. What objects contain is handed out as it is; nothing in it is searched or corrected.
 */
import type { ConnectedStore, ConnectStoreOptions } from "../store-contract.ts";

/** Loads the client of Amazon only where a policy has such a store, because it is large. Throws OperationalError when the address is not set or cannot be read. */
export async function connectS3(options: ConnectStoreOptions): Promise<ConnectedStore> {
  const connector = await import("./connect.ts");
  return connector.connectS3(options);
}
