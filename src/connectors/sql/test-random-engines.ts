/** Each kind of database with tables, as the tests of random worlds lay a world in it, look at all of it and end its sessions. */
import { connect } from "../connect.ts";
import type { ConnectedSystem } from "../contract.ts";
import { type Dump, dumpSchema, freshDatabase, layWorld, systemOf, type World, worldStatements } from "#harness";
import { freshDatabase as freshMariadbDatabase, killOthers } from "../mariadb/testing.ts";
import { freshFile } from "../sqlite/testing.ts";
import { anyPolicy } from "./testing.ts";

export interface RandomEngine {
  readonly name: "postgres" | "mariadb" | "sqlite";
  readonly make: () => Promise<RandomDatabase>;
  /** At most so many worlds where nobody asked for a long run: making the tables of one takes this database a while. */
  readonly usually: number;
}

export interface RandomDatabase extends AsyncDisposable {
  readonly url: string;
  /** In place of whatever was laid before. */
  lay(world: World): Promise<Dump>;
  dump(): Promise<Dump>;
  /** Ends every other session, as an administrator or a restart would. A file has none: there, whoever works on it fails. */
  readonly killOthers: () => Promise<void>;
}

export const engines: readonly RandomEngine[] = [
  { name: "postgres", make: postgres, usually: 30 },
  { name: "mariadb", make: mariadb, usually: 20 },
  { name: "sqlite", make: sqlite, usually: 40 },
];

/** How many worlds a property is tried in: few on each change, as many as are asked for from a thousand on. */
export function runsOf(engine: RandomEngine, share: number): number {
  const asked = Number(process.env["GESTAND_RUNS"] ?? 12);
  return Math.ceil((asked < 1_000 ? Math.min(asked, engine.usually) : asked) * share);
}

export function connectTo({ name }: RandomEngine, { url }: RandomDatabase, world: World): Promise<ConnectedSystem> {
  const schema = { postgres: "world", mariadb: "", sqlite: "main" }[name];
  return connect({ policy: anyPolicy, system: { ...systemOf(world), connector: name, schema }, url });
}

async function postgres(): Promise<RandomDatabase> {
  const database = await freshDatabase();
  const query = (text: string, values?: unknown[]) => database.query(text, values);
  const dump = () => dumpSchema(query, "world");
  return {
    url: database.url,
    lay: async (world) => {
      await query("drop schema if exists world cascade");
      await layWorld({ query }, world);
      return dump();
    },
    dump,
    killOthers: async () => {
      await query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
    },
    [Symbol.asyncDispose]: () => database.drop(),
  };
}

async function mariadb(): Promise<RandomDatabase> {
  const database = await freshMariadbDatabase();
  const types = { integer: "int", bigint: "bigint", text: "varchar(60)", uuid: "uuid" };
  return {
    url: database.url,
    lay: async (world) => {
      await database.clear();
      for (const sql of worldStatements(world, { types, deferrable: false })) await database.run(sql);
      return database.dump();
    },
    dump: () => database.dump(),
    killOthers: () => killOthers(database),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

async function sqlite(): Promise<RandomDatabase> {
  const file = await freshFile();
  const types = { integer: "integer", bigint: "bigint", text: "text", uuid: "text" };
  return {
    url: file.url,
    lay: async (world) => {
      await file.clear();
      for (const sql of worldStatements(world, { types, deferrable: true })) await file.run(sql);
      return file.dump();
    },
    dump: () => file.dump(),
    killOthers: async () => {
      throw new Error("crash");
    },
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}
