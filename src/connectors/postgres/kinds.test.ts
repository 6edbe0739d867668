import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import type { Subject } from "../contract.ts";
import { connected, eraseAndLook, policyWith, today } from "./testing.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
afterEach(async () => {
  await database.query("drop schema public cascade; create schema public; drop schema if exists gestand cascade");
});

const policy = policyWith(`relations:
  person: {is: {column: type, values: {C: customer, S: supplier}}, email: email}
  columns: {email: contact.email, name: name}
leads:
  person: {email: email, of: {column: role, values: {buys: customer, sells: supplier}}}
  columns: {email: contact.email}
`);

async function lay(): Promise<void> {
  await database.query(`create table relations (id int primary key, type char(1), email text, name text);
    create table leads (id int primary key, role text, email text);
    insert into relations values (1, 'C', 'ann@x.nl', 'Ann'), (2, 'S', 'bob@x.nl', 'Bob'), (3, 'X', 'kim@x.nl', 'Kim'), (4, null, 'lee@x.nl', 'Lee');
    insert into leads values (1, 'sells', 'ann@x.nl'), (2, 'buys', 'eve@x.nl'), (3, null, 'max@x.nl');`);
}

describe("a table of several kinds of person", () => {
  test("tells of each row which kind it is, and of a row that does not say so that it may be any", async () => {
    await lay();
    const system = await connected(policy, database);
    try {
      const found = await system.locate(["ann@x.nl", "bob@x.nl"]);
      expect(found.candidates.map(({ person }) => person)).toEqual(["customer", "supplier"]);
      const kinds = async (email: string, key: string) => {
        const subject: Subject = { emails: [email], anchors: [{ system: "shop", table: "relations", key: [key] }] };
        const { tables } = await system.preview("access", subject, today);
        return tables.filter(({ rows }) => rows > 0).map(({ table, persons }) => [table, persons]);
      };
      expect(await kinds("ann@x.nl", "1")).toEqual([
        ["relations", ["customer"]],
        ["leads", ["supplier"]],
      ]);
      expect(await kinds("kim@x.nl", "3")).toEqual([["relations", ["customer", "supplier"]]]);
      const concerned: string[] = [];
      for await (const { persons } of system.concerned([{ person: "supplier", tables: "any" }]))
        concerned.push(...persons.map(({ email }) => email ?? ""));
      expect(concerned.sort()).toEqual(["ann@x.nl", "bob@x.nl", "kim@x.nl", "lee@x.nl", "max@x.nl"]);
      expect((await system.inspect()).filter(({ severity }) => severity === "error")).toEqual([]);
    } finally {
      await system.close();
    }
  });

  test("is erased like any other: by the person, whatever kind they are", async () => {
    await lay();
    const ann: Subject = { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "relations", key: ["1"] }] };
    const { changed, left } = await eraseAndLook(policy, database, ann);
    expect(Object.entries(changed).map(([table, { gone }]) => [table, gone.length])).toEqual([
      ["leads", 1],
      ["relations", 1],
    ]);
    expect(left).toEqual([]);
  });

  test("is told of when the column that should say it is not there", async () => {
    await database.query(
      "create table relations (id int primary key, email text, name text); create table leads (id int primary key, role text, email text);",
    );
    const system = await connected(policy, database);
    try {
      expect((await system.inspect()).filter(({ severity }) => severity === "error")).toMatchObject([
        { code: "unknown-column", message: expect.stringContaining("no column type") },
      ]);
    } finally {
      await system.close();
    }
  });
});

test("a message of a sender and a receiver is shown to both, and loses only the one who is erased", async () => {
  await database.query(`create table people (id int primary key, email text);
    create table messages (id int primary key, sender int, receiver int, body text);
    insert into people values (1, 'ann@x.nl'), (2, 'bob@x.nl');
    insert into messages values (1, 1, 2, 'to Bob'), (2, 2, 1, 'to Ann'), (3, 1, 1, 'to myself'), (4, 2, 2, 'not hers');`);
  const letters = policyWith(`people: {person: {is: customer, email: email}, columns: {email: contact.email}}
messages:
  person: sender -> people
  alsoAbout: receiver -> people
  columns: {body: communication.message}
  shared: {access: show, erase: detach}
`);
  const ann: Subject = { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "people", key: ["1"] }] };
  const { changed } = await eraseAndLook(letters, database, ann);
  expect(changed["messages"]?.added).toEqual([
    '{"id":1,"sender":null,"receiver":2,"body":"to Bob"}',
    '{"id":2,"sender":2,"receiver":null,"body":"to Ann"}',
  ]);
  expect(changed["messages"]?.gone).toHaveLength(3);
});
