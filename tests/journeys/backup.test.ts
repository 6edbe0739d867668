/**
 * A backup moves a whole installation: behind DATABASE_URL or built in, with its key, its waiting work and a log that
 * anybody can check against what they kept from before.
 */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dumpSchema, freshDatabase, type TestDatabase } from "#harness";
import { gestand } from "../../src/cli/testing.ts";
import { openTestHouse, type TestHouse } from "../harness/house.ts";

const GESTAND_BACKUP_PASSPHRASE = "a sentence that nobody guesses";
let house: TestHouse;
let folder: string;
let environment: Record<string, string>;
let file: string;

beforeAll(async () => {
  [house, folder] = await Promise.all([openTestHouse({ guard: false }), mkdtemp("/tmp/gestand-moving-")]);
  environment = {
    GESTAND_POLICY: house.configuration.policyFile,
    GESTAND_DATA: house.configuration.dataDir,
    DATABASE_URL: house.own.url,
    SHOP_DATABASE_URL: house.shop.url,
    GESTAND_BACKUP_PASSPHRASE,
  };
  await gestand(["promises"], { environment });
  file = join(folder, "gestand.backup");
});
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const rowsOf = (json: string) => (JSON.parse(json) as { rows: object }).rows;
const dump = (database: TestDatabase) => dumpSchema((text, values) => database.query(text, values), "gestand");

test("an installation moves to another database with everything, and its log is the same log", async () => {
  const before = await gestand(["evidence", "export"], { environment });
  const made = await gestand(["backup", file, "--json"], { environment });
  expect([made.code, made.err]).toEqual([0, ""]);
  const report = JSON.parse(made.out) as { sizeBytes: number; rows: Record<string, number> };
  expect((await stat(file)).size).toBe(report.sizeBytes);
  expect(report.rows["gestand.evidence_entry"]).toBeGreaterThan(0);

  await using target = await freshDatabase();
  const GESTAND_DATA = join(folder, "elsewhere");
  const there = { ...environment, GESTAND_DATA, DATABASE_URL: target.url };
  const restored = await gestand(["restore", file, "--json"], { environment: there });
  expect([restored.code, restored.err]).toEqual([0, ""]);
  expect(JSON.parse(restored.out)).toMatchObject({ rows: report.rows, log: { ok: true } });
  expect(await dump(target)).toEqual(await dump(house.own));
  const after = await gestand(["evidence", "export"], { environment: there });
  expect(after.out).toBe(before.out);

  const again = await gestand(["restore", file], { environment: there });
  expect([again.code, again.err]).toEqual([
    69,
    expect.stringContaining("already holds a Gestand. Nothing was restored"),
  ]);
});

test("a backup can be tried without a database, and what does not open is one sentence", async () => {
  const checked = await gestand(["restore", "--check", file], { environment });
  expect([checked.code, checked.out]).toEqual([0, expect.stringMatching(/is whole: \d+ rows in \d+ tables/)]);
  const wrong = { ...environment, GESTAND_BACKUP_PASSPHRASE: "something else entirely" };
  expect(await gestand(["restore", "--check", file], { environment: wrong })).toMatchObject({
    code: 69,
    err: expect.stringContaining("This passphrase does not open the backup."),
  });
  const piped = { ...environment, GESTAND_BACKUP_PASSPHRASE: "" };
  const fromPipe = await gestand(["restore", "--check", file], {
    environment: piped,
    input: `${GESTAND_BACKUP_PASSPHRASE}\n`,
  });
  expect(fromPipe.code).toBe(0);
  expect(await gestand(["backup", join(folder, "short")], { environment: piped, input: "short\n" })).toMatchObject({
    code: 69,
    err: expect.stringContaining("needs at least 12 characters"),
  });
});

test("a log that was tampered with before the backup is told when it is restored", async () => {
  await using source = await freshDatabase();
  await gestand(["restore", file], { environment: { ...environment, DATABASE_URL: source.url } });
  await source.query(`
    alter table gestand.evidence_entry disable trigger user;
    update gestand.evidence_entry set kind = 'other' where index = 0;
    alter table gestand.evidence_entry enable always trigger append_only`);
  const from = { ...environment, DATABASE_URL: source.url };
  const tampered = join(folder, "tampered.backup");
  expect((await gestand(["backup", tampered], { environment: from })).code).toBe(0);
  await using target = await freshDatabase();
  const restored = await gestand(["restore", tampered], {
    environment: { ...environment, DATABASE_URL: target.url },
  });
  expect([restored.code, restored.out]).toEqual([1, expect.stringContaining("DOES NOT HOLD")]);
});

test("without DATABASE_URL it is the built-in database that is restored and backed up", async () => {
  const builtIn = { GESTAND_DATA: join(folder, "built-in"), GESTAND_BACKUP_PASSPHRASE };
  const nothing = await gestand(["backup", join(folder, "none")], { environment: builtIn });
  expect([nothing.code, nothing.err]).toEqual([69, expect.stringContaining("There is no database in")]);
  expect(await readdir(folder)).not.toContain("built-in");

  const restored = await gestand(["restore", file, "--json"], { environment: builtIn });
  expect([restored.code, restored.err]).toEqual([0, ""]);
  const back = await gestand(["backup", join(folder, "back.backup"), "--json"], { environment: builtIn });
  expect(rowsOf(back.out)).toEqual(rowsOf(restored.out));
  expect(await readdir(join(folder, "built-in"))).toEqual(["installation.key", "postgres"]);

  // An older cluster is refused with the way onward, and the way onward works.
  await writeFile(join(folder, "built-in", "postgres", "PG_VERSION"), "17\n");
  const older = await gestand(["restore", join(folder, "back.backup")], { environment: builtIn });
  expect([older.code, older.err]).toEqual([
    69,
    expect.stringMatching(
      /made by PostgreSQL 17, .*"gestand backup FILE", move that folder away, .*"gestand restore FILE"/,
    ),
  ]);
  await rm(join(folder, "built-in", "postgres"), { recursive: true });
  expect((await gestand(["restore", join(folder, "back.backup")], { environment: builtIn })).code).toBe(0);
  expect(await readFile(join(folder, "built-in", "postgres", "PG_VERSION"), "utf8")).toBe("18\n");
});
