import { expect, test } from "vitest";
import { freshDatabase, freshStore, SetClock, testKeys, testInstant } from "#harness";
import { health, openStore, sql } from "./index.ts";

const open = (url: string) => openStore({ url, keys: testKeys, clock: new SetClock(testInstant) });

test("a database that cannot be used is one sentence that tells no password and leaves nothing open", async () => {
  await using database = await freshDatabase();
  await database.query(`do $$ begin create role gestand_weak login; exception when duplicate_object then null; end $$`);
  const as = (user: string) => database.url.replace("postgres@", `${user}:s3cret@`);
  const cases: [string, string, RegExp][] = [
    ["s3cret", "database-url-invalid", /not an address of the form/],
    [
      "postgres://u:s3cret@127.0.0.1:1/x",
      "database-unreachable",
      /No PostgreSQL answers at 127\.0\.0\.1:1, database "x" \(ECONNREFUSED\)/,
    ],
    ["postgres://u:s3cret@no-such-host.invalid/x", "database-unreachable", /no-such-host\.invalid/],
    [as("nobody_here"), "database-login", /refused this user/],
    [as("postgres").replace(database.name, "missing"), "database-missing", /has no such database/],
    [as("gestand_weak"), "database-rights", /Grant CREATE on the database/],
  ];
  for (const [url, code, message] of cases) {
    const error = (await open(url).catch((thrown: unknown) => thrown)) as {
      code: string;
      message: string;
      cause?: unknown;
    };
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).toContain("Nothing was started");
    expect(JSON.stringify([error.message, String(error.cause)])).not.toContain("s3cret");
  }
  const left = "select 1 from pg_stat_activity where datname = current_database() and application_name like 'gestand%'";
  await expect.poll(() => database.query(left)).toEqual([]);
});

test("errors of the database keep their code and lose the values they quote", async () => {
  await using store = await freshStore();
  await store.database.query("create table gestand.person (email text primary key, n integer)");
  const insert = (email: string, n: string) => sql`insert into person values (${email}, ${n})`.execute(store.reader.db);
  await insert("eva@example.org", "1");
  for (const [n, code] of [
    ["2", "23505"],
    ["eva", "22P02"],
  ] as const) {
    const error = (await insert("eva@example.org", n).catch((thrown: unknown) => thrown)) as Error & { code: string };
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain("eva");
  }
});

test("the pool outlives the end of its connections", async () => {
  await using store = await freshStore();
  await sql`select 1`.execute(store.reader.db);
  await store.database.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gestand' and datname = current_database()",
  );
  await expect
    .poll(() =>
      sql`select 1 as one`.execute(store.reader.db).then(
        ({ rows }) => rows,
        () => [],
      ),
    )
    .toEqual([{ one: 1 }]);
});

test("health tells the version, the newest migration and the jobs", async () => {
  await using store = await freshStore();
  await store.transact((tx) => store.queue.send(tx, { queue: "test/work", data: null }));
  expect(await health(store.reader)).toMatchObject({
    databaseVersion: expect.stringMatching(/^1[5-9]/),
    migration: expect.stringMatching(/^\d{4}_\w+\.sql$/),
    waitingJobs: 1,
    runningJobs: 0,
    failedJobs: 0,
  });
});

test("every session of ours waits for the disk, also where the database was set to answer earlier", async () => {
  await using store = await freshStore();
  await store.database.query(`alter database ${store.database.name} set synchronous_commit = off`);
  const later = await open(store.database.url);
  const { rows } = await sql<{ waits: string }>`
    select current_setting('synchronous_commit') as waits`.execute(later.reader.db);
  await later.close();
  expect(rows).toEqual([{ waits: "on" }]);
});
