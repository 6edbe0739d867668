/**
 * Workers killed with SIGKILL at random moments, on the sample shop with its real database: whatever the moment, the shop,
 * the answer and the evidence end as if nothing had happened. GESTAND_KILLS says how many (CI 200, at leisure 2000), and
 * GESTAND_SEED repeats a run.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDate, Personal, type PlanId, type StaffId } from "#base";
import {
  changes,
  type Dump,
  dumpSchema,
  freshDatabase,
  freshStore,
  SetClock,
  type TestDatabase,
  testInstant,
  type TestStore,
  unzip,
} from "#harness";
import type { StoredEntry } from "#evidence";
import type { Plan, PersonAction } from "#plans";
import { sql } from "#store";
import { buildShop, cast, policyFile } from "../../examples/webshop-nl/index.ts";
import { type Engine, openSampleEngine } from "../harness/engine.ts";
import { installSampleGuard } from "../harness/guard.ts";

const kills = Number(process.env["GESTAND_KILLS"] ?? 10);
const seed = Number(process.env["GESTAND_SEED"] ?? Date.now() % 1_000_000);
const staff = "5aff0000-0000-4000-8000-000000000000" as StaffId;
const workerFile = fileURLToPath(new URL("./worker.ts", import.meta.url));

let template: TestDatabase;
beforeAll(async () => {
  // Nothing is asked of it by this process: a database with visitors cannot be copied.
  template = await freshDatabase();
  await buildShop({ url: template.url, customers: 20, today: localDate("2026-11-22") });
  // So that restricting is done by the database, and not by a person.
  await installSampleGuard(policyFile, "SHOP_DATABASE_URL", template.url);
});
afterAll(() => template.drop());

interface Round {
  readonly store: TestStore;
  readonly shop: TestDatabase;
  readonly engine: Engine;
  readonly children: Set<ChildProcess>;
}

/** A shop and a store of their own, closed whatever happens. */
async function round<T>(work: (round: Round) => Promise<T>): Promise<T> {
  await using store = await freshStore();
  await using shop = await freshDatabase(template.name);
  const children = new Set<ChildProcess>();
  const engine = await openSampleEngine({
    urls: { own: store.url, shop: shop.url },
    clock: new SetClock(testInstant),
    poolSize: 4,
  });
  try {
    await engine.store.queue.start({ work: false });
    return await work({ store, shop, engine, children });
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await engine.systems.close();
    await engine.store.close();
  }
}

/** Every kind of plan, in an order in which each has something to do; a few of them where there are few kills. */
const actions: readonly PersonAction[] =
  kills < 100
    ? ["access", "rectification", "erasure"]
    : ["access", "portability", "rectification", "restriction", "lifting", "erasure"];
const corrections = [{ category: "name", from: cast.active.name, to: "Sanne Bakker-de Boer" }];

/** Orders and approves, the dry run included; answers when the plan ended. `worker` runs until then, however often it dies. */
async function carryOut(at: Round, action: PersonAction, worker: () => Promise<void>): Promise<Plan> {
  const { store, plans } = at.engine;
  const subject = {
    emails: [cast.active.email],
    anchors: [{ system: "shop", table: "customers", key: [String(cast.active.customerId)] }],
  };
  const id = await store.transact(async (tx) => {
    const key = await store.vault.createKey(tx);
    const order = { about: `R-${action}`, subject: new Personal(subject), key };
    if (action !== "rectification") return plans.prepare(tx, { ...order, action });
    return plans.prepare(tx, { ...order, action, corrections: new Personal(corrections) });
  });
  let plan = await read(at, id);
  for (let approved = false; plan.state !== "done"; plan = await read(at, id)) {
    if (plan.state === "failed" || plan.state === "blocked")
      throw new Error(`${plan.state}: ${JSON.stringify([plan.problems, plan.steps.map(({ error }) => error)])}`);
    if (plan.state === "ready" && !approved) {
      const { hash } = plan;
      approved = (await store.transact((tx) => plans.approve(tx, id, hash, staff))).ok;
    }
    await worker();
  }
  return plan;
}

async function read({ engine }: Round, id: PlanId): Promise<Plan> {
  const plan = await engine.plans.get(engine.store.reader, id);
  if (plan === undefined) throw new Error("the plan is gone");
  return plan;
}

/** All that must not depend on the kills. */
async function endState(at: Round, plans: readonly Plan[]) {
  const { engine, shop } = at;
  const [access] = plans;
  const opened = access && (await engine.plans.openAnswer(engine.store.reader, access.id));
  const files = opened === undefined ? new Map<string, Buffer>() : await unzip(await buffer(opened.stream));
  const entries = await engine.evidence.entries(engine.store.reader, { from: 0, limit: 1_000 });
  const leftovers = await shop.query(
    "select relname from pg_class where relnamespace = 'gestand'::regnamespace and relname like 'work%'",
  );
  return {
    shop: timeless(await dumpSchema((text, values) => shop.query(text, values))),
    held: await shop.query("select relation, row_key, rule, until_on::text from gestand.held order by 1, 2"),
    leftovers,
    files: new Map(
      [...files].filter(([path]) => path.startsWith("data/")).map(([path, content]) => [path, String(content)]),
    ),
    evidence: inOrderOfSteps(entries).map(({ kind, about, body }) => [
      kind,
      about,
      body["step"],
      body["of"],
      body["system"],
      body["tables"],
    ]),
    log: (await engine.evidence.verifyStored()).ok,
  };
}

/** Steps that do not wait for each other end in any order; a system is still looked at again only after it was erased. */
function inOrderOfSteps(entries: readonly StoredEntry[]): readonly StoredEntry[] {
  const steps = entries.filter(({ kind, body }) => kind === "step.done" && body["of"] !== undefined);
  const placeOf = (about: string | undefined, of: string, system: unknown) =>
    steps.findIndex(({ about: one, body }) => one === about && body["of"] === of && body["system"] === system);
  for (const [at, { about, body }] of steps.entries())
    if (body["of"] === "verify") {
      const changed = Math.max(placeOf(about, "erase", body["system"]), placeOf(about, "correct", body["system"]));
      expect(changed >= 0 && changed < at, `${about} looked again before it changed anything`).toBe(true);
    }
  return entries.toSorted((one, other) =>
    one.kind === "step.done" && other.kind === "step.done" && one.about === other.about
      ? Number(one.body["step"]) - Number(other.body["step"])
      : one.index - other.index,
  );
}

/** The shop's own trigger writes the time of day into rows that change; what it built has whole seconds. */
function timeless(dump: Dump): Dump {
  const now = /("updated_at":)"[^"]+\.\d+\+00:00"/gu;
  return new Map([...dump].map(([table, rows]) => [table, rows.map((row) => row.replace(now, '$1"now"')).sort()]));
}

interface Worker {
  readonly process: ChildProcess;
  kill(): Promise<void>;
}

async function startWorker(at: Round): Promise<Worker> {
  const { store, shop } = at;
  const child = spawn(process.execPath, [workerFile], {
    env: { ...process.env, GESTAND_TEST_OWN: store.url, GESTAND_TEST_SHOP: shop.url, GESTAND_TEST_NOW: testInstant },
    stdio: ["ignore", "pipe", "ignore"],
  });
  at.children.add(child);
  await once(child.stdout, "data");
  return {
    process: child,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

const pause = (milliseconds: number) => new Promise<void>((wake) => setTimeout(wake, milliseconds));
const shortly = () => pause(20);

/** As if the time had passed after which a dead worker is noticed. */
async function timePasses({ store }: Round): Promise<void> {
  await sql`update pgboss.job set state = 'retry', start_after = now() where name like 'plan.%' and state = 'active'`.execute(
    store.reader.db,
  );
  await sql`update pgboss.job set start_after = now() where name like 'plan.%' and state = 'retry'`.execute(
    store.reader.db,
  );
}

let longest = 0;
let reference: ReturnType<typeof endState> | undefined;
/** Where all plans end when nothing disturbs them; found out once. */
function undisturbed(): ReturnType<typeof endState> {
  return (reference ??= round(async (at) => {
    const worker = await startWorker(at);
    const started = performance.now();
    const plans = await carryOutAll(at, shortly);
    longest = performance.now() - started;
    await worker.kill();
    return endState(at, plans);
  }));
}

function expectSame(
  actual: Awaited<ReturnType<typeof endState>>,
  expected: Awaited<ReturnType<typeof endState>>,
): void {
  expect(changes(expected.shop, actual.shop)).toEqual([]);
  expect({ ...actual, shop: undefined }).toEqual({ ...expected, shop: undefined });
}

test(`the end is the same after ${kills} kills at random moments (seed ${seed})`, {
  timeout: 60_000 + kills * 15_000,
}, async () => {
  const random = numbers(seed);
  const expected = await undisturbed();
  expect(expected.evidence.filter(([kind]) => kind === "plan.done")).toHaveLength(actions.length);
  expect(expected.log).toBe(true);
  const killed: number[] = [];
  const enough = () => killed.length >= kills;
  while (!enough()) {
    const actual = await round(async (at) => {
      // A kill somewhere in the first half of the way, so that the longest step gets through as well.
      const worker = async () => {
        const running = await startWorker(at);
        await pause(random() * (longest / 2));
        await running.kill();
        killed.push(at.children.size);
        await timePasses(at);
      };
      return endState(at, await carryOutAll(at, worker));
    });
    expectSame(actual, expected);
  }
});

test("a worker that was stopped in the middle and wakes up when another has done it all changes nothing", {
  timeout: 120_000,
}, async () => {
  const expected = await undisturbed();
  const random = numbers(seed);
  const actual = await round(async (at) => {
    const asleep: Worker[] = [];
    const plans: Plan[] = [];
    for (const action of actions) {
      let awake: Worker | undefined;
      const worker = async () => {
        if (awake === undefined) {
          const slow = await startWorker(at);
          await pause(random() * 600);
          slow.process.kill("SIGSTOP");
          asleep.push(slow);
          await timePasses(at);
          awake = await startWorker(at);
        }
        await shortly();
      };
      plans.push(await carryOut(at, action, worker));
      await awake?.kill();
    }
    expect(asleep).toHaveLength(actions.length);
    const before = await endState(at, plans);
    for (const slow of asleep) slow.process.kill("SIGCONT");
    // Long enough for whatever each was in the middle of; what it then takes up anew finds nothing to do.
    await pause(1_500);
    const after = await endState(at, plans);
    expectSame(after, before);
    return after;
  });
  expectSame(actual, expected);
});

test("four workers that take the same jobs at the same time do everything once", { timeout: 120_000 }, async () => {
  const expected = await undisturbed();
  const actual = await round(async (at) => {
    await Promise.all([1, 2, 3, 4].map(() => startWorker(at)));
    const plans: Plan[] = [];
    for (const action of actions) {
      let left = 8;
      const working = async () => {
        // What one of them is doing is handed to the next as if it had died; not for ever, or none would come to an end.
        if (left-- > 0) await timePasses(at);
        await pause(50);
      };
      plans.push(await carryOut(at, action, working));
    }
    return endState(at, plans);
  });
  expectSame(actual, expected);
});

async function carryOutAll(at: Round, worker: () => Promise<void>): Promise<readonly Plan[]> {
  const plans: Plan[] = [];
  for (const action of actions) plans.push(await carryOut(at, action, worker));
  return plans;
}

/** Mulberry32: the same numbers for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
