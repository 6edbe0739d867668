import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "#store";
import { eva, openPermissions, type TestPermissions } from "./testing.ts";

let room: TestPermissions;
beforeAll(async () => {
  room = await openPermissions();
});
afterAll(() => room.store.dispose());

const since = async (cursor?: string) => room.permissions.changes(cursor);
const digest = (person = eva) => room.options.personDigest(person);

test("whoever looks for the first time, with a cursor of nobody, or under other rules, begins anew", async () => {
  const first = await since();
  expect(first.persons).toBe("all");
  expect((await since(first.cursor)).persons).toEqual([]);
  for (const wrong of ["", "1", "1.2.3", `${first.cursor}x`, `99999999999999999999.1.${"a".repeat(22)}`])
    expect((await since(wrong)).persons, wrong).toBe("all");
  room.rules.from = { letter: new Date("2026-11-20") };
  const asked = await since(first.cursor);
  expect(asked.persons, "a version that asks anew").toBe("all");
  room.rules.policyHash = "1".repeat(64);
  expect((await since(asked.cursor)).persons, "another policy").toBe("all");
});

test("a choice and a stop are each named, and so is a stop that ends", async () => {
  for (const change of [
    () => room.say({}),
    () => room.stop("marketing", "marketing"),
    () => room.store.database.query("delete from gestand.request_stop"),
  ]) {
    const { cursor } = await since();
    await change();
    expect((await since(cursor)).persons).toEqual([digest()]);
  }
});

test("what began before a look and commits after it is not passed over, whoever commits in between", async () => {
  const { promise: held, resolve: commit } = Promise.withResolvers<void>();
  const { promise: under, resolve: begun } = Promise.withResolvers<void>();
  const { cursor: before } = await since();
  const late = room.store.transact(async (tx) => {
    await sql`insert into person_change (person) values ('late')`.execute(tx.db);
    begun();
    await held;
  });
  await under;
  await room.say({ person: "early@home.example" });
  const meanwhile = await since(before);
  commit();
  await late;
  // While others hold transactions open, what was named before is named again.
  expect(meanwhile.persons).toContain(digest("early@home.example"));
  expect(meanwhile.persons).not.toContain("late");
  expect((await since(meanwhile.cursor)).persons).toContain("late");
});

test("changes are forgotten after two hours, when nobody goes on from them any more", async () => {
  await room.store.database.query("update gestand.person_change set at = at - interval '3 hours'");
  await room.say({ person: "new@home.example" });
  await room.permissions.tidy();
  const rows = await room.store.database.query<{ person: string }>("select person from gestand.person_change");
  expect(rows.map(({ person }) => person)).toEqual([digest("new@home.example")]);
});
