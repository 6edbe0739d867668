import type { ConnectedSystem, ConnectOptions } from "./contract.ts";
import { connectMariadb } from "./mariadb/index.ts";
import { connectPostgres } from "./postgres/index.ts";
import { connectSqlite } from "./sqlite/index.ts";

/** Connects to a system by the kind the policy names. Throws OperationalError when it does not answer. Close it. */
export function connect(options: ConnectOptions): Promise<ConnectedSystem> {
  switch (options.system.connector) {
    case "postgres":
      return connectPostgres(options);
    case "sqlite":
      return connectSqlite(options);
    case "mariadb":
      return connectMariadb(options);
  }
}
