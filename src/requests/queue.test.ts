/** The queue in parts, counted by the database and judged by the same rule as each line. */
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDate } from "#base";
import { sql } from "#store";
import { openRoom, type Room } from "./test-room.ts";

const runs = Math.min(20, Math.ceil(Number(process.env["GESTAND_RUNS"] ?? 20) / 5));
let room: Room;
beforeAll(async () => {
  room = await openRoom({ customers: [] });
});
afterAll(() => room[Symbol.asyncDispose]());

const moment = fc.option(fc.constant("2026-11-20T12:00:00Z"));
const row = fc.record({
  state: fc.constantFrom("waiting-for-review", "extended", "running", "delivering", "failed", "verifying", "done"),
  kind: fc.constantFrom("access", "erasure", "rectification"),
  dueInDays: fc.integer({ min: -3, max: 5 }),
  located: moment,
  locateFailed: moment,
  found: fc.boolean(),
  doubt: fc.option(fc.constantFrom("other-address", "several-persons")),
  asked: moment,
  shown: moment,
  accepted: fc.option(fc.boolean()),
  proposed: moment,
  answered: fc.option(fc.constant("2026-11-21")),
  plan: fc.option(fc.constantFrom("ready", "blocked")),
  question: fc.boolean(),
});

test("however it is cut into parts, it is the same queue, and the counts are those of its lines", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 7 }),
      async (rows, size) => {
        await fill(rows);
        const { requests } = room;
        const { reader } = room.store;
        const all = await requests.queue(reader, { limit: 1_000 });
        const pages = async (part: object) => {
          const lines = [];
          for (let after: string | undefined; ; ) {
            const page = await requests.queue(reader, { limit: size, ...part, ...(after !== undefined && { after }) });
            lines.push(...page);
            after = page.at(-1)?.reference;
            if (page.length < size) return lines;
          }
        };
        expect(await pages({})).toEqual(all);
        expect(await pages({ needing: true })).toEqual(all.filter(({ needs }) => needs !== "nothing"));
        expect(await pages({ overdue: true })).toEqual(all.filter(({ overdue }) => overdue));
        expect(all.map(({ dueOn }) => dueOn)).toEqual(all.map(({ dueOn }) => dueOn).toSorted());
        expect(await requests.queueCounts(reader)).toEqual({
          open: all.length,
          needing: all.filter(({ needs }) => needs !== "nothing").length,
          overdue: all.filter(({ overdue }) => overdue).length,
          byState: new Map([...Map.groupBy(all, ({ state }) => state)].map(([state, lines]) => [state, lines.length])),
        });
      },
    ),
    { numRuns: runs },
  );
});

test("a request is found by its reference, and nothing by another", async () => {
  await fill(fc.sample(row, 1));
  expect(await room.requests.idOf(room.store.reader, referenceOf(0))).toMatch(/^[0-9a-f-]{36}$/);
  expect(await room.requests.idOf(room.store.reader, referenceOf(1))).toBe(undefined);
});

type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

const referenceOf = (at: number) => `G-0000-${String(at).padStart(4, "0")}`;

async function fill(rows: readonly Row[]): Promise<void> {
  const { db } = room.store.reader;
  await sql`delete from request_wait`.execute(db);
  await sql`delete from request_plan`.execute(db);
  await sql`delete from request`.execute(db);
  for (const [at, one] of rows.entries()) {
    const id = crypto.randomUUID();
    const plan = one.plan === null ? null : crypto.randomUUID();
    const due = localDate(new Date(Date.parse("2026-11-22") + one.dueInDays * 86_400_000).toISOString().slice(0, 10));
    const key = await room.store.transact((tx) => room.store.vault.createKey(tx));
    if (plan !== null) await sql`insert into request_plan (plan_id, state) values (${plan}, ${one.plan})`.execute(db);
    await sql`insert into request (id, reference, kind, state, language, channel, received_at, received_on, due_on, due_because,
        due_article, legal_on, due_unconfirmed, laws, located_at, locate_failed_at, found_anything, other_address, identity_doubt,
        identity_asked_at, identity_shown_at, identity_accepted, proposed_at, answered_on, plan_id, key_id, purposes,
        closed_at, closed_on, outcome)
      values (${id}, ${referenceOf(at)}, ${one.kind}, ${one.state}, 'nl', 'web', '2026-11-01T10:00:00Z', '2026-11-01',
        ${due}, 'legal-month', 'GDPR art. 12(3)', ${due}, false, '{}', ${one.located}, ${one.locateFailed}, ${one.found}, false, ${one.doubt},
        ${one.asked}, ${one.shown}, ${one.accepted}, ${one.proposed}, ${one.answered}, ${plan}, ${key}, '{}',
        ${one.state === "done" ? "2026-11-21T10:00:00Z" : null}, ${one.state === "done" ? "2026-11-21" : null}, ${one.state === "done" ? "answered" : null})`.execute(
      db,
    );
    if (one.question)
      await sql`insert into request_wait (request_id, kind, asked_on, clock_stands)
        values (${id}, 'clarification', '2026-11-20', false)`.execute(db);
  }
}
