/** A database of MariaDB for a test, with what the tests of every database with tables ask of one. */
import { type Dump, freshMariadb } from "#harness";
import type { SqlDatabase } from "../sql/testing.ts";
import { isOurs } from "../sql/work.ts";

export interface TestMariadb extends SqlDatabase {
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}

export async function freshDatabase(): Promise<TestMariadb> {
  const database = await freshMariadb();
  await database.query("set session sql_mode = 'ANSI_QUOTES', foreign_key_checks = 0");
  const tables = async () =>
    (await database.query("show full tables where table_type = 'BASE TABLE'")).map((row) =>
      String(Object.values(row)[0]),
    );
  return {
    url: database.url,
    query: (sql) => database.query(sql),
    run: async (sql) => void (await database.query(sql)),
    clear: async () => {
      const all = (await tables()).map((name) => `\`${name.replaceAll("`", "``")}\``);
      if (all.length > 0) await database.query(`drop table ${all.join(", ")}`);
    },
    dump: async (): Promise<Dump> => {
      const dump = new Map<string, readonly string[]>();
      for (const name of await tables()) {
        if (isOurs(name)) continue;
        const rows = await database.query(`select * from \`${name.replaceAll("`", "``")}\``);
        dump.set(name, rows.map((each) => JSON.stringify(each)).toSorted());
      }
      return dump;
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** Ends every other session of the database, as an administrator or a restart would. */
export async function killOthers(database: TestMariadb): Promise<void> {
  const others = await database.query(
    "select id from information_schema.processlist where db = database() and id <> connection_id()",
  );
  // One that ended by itself meanwhile is gone too.
  for (const { id } of others) await database.query(`kill ${String(id)}`).catch(() => undefined);
}
