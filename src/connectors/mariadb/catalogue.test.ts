/** What is remembered of a database never outlives a change of it. */
import { expect, test } from "vitest";
import type { Session, SqlRow } from "../sql/dialect.ts";
import { type CatalogueMemory, readCatalogue } from "./catalogue.ts";
import { freshDatabase, type TestMariadb } from "./testing.ts";

function asking(database: TestMariadb) {
  const asked: string[] = [];
  const session = {
    all: async (sql: string) => {
      asked.push(sql);
      return (await database.query(sql)) as readonly SqlRow[];
    },
  } as unknown as Session;
  return { session, describes: () => asked.splice(0).some((sql) => sql.includes("information_schema.columns")) };
}

/** A table that is changed later has another date, which the server writes to the second. */
async function anotherSecond(database: TestMariadb): Promise<void> {
  const now = async () => String((await database.query("select now() as now"))[0]?.["now"]);
  const before = await now();
  while ((await now()) === before);
}

test("a database that did not change is not described again, and one that did is, however it changed", async () => {
  await using database = await freshDatabase();
  const [schema] = await database.query("select database() as name");
  const name = String(schema?.["name"]);
  await database.run("set session sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'");
  await database.run("create table people (id int primary key, email varchar(100), note text)");
  await database.run(
    "create table notes (id int primary key, of int, text text, foreign key (of) references people (id))",
  );
  const { session, describes } = asking(database);
  const memory: CatalogueMemory = {};
  const look = (settled = 0) => readCatalogue(session, name, memory, settled);
  const columns = async () => [...((await look()).relations.get("people")?.columns.keys() ?? [])];

  await look(60);
  expect(memory, "it was made this very minute").toEqual({});
  await anotherSecond(database);
  describes();
  const first = await look();
  expect(describes()).toBe(true);
  expect(await look()).toEqual(first);
  expect(describes()).toBe(false);

  const told: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["alter table people add column diary text, algorithm = instant", async () => (await columns()).includes("diary")],
    ["alter table people rename column diary to secrets", async () => (await columns()).includes("secrets")],
    ["alter table people drop column secrets, algorithm = instant", async () => !(await columns()).includes("secrets")],
    [
      "alter table people modify note json",
      async () => (await look()).relations.get("people")?.columns.get("note")?.family === "json",
    ],
    [
      "create index found on people (email)",
      async () => (await look()).relations.get("people")?.indexes.flat().includes("email"),
    ],
    [
      "create trigger copies after insert on people for each row set @x = 1",
      async () => (await look()).relations.get("people")?.hasTriggers,
    ],
    [
      "alter table notes drop foreign key notes_ibfk_1",
      async () => (await look()).relations.get("notes")?.foreignKeys.length === 0,
    ],
    [
      "alter table notes add constraint again foreign key (of) references people (id) on delete cascade",
      async () => (await look()).actingKeys.length === 1,
    ],
    ["create table more (id int primary key)", async () => (await look()).relations.has("more")],
    ["drop table more", async () => !(await look()).relations.has("more")],
  ];
  for (const [change, seen] of told) {
    await anotherSecond(database);
    await look();
    await database.run(change);
    expect(await seen(), change).toBe(true);
  }
});
