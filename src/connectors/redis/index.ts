/**
 * Redis and what speaks its protocol (Valkey, KeyDB): keys and beginnings of keys that are a person's, and single members
 * of sets, lists, hashes and streams that belong to everybody. Keys are walked with SCAN and taken out with UNLINK, so the
 * server is never held up; what a program put there is handed out readable. It never reads KEYS and corrects nothing.
 */
import type { ConnectedStore, ConnectStoreOptions } from "../store-contract.ts";

/** Loads the client only where a policy has such a store. Throws OperationalError when the address is not set or cannot be read. */
export async function connectRedis(options: ConnectStoreOptions): Promise<ConnectedStore> {
  const connector = await import("./connect.ts");
  return connector.connectRedis(options);
}
