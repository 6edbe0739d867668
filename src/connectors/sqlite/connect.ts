import type { Problem } from "#base";
import type { ConnectedSystem, ConnectOptions } from "../contract.ts";
import type { Catalogue } from "../sql/catalogue-types.ts";
import { connectSql } from "../sql/connect.ts";
import type { Engine, Session } from "../sql/dialect.ts";
import { readCatalogue, rowsWithoutKey } from "./catalogue.ts";
import { sqlite } from "./dialect.ts";
import { operationalError, refusedBySqlite } from "./errors.ts";
import { openFile, pathOf } from "./sessions.ts";

/**
 * Connects to a SQLite file with the mapping of one system. Throws OperationalError: `database-address`,
 * `database-missing`, `lock-timeout` when the product holds the file. Every task opens the file anew, because the product
 * may put another in its place.
 */
export async function connectSqlite(options: ConnectOptions): Promise<ConnectedSystem> {
  const path = pathOf(options.url);
  const engine = engineOf(path);
  await engine.use("Connecting", (session) => session.all("select 1 as one from sqlite_schema limit 1"));
  return connectSql(engine, options);
}

function engineOf(path: string): Engine {
  const take: Engine["take"] = async (attempted) => {
    try {
      const { session, close } = openFile(path);
      return { session, release: close };
    } catch (error) {
      throw operationalError(error, attempted);
    }
  };
  return {
    dialect: sqlite,
    abilities: {
      kind: "sqlite",
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
        return await run(session);
      } catch (error) {
        throw operationalError(error, attempted);
      } finally {
        release(false);
      }
    },
    catalogue: readCatalogue,
    unfit: () => [],
    findings,
    operationalError,
    refused: refusedBySqlite,
    close: async () => undefined,
  };
}

async function findings(session: Session, { relations }: Catalogue): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const relation of relations.values()) {
    const mayLack =
      relation.kind === "table" && relation.primaryKey.some((name) => relation.columns.get(name)?.nullable);
    if (!mayLack || (await session.all(rowsWithoutKey(relation))).length === 0) continue;
    problems.push({
      code: "no-key",
      severity: "error",
      message: `Rows of ${relation.name} have NULL in their primary key, which SQLite allows: they cannot be named, so they cannot be erased.`,
      remedy: `Give those rows a key, and say not null for ${relation.primaryKey.join(", ")}.`,
    });
  }
  const [journal] = await session.all("pragma journal_mode");
  if (String(journal?.["journal_mode"]).toLowerCase() !== "wal")
    problems.push({
      code: "writers-wait",
      severity: "note",
      message: "The file has no write-ahead log, so the product waits while a copy of somebody's data is read.",
      remedy: "Run once: pragma journal_mode = wal;",
    });
  return problems;
}
