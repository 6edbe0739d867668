/**
 * A real MariaDB for the tests that ask for one: the first of a run starts it, on a Unix socket in the folder of the run, and
 * the end of the run stops it. Each test makes a database of its own.
 */
import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import { inject } from "vitest";
import { quick, startMariadb } from "./mariadb-server.ts";

export interface MariadbDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}

/** An empty database, dropped at the end. */
export async function freshMariadb(): Promise<MariadbDatabase> {
  const socket = await serverSocket(inject("mariadb"));
  const name = `t_${randomBytes(6).toString("hex")}`;
  const connection = await createConnection({ socketPath: socket, user: "root", multipleStatements: true });
  await connection.query(`create database ${name} character set utf8mb4`);
  await connection.query(`use ${name}`);
  return {
    name,
    url: `mysql://root@localhost/${name}?socket=${encodeURIComponent(socket)}`,
    query: async (sql) => {
      const [rows] = await connection.query<RowDataPacket[]>({ sql, typeCast: (field) => field.string() });
      return rows;
    },
    [Symbol.asyncDispose]: async () => {
      await connection.query(`drop database if exists ${name}`);
      await connection.end();
    },
  };
}

/** Seconds that a server may take to start on a busy machine. */
const startWithin = 90;

async function serverSocket(folder: string): Promise<string> {
  const socket = join(folder, "mariadb.sock");
  // Whoever makes the folder of the data starts the server; everybody else waits for it.
  const mine = await mkdir(join(folder, "data")).then(
    () => true,
    () => false,
  );
  if (mine)
    await startMariadb(folder, socket, { owner: await readFile(join(folder, "owner"), "utf8"), settings: quick });
  for (let tries = 0; tries < startWithin * 10; tries++) {
    const connection: Connection | undefined = await createConnection({ socketPath: socket, user: "root" }).catch(
      () => undefined,
    );
    if (connection !== undefined) {
      await connection.end();
      return socket;
    }
    await setTimeout(100);
  }
  throw new Error(`MariaDB did not start; its log is in ${folder}. Install mariadb-server.`);
}

declare module "vitest" {
  interface ProvidedContext {
    /** Folder in which a MariaDB of this run is, or will be. */
    mariadb: string;
  }
}
