/** Systems for tests of rooms above the connectors. */
import { freshDatabase, type TestDatabase } from "./database.ts";

/** Ada has notes and an invoice that must stay; Bob shares one note with her; Cor has nothing to do with either. */
export async function notebookDatabase(): Promise<TestDatabase> {
  const database = await freshDatabase();
  await database.query(`
    create table person (id int primary key, email text not null, name text not null);
    create table note (id int primary key, person_id int references person, other_id int, body text not null);
    create table invoice (id int primary key, person_id int, body text not null);
    create table restricted (person_id int primary key);
    create table applied (plan uuid, step int, attempt int not null, outcome jsonb, primary key (plan, step));
    insert into person values (1, 'ada@example.org', 'Ada'), (2, 'bob@example.org', 'Bob'), (3, 'cor@example.org', 'Cor');
    insert into note select n, 1 + n % 3, case when n = 6 then 2 end, 'Note <' || n || '>' from generate_series(1, 30) n;
    insert into invoice select n, 1 + n % 3, 'Invoice ' || n from generate_series(1, 6) n;
  `);
  return database;
}
