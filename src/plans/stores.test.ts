/** Plans over stores and systems together: what is read, erased and kept there, who waits for whom, and what a person does. */
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { localDate, OperationalError, Personal, type PlanId } from "#base";
import type { ConnectedStore, ConnectedSystem } from "#connectors";
import type { ShelfOptions } from "#harness";
import type { Recipient } from "#policy";
import type { PlansOptions } from "./contract.ts";
import {
  answerOf,
  approve,
  carryOut,
  doTasks,
  handlersOf,
  openWorld,
  read,
  refill,
  staff,
  turn,
  type World,
} from "./test-world.ts";

let world: World;
let shared: World;
beforeAll(async () => {
  shared = await openWorld({ shelf: {} });
});
beforeEach(async () => {
  world = shared;
  await refill(world);
});
afterAll(() => shared?.dispose());

/** Another world, for one test. */
async function open(shelf: Partial<ShelfOptions>): Promise<void> {
  const other = await openWorld({ shelf });
  onTestFinished(() => other.dispose());
  world = other;
}

const down = () => new OperationalError("store-unreachable", "It does not answer.", { retryable: true });

/** The store as it is, with other answers to some questions. */
function withStore(change: (store: ConnectedStore) => Partial<ConnectedStore>): PlansOptions {
  const { stores } = world.base;
  if (stores === undefined) throw new Error("this world has no stores");
  const use: typeof stores.use = (name, work) => stores.use(name, (store) => work({ ...store, ...change(store) }));
  return { ...world.base, stores: { names: stores.names, use, close: () => stores.close() } };
}

function withSystem(name: string, change: (system: ConnectedSystem) => Partial<ConnectedSystem>): PlansOptions {
  const { systems } = world.base;
  const use: typeof systems.use = (asked, work) =>
    systems.use(asked, (system) => work(asked === name ? { ...system, ...change(system) } : system));
  return { ...world.base, systems: { names: systems.names, use, close: () => systems.close() } };
}

async function begun(action: "access" | "erasure", options: PlansOptions = world.base): Promise<PlanId> {
  const id = await world.prepare(action);
  await turn(world, options);
  await approve(world, id);
  return id;
}

async function stepOf(id: PlanId, kind: string, place: string) {
  const { steps } = await read(world, id);
  return steps.find((step) => step.kind === kind && (step.store ?? step.system) === place);
}

describe("a copy", () => {
  test("holds the person's files, says where they are, and nobody else's", async () => {
    const plan = await carryOut(world, "access");
    expect(plan.state).toBe("done");
    const files = await answerOf(world, plan.id);
    const inStores = [...files.keys()].filter((path) => path.startsWith("data/photos/"));
    expect(inStores).toEqual([
      "data/photos/invoices_3.pdf",
      "data/photos/people_1_a.jpg",
      "data/photos/people_1_b.jpg",
    ]);
    expect(String(files.get("data/photos/people_1_a.jpg"))).toBe("Ada at the sea");
    expect(String(files.get("readme.html"))).toContain("3 files are in the folder data/photos/.");
    expect(String(files.get("leesmij.html"))).toContain("3 bestanden staan in de map data/photos/.");
    const index = JSON.parse(String(files.get("index.json"))) as {
      files: { path: string; sha256?: string }[];
      stores: unknown;
    };
    expect(index.stores).toEqual([{ store: "photos", files: 3, categories: ["review-text", "name"] }]);
    expect(index.files.filter(({ path }) => path.startsWith("data/photos/"))).toHaveLength(3);
  });
});

describe("an erasure", () => {
  test("takes the person's files, leaves what a hold keeps and what is others', and counts both", async () => {
    const plan = await carryOut(world, "erasure");
    expect(plan.state).toBe("done");
    expect([...world.things.keys()].sort()).toEqual([
      "invoices/1.pdf",
      "invoices/3.pdf",
      "people/12/a.jpg",
      "people/2/a.jpg",
    ]);
    const [finding] = (await stepOf(plan.id, "erase", "photos"))?.tables ?? [];
    expect(finding).toMatchObject({
      store: "photos",
      rows: 3,
      deleted: 2,
      kept: [{ rows: 1, because: { kind: "hold" } }],
    });
    expect(plan.stores.find(({ store }) => store === "photos")).toMatchObject({
      by: "connector",
      finding: { items: 3 },
    });
  });

  test("does not wait for a system that is down, and shows since when it does not answer", async () => {
    const id = await begun("erasure");
    const options = withSystem("book", () => ({ erase: () => Promise.reject(down()) }));
    await turn(world, options, { leaveFailed: true });
    expect((await stepOf(id, "erase", "photos"))?.state).toBe("done");
    expect((await stepOf(id, "do", "letters"))?.state).toBe("pending");
    expect((await stepOf(id, "erase", "book"))?.state).not.toBe("done");
    expect((await read(world, id)).steps.at(-1)).toMatchObject({ kind: "close", state: "waiting" });
    const waiting = await world.plans.waiting(world.store.reader);
    expect(waiting.find(({ system }) => system === "book")).toMatchObject({
      since: expect.any(Date),
      because: { kind: "unreachable", message: "It does not answer." },
    });
    await turn(world);
    await doTasks(world, id);
    await turn(world);
    expect((await read(world, id)).state).toBe("done");
  });

  test("waits for a store that takes its time, and never asks before the moment that it named", async () => {
    await open({ pendingFor: 3 });
    const asked: Date[] = [];
    const options = withStore((store) => ({
      settled: (ticket) => {
        asked.push(world.store.clock.now());
        return store.settled(ticket);
      },
    }));
    const plan = await carryOut(world, "erasure", options);
    expect(plan.state).toBe("done");
    expect(asked).toHaveLength(3);
    for (const [at, moment] of asked.entries())
      if (at > 0) expect(moment.getTime() - (asked[at - 1]?.getTime() ?? 0)).toBeGreaterThanOrEqual(60_000);
  });

  test("that a store was down for at the dry run can be approved, and erases there later", async () => {
    const dead = withStore(() => ({ inspect: () => Promise.reject(down()) }));
    const id = await begun("erasure", dead);
    expect((await read(world, id)).problems.map(({ code }) => code)).toContain("store-unreachable");
    await turn(world);
    await doTasks(world, id);
    await turn(world);
    expect((await read(world, id)).state).toBe("done");
    expect(world.things.has("people/1/a.jpg")).toBe(false);
  });

  test("does not end while something is left there, and resuming erases it", async () => {
    const forgetful = withStore((store) => ({
      erase: async (order) => store.erase({ ...order, subject: { ...order.subject, keys: [] } }),
    }));
    const id = await begun("erasure", forgetful);
    await turn(world, forgetful);
    const failed = await read(world, id);
    expect(failed.state).toBe("failed");
    expect(failed.steps.find(({ state }) => state === "failed")).toMatchObject({ kind: "verify", store: "photos" });
    await world.store.transact((tx) => world.plans.resume(tx, id));
    await turn(world);
    await doTasks(world, id);
    await turn(world);
    expect((await read(world, id)).state).toBe("done");
    expect(world.things.has("people/1/a.jpg")).toBe(false);
  });

  test("is not changed by a worker that was paused and wakes up late", async () => {
    const id = await begun("erasure");
    const { promise: asleep, resolve: wake } = Promise.withResolvers<void>();
    let paused: Promise<void> | undefined;
    const sleepy = withStore((store) => ({
      erase: async (order) => {
        await asleep;
        return store.erase(order);
      },
    }));
    // The first worker takes the job of the store and sleeps in it; others do everything, that job included.
    const { handlers } = handlersOf(sleepy);
    const step = handlers.get("plan.step");
    const { steps } = await read(world, id);
    const ordinal = steps.find(({ kind, store }) => kind === "erase" && store === "photos")?.ordinal ?? 0;
    const job = { id: "late", data: { plan: id, run: 1, ordinal }, attempt: 1, signal: new AbortController().signal };
    const crashPoint: PlansOptions["crashPoint"] = (name, place) => {
      if (name === "step-recorded" && place.kind === "identify") paused = step?.handle(job);
    };
    await turn(world, { ...world.base, crashPoint });
    await doTasks(world, id);
    await turn(world);
    const before = JSON.stringify(await read(world, id));
    expect((await read(world, id)).state).toBe("done");
    world.things.set("people/1/new.jpg", "of somebody who came later under the same number");
    wake();
    await paused;
    expect(JSON.stringify(await read(world, id))).toBe(before);
    const entries = await world.evidence.entries(world.store.reader, { from: 0, limit: 1_000, kind: "step.done" });
    const here = entries.filter(({ body }) => body["plan"] === id && body["of"] === "erase");
    expect(here.filter(({ body }) => body["store"] === "photos")).toHaveLength(1);
  });
});

describe("what no connector can do", () => {
  test("is a task, with by what the person is known, a day, and evidence without the person", async () => {
    await open({ abilities: { erase: false } });
    const id = await begun("erasure");
    await turn(world);
    expect((await read(world, id)).state).toBe("running");
    const tasks = await world.plans.tasks(world.store.reader);
    expect(tasks.map(({ act, store, dueOn }) => [act, store, dueOn])).toEqual([
      ["erase", "photos", "2026-12-06"],
      ["erase", "letters", "2026-12-06"],
    ]);
    const detail = await world.plans.task(world.store.reader, tasks[0]?.id ?? "");
    expect(detail?.facts?.reveal().keys).toEqual([
      { key: "invoices/3.pdf", prefix: false, keep: { kind: "hold", rule: "invoices", untilOn: "2033-12-31" } },
      { key: "invoices/6.pdf", prefix: false, keep: expect.anything() },
      { key: "people/1/", prefix: true },
    ]);
    expect((await world.plans.waiting(world.store.reader)).map(({ because }) => because.kind)).toEqual([
      "task",
      "task",
    ]);
    await doTasks(world, id);
    await turn(world);
    expect((await read(world, id)).state).toBe("done");
    const entries = await world.evidence.entries(world.store.reader, { from: 0, limit: 100, kind: "step.done" });
    const done = entries.filter(({ body }) => body["of"] === "do");
    expect(done.map(({ body }) => [body["store"], body["outcome"], body["by"]])).toEqual([
      ["photos", "done", staff],
      ["letters", "done", staff],
    ]);
    expect(JSON.stringify(done)).not.toContain("Ada");
    expect((await world.plans.task(world.store.reader, tasks[0]?.id ?? ""))?.facts).toBeUndefined();
    expect(await world.plans.waiting(world.store.reader)).toEqual([]);
  });

  test("is reminded of once, when its day comes near", async () => {
    await open({});
    await begun("access");
    await turn(world);
    const { handlers } = handlersOf(world.base);
    const remind = () =>
      handlers.get("plan.remind")?.handle({ id: "1", data: null, attempt: 1, signal: new AbortController().signal });
    const reminders = async () =>
      (await world.evidence.entries(world.store.reader, { from: 0, limit: 100, kind: "task.reminded" })).length;
    await remind();
    expect(await reminders()).toBe(0);
    world.store.clock.advance(12 * 86_400_000);
    await Promise.all([remind(), remind()]);
    await remind();
    expect(await reminders()).toBe(1);
  });

  test("is ticked off once, by whoever comes first", async () => {
    const id = await begun("access");
    await turn(world);
    const [task] = await world.plans.tasks(world.store.reader, id);
    const finish = () =>
      world.store.transact((tx) =>
        world.plans.finishTask(tx, task?.id ?? "", { by: staff, outcome: "nothing-found", note: new Personal(" ") }),
      );
    const both = await Promise.all([finish(), finish()]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await finish()).toMatchObject({ reason: "already-done" });
    const long = { by: staff, outcome: "done", note: new Personal("x".repeat(2_001)) } as const;
    expect(await world.store.transact((tx) => world.plans.finishTask(tx, task?.id ?? "", long))).toMatchObject({
      ok: false,
    });
  });

  test("in a database whose kind cannot correct is a task there, with what changes", async () => {
    const options = withSystem("book", (system) => ({ abilities: { ...system.abilities, correct: false } }));
    const id = await world.prepare("rectification");
    await turn(world, options);
    await approve(world, id);
    await turn(world, options);
    const [task] = await world.plans.tasks(world.store.reader, id);
    expect(task).toMatchObject({ act: "correct", system: "book" });
    const facts = (await world.plans.task(world.store.reader, task?.id ?? ""))?.facts?.reveal();
    expect(facts).toMatchObject({
      anchors: [{ system: "book", key: ["1"] }],
      corrections: [{ category: "name", from: "Ada", to: "Adele" }],
    });
  });
});

describe("rows that came after the stores were asked about", () => {
  test("are followed into the store, though its step was done", async () => {
    const id = await begun("erasure");
    const options = withSystem("book", (system) => ({
      // Before the database is erased a folder of hers appears that no step knew of.
      storeKeys: async (subject, today) => {
        const known = (await system.storeKeys?.(subject, today)) ?? [];
        return known.map((one) => ({ ...one, keys: [...one.keys, { key: "extra/1/", prefix: true }] }));
      },
    }));
    world.things.set("extra/1/a.jpg", "hers");
    // Identified without it; the erasure of the database then meets it.
    await turn(world, { ...world.base, systems: withIdentifyBefore(options, world.base) });
    await doTasks(world, id);
    await turn(world);
    expect((await read(world, id)).state).toBe("done");
    expect(world.things.has("extra/1/a.jpg")).toBe(false);
  });
});

/** The later answers only once the plan was identified. */
function withIdentifyBefore(later: PlansOptions, before: PlansOptions): PlansOptions["systems"] {
  let asked = 0;
  return {
    names: before.systems.names,
    close: () => before.systems.close(),
    use: (name, work) => (asked++ < before.systems.names.length ? before : later).systems.use(name, work),
  };
}

/** The store of photos is run by a party whose contract ended. */
function runByLapsed(): PlansOptions {
  const { policy } = world.base;
  const at = { file: "policy.yaml", line: 1, column: 1 };
  const cloud: Recipient = {
    name: "cloud",
    party: { en: "Example Cloud" },
    role: "processor",
    countries: ["NL"],
    worldwide: false,
    purposes: [],
    receives: ["name"],
    clauses: {},
    contract: { signedOn: localDate("2020-01-01"), expiresOn: localDate("2020-12-31"), terms: [] },
    subprocessors: "none",
    holdsWhen: [],
    cites: [],
    at,
  };
  const run = (policy.stores ?? []).map((one) => (one.name === "photos" ? { ...one, by: "cloud" } : one));
  return { ...world.base, policy: { ...policy, recipients: [cloud], stores: run } };
}

describe("a party that may be sent nothing", () => {
  test.each(["access", "erasure"] as const)(
    "is not called for %s; somebody settles it, and sees why",
    async (action) => {
      const before = [...world.things.keys()].sort();
      const calls: string[] = [];
      const options = runByLapsed();
      const { stores } = options;
      if (stores === undefined) throw new Error("this world has no stores");
      const counted: PlansOptions = {
        ...options,
        stores: {
          ...stores,
          names: stores.names,
          close: () => stores.close(),
          use: (name, work) => (calls.push(name), stores.use(name, work)),
        },
      };
      const id = await world.prepare(action);
      await turn(world, counted);
      const plan = await read(world, id);
      expect(plan.stores.find(({ store }) => store === "photos")).toMatchObject({ by: "person" });
      expect(plan.problems.find(({ path }) => path === "stores.photos")).toMatchObject({
        code: "recipient-refused",
        severity: "warning",
        message: expect.stringContaining("The contract ended on 2020-12-31. Nothing was sent."),
      });
      await approve(world, id);
      await turn(world, counted);
      expect((await stepOf(id, "do", "photos"))?.state).toBe("pending");
      expect((await world.plans.waiting(world.store.reader)).map(({ store }) => store)).toContain("photos");
      expect(calls).not.toContain("photos");
      expect([...world.things.keys()].sort()).toEqual(before);
    },
  );
});
