import { spawn } from "node:child_process";
import { cp, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "#harness";
import { migrate } from "./index.ts";

const shipped = fileURLToPath(new URL("../../migrations", import.meta.url));
const made: string[] = [];
let migrationsDir: string;

beforeEach(async () => {
  migrationsDir = await mkdtemp("/tmp/gestand-migrations-");
  made.push(migrationsDir);
  await writeFile(
    `${migrationsDir}/0001_one.sql`,
    "create table one (id integer primary key);\ninsert into one values (1);",
  );
  await writeFile(`${migrationsDir}/0004_four.sql`, "create table four (id integer primary key references one);");
});
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

test("missing files are applied in order of number, gaps allowed, and a second run does nothing", async () => {
  await using database = await freshDatabase();
  expect(await migrate(database.url, { migrationsDir })).toEqual({ applied: ["0001_one.sql", "0004_four.sql"] });
  expect(await migrate(database.url, { migrationsDir })).toEqual({ applied: [] });
  await writeFile(`${migrationsDir}/0005_five.sql`, "create table five ()");
  expect(await migrate(database.url, { migrationsDir })).toEqual({ applied: ["0005_five.sql"] });
  const tables = await database.query("select tablename from pg_tables where schemaname = 'gestand' order by 1");
  expect(tables.map(({ tablename }) => tablename)).toEqual(["five", "four", "migration", "one"]);
});

test("processes that migrate at the same time apply each file once", async () => {
  await using database = await freshDatabase();
  const program = `import { migrate } from "${new URL("migrate.ts", import.meta.url).href}";
    const { applied } = await migrate(process.argv[1], { migrationsDir: process.argv[2] });
    console.log(applied.length);`;
  const inProcess = () =>
    new Promise<number>((done, fail) => {
      let said = "";
      const child = spawn(process.execPath, ["--input-type=module", "-e", program, database.url, migrationsDir], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
      child.once("close", (code) => (code === 0 ? done(Number(said)) : fail(new Error(`ended with ${code}`))));
    });
  const here = async () => (await migrate(database.url, { migrationsDir })).applied.length;
  const counts = await Promise.all([inProcess(), inProcess(), here(), here()]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(2);
  expect(await database.query("select number from gestand.migration order by 1")).toEqual([
    { number: 1 },
    { number: 4 },
  ]);
});

test("a file that fails is taken back whole, and those before it stay", async () => {
  await using database = await freshDatabase();
  await writeFile(`${migrationsDir}/0005_five.sql`, "create table five (); insert into one values (1);");
  await expect(migrate(database.url, { migrationsDir })).rejects.toMatchObject({
    code: "migration-failed",
    message: expect.stringContaining("0005_five.sql failed: duplicate key value violates"),
  });
  expect(
    await database.query("select to_regclass('gestand.five') as five, to_regclass('gestand.four') is not null as four"),
  ).toEqual([{ five: null, four: true }]);
});

test("history that does not fit is refused: changed, missing, late, or of a newer program", async () => {
  await using database = await freshDatabase();
  await migrate(database.url, { migrationsDir });
  const refusal = async (change: (folder: string) => Promise<unknown>) => {
    const folder = await mkdtemp("/tmp/gestand-migrations-");
    made.push(folder);
    await cp(migrationsDir, folder, { recursive: true });
    await change(folder);
    return migrate(database.url, { migrationsDir: folder }).then(
      () => "accepted",
      (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
    );
  };
  expect(await refusal((folder) => writeFile(`${folder}/0001_one.sql`, "create table two ()"))).toMatch(
    /^migration-changed: The file 0001_one.sql is not the one that made this database .* Nothing was changed\./,
  );
  expect(await refusal((folder) => rm(`${folder}/0001_one.sql`))).toMatch(/^migration-missing: /);
  expect(await refusal((folder) => rm(`${folder}/0004_four.sql`))).toMatch(/^database-newer: .*it has 0004_four.sql/);
  expect(await refusal((folder) => writeFile(`${folder}/0002_late.sql`, "select 1"))).toMatch(
    /^migration-out-of-order: /,
  );
  expect(await refusal((folder) => writeFile(`${folder}/0004_too.sql`, "select 1"))).toMatch(
    /^migration-out-of-order: /,
  );
  expect(await refusal((folder) => rename(`${folder}/0004_four.sql`, `${folder}/4.sql`))).toMatch(
    /^migration-missing: /,
  );
  expect(
    await refusal((folder) =>
      writeFile(`${folder}/0001_one.sql`, "create table one (id integer primary key);\r\ninsert into one values (1);"),
    ),
  ).toBe("accepted");
});

test("the shipped migrations make a database from nothing", async () => {
  await using database = await freshDatabase();
  const files = (await readdir(shipped)).filter((name) => name.endsWith(".sql")).sort();
  expect((await migrate(database.url)).applied).toEqual(files);
});
