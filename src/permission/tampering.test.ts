import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Personal } from "#base";
import { spoilAtRandom } from "#harness";
import { eva, openPermissions, type TestPermissions } from "./testing.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 150);
let room: TestPermissions;
beforeAll(async () => {
  room = await openPermissions();
  await room.say({}, { act: "withdrawn", about: "message:news", person: "ada@home.example" });
  room.store.clock.advance(60_000);
  await room.say({ act: "withdrawn", person: "ada@home.example", id: "7" }, { person: "bob@home.example" }, {});
  room.store.clock.advance(60_000);
  // A year and more later the first yes of Ada's and Eva's need not be proven any more.
  await room.say({ act: "withdrawn" });
  room.store.clock.advance(800 * 86_400_000);
  await room.permissions.tidy();
  await room.say({ act: "customer", about: "purpose:similar" });
});
afterAll(() => room.store.dispose());

type Row = Record<string, unknown>;
const key = (row: Row) => [row["batch"], row["place"]];
const query = (text: string, values: unknown[] = []) => room.store.database.query<Row>(text, values);
const rows = () => query("select * from gestand.person_choice order by batch, place");
const holds = async () => (await room.permissions.verify()).ok;

/** Does something behind our back, looks, and puts it right again. */
async function noticed(spoil: () => Promise<unknown>): Promise<boolean> {
  await query("create table gestand.kept as table gestand.person_choice");
  try {
    await spoil();
    return !(await holds());
  } finally {
    await query("truncate gestand.person_choice");
    await query("insert into gestand.person_choice select * from gestand.kept");
    await query("drop table gestand.kept");
  }
}

test("what was recorded holds, with lines that were forgotten among it", async () => {
  expect(await room.permissions.verify()).toMatchObject({ ok: true, lines: 7 });
  expect((await rows()).filter(({ body }) => body === null)).toHaveLength(2);
  expect(await room.permissions.linesOf(room.store.reader, new Personal(eva))).toHaveLength(2);
});

describe("every change behind our back is found", () => {
  test("each byte of each line and of each hash", async () => {
    let tried = 0;
    const missed: string[] = [];
    for (const row of await rows())
      for (const column of ["body", "leaf", "once"]) {
        const bytes = row[column] as Buffer | null;
        for (let at = 0; at < (bytes?.length ?? 0); at++) {
          tried++;
          // Each byte once, with another bit from one to the next.
          const value = (bytes?.[at] ?? 0) ^ (1 << (at % 8));
          await query(
            `update gestand.person_choice set ${column} = set_byte(${column}, $3, $4) where batch = $1 and place = $2`,
            [...key(row), at, value],
          );
          if (await holds()) missed.push(`${column} ${at}`);
          await query(`update gestand.person_choice set ${column} = $3 where batch = $1 and place = $2`, [
            ...key(row),
            bytes,
          ]);
        }
      }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(1_000);
    expect(await holds()).toBe(true);
  });

  test("each column that is searched by", async () => {
    const changes = [
      "person = 'x'",
      "act = 'given'",
      "about = 'purpose:profile'",
      "at = at + interval '1 second'",
      "at = at + interval '1 microsecond'",
      "channel = 'phone'",
    ];
    for (const row of (await rows()).filter(({ body }) => body !== null))
      for (const change of changes) {
        if (change === `act = '${String(row["act"])}'`) continue;
        const spoil = () =>
          query(`update gestand.person_choice set ${change} where batch = $1 and place = $2`, key(row));
        expect(await noticed(spoil), change).toBe(true);
      }
  });

  test("each line that is taken away, and whole batches", async () => {
    for (const row of await rows()) {
      expect(
        await noticed(() => query("delete from gestand.person_choice where batch = $1 and place = $2", key(row))),
      ).toBe(true);
      expect(await noticed(() => query("delete from gestand.person_choice where batch = $1", [row["batch"]]))).toBe(
        true,
      );
      expect(await noticed(() => query("delete from gestand.person_choice where batch >= $1", [row["batch"]]))).toBe(
        true,
      );
    }
  });

  test("each two lines that are exchanged, in their batch or between batches", async () => {
    const all = await rows();
    for (const one of all)
      for (const other of all) {
        if (one === other) continue;
        const move = "update gestand.person_choice set batch = $3, place = $4 where batch = $1 and place = $2";
        const swap = async () => {
          await query(move, [...key(one), 9_999, 0]);
          await query(move, [...key(other), ...key(one)]);
          await query(move, [9_999, 0, ...key(other)]);
        };
        expect(await noticed(swap)).toBe(true);
      }
  });

  test("each line that is put in again, at the end of its batch, elsewhere, or under a number of its own", async () => {
    for (const row of await rows())
      for (const [batch, place] of [
        [row["batch"], 50],
        [1, 51],
        [9_999, 0],
      ]) {
        const insert = () =>
          query(
            `insert into gestand.person_choice (batch, place, person, act, about, at, channel, body, leaf, forgotten)
             select $3, $4, person, act, about, at, channel, body, leaf, forgotten from gestand.person_choice where batch = $1 and place = $2`,
            [...key(row), batch, place],
          );
        expect(await noticed(insert)).toBe(true);
      }
  });

  test("a line that is emptied as if it had been forgotten, with a number that is known or a new one", async () => {
    const empty = `update gestand.person_choice set person = null, act = null, about = null, at = null, channel = null,
      once = null, body = null, forgotten = $3 where batch = $1 and place = $2`;
    const known = (await rows()).find(({ forgotten }) => forgotten !== null)?.["forgotten"];
    for (const row of (await rows()).filter(({ body }) => body !== null))
      for (const number of [known, 9_999]) expect(await noticed(() => query(empty, [...key(row), number]))).toBe(true);
  });

  test("a forgotten line under another number", async () => {
    const row = (await rows()).find(({ forgotten }) => forgotten !== null) ?? {};
    const other = () =>
      query("update gestand.person_choice set forgotten = forgotten + 1 where batch = $1 and place = $2", key(row));
    expect(await noticed(other)).toBe(true);
  });

  test("whatever else is done to rows, in any order", { timeout: 60_000 + runs * 200 }, async () => {
    const spoiled = await spoilAtRandom(room.store.database, {
      table: "gestand.person_choice",
      order: "batch, place",
      runs,
      holds,
    });
    expect(spoiled.wrong).toEqual([]);
    expect(spoiled.changed).toBeGreaterThan(runs / 3);
  });
});
