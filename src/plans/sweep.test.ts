/** Sweeps as plans: killed at every place, failing at every call, run twice. The end is the same, and no row goes twice. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { OperationalError, type PlanId } from "#base";
import { type ConnectedSystem, connect } from "#connectors";
import { freshDatabase, type TestDatabase } from "#harness";
import { parsePolicy } from "#policy";
import type { CrashPlace, Plan, PlansOptions } from "./contract.ts";
import { createSystemPool } from "./system-pool.ts";
import { approve, Died, openWorld, read, turn, type Turn, type World } from "./test-world.ts";

const { policy, problems } = parsePolicy(
  "policy.yaml",
  `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-12-01
persons: [customer]
purposes: {trade: {title: Trade, of: customer, basis: contract, uses: [name, contact]}}
keep:
  profile: {until: relationship ends, then: erase}
  month: {until: 1 month after it, then: erase}
rights: {access: {}, erasure: {}}
systems:
  shop:
    connector: postgres
    url: env:SHOP
    tables:
      people: {person: {is: customer, email: email}, columns: {email: contact.email}, keep: profile}
      visits: {person: person_id -> people, columns: {page: behaviour}, keep: {month: at}}
`,
);

let world: World;
let database: TestDatabase;
beforeAll(async () => {
  const [system] = policy?.systems ?? [];
  if (policy === undefined || system === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  database = await freshDatabase();
  await database.query("create table people (id int primary key, email text)");
  await database.query(
    "create table visits (id int primary key, person_id int references people(id), page text, at date)",
  );
  const systems = createSystemPool({ names: ["shop"], connect: () => connect({ policy, system, url: database.url }) });
  world = await openWorld({ policy, systems });
});
afterAll(async () => {
  await world.base.systems.close();
  await world.dispose();
  await database.drop();
});
beforeEach(refill);

/** Five that are due, three that are not. */
async function refill(): Promise<void> {
  await database.query("truncate visits, people");
  await database.query("insert into people values (1, 'ann@shop.example')");
  await database.query(
    "insert into visits select n, 1, 'page', case when n <= 5 then date '2020-01-01' + n else date '2999-01-01' end from generate_series(1, 8) n",
  );
}

const prepared = () =>
  world.store.transact((tx) =>
    world.plans.prepareSweep(tx, { about: "retention/shop/visits", system: "shop", table: "visits" }),
  );
const ids = async () => (await database.query("select id from visits order by id")).map(({ id }) => Number(id));

async function carryOut(options: PlansOptions, how: Turn = {}): Promise<Plan> {
  const id: PlanId = await prepared();
  await turn(world, options, how);
  await approve(world, id);
  await turn(world, options, how);
  return read(world, id);
}

async function endOf(options: PlansOptions, how: Turn = {}) {
  await refill();
  const { state, steps } = await carryOut(options, how);
  return { state, kinds: steps.map(({ kind }) => kind), tables: steps[0]?.tables, left: await ids() };
}
const whole = {
  state: "done",
  kinds: ["sweep"],
  tables: [{ table: "visits", rows: 5, deleted: 5, shared: 0, read: 0, anonymised: 0, kept: [], categories: [] }],
  left: [6, 7, 8],
};

test("the dry run says what would go and changes nothing; the evidence says what went", async () => {
  const id = await prepared();
  await turn(world);
  const ready = await read(world, id);
  expect(ready).toMatchObject({ state: "ready", action: "retention", previews: [{ system: "shop" }] });
  expect(ready.previews[0]?.tables).toEqual(whole.tables);
  expect(ready.problems).toEqual([]);
  expect(await ids()).toHaveLength(8);
  await approve(world, id);
  await turn(world);
  expect(await ids()).toEqual([6, 7, 8]);
  const done = await read(world, id);
  expect(done.steps[0]).toMatchObject({ kind: "sweep", state: "done", differences: [] });
});

const nameOf = (name: string, { ordinal = 0 }: CrashPlace) => `${name}@${ordinal}`;

test("ends the same wherever the process dies", async () => {
  const places = new Set<string>();
  const seen = { ...world.base, crashPoint: (name: string, at: CrashPlace) => void places.add(nameOf(name, at)) };
  expect(await endOf(seen)).toEqual(whole);
  expect(places.size).toBeGreaterThan(8);
  for (const place of places) {
    let alive = true;
    const crashPoint = (name: string, at: CrashPlace) => {
      if (!alive || nameOf(name, at) !== place) return;
      alive = false;
      throw new Died(place);
    };
    expect(await endOf({ ...world.base, crashPoint }), place).toEqual(whole);
    expect(alive, place).toBe(false);
  }
});

test("ends the same whichever call fails for a while, when jobs run twice, and when two run one at once", async () => {
  const failingAt = (failing: number, count: () => void): PlansOptions => {
    let call = 0;
    const failed = (system: ConnectedSystem) =>
      new Proxy(system, {
        get: (target, name: keyof ConnectedSystem) => {
          const member = target[name];
          if (typeof member !== "function") return member;
          return async (...args: never[]) => {
            count();
            if (call++ === failing)
              throw new OperationalError("database-unreachable", "The system went away.", { retryable: true });
            return (member as (...args: never[]) => unknown).apply(target, args);
          };
        },
      });
    const { systems } = world.base;
    return {
      ...world.base,
      systems: { ...systems, names: systems.names, use: (name, work) => systems.use(name, (one) => work(failed(one))) },
    };
  };
  let calls = 0;
  expect(await endOf(failingAt(-1, () => void calls++))).toEqual(whole);
  expect(calls).toBe(4);
  for (let failing = 0; failing < calls; failing++)
    expect(await endOf(failingAt(failing, () => undefined)), `call ${failing}`).toEqual(whole);
  expect(await endOf(world.base, { times: "twice" })).toEqual(whole);
  for (let again = 0; again < 5; again++)
    expect(await endOf(world.base, { times: "at-once", failures: 20 })).toEqual(whole);
});

test("more than was approved is not taken: it stops and says so", async () => {
  const id = await prepared();
  await turn(world);
  await approve(world, id);
  await database.query("update visits set at = date '2020-01-01'");
  await turn(world);
  const failed = await read(world, id);
  expect(failed.state).toBe("failed");
  expect(failed.steps[0]?.error?.message).toMatch(/More rows of visits .* than the 5 that were approved/);
  expect(await ids()).toHaveLength(3);
});

test("a mapping that no longer fits stops it before anything goes", async () => {
  await database.query("alter table visits add column phone text");
  try {
    const id = await prepared();
    await turn(world);
    expect(await read(world, id)).toMatchObject({ state: "blocked" });
  } finally {
    await database.query("alter table visits drop column phone");
  }
  expect(await ids()).toHaveLength(8);
});
