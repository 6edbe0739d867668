/**
 * What every connector must stand, whatever kind of system it speaks to. A connector's own tests build the small world
 * described by `ConformanceWorld` in a system of that kind and run every case; a case throws when the promise is broken.
 *
 * The world: Ann and Bob each have a profile with an e-mail address, two notes that go with them, and one invoice that
 * the law holds. One letter is of both, and stays. Every value of Bob contains `bob-secret`; values of Ann contain
 * `ann-secret`, except in the letter. Ann's address is `ann@conformance.example`.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { LocalDate, PlanId } from "#base";
import {
  type Answer,
  type ConnectedSystem,
  type EraseCrashPoint,
  type EraseOrder,
  eraseCrashPoints,
  type Subject,
} from "./contract.ts";

export interface ConformanceWorld extends AsyncDisposable {
  connect(): Promise<ConnectedSystem>;
  readonly ann: Subject;
  /** A day on which the invoices are held. */
  readonly today: LocalDate;
  /** Everything that is not Ann's alone, and the held rows, in a form that compares; the letter included. */
  others(): Promise<string>;
  /** Everything the system holds. */
  everything(): Promise<string>;
  /** Where the system itself can restrict: what staff read, and a change of Ann's profile by whoever owns the table. */
  readonly guarded?: { readonly readBy: () => Promise<string>; readonly change: () => Promise<void> };
  /** Puts Ann's address back, as a new profile. */
  comeBack(): Promise<void>;
}

export interface ConformanceCase {
  /** A sentence that is true of a connector that passes. */
  readonly name: string;
  readonly run: (world: ConformanceWorld) => Promise<void>;
}

export const conformance: readonly ConformanceCase[] = [
  {
    name: "an address is found in any spelling, and an unknown one finds nothing",
    run: (world) =>
      using(world, async (system) => {
        const located = await system.locate(["  ANN@Conformance.example "]);
        assert.deepEqual(
          located.candidates.map(({ anchor }) => anchor),
          world.ann.anchors,
        );
        assert.deepEqual(await system.locate(["nobody@conformance.example"]), { candidates: [], byAddress: [] });
      }),
  },
  {
    name: "a dry run counts what would happen and changes nothing",
    run: (world) =>
      using(world, async (system) => {
        const before = await world.everything();
        const dry = await system.preview("erasure", world.ann, world.today);
        assert.deepEqual(
          dry.problems.filter((problem) => problem.severity === "error"),
          [],
        );
        for (const table of dry.tables) {
          const kept = table.kept.reduce((sum, one) => sum + one.rows, 0);
          assert.equal(table.deleted + table.anonymised + kept, table.rows, `${table.table} does not add up`);
        }
        assert.equal(await world.everything(), before);
        const outcome = await system.erase(orderOf(world));
        assert.ok(outcome.ok);
        assert.deepEqual(outcome.value.tables, dry.tables);
      }),
  },
  {
    name: "an answer holds all that is Ann's and nothing of Bob's, as JSON",
    run: (world) =>
      using(world, async (system) => {
        const before = await world.everything();
        const all = await told(await system.answer(world.ann));
        assert.ok(!all.includes("bob-secret"), "something of Bob is in Ann's answer");
        for (const what of ["profile", "note 1", "note 2", "invoice"])
          assert.ok(all.includes(`ann-secret ${what}`), `Ann's ${what} is missing`);
        assert.equal(await world.everything(), before);
      }),
  },
  {
    name: "an answer with a part of what there is holds that part and nothing else",
    run: (world) =>
      using(world, async (system) => {
        const asked = [
          { table: "people", categories: ["name", "invoice"] },
          { table: "notes", categories: ["contact.email"] },
        ];
        const answer = await system.answer(world.ann, asked);
        assert.deepEqual(
          answer.tables.map(({ table, rows, categories }) => [table, rows, categories]),
          [
            ["people", 1, ["name"]],
            ["notes", 2, []],
          ],
        );
        assert.deepEqual(
          answer.files.map(({ category }) => category),
          ["name"],
        );
        const all = await told(answer);
        assert.ok(all.includes("ann-secret profile"));
        for (const what of ["note 1", "invoice", "@", "bob-secret"])
          assert.ok(!all.toLowerCase().includes(what), `${what} was not asked for`);
      }),
  },
  {
    name: "after an erasure nothing of Ann is left without a ground, and everything else is as it was",
    run: (world) =>
      using(world, async (system) => {
        const before = await world.others();
        const identifiers = await system.identifiers(world.ann);
        assert.ok(identifiers.values.some(({ value }) => value === "ann@conformance.example"));
        const outcome = await system.erase(orderOf(world));
        assert.ok(outcome.ok && outcome.value.appliedNow);
        assert.equal(await world.others(), before);
        assert.deepEqual(
          (await system.residue(identifiers, "mapped")).filter((one) => one.because === undefined),
          [],
        );
        await world.comeBack();
        const after = await system.residue(identifiers, "mapped");
        assert.ok(
          after.some((one) => one.because === undefined),
          "an address that came back was not seen",
        );
      }),
  },
  {
    name: "an erasure happens once: asked again it answers the same, and an overtaken attempt is fenced off",
    run: (world) =>
      using(world, async (system) => {
        const order = { ...orderOf(world), attempt: 2 };
        const first = await system.erase(order);
        assert.ok(first.ok && first.value.appliedNow);
        const done = await world.everything();
        const again = await system.erase({ ...order, attempt: 3 });
        assert.ok(again.ok && !again.value.appliedNow);
        assert.deepEqual(again.value.tables, first.value.tables);
        const late = await system.erase({ ...order, attempt: 1 });
        assert.ok(!late.ok && late.reason === "fenced");
        await system.forget(order.plan);
        assert.equal(await world.everything(), done);
      }),
  },
  {
    name: "what is restricted is there, is read and changed by nobody else until it is lifted, and happens once",
    run: (world) =>
      using(world, async (system) => {
        if (world.guarded !== undefined) await system.guardInstall();
        await system.inspect();
        assert.equal(system.abilities.restrict ?? false, world.guarded !== undefined);
        if (world.guarded === undefined || system.restrict === undefined || system.lift === undefined) return;
        const { readBy, change } = world.guarded;
        const before = await world.everything();
        const [read, subject] = [await readBy(), world.ann];
        const order = { plan: randomUUID() as PlanId, step: 1, attempt: 2, subject };
        await assert.rejects(system.restrict({ ...order, crashPoint: crashAt("before-commit") }), /a crash on purpose/);
        assert.equal(await readBy(), read);
        const done = await system.restrict({ ...order, attempt: 3 });
        assert.ok(done.ok && done.value.appliedNow);
        const rows = done.value.tables.reduce((sum, one) => sum + one.rows, 0);
        assert.ok(rows > 0 && (await system.restricted?.(subject))?.reduce((sum, one) => sum + one.rows, 0) === rows);
        assert.ok(!(await readBy()).includes("ann-secret"), "something of Ann is still read");
        assert.ok((await readBy()).includes("bob-secret"), "something of Bob is no longer read");
        await assert.rejects(change());
        assert.equal(await world.everything(), before);
        const again = await system.restrict({ ...order, attempt: 4 });
        assert.deepEqual(again, { ok: true, value: { ...done.value, appliedNow: false } });
        const late = await system.restrict({ ...order, plan: order.plan, attempt: 1 });
        assert.ok(late.ok ? !late.value.appliedNow : late.reason === "fenced");
        const lifted = await system.lift({ ...order, plan: randomUUID() as PlanId });
        assert.ok(lifted.ok && lifted.value.tables.reduce((sum, one) => sum + one.rows, 0) === rows);
        assert.deepEqual([await world.everything(), await readBy()], [before, read]);
        await change();
        assert.notEqual(await world.everything(), before);
      }),
  },
  {
    name: "a wrong address is corrected in what is Ann's alone and nowhere else, once, and then there is nothing left to do",
    run: (world) =>
      using(world, async (system) => {
        assert.equal(system.correct !== undefined, system.abilities.correct === true);
        if (system.correct === undefined) return;
        const [others, before] = [await world.others(), await world.everything()];
        const to = "ann.new@conformance.example";
        const corrections = [{ category: "contact.email", from: " Ann@CONFORMANCE.example", to }];
        const order = { plan: randomUUID() as PlanId, step: 1, attempt: 2, subject: world.ann, corrections };
        await assert.rejects(system.correct({ ...order, crashPoint: crashAt("before-commit") }), /a crash on purpose/);
        assert.equal(await world.everything(), before);
        const done = await system.correct({ ...order, attempt: 3 });
        assert.ok(done.ok && done.value.appliedNow);
        assert.deepEqual(
          done.value.columns.map(({ rows }) => rows),
          [1],
        );
        assert.equal(await world.others(), others);
        assert.deepEqual((await system.locate(world.ann.emails)).candidates, []);
        assert.equal((await system.locate([to])).candidates.length, 1);
        const after = await world.everything();
        const again = await system.correct({ ...order, attempt: 4 });
        assert.deepEqual(again, { ok: true, value: { ...done.value, appliedNow: false } });
        const late = await system.correct({ ...order, attempt: 1 });
        assert.ok(!late.ok && late.reason === "fenced");
        const looked = await system.correct({ ...order, plan: randomUUID() as PlanId });
        assert.deepEqual(looked, { ok: true, value: { columns: [], appliedNow: true } });
        assert.equal(await world.everything(), after);
      }),
  },
  ...eraseCrashPoints.flatMap((point) => [failing(point, 1_000), failing(point, 1)]),
];

/** All that an answer says, its files and what it shows to read. */
async function told(answer: Answer): Promise<string> {
  const text: string[] = [];
  for (const file of answer.files) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.open()) chunks.push(chunk);
    const json = Buffer.concat(chunks).toString("utf8");
    assert.ok(Array.isArray(JSON.parse(json)));
    text.push(json);
  }
  for await (const table of answer.readable()) text.push(JSON.stringify(table));
  await answer.close();
  return text.join("\n");
}

function failing(point: EraseCrashPoint, rows: number): ConformanceCase {
  return {
    name: `a failure ${point.replace("-", " ")}${rows === 1 ? ", in batches," : ""} is made good by the next attempt`,
    run: async (world) => {
      const before = await world.others();
      const order = { ...orderOf(world), rowsPerTransaction: rows };
      await using(world, async (system) => {
        await system.erase({ ...order, crashPoint: crashAt(point) }).catch((error: unknown) => {
          assert.match(String(error), /a crash on purpose/);
        });
      });
      await using(world, async (system) => {
        assert.equal(await world.others(), before);
        const outcome = await system.erase({ ...order, attempt: 2 });
        assert.ok(outcome.ok);
        assert.equal(await world.others(), before);
        assert.deepEqual((await system.locate(world.ann.emails)).candidates, []);
      });
    },
  };
}

function crashAt(point: EraseCrashPoint): (name: string) => void {
  return (name) => {
    if (name === point) throw new Error("a crash on purpose");
  };
}

function orderOf(world: ConformanceWorld): EraseOrder {
  return {
    plan: randomUUID() as PlanId,
    step: 1,
    attempt: 1,
    subject: world.ann,
    today: world.today,
    rowsPerTransaction: 1_000,
  };
}

async function using(world: ConformanceWorld, run: (system: ConnectedSystem) => Promise<void>): Promise<void> {
  const system = await world.connect();
  try {
    await run(system);
  } finally {
    await system.close();
  }
}
