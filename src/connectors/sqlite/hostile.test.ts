import { randomUUID } from "node:crypto";
import { Buffer } from "node:buffer";
import { readFile, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import { changes } from "#harness";
import { connect } from "../connect.ts";
import type { ConnectedSystem, Subject } from "../contract.ts";
import { parsed } from "../sql/testing.ts";
import { freshFile, type TestFile } from "./testing.ts";

const today = localDate("2026-11-22");

const head = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-01-01
persons: [customer]
purposes: {trade: {title: Trade, of: customer, basis: contract, uses: [name, contact]}}
keep: {profile: {until: relationship ends, then: erase}}
rights: {access: {}, erasure: {}}
systems:
  shop:
    connector: sqlite
    url: env:SHOP
    tables:
`;

async function connected(file: TestFile, tables: string): Promise<ConnectedSystem> {
  const policy = parsed(head + tables.replace(/^(?=.)/gm, "      "));
  const [system] = policy.systems;
  if (system === undefined) throw new Error("the policy has a system");
  return connect({ policy, system, url: file.url });
}

async function made(statements: string): Promise<TestFile> {
  const file = await freshFile();
  await file.run(statements);
  return file;
}

const person = (key: string, emails: readonly string[] = []): Subject => ({
  emails,
  anchors: [{ system: "shop", table: "people", key: [key] }],
});

const orderFor = (subject: Subject) => ({
  plan: randomUUID() as PlanId,
  step: 1,
  attempt: 1,
  subject,
  today,
  rowsPerTransaction: 1_000,
});

/** A dry run that changes nothing, the erasure, and all that changed by it. */
async function erased(file: TestFile, system: ConnectedSystem, subject: Subject) {
  const before = await file.dump();
  const seen = await system.preview("erasure", subject, today);
  expect(changes(before, await file.dump()), "a dry run changes nothing").toEqual([]);
  const identifiers = await system.identifiers(subject);
  const result = await system.erase(orderFor(subject));
  const changed = changes(before, await file.dump());
  return {
    seen,
    result,
    left: await system.residue(identifiers, "everywhere"),
    gone: Object.fromEntries(changed.map(({ table, gone }) => [table, gone])),
    added: Object.fromEntries(changed.map(({ table, added }) => [table, added])),
  };
}

const people = `people:
  person: {is: customer, email: email}
  columns: {email: contact.email, name: name}
  keep: profile
`;

test("values that stand in another kind of column than they are, are found and compared for what they say", async () => {
  await using file = await made(
    `
    create table people (id integer primary key, email text, name text);
    create table notes (id integer primary key, owner text, kind text, body);
    create table loose (a, b, owner, body, primary key (a, b)) without rowid;
    insert into people values (12, ' ANN@x.nl' || char(9), 'Ann'), (9007199254740993, 'bob@x.nl', 'Bob'), (9007199254740992, 'cas@x.nl', 'Cas');
    insert into notes values (1, '12', 'p', x'00ff'), (2, '012', 'p', 3.5), (3, '12abc', 'p', null), (4, '12', 'P', ''), (5, '1.2e1', 'p', ''), (6, '9007199254740993', 'p', '');
    insert into loose values ('1', 1, 12, 'text'), (1, '1', '12', 'integer'), (x'01', null, 13, 'bytes');`.replace(
      "null, 13",
      "'n', 13",
    ),
  );
  const system = await connected(
    file,
    `${people}notes: {person: 'owner -> people(id) when kind = p', columns: {body: communication}, other: [kind], keep: profile}\nloose: {person: owner -> people(id), columns: {body: communication}, keep: profile}\n`,
  );
  expect((await system.locate(["ann@x.nl"])).candidates.map(({ anchor }) => anchor.key)).toEqual([["12"]]);
  const bob = await erased(file, system, person("9007199254740993"));
  expect(bob.gone).toEqual({
    people: [expect.stringContaining("bob@x.nl")],
    notes: [expect.stringContaining('"owner":"9007199254740993"')],
  });
  const { gone, result } = await erased(file, system, person("12", ["ann@x.nl"]));
  expect(result.ok).toBe(true);
  expect(gone["notes"]).toHaveLength(2);
  expect(gone["loose"]).toHaveLength(2);
  await system.close();
});

test("a name in any case, a table without rowid, a circle and a tree go as they refer, with foreign keys looked at", async () => {
  await using file = await made(`
    create table people (id text primary key collate nocase, email text, name text, "first note" text references "No""tes"(ID));
    create table "No""tes" (id text, owner text not null references PEOPLE, parent text references "no""tes", primary key (id)) without rowid;
    insert into people values ('Ann', 'ann@x.nl', 'Ann', 'c'), ('bob', 'bob@x.nl', 'Bob', null);
    insert into "No""tes" values ('a', 'ANN', null), ('b', 'ann', 'a'), ('c', 'Ann', 'b'), ('d', 'Ann', 'd'), ('e', 'bob', null);`);
  const notes = JSON.stringify('No"tes');
  const system = await connected(
    file,
    `${people.replace("name: name}", 'name: name}\n  other: ["first note"]')}${notes}: {person: owner -> people, other: [parent], keep: profile}\n`,
  );
  expect((await system.inspect()).filter(({ severity }) => severity === "error")).toEqual([]);
  const { gone, seen, result } = await erased(file, system, person("Ann"));
  expect(result.ok ? "" : result.message).toBe("");
  expect(seen.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(gone['No"tes']).toHaveLength(4);
  expect(gone["people"]).toHaveLength(1);
  await system.close();
});

test("foreign keys that the product never looks at are minded: rows of others are not taken along", async () => {
  await using file = await made(`
    create table people (id integer primary key, email text, name text);
    create table logs (id integer primary key, person integer references people on delete cascade);
    create table visits (id integer primary key, person integer references people on delete set null);
    create table bills (id integer primary key, person integer references people);
    insert into people values (1, 'ann@x.nl', 'Ann'), (2, 'bob@x.nl', 'Bob'), (3, 'cas@x.nl', 'Cas');
    insert into visits values (1, 1); insert into logs values (1, 2), (2, 99); insert into bills values (1, 3);`);
  const system = await connected(file, people);
  const ann = await erased(file, system, person("1"));
  expect(ann.seen.problems).toContainEqual(expect.objectContaining({ code: "reference-ends" }));
  expect(ann.added["visits"]).toEqual(['{"id":1,"person":null}']);
  const bob = await erased(file, system, person("2"));
  expect(bob.seen.problems).toContainEqual(expect.objectContaining({ code: "constraint-reaches-others" }));
  expect(bob.gone).toEqual({});
  const cas = await erased(file, system, person("3"));
  expect(cas.seen.problems).toContainEqual(expect.objectContaining({ code: "constraint-refuses" }));
  expect(cas.result).toMatchObject({ ok: false, reason: "blocked" });
  expect(cas.gone).toEqual({});
  await system.close();
});

test("a trigger that holds rows back in silence, refuses, or puts values back stops the erasure", async () => {
  await using file = await made(`
    create table people (id integer primary key, email text, name text);
    insert into people values (1, 'ann@x.nl', 'Ann');
    create trigger stay before delete on people begin select raise(ignore); end;`);
  const deletes = await connected(file, people);
  const silent = await erased(file, deletes, person("1"));
  expect(silent.seen.problems).toContainEqual(expect.objectContaining({ code: "trigger-refuses" }));
  expect(silent.result).toMatchObject({ ok: false, reason: "blocked" });
  await file.run(
    "drop trigger stay; create trigger no before delete on people begin select raise(abort, 'of ann'); end;",
  );
  const loud = await erased(file, deletes, person("1"));
  expect(loud.seen.problems).toContainEqual(expect.objectContaining({ code: "trigger-refuses" }));
  expect(JSON.stringify(loud.result)).not.toContain("of ann");
  await file.run(
    "drop trigger no; create trigger back after update on people when new.name is null begin update people set name = old.name where id = old.id; end;",
  );
  const changing = await connected(file, people.replace("keep: profile", "keep: profile\n  erase: anonymise"));
  const back = await erased(file, changing, person("1"));
  expect(back.seen.problems).toContainEqual(expect.objectContaining({ code: "trigger-puts-back" }));
  expect(back.gone).toEqual({});
  await changing.close();
  await deletes.close();
});

test("a product that holds the file makes us wait and try again, and with a write-ahead log both read at once", async () => {
  await using file = await made(`
    pragma journal_mode = wal;
    create table people (id integer primary key, email text, name text);
    insert into people values (1, 'ann@x.nl', 'Ann');`);
  const system = await connected(file, people);
  expect((await system.inspect()).map(({ code }) => code)).not.toContain("writers-wait");
  const product = new DatabaseSync(file.path);
  product.exec("begin immediate; update people set name = 'Ann K' where id = 1");
  const found = await system.locate(["ann@x.nl"]);
  expect(found.candidates.map(({ label }) => label.reveal())).toEqual(["Ann"]);
  const tried = await system.erase(orderFor(person("1"))).catch((error: unknown) => error);
  expect(tried).toMatchObject({ code: "lock-timeout", retryable: true });
  // Waits for as long as the product needs.
  const trying = system.erase(orderFor(person("1")));
  setImmediate(() => product.exec("commit"));
  expect((await trying).ok).toBe(true);
  product.close();
  expect((await file.dump()).get("people")).toEqual([]);
  await system.close();
});

test.each(["delete", "wal"])(
  "with the journal %s what is erased is in no file any more, and another file is refused by name",
  async (journal) => {
    await using file = await made(`
    pragma journal_mode = ${journal};
    create table people (id integer primary key, email text, name text);
    insert into people values (1, 'ann@x.nl', 'Ann Unmistakable'), (2, 'bob@x.nl', 'Bob');`);
    const system = await connected(file, people);
    expect((await system.inspect()).map(({ code }) => code)).toEqual(journal === "wal" ? [] : ["writers-wait"]);
    await erased(file, system, person("1"));
    for (const path of [file.path, `${file.path}-wal`]) {
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      expect([path, bytes.includes("Unmistakable")]).toEqual([path, false]);
    }
    await writeFile(`${file.path}.txt`, "this is no database, though it is long enough to be looked at ".repeat(20));
    const at = (path: string) => connected({ ...file, url: path }, people).catch((error: unknown) => error);
    expect(await at(`sqlite:${file.path}.none`)).toMatchObject({ code: "database-missing" });
    expect(await at(`sqlite:${file.path}.txt`)).toMatchObject({ code: "database-missing" });
    expect(await at("postgres://x")).toMatchObject({ code: "database-address" });
    await system.close();
  },
);

test("a row without a key cannot be named, so nothing is approved", async () => {
  await using file = await made(`
    create table people (id text primary key, email text, name text);
    insert into people values (null, 'ann@x.nl', 'Ann'), ('b', 'bob@x.nl', 'Bob');`);
  const system = await connected(file, people);
  expect(await system.inspect()).toContainEqual(expect.objectContaining({ code: "no-key", severity: "error" }));
  await system.close();
});
