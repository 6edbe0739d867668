import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import { catalogueFingerprint } from "./catalogue-fingerprint.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.query(`
    create schema other;
    create domain word as text;
    create table people (id int primary key, email text, name word);
    create table notes (id int, person int, body text) partition by range (id);
    create table other.notes_1 partition of notes for values from (0) to (10);
    create function nothing() returns trigger language plpgsql as $$ begin return new; end $$;
    create view names as select id, name from people`);
});
afterAll(() => database.drop());

const fingerprint = () =>
  catalogueFingerprint(
    { query: ((text: string, values: unknown[]) => database.query(text, values).then((rows) => ({ rows }))) as never },
    "public",
  );

test.each([
  "alter table people add column phone text",
  "alter table people rename column phone to mobile",
  "alter table people alter column email set not null",
  "alter table people alter column mobile type varchar(20)",
  "alter table people drop column mobile",
  "alter table people rename to persons",
  "create unique index persons_email on persons (email)",
  "drop index persons_email",
  "alter table notes add foreign key (person) references persons on delete cascade",
  "create table elsewhere (id int references persons)",
  "create table other.elsewhere (id int references persons on delete cascade)",
  "alter table other.notes_1 rename to notes_first",
  "alter table notes detach partition other.notes_first",
  "alter domain word set not null",
  "create trigger watch before update on persons for each row execute function nothing()",
  "alter table persons disable trigger watch",
  "create or replace view names as select id, name, email from persons",
  "alter table persons enable row level security",
  "create type mood as enum ('good')",
  "alter schema other rename to another",
])("is another one after: %s", async (change) => {
  const before = await fingerprint();
  await database.query(change);
  expect(await fingerprint()).not.toBe(before);
});

test("stays the same when rows and statistics change, and when temporary tables come and go", async () => {
  await database.query("insert into persons values (1, 'a@example.org', 'Ada'); analyze");
  const before = await fingerprint();
  await database.query("insert into persons values (2, 'b@example.org', 'Bob'); create temporary table work (id int)");
  await database.query("analyze");
  expect(await fingerprint()).toBe(before);
});
