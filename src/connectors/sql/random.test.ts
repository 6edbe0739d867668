/** In any schema: what is done for one person touches exactly that person's rows, whatever the kind of database. */
import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOperationalError, localDate, type PlanId } from "#base";
import { anyWorld, copiedRows, type Dump, expectedRows, keyTexts, type World } from "#harness";
import {
  type ConnectedSystem,
  type Correction,
  type CorrectOrder,
  eraseCrashPoints,
  type EraseOrder,
} from "../contract.ts";
import { connectTo, engines, type RandomEngine, runsOf } from "./test-random-engines.ts";
import { expectExactly, keyOf, refused } from "./test-random.ts";

const timeout = 120_000 + Number(process.env["GESTAND_RUNS"] ?? 0) * 3_000;

function eraseIn(system: ConnectedSystem, world: World, order: Partial<EraseOrder>) {
  return system.erase({
    plan: randomUUID() as PlanId,
    step: 1,
    attempt: 1,
    subject: world.subject,
    today: localDate("2026-11-22"),
    rowsPerTransaction: 1_000,
    ...order,
  });
}

async function using<T>(system: ConnectedSystem, run: (system: ConnectedSystem) => Promise<T>): Promise<T> {
  try {
    return await run(system);
  } finally {
    await system.close();
  }
}

/** Stops at the so manieth passing of a place: with an error, or because every session is ended. */
const anyStop = fc.record({
  point: fc.constantFrom(...eraseCrashPoints),
  kill: fc.boolean(),
  skip: fc.nat({ max: 3 }),
});
type Stop = typeof anyStop extends fc.Arbitrary<infer T> ? T : never;

function stopping({ point, kill, skip }: Stop, killOthers: () => Promise<void>) {
  let passed = 0;
  return async (name: string) => {
    if (name !== point || passed++ !== skip) return;
    if (!kill) throw new Error("crash");
    await killOthers();
  };
}

/** As the queue does: a session that was ended may only be noticed by whoever uses it next. */
async function persisting<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await work();
    } catch (error) {
      if (tries === 5 || !isOperationalError(error) || !error.retryable) throw error;
    }
}

/** Two addresses change places, and a third and a text become another one. */
const corrections: readonly Correction[] = [
  { category: "contact.email", from: "a@x.nl", to: "b@x.nl" },
  { category: "contact.email", from: "b@x.nl", to: "a@x.nl" },
  { category: "contact.email", from: "c@x.nl", to: "d@x.nl" },
  { category: "order-history", from: "note", to: "said" },
];

function to(category: string, value: unknown): string | undefined {
  return corrections.find((one) => one.category === category && one.from === String(value).trim().toLowerCase())?.to;
}

/** What must stand there afterwards: each row that is the person's alone with every wrong fact replaced once. */
function corrected(world: World, before: Dump): Dump {
  const mine = expectedRows(world);
  return new Map(
    [...before].map(([table, rows]) => [
      table,
      rows
        .map((text) => {
          if (mine[table]?.includes(keyOf(text)) !== true) return text;
          const row = JSON.parse(text) as Record<string, unknown>;
          const email = to("contact.email", row["email"]) ?? row["email"];
          return JSON.stringify({ ...row, email, note: to("order-history", row["note"]) ?? row["note"] });
        })
        .toSorted(),
    ]),
  );
}

/** Each note says of which row it is. */
function withNotes(world: World): World {
  const tables = world.tables.map((table, at) => ({
    ...table,
    rows: table.rows.map((row) => ({ ...row, note: `note of t${at} ${keyTexts(table, row).join("/")}.` })),
  }));
  return { ...world, tables };
}

async function notesIn(system: ConnectedSystem, world: World): Promise<readonly string[]> {
  const answer = await system.answer(world.subject);
  let text = "";
  for (const file of answer.files) text += (await buffer(file.open())).toString("utf8");
  await answer.close();
  return [...text.matchAll(/note of [^.]*\./gu)].map(([note]) => note).toSorted();
}

const inAny = (engine: RandomEngine, what: string) =>
  [`in any schema of ${engine.name}, ${what}`, { timeout }] as const;

describe.each(engines)("$name", (engine) => {
  test(
    ...inAny(engine, "erasure touches exactly the person's rows: in one transaction and in batches alike"),
    async () => {
      await using database = await engine.make();
      await fc.assert(
        fc.asyncProperty(anyWorld, fc.constantFrom(1, 3, 1_000), async (world, rowsPerTransaction) => {
          const before = await database.lay(world);
          await using(await connectTo(engine, database, world), async (system) => {
            const result = await eraseIn(system, world, { rowsPerTransaction });
            const after = await database.dump();
            if (!refused(world, before, after, result, rowsPerTransaction)) expectExactly(world, before, after);
          });
        }),
        { numRuns: runsOf(engine, 1) },
      );
    },
  );

  test(
    ...inAny(engine, "an erasure that was killed or failed at any place and tried again, twice, ends the same"),
    async () => {
      await using database = await engine.make();
      await fc.assert(
        fc.asyncProperty(anyWorld, anyStop, fc.constantFrom(1, 1_000), async (world, stop, rowsPerTransaction) => {
          await database.lay(world);
          await using(await connectTo(engine, database, world), (system) =>
            eraseIn(system, world, { rowsPerTransaction }),
          );
          const wanted = await database.dump();
          const before = await database.lay(world);
          await using(await connectTo(engine, database, world), async (system) => {
            const order = { plan: randomUUID() as PlanId, rowsPerTransaction };
            const crashPoint = stopping(stop, database.killOthers);
            await eraseIn(system, world, { ...order, crashPoint }).catch((error: unknown) => error);
            const first = await persisting(() => eraseIn(system, world, { ...order, attempt: 2 }));
            const after = await database.dump();
            expect(after).toEqual(wanted);
            if (!refused(world, before, after, first, rowsPerTransaction)) expectExactly(world, before, after);
            const again = await eraseIn(system, world, { ...order, attempt: 3 });
            if (first.ok && again.ok) expect(again.value).toEqual({ ...first.value, appliedNow: false });
            expect(await database.dump()).toEqual(wanted);
          });
        }),
        { numRuns: runsOf(engine, 0.5) },
      );
    },
  );

  test(
    ...inAny(
      engine,
      "a correction reaches every copy in rows that are the person's alone, once, killed anywhere or not",
    ),
    async () => {
      await using database = await engine.make();
      await fc.assert(
        fc.asyncProperty(anyWorld, anyStop, async (world, stop) => {
          const before = await database.lay(world);
          await using(await connectTo(engine, database, world), async (system) => {
            const order: Omit<CorrectOrder, "attempt"> = {
              plan: randomUUID() as PlanId,
              step: 1,
              subject: world.subject,
              corrections,
            };
            const correct = async (attempt: number, more: Partial<CorrectOrder> = {}) =>
              system.correct?.({ ...order, attempt, ...more });
            await correct(1, { crashPoint: stopping(stop, database.killOthers) }).catch((error: unknown) => error);
            const first = await persisting(() => correct(2));
            expect(first).toMatchObject({ ok: true });
            expect(await database.dump()).toEqual(corrected(world, before));
            expect(await correct(3)).toMatchObject({ ok: true, value: { appliedNow: false } });
            expect(await database.dump()).toEqual(corrected(world, before));
          });
        }),
        { numRuns: runsOf(engine, 0.5) },
      );
    },
  );

  test(...inAny(engine, "a copy holds exactly the person's rows, those shared with somebody included"), async () => {
    await using database = await engine.make();
    await fc.assert(
      fc.asyncProperty(anyWorld.map(withNotes), async (world) => {
        const before = await database.lay(world);
        await using(await connectTo(engine, database, world), async (system) => {
          const mine = Object.entries(copiedRows(world)).flatMap(([table, keys]) =>
            keys.map((key) => `note of ${table} ${key}.`),
          );
          expect(await notesIn(system, world)).toEqual(mine.toSorted());
          expect(await database.dump()).toEqual(before);
        });
      }),
      { numRuns: runsOf(engine, 0.5) },
    );
  });
});
