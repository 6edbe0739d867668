import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import { changes } from "#harness";
import { connect } from "../connect.ts";
import type { ConnectedSystem, Subject } from "../contract.ts";
import { parsed } from "../sql/testing.ts";
import { freshDatabase, type TestMariadb } from "./testing.ts";

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
    connector: mariadb
    url: env:SHOP
    tables:
`;

async function connected(database: TestMariadb, tables: string): Promise<ConnectedSystem> {
  const policy = parsed(head + tables.replace(/^(?=.)/gm, "      "));
  const [system] = policy.systems;
  if (system === undefined) throw new Error("the policy has a system");
  return connect({ policy, system, url: database.url });
}

async function made(statements: readonly string[]): Promise<TestMariadb> {
  const database = await freshDatabase();
  for (const sql of statements) await database.run(sql);
  return database;
}

const person = (key: string, emails: readonly string[] = []): Subject => ({
  emails,
  anchors: [{ system: "shop", table: "people", key: [key] }],
});

/** A dry run that changes nothing, the erasure, and all that changed by it. */
async function erased(database: TestMariadb, system: ConnectedSystem, subject: Subject) {
  const before = await database.dump();
  const seen = await system.preview("erasure", subject, today);
  expect(changes(before, await database.dump()), "a dry run changes nothing").toEqual([]);
  const identifiers = await system.identifiers(subject);
  const order = { plan: randomUUID() as PlanId, step: 1, attempt: 1, subject, today, rowsPerTransaction: 1_000 };
  const result = await system.erase(order);
  const changed = changes(before, await database.dump());
  return {
    seen,
    result,
    left: await system.residue(identifiers, "everywhere"),
    gone: Object.fromEntries(changed.map(({ table, gone }) => [table, gone.map((row) => JSON.parse(row) as Row)])),
    added: Object.fromEntries(changed.map(({ table, added }) => [table, added.map((row) => JSON.parse(row) as Row)])),
  };
}
type Row = Record<string, string | null>;

async function textOf(system: ConnectedSystem, subject: Subject): Promise<string> {
  const answer = await system.answer(subject);
  let text = "";
  for (const file of answer.files) {
    let json = "";
    for await (const chunk of file.open()) json += new TextDecoder().decode(chunk);
    JSON.parse(json);
    text += json;
  }
  await answer.close();
  return text;
}

const people = `people:
  person: {is: customer, email: email}
  columns: {email: contact.email, name: name}
  keep: profile
`;

test("texts that MariaDB takes for equal are different persons", async () => {
  await using database = await made([
    "create table people (id varchar(40) collate utf8mb4_bin primary key, email varchar(200), name varchar(80)) collate utf8mb4_general_ci",
    "create table notes (id int primary key, owner varchar(40) collate utf8mb4_general_ci, body text)",
    "insert into people values ('jose', 'jose@x.nl', 'Jose'), ('José', 'josé@x.nl', 'José'), ('JOSE', 'strasse@x.nl', 'J'), ('jos', 'straße@x.nl', 'S')",
    "insert into notes values (1, 'jose', 'mine'), (2, 'José', 'other'), (3, 'JOSE', 'other'), (4, 'jose ', 'other'), (5, 'jos', 'other')",
  ]);
  const system = await connected(
    database,
    `${people}notes: {person: owner -> people(id), columns: {body: communication}, keep: profile}\n`,
  );
  const found = await system.locate([" Jose@X.nl"]);
  expect(found.candidates.map(({ anchor }) => anchor.key)).toEqual([["jose"]]);
  expect((await system.locate(["straße@x.nl"])).candidates.map(({ anchor }) => anchor.key)).toEqual([["jos"]]);
  const { gone, result } = await erased(database, system, person("jose", ["jose@x.nl"]));
  expect(result.ok).toBe(true);
  expect(gone["people"]?.map(({ id }) => id)).toEqual(["jose"]);
  expect(gone["notes"]?.map(({ id }) => id)).toEqual(["1"]);
  await system.close();
});

test("a text that only the collation takes for the key leads to nobody, unless a foreign key says so", async () => {
  await using database = await made([
    "create table people (id varchar(40) primary key, email varchar(200), name varchar(80)) collate utf8mb4_general_ci",
    "create table notes (id int primary key, owner varchar(40), body text) collate utf8mb4_general_ci",
    "create table bills (id int primary key, owner varchar(40), body text, foreign key (owner) references people(id)) collate utf8mb4_general_ci",
    "insert into people values ('jose', 'jose@x.nl', 'Jose'), ('bob', 'bob@x.nl', 'Bob')",
    "insert into notes values (1, 'jose', 'mine'), (2, 'José', 'of one who left'), (3, 'JOSE', 'other'), (4, 'jose ', 'other'), (5, 'bob', 'other')",
    "insert into bills values (1, 'jose', 'mine'), (2, 'JOSE', 'mine by the key of the database'), (3, 'bob', 'other')",
  ]);
  const owned = "{person: owner -> people, columns: {body: communication}, keep: profile}\n";
  const system = await connected(database, `${people}notes: ${owned}bills: ${owned}`);
  const { gone, result } = await erased(database, system, person("jose", ["jose@x.nl"]));
  expect(result.ok).toBe(true);
  expect(gone["notes"]?.map(({ id }) => id)).toEqual(["1"]);
  expect(gone["bills"]?.map(({ id }) => id)).toEqual(["1", "2"]);
  await system.close();
});

test("addresses are found whatever blanks, capitals and accents they are written with, and the Turkish İ is no i", async () => {
  await using database = await made([
    "create table people (id int primary key, email varchar(200), name varchar(80)) collate latin1_swedish_ci",
    "create table mails (id int primary key, email varchar(200)) collate utf8mb4_unicode_ci",
    "insert into people values (1, 'x@x.nl', 'X')",
    "insert into mails values (1, '\t ZOË@x.nl \n'), (2, 'Zoe\u0308@X.nl'), (3, '\u00a0zoë@x.nl'), (4, 'zoe@x.nl'), (5, 'İnfo@x.nl'), (6, 'info@x.nl'), (7, ''), (8, null)",
  ]);
  const tables = `${people}mails: {person: {email: email, of: customer}, columns: {email: contact.email}, keep: profile}\n`;
  const system = await connected(database, tables);
  expect(await system.locate(["zoë@x.nl"])).toMatchObject({ byAddress: [{ table: "mails", rows: 3 }] });
  expect(await system.locate(["info@x.nl"])).toMatchObject({ byAddress: [{ table: "mails", rows: 1 }] });
  const { gone } = await erased(database, system, { emails: ["zoë@x.nl"], anchors: [] });
  expect(gone["mails"]?.map(({ id }) => id)).toEqual(["1", "2", "3"]);
  await system.close();
});

test("every type arrives whole in an answer: large numbers, decimals, bits, zero dates, sets, documents, bytes, emoji", async () => {
  await using database = await made([
    "set session sql_mode = 'ANSI_QUOTES'",
    "create table people (id bigint unsigned primary key, email varchar(200), name varchar(80))",
    "create table \"odd \"\"table\"\" `name`\" (\"the `key`\" bigint unsigned primary key, person bigint unsigned, n decimal(30,10), b bit(8), d date, t datetime(3), e enum('a','b'), s set('x','y'), j json, x varbinary(20), u uuid, f double, \"select\" text, g varchar(80) as (concat('<', e, '>')) stored)",
    "insert into people values (18446744073709551615, 'ann@x.nl', 'Ann 🦊'), (18446744073709551614, 'bob@x.nl', 'Bob')",
    `insert into "odd ""table"" \`name\`" ("the \`key\`", person, n, b, d, t, e, s, j, x, u, f, "select") values
      (9007199254740993, 18446744073709551615, 12345678901234567890.0123456789, b'101', '0000-00-00', '2026-01-02 03:04:05.678', 'b', 'x,y', '{"a": {"b": "Ann q"}, "rest": [1, 2]}', x'00ff', '00000000-0000-4000-8000-000000000001', 0.1, 'a\\\\b''c"d'),
      (9007199254740992, 18446744073709551614, 1, b'1', '2026-01-01', null, 'a', '', '{}', null, null, null, 'bob')`.replaceAll(
      "\\\\",
      "\\",
    ),
  ]);
  const odd = JSON.stringify('odd "table" `name`');
  const columns =
    "n: order-history, b: order-history, d: order-history, t: order-history, e: order-history, s: order-history, x: order-history, u: order-history, f: order-history, select: order-history, g: order-history";
  const system = await connected(
    database,
    `${people}${odd}: {person: person -> people(id), columns: {${columns}, j: {is: order-history, json: {a.b: name}}}, keep: profile}\n`,
  );
  expect((await system.inspect()).filter(({ severity }) => severity === "error")).toEqual([]);
  const subject = person("18446744073709551615", ["ann@x.nl"]);
  const text = await textOf(system, subject);
  for (const part of [
    "9007199254740993",
    "12345678901234567890.0123456789",
    '"0000-00-00"',
    '"x,y"',
    '"\\\\x00ff"',
    "🦊",
    "2026-01-02 03:04:05.678",
    '"<b>"',
    '"a.b":',
  ])
    expect(text).toContain(part);
  expect(text).not.toContain("bob");
  const { gone, left, result } = await erased(database, system, subject);
  expect(result.ok).toBe(true);
  expect(gone["people"]?.map(({ id }) => id)).toEqual(["18446744073709551615"]);
  expect(gone['odd "table" `name`']?.map((row) => row["the `key`"])).toEqual(["9007199254740993"]);
  expect(left).toEqual([]);
  await system.close();
});

test("a number kept as text leads by what it says, and a text that only begins with the number leads nowhere", async () => {
  await using database = await made([
    "create table people (id bigint primary key, email varchar(200), name varchar(80))",
    "create table notes (id int primary key, kind varchar(10), owner varchar(40), body text)",
    "insert into people values (12, 'ann@x.nl', 'Ann'), (0, 'nil@x.nl', 'Nil')",
    "insert into notes values (1, 'p', '12', ''), (2, 'p', '012', ''), (3, 'p', '12abc', ''), (4, 'P', '12', ''), (5, 'p', 'abc', ''), (6, 'p', '12.0', ''), (7, 'p ', '12', '')",
  ]);
  const notes =
    "notes: {person: 'owner -> people(id) when kind = p', columns: {body: communication}, other: [kind], keep: profile}\n";
  const system = await connected(database, people + notes);
  const { gone } = await erased(database, system, person("12"));
  expect(gone["notes"]?.map(({ id }) => id)).toEqual(["1", "2"]);
  const nil = await erased(database, system, person("0"));
  expect(nil.gone["notes"]).toBeUndefined();
  await system.close();
});

test("trees, circles and rows that refer to themselves go, though MariaDB looks at each row by itself", async () => {
  await using database = await made([
    "create table people (id int primary key, email varchar(200), name varchar(80), first_note int)",
    "create table notes (id int primary key, owner int, parent int, foreign key (owner) references people(id), foreign key (parent) references notes(id))",
    "alter table people add foreign key (first_note) references notes(id)",
    "insert into people values (1, 'ann@x.nl', 'Ann', 3), (2, 'bob@x.nl', 'Bob', null)",
    "insert into notes values (1, 1, null), (2, 1, 1), (3, 1, 2), (4, 1, 4), (5, 2, null)",
  ]);
  const system = await connected(
    database,
    `${people.replace("name: name}", "name: name}\n  other: [first_note]")}notes: {person: owner -> people, other: [parent], keep: profile}\n`,
  );
  const { gone, seen, result } = await erased(database, system, person("1"));
  expect(result.ok ? "" : result.message).toBe("");
  expect(seen.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(gone["notes"]).toHaveLength(4);
  expect(gone["people"]).toHaveLength(1);
  await system.close();
});

test("a key that would take rows of others along stops the erasure, and one that ends a reference is told", async () => {
  await using database = await made([
    "create table people (id int primary key, email varchar(200), name varchar(80))",
    "create table logs (id int primary key, person int, foreign key (person) references people(id) on delete cascade)",
    "create table visits (id int primary key, person int, foreign key (person) references people(id) on delete set null)",
    "insert into people values (1, 'ann@x.nl', 'Ann'), (2, 'bob@x.nl', 'Bob')",
    "insert into visits values (1, 1), (2, 2)",
  ]);
  const system = await connected(database, people);
  const first = await erased(database, system, person("1"));
  expect(first.seen.problems).toContainEqual(expect.objectContaining({ code: "reference-ends", severity: "note" }));
  expect(first.result.ok).toBe(true);
  expect(first.added["visits"]).toEqual([{ id: "1", person: null }]);
  await database.run("insert into logs values (1, 2)");
  const second = await erased(database, system, person("2"));
  expect(second.seen.problems).toContainEqual(expect.objectContaining({ code: "constraint-reaches-others" }));
  expect(second.result).toMatchObject({ ok: false, reason: "blocked" });
  expect(second.gone).toEqual({});
  await system.close();
});

test("a trigger that puts a value back, and one that refuses, stop the erasure with nothing changed", async () => {
  await using database = await made([
    "create table people (id int primary key, email varchar(200), name varchar(80))",
    "insert into people values (1, 'ann@x.nl', 'Ann')",
    "create trigger again before update on people for each row set new.name = old.name",
  ]);
  const system = await connected(database, people.replace("keep: profile", "keep: profile\n  erase: anonymise"));
  const put = await erased(database, system, person("1"));
  expect(put.seen.problems).toContainEqual(expect.objectContaining({ code: "trigger-puts-back" }));
  expect(put.result).toMatchObject({ ok: false, reason: "blocked" });
  expect(put.gone).toEqual({});
  await database.run("drop trigger again");
  await database.run(
    "create trigger never before update on people for each row signal sqlstate '45000' set message_text = 'ann'",
  );
  const refused = await erased(database, system, person("1"));
  expect(refused.seen.problems).toContainEqual(expect.objectContaining({ code: "trigger-refuses" }));
  expect(JSON.stringify(refused.result)).not.toContain("'ann'");
  await database.run("drop trigger never");
  expect((await erased(database, system, person("1"))).added["people"]).toEqual([{ id: "1", email: null, name: null }]);
  await system.close();
});

test("a table without transactions, and one that keeps its history, stand in the way and are named", async () => {
  await using database = await made([
    "create table people (id int primary key, email varchar(200), name varchar(80)) engine = MyISAM",
    "create table notes (id int primary key, owner int, body text) with system versioning",
    "insert into people values (1, 'ann@x.nl', 'Ann')",
  ]);
  const system = await connected(
    database,
    `${people}notes: {person: owner -> people, columns: {body: communication}, keep: profile}\n`,
  );
  const problems = await system.inspect();
  expect(problems).toContainEqual(expect.objectContaining({ code: "no-transactions", severity: "error" }));
  expect(problems).toContainEqual(expect.objectContaining({ code: "keeps-history", severity: "error" }));
  const order = {
    plan: randomUUID() as PlanId,
    step: 1,
    attempt: 1,
    subject: person("1"),
    today,
    rowsPerTransaction: 10,
  };
  expect(await system.erase(order)).toMatchObject({ ok: false, reason: "blocked" });
  await system.close();
});

test("a row that somebody changes while we look is tried again, and never changed unseen", async () => {
  await using database = await made([
    "create table people (id int primary key, email varchar(200), name varchar(80))",
    "create table notes (id int primary key, owner int, body text)",
    "insert into people values (1, 'ann@x.nl', 'Ann'), (2, 'bob@x.nl', 'Bob')",
    "insert into notes values (1, 1, 'a')",
  ]);
  const system = await connected(
    database,
    `${people}notes: {person: owner -> people, columns: {body: communication}, keep: profile}\n`,
  );
  const order = { plan: randomUUID() as PlanId, step: 1, subject: person("1"), today, rowsPerTransaction: 10 };
  const crashPoint = async (name: string) => {
    if (name === "before-change") await database.run("update notes set owner = 2 where id = 1");
  };
  const first = await system.erase({ ...order, attempt: 1, crashPoint }).catch((error: unknown) => error);
  expect(first).toMatchObject({ code: "database-conflict", retryable: true });
  expect((await system.erase({ ...order, attempt: 2 })).ok).toBe(true);
  expect(await database.query("select id, owner from notes")).toEqual([{ id: "1", owner: "2" }]);
  await system.close();
});
