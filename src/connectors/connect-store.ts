import { OperationalError } from "#base";
import type { Reach } from "#policy";
import { connectFiles } from "./files/index.ts";
import { connectHttp } from "./http/index.ts";
import { connectMailbox } from "./mailbox/index.ts";
import { connectRedis } from "./redis/index.ts";
import type { ConnectedStore, ConnectStoreOptions } from "./store-contract.ts";

/** Kinds that a connector goes to by itself; what has another is a task for a person. */
export const reachedKinds: ReadonlySet<Reach["kind"]> = new Set(["redis", "files", "mailbox", "http"]);

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
      throw new OperationalError(
        "no-connector",
        `Nothing in this program reaches the store "${options.store.name}" by ${reach.kind}. Nothing was done.`,
      );
  }
}
