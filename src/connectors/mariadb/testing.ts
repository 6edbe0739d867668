/** A database of MariaDB for a test, with what the tests of every database with tables ask of one. */
import { type Dump, freshMariadb } from "#harness";
import type { SqlDatabase } from "../sql/testing.ts";
import { isOurs } from "../sql/work.ts";

export interface TestMariadb extends SqlDatabase {
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}

export async function freshDatabase(): Promise<TestMariadb> {
  const database = await freshMariadb();
  return {
    url: database.url,
    query: (sql) => database.query(sql),
    run: async (sql) => void (await database.query(sql)),
    dump: async (): Promise<Dump> => {
      const dump = new Map<string, readonly string[]>();
      for (const row of await database.query("show full tables where table_type = 'BASE TABLE'")) {
        const name = String(Object.values(row)[0]);
        if (isOurs(name)) continue;
        const rows = await database.query(`select * from \`${name.replaceAll("`", "``")}\``);
        dump.set(name, rows.map((each) => JSON.stringify(each)).toSorted());
      }
      return dump;
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}
