/**
 * What every store must stand, whatever kind of place it is. A connector's own tests build the small world described by
 * `StoreWorld` in a place of that kind and run every case; a case throws when the promise is broken.
 *
 * The world: Ann and Bob each have several things. All of Ann's hold `ann-secret`, all of Bob's `bob-secret`, and one of
 * Ann's stays because its row does. Bob's names and values begin like Ann's and go on (`user:1:` and `user:12:`), so that
 * whoever compares carelessly touches him. Where a place knows a person by keys, Ann has one under which nothing is.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { PlanId } from "#base";
import type { Correction } from "./facts-contract.ts";
import {
  type ConnectedStore,
  type StoreCrashPoint,
  type StoreOrder,
  type StoreSubject,
  storeCrashPoints,
} from "./store-contract.ts";

export interface StoreWorld extends AsyncDisposable {
  connect(): Promise<ConnectedStore>;
  readonly ann: StoreSubject;
  /** What is Ann's, what of it stays, and how many keys of hers lead to nothing. */
  readonly counts: { readonly items: number; readonly kept: number; readonly missing: number };
  /** Everything that is not erased with Ann, byte for byte, in a form that compares; what stays of hers included. */
  others(): Promise<string>;
  /** Everything the place holds. */
  everything(): Promise<string>;
  /** Puts something of Ann's back, as a program that went on writing would. */
  comeBack(): Promise<void>;
}

export interface StoreCase {
  /** A sentence that is true of a connector that passes. */
  readonly name: string;
  readonly run: (world: StoreWorld) => Promise<void>;
}

const nobody: StoreSubject = { emails: ["nobody@conformance.example"], keys: [], values: {} };

export const storeConformance: readonly StoreCase[] = [
  {
    name: "a place that is as it should be is inspected without a complaint and without a change",
    run: (world) =>
      using(world, async (store) => {
        const before = await world.everything();
        assert.deepEqual(
          (await store.inspect()).filter(({ severity }) => severity === "error"),
          [],
        );
        assert.equal(await world.everything(), before);
      }),
  },
  {
    name: "finding counts what would happen and changes nothing",
    run: (world) =>
      using(world, async (store) => {
        const before = await world.everything();
        const { items, kept, missing, problems } = await store.find(world.ann);
        assert.deepEqual(
          problems.filter(({ severity }) => severity === "error"),
          [],
        );
        assert.deepEqual({ items, kept: total(kept), missing }, world.counts);
        assert.equal(await world.everything(), before);
        const outcome = await store.erase(orderOf(world.ann));
        assert.ok(outcome.ok);
        assert.deepEqual(
          { erased: outcome.value.erased, kept: outcome.value.kept },
          { erased: items - total(kept), kept },
        );
      }),
  },
  {
    name: "somebody who is unknown there has nothing, and erasing nothing changes nothing",
    run: (world) =>
      using(world, async (store) => {
        const before = await world.everything();
        const found = await store.find(nobody);
        assert.deepEqual(
          { items: found.items, kept: found.kept, missing: found.missing },
          { items: 0, kept: [], missing: 0 },
        );
        assert.deepEqual(await textsOf(store, nobody), []);
        const outcome = await store.erase(orderOf(nobody));
        assert.ok(outcome.ok && outcome.value.erased === 0);
        assert.deepEqual(await store.residue(nobody), []);
        assert.equal(await world.everything(), before);
      }),
  },
  {
    name: "an answer holds all that is Ann's, kept things included, and nothing of Bob's",
    run: (world) =>
      using(world, async (store) => {
        const before = await world.everything();
        const all = (await textsOf(store, world.ann)).join("\n");
        assert.ok(!all.includes("bob-secret"), "something of Bob is in Ann's answer");
        const secrets = new Set(all.match(/ann-secret[ -]\d+/g));
        assert.equal(secrets.size, world.counts.items, `only ${[...secrets].join(", ")} were handed out`);
        assert.equal(await world.everything(), before);
      }),
  },
  {
    name: "after an erasure nothing of Ann is left without a ground, and everything of others is byte for byte as it was",
    run: (world) =>
      using(world, async (store) => {
        const before = await world.others();
        assert.ok((await store.residue(world.ann)).some((one) => one.because === undefined));
        const outcome = await store.erase(orderOf(world.ann));
        assert.ok(outcome.ok);
        assert.equal(total(outcome.value.kept), world.counts.kept);
        assert.equal(await world.others(), before);
        const left = await store.residue(world.ann);
        assert.deepEqual(
          left.filter((one) => one.because === undefined),
          [],
        );
        assert.equal(
          left.reduce((sum, { rows }) => sum + rows, 0),
          world.counts.kept,
        );
        await world.comeBack();
        assert.ok(
          (await store.residue(world.ann)).some((one) => one.because === undefined),
          "what came back was not seen",
        );
      }),
  },
  {
    name: "erased twice is erased once: the second time finds nothing more to do",
    run: (world) =>
      using(world, async (store) => {
        const order = orderOf(world.ann);
        assert.ok((await store.erase(order)).ok);
        const done = await world.everything();
        const again = await store.erase({ ...order, attempt: 2 });
        assert.ok(again.ok && again.value.erased === 0);
        assert.equal(await world.everything(), done);
      }),
  },
  {
    name: "an empty key, beginning or value means nobody: it is refused, and nothing is touched",
    run: (world) =>
      using(world, async (store) => {
        const before = await world.everything();
        for (const subject of emptied(world.ann)) {
          assert.ok((await store.find(subject)).problems.some(({ severity }) => severity === "error"));
          const outcome = await store.erase(orderOf(subject));
          assert.ok(!outcome.ok && outcome.reason === "blocked");
          assert.equal(await world.everything(), before);
        }
      }),
  },
  {
    name: "what it says that it can do, it does, and the rest it refuses without a change",
    run: (world) =>
      using(world, async (store) => {
        const { find, read, erase, correct } = store.abilities;
        assert.deepEqual({ find, read, erase }, { find: true, read: true, erase: true });
        if (correct) return;
        const before = await world.everything();
        const name: Correction = { category: "name", from: "Ann", to: "Anna" };
        const outcome = await store.correct(orderOf(world.ann), [name]);
        assert.ok(!outcome.ok && outcome.reason === "blocked");
        assert.equal(await world.everything(), before);
      }),
  },
  ...storeCrashPoints.map(failing),
];

function failing(point: StoreCrashPoint): StoreCase {
  return {
    name: `a failure at ${point} leaves others whole, and the next try comes to the same end`,
    run: async (world) => {
      const before = await world.others();
      const order = orderOf(world.ann);
      await using(world, async (store) => {
        await store.erase({ ...order, crashPoint: crashAt(point) }).catch((error: unknown) => {
          assert.match(String(error), /a crash on purpose/);
        });
      });
      await using(world, async (store) => {
        assert.equal(await world.others(), before);
        const outcome = await store.erase({ ...order, attempt: 2 });
        assert.ok(outcome.ok);
        assert.equal(await world.others(), before);
        const left = (await store.residue(world.ann)).filter((one) => one.because === undefined);
        assert.deepEqual(left, []);
      });
    },
  };
}

function crashAt(point: StoreCrashPoint): (name: StoreCrashPoint) => void {
  return (name) => {
    if (name === point) throw new Error("a crash on purpose");
  };
}

/** Ann, each time with one thing emptied that she is known by. */
function emptied(ann: StoreSubject): readonly StoreSubject[] {
  const keys = ann.keys.length === 0 ? [] : [false, true];
  return [
    ...keys.map((prefix) => ({ ...ann, keys: [...ann.keys, { key: "", prefix }] })),
    ...Object.entries(ann.values).map(([name, known]) => ({
      ...ann,
      values: { ...ann.values, [name]: [...known, { value: " " }] },
    })),
  ];
}

async function textsOf(store: ConnectedStore, subject: StoreSubject): Promise<readonly string[]> {
  const names = new Set<string>();
  const texts: string[] = [];
  for await (const item of store.items(subject)) {
    assert.ok(!names.has(item.name), "two things of an answer have one name");
    names.add(item.name);
    assert.doesNotMatch(item.name, /^\/|\\|(?:^|\/)\.{1,2}(?:\/|$)|\p{C}/u);
    const chunks: Uint8Array[] = [];
    for await (const chunk of item.open()) chunks.push(chunk);
    texts.push(Buffer.concat(chunks).toString("utf8"));
  }
  return texts;
}

function total(kept: readonly { readonly items: number }[]): number {
  return kept.reduce((sum, { items }) => sum + items, 0);
}

function orderOf(subject: StoreSubject): StoreOrder {
  return { plan: randomUUID() as PlanId, step: 1, attempt: 1, subject };
}

async function using(world: StoreWorld, run: (store: ConnectedStore) => Promise<void>): Promise<void> {
  const store = await world.connect();
  try {
    await run(store);
  } finally {
    await store.close();
  }
}
