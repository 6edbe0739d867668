import type { Pool, PoolConnection } from "mysql2/promise";
import { OperationalError, type Problem } from "#base";
import type { System } from "#policy";
import type { ConnectedSystem, ConnectOptions } from "../contract.ts";
import { connectSql } from "../sql/connect.ts";
import type { Engine } from "../sql/dialect.ts";
import { type CatalogueMemory, type MariadbCatalogue, readCatalogue } from "./catalogue.ts";
import { mariadb } from "./dialect.ts";
import { operationalError, refusedByMariadb } from "./errors.ts";
import { addressOf, sessionOf } from "./sessions.ts";

/**
 * Connects to a database of MariaDB (10.6.18, 10.11.8 or newer) with the mapping of one system. Throws OperationalError:
 * `database-address`, `database-unreachable`, `database-too-old`, `permission-denied`, `tls-refused`. The address is kept
 * in the pool and said nowhere.
 */
export async function connectMariadb(options: ConnectOptions): Promise<ConnectedSystem> {
  const { database, open } = addressOf(options.url);
  const { schema } = options.system;
  const engine = engineOf(open(), schema === "" ? database : schema);
  try {
    await engine.use("Connecting", (session) => session.all("select 1 as one"));
  } catch (error) {
    await engine.close();
    throw error;
  }
  return connectSql(engine, options);
}

function engineOf(pool: Pool, schema: string): Engine {
  // A session that breaks while nobody uses it must not end the process.
  pool.on("connection", (connection) => connection.on("error", () => undefined));
  const take: Engine["take"] = async (attempted) => {
    let connection: PoolConnection | undefined;
    try {
      connection = await pool.getConnection();
      const taken = connection;
      const session = await sessionOf(taken);
      return { session, release: (broken) => (broken ? taken.destroy() : taken.release()) };
    } catch (error) {
      connection?.destroy();
      throw tooOld(error) ?? operationalError(error, attempted);
    }
  };
  let closing: Promise<void> | undefined;
  const remembered: CatalogueMemory = {};
  return {
    dialect: mariadb,
    abilities: {
      kind: "mariadb",
      read: true,
      erase: true,
      rehearsal: true,
      guard: false,
      searchEverywhere: true,
      correct: true,
    },
    take,
    use: async (attempted, run) => {
      const { session, release } = await take(attempted);
      try {
        const result = await run(session);
        release(false);
        return result;
      } catch (error) {
        // Its state is not known: an open transaction, working tables. The server cleans up when it is closed.
        release(true);
        throw operationalError(error, attempted);
      }
    },
    catalogue: (session) => readCatalogue(session, schema, remembered),
    unfit: (catalogue, system) => unfit(catalogue as MariadbCatalogue, system),
    findings: async () => [],
    operationalError,
    refused: refusedByMariadb,
    close: () => (closing ??= pool.end()),
  };
}

/** The setting by which a change unseen becomes an error came with these versions; MySQL has none like it. */
function tooOld(error: unknown): OperationalError | undefined {
  if ((error as { errno?: number }).errno !== 1193) return undefined;
  return new OperationalError(
    "database-too-old",
    "The database is no MariaDB 10.6.18, 10.11.8 or newer, so rows that change while we look could be missed. Nothing was changed.",
  );
}

/** Tables in which a rolled back transaction leaves traces, and tables that remember what was erased. */
function unfit({ facts }: MariadbCatalogue, system: System): Problem[] {
  return system.tables.flatMap(({ name, at }): Problem[] => {
    const known = facts.get(name);
    if (known === undefined) return [];
    const place = { path: `systems.${system.name}.tables.${name}`, at };
    return [
      ...(known.engine === "InnoDB"
        ? []
        : [
            {
              code: "no-transactions",
              severity: "error" as const,
              message: `${name} is kept by ${known.engine}, which knows no transactions: a dry run could not be taken back, and half an erasure could stay.`,
              remedy: `Run: ALTER TABLE ${name} ENGINE = InnoDB;`,
              ...place,
            },
          ]),
      ...(known.versioned
        ? [
            {
              code: "keeps-history",
              severity: "error" as const,
              message: `${name} keeps former versions of its rows (system versioning), so what is erased stays readable.`,
              remedy: `Run: ALTER TABLE ${name} DROP SYSTEM VERSIONING; or delete its history after each erasure.`,
              ...place,
            },
          ]
        : []),
    ];
  });
}
