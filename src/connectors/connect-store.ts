import { connectFiles } from "./files/index.ts";
import { connectHttp } from "./http/index.ts";
import { connectMailbox } from "./mailbox/index.ts";
import { connectRedis } from "./redis/index.ts";
import { connectS3 } from "./s3/index.ts";
import type { ConnectedStore, ConnectStoreOptions } from "./store-contract.ts";

/** Connects to a store by how the policy says that it is reached. Throws OperationalError when it cannot be. Close it. */
export async function connectStore(options: ConnectStoreOptions): Promise<ConnectedStore> {
  const { reach } = options;
  switch (reach.kind) {
    case "redis":
      return connectRedis(options);
    case "files":
      return connectFiles(options);
    case "mailbox":
      return connectMailbox(options);
    case "http":
      return connectHttp({ ...options, reach });
    case "s3":
      return connectS3(options);
  }
}
