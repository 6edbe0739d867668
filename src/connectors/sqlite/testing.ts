/** A SQLite file for a test, in a folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Dump } from "#harness";
import { isOurs } from "../sql/work.ts";
import type { SqlDatabase } from "../sql/testing.ts";

export interface TestFile extends SqlDatabase {
  readonly path: string;
}

export async function freshFile(): Promise<TestFile> {
  const folder = await mkdtemp(join(tmpdir(), "gestand-sqlite-"));
  const path = join(folder, "shop.db");
  // As many products have it: foreign keys stand in the file and are not enforced by the one that writes it.
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false, timeout: 5_000 });
  return {
    path,
    url: `sqlite:${path}`,
    run: async (sql) => database.exec(sql),
    clear: async () => {
      for (const { name } of database
        .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite%'")
        .all())
        database.exec(`drop table "${String(name).replaceAll('"', '""')}"`);
    },
    dump: async () => dumpFile(database),
    [Symbol.asyncDispose]: async () => {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function dumpFile(database: DatabaseSync): Dump {
  const tables = database.prepare("select name from sqlite_schema where type = 'table' order by name").all();
  return new Map(
    tables
      .map(({ name }) => String(name))
      .filter((name) => !isOurs(name) && !name.startsWith("sqlite_"))
      .map((name) => {
        const statement = database.prepare(`select * from "${name.replaceAll('"', '""')}"`);
        statement.setReadBigInts(true);
        const rows = statement
          .all()
          .map((row) =>
            JSON.stringify(row, (_, cell: unknown) =>
              typeof cell === "bigint" ? (Number.isSafeInteger(Number(cell)) ? Number(cell) : `${cell}n`) : cell,
            ),
          );
        return [name, rows.toSorted()];
      }),
  );
}
