import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dumpSchema, freshDatabase, freshStore, SetClock, testInstant, testKeys, type TestDatabase } from "#harness";
import { backUp, checkBackup, InstallationKey, openStore, restoreBackup } from "../index.ts";

const passphrase = "een zin die niemand raadt";
let folder: string;
/** A database with everything that is hard to carry, and a backup of it. */
let source: Awaited<ReturnType<typeof freshStore>>;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp("/tmp/gestand-backup-");
  source = await freshStore();
  await fill(source);
  file = join(folder, "whole.backup");
  await backUp(optionsFor(source.url, file));
});
afterAll(async () => {
  await source.dispose();
  await rm(folder, { recursive: true, force: true });
});

const clock = new SetClock(testInstant);
const optionsFor = (url: string, to: string) => ({
  url,
  keys: testKeys,
  clock,
  file: to,
  passphrase,
  program: "1.2.3",
});
const keepKey = async () => undefined;

async function fill(store: typeof source): Promise<void> {
  const { database, queue, vault } = store;
  await store.transact(async (tx) => {
    const key = await vault.createKey(tx);
    await vault.shred(tx, key);
    await vault.createKey(tx);
    await queue.send(tx, { queue: "test/work", data: { n: 7 } });
  });
  await database.query(`
    insert into gestand.staff values (gen_random_uuid(), E'tab\\t line\\nback\\\\slash \\\\. \\\\N "é" 😀', 'somebody@staff.example', null, now(), null);
    insert into gestand.evidence_entry values (0, now(), 'k', null, '\\x00ff0a5c2e', decode(repeat('ab', 32), 'hex'));
    update gestand.evidence_head set size = 1, frontier = decode(repeat('ab', 32), 'hex');
    create table gestand."made by a connector" (
      id bigint generated always as identity primary key, "Key" text unique, at timestamptz default now(), other bigint references gestand."made by a connector");
    create index on gestand."made by a connector" (lower("Key"));
    insert into gestand."made by a connector" ("Key", other) select 'k' || n, 1 from generate_series(1, 20000) n`);
  const large = randomBytes(3_000_000);
  await database.query(
    `insert into gestand.mail_message (id, about, class, key_id, sealed, state, created_at)
     select gen_random_uuid(), 'R', 'service', id, $1, 'waiting', now() from gestand.sealing_key limit 1`,
    [large],
  );
}

/** Why it was refused, by code. */
const refused = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

const dump = (database: TestDatabase) => dumpSchema((text, values) => database.query(text, values), "gestand");

test("a backup restored into an empty database is the same, row by row, and goes on from there", async () => {
  await using target = await freshDatabase();
  let kept: InstallationKey | undefined;
  const report = await restoreBackup({
    url: target.url,
    file,
    passphrase,
    keepKey: async (key) => void (kept = key),
  });
  expect(await dump(target)).toEqual(await dump(source.database));
  expect(report).toMatchObject({ program: "1.2.3", applied: [], rows: { "gestand.made by a connector": 20_000 } });
  expect(kept?.derive("x", 32)).toEqual(testKeys.derive("x", 32));

  // Identities go on, keys and indexes are there, and the log is append-only again.
  await target.query(`insert into gestand."made by a connector" ("Key") values ('next')`);
  expect(await target.query(`select id from gestand."made by a connector" where "Key" = 'next'`)).toEqual([
    { id: "20001" },
  ]);
  await expect(target.query(`insert into gestand."made by a connector" ("Key") values ('next')`)).rejects.toThrow(
    /unique/,
  );
  await expect(target.query("delete from gestand.evidence_entry")).rejects.toThrow(/append-only/);
  const triggers =
    "select tgname, tgenabled from pg_trigger where not tgisinternal order by tgrelid::regclass::text, 1";
  expect(await target.query(triggers)).toEqual(await source.database.query(triggers));

  // A job that waited is done by a worker on the restored database.
  const store = await openStore({ url: target.url, keys: testKeys, clock, poolSize: 2 });
  const done = Promise.withResolvers<unknown>();
  store.queue.serve("test/work", {}, async ({ data }) => done.resolve(data));
  await store.queue.start({ work: true });
  expect(await done.promise).toEqual({ n: 7 });
  await store.close();
});

test("a backup holds one moment, whatever is written meanwhile", async () => {
  await using store = await freshStore();
  await store.database.query("create table gestand.pair_a (n int); create table gestand.pair_b (n int)");
  const stop = new AbortController();
  const writer = (async () => {
    for (let n = 0; !stop.signal.aborted; n++)
      await store.database.query(
        `with a as (insert into gestand.pair_a values (${n})) insert into gestand.pair_b values (${n})`,
      );
  })();
  const { rows } = await backUp(optionsFor(store.url, join(folder, "moment.backup")));
  stop.abort();
  await writer;
  expect(rows["gestand.pair_a"]).toBe(rows["gestand.pair_b"]);
});

test("a file can be checked without a database, and is readable by its owner and nobody without the passphrase", async () => {
  const { rows } = await checkBackup({ file, passphrase });
  expect(rows).toMatchObject({ "gestand.made by a connector": 20_000, "gestand.mail_message": 1, "pgboss.job": 1 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const bytes = await readFile(file);
  for (const clear of ["somebody@staff.example", "sealing_key", "made by a connector"])
    expect(bytes.includes(clear), clear).toBe(false);
  await expect(checkBackup({ file, passphrase: `${passphrase}.` })).rejects.toMatchObject({
    code: "backup-passphrase",
  });
});

test("whatever was changed in a file, cut off or added is noticed, and nothing of it is restored", async () => {
  const bytes = await readFile(file);
  const frames = bytes.indexOf(10, bytes.indexOf(10) + 1) + 1;
  const flipped = (at: number) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  const firstLength = bytes.readUInt32BE(frames);
  const first = bytes.subarray(frames, frames + 4 + firstLength);
  const wrong: [Buffer, string][] = [
    [flipped(0), "backup-foreign"],
    [Buffer.from("gestand-backup 2\n{}\n"), "backup-newer"],
    [flipped(bytes.indexOf("wrapped") + 12), "backup-passphrase"],
    [flipped(bytes.indexOf("scrypt")), "backup-damaged"],
    [flipped(frames), "backup-damaged"],
    [flipped(Math.floor((frames + bytes.length) / 2)), "backup-damaged"],
    [bytes.subarray(0, frames + first.length), "backup-damaged"],
    [Buffer.concat([bytes, Buffer.of(0)]), "backup-damaged"],
    [Buffer.concat([bytes.subarray(0, frames), first, bytes.subarray(frames)]), "backup-damaged"],
    [randomBytes(100_000), "backup-foreign"],
    [Buffer.alloc(0), "backup-foreign"],
  ];
  await using target = await freshDatabase();
  const changed = join(folder, "changed.backup");
  for (const [content, code] of wrong) {
    await writeFile(changed, content);
    await expect(checkBackup({ file: changed, passphrase })).rejects.toMatchObject({ code });
  }
  for (const content of [bytes.subarray(0, bytes.length - 1), flipped(bytes.length - 1)]) {
    await writeFile(changed, content);
    await expect(restoreBackup({ url: target.url, file: changed, passphrase, keepKey })).rejects.toMatchObject({
      code: "backup-damaged",
    });
    expect(await target.query("select nspname from pg_namespace where nspname in ('gestand', 'pgboss')")).toEqual([]);
  }
});

test("a database that holds something, a key that does not fit and a file that is there are refused", async () => {
  await using empty = await freshDatabase();
  const restore = (url: string, from = file) => refused(restoreBackup({ url, file: from, passphrase, keepKey }));
  expect(await restore(source.url)).toBe("database-not-empty");
  expect(await restore(empty.url, join(folder, "nothing.backup"))).toBe("backup-unreadable");
  expect(await restore("postgres://u:p@127.0.0.1:1/x")).toBe("database-unreachable");
  const other = new InstallationKey(randomBytes(32));
  const target = join(folder, "refused.backup");
  const make = (change: object) => refused(backUp({ ...optionsFor(source.url, target), ...change }));
  expect(await make({ keys: other })).toBe("installation-key-wrong");
  expect(await make({ url: empty.url })).toBe("backup-nothing");
  expect(await make({ file })).toBe("backup-exists");
  expect(await make({ file: join(folder, "no", "such") })).toBe("backup-unwritable");
  expect((await readdir(folder)).filter((name) => name.startsWith("refused"))).toEqual([]);
});
