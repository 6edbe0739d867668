/**
 * For the tests of this room: a store, two notebooks and a queue that is turned by hand, so that a test decides what
 * happens to each job. Jobs are taken from the real queue tables: what was not sent in a committed transaction never runs.
 */
import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { isOperationalError, Personal, type PlanId, type StaffId } from "#base";
import type { ConnectedSystem, Correction } from "#connectors";
import { createEvidence, type Evidence, type StoredEntry } from "#evidence";
import {
  ada,
  connectNotebook,
  connectShelf,
  dumpSchema,
  freshStore,
  notebookDatabase,
  type ShelfOptions,
  type TestDatabase,
  type TestStore,
  unzip,
} from "#harness";
import { parsePolicy, type Policy } from "#policy";
import { type RunningJob, sql } from "#store";
import type { Plan, PersonAction, Plans, PlansOptions, SystemPool } from "./contract.ts";
import { createPlans } from "./create.ts";
import { createStorePool, createSystemPool } from "./system-pool.ts";

export const staff = randomUUID() as string as StaffId;
/** Own database first, to see that it is done last. */
export const systemNames = ["gestand", "book"];

export interface World {
  readonly store: TestStore;
  readonly evidence: Evidence;
  readonly pool: SystemPool;
  readonly plans: Plans;
  readonly base: PlansOptions;
  /** States that a follower was told, in order. */
  readonly followed: string[];
  readonly book: TestDatabase;
  readonly databases: ReadonlyMap<string, TestDatabase>;
  /** What is in the store `photos`, by key. */
  readonly things: Map<string, string>;
  prepare(action: PersonAction): Promise<PlanId>;
  dispose(): Promise<void>;
}
/** Ada has become Adele. */
export const nameCorrected: Correction = { category: "name", from: "Ada", to: "Adele" };

type Wrap = (system: ConnectedSystem) => ConnectedSystem;

/** `shelf`: the policy has the stores `photos`, which a connector reaches, and `letters`, into which only a person looks. */
type WorldOptions = Partial<PlansOptions> & { wrap?: Wrap; shelf?: Partial<ShelfOptions> };

export async function openWorld({ shelf, ...options }: WorldOptions = {}): Promise<World> {
  const store = await freshStore();
  const databases = await Promise.all(systemNames.map(async (name) => [name, await notebookDatabase()] as const));
  const urls = new Map(databases);
  const evidence = createEvidence({ store, origin: "example.org/plans", seed: new Uint8Array(32).fill(7) });
  const wrap = options.wrap ?? ((system: ConnectedSystem) => system);
  const pool = createSystemPool({
    names: systemNames,
    connect: async (name) => wrap(connectNotebook({ name, url: urls.get(name)?.url ?? "" })),
  });
  const things = new Map(onTheShelf);
  const stores = createStorePool({
    names: ["photos"],
    connect: async (name) => connectShelf({ name, things, now: () => store.clock.now(), ...shelf }),
  });
  const followed: string[] = [];
  const base: PlansOptions = {
    store,
    evidence,
    policy: shelf === undefined ? testPolicy : shelfPolicy,
    ...(shelf !== undefined && { stores }),
    policyHash: "f".repeat(64),
    systems: pool,
    followers: [async (_, plan) => void followed.push(plan.state)],
    ...options,
  };
  const plans = createPlans(base);
  // Declared so that the queues exist; no worker of the queue ever runs here.
  await store.queue.start({ work: false });
  return {
    store,
    evidence,
    pool,
    plans,
    base,
    followed,
    book: urls.get("book") as TestDatabase,
    databases: urls,
    things,
    prepare: (action) => prepare(store, plans, action),
    dispose: async () => {
      await pool.close();
      await stores.close();
      await store.dispose();
      for (const [, database] of databases) await database.drop();
    },
  };
}

async function prepare(store: TestStore, plans: Plans, action: PersonAction): Promise<PlanId> {
  return store.transact(async (tx) => {
    const key = await store.vault.createKey(tx);
    const order = { about: `R-${key.slice(0, 8)}`, subject: new Personal(ada), key };
    return action === "rectification"
      ? plans.prepare(tx, { ...order, action, corrections: new Personal([nameCorrected]) })
      : plans.prepare(tx, { ...order, action });
  });
}

export type Handlers = ReadonlyMap<
  string,
  { handle(job: RunningJob): Promise<void>; gaveUp(job: RunningJob, error: unknown): Promise<void> }
>;

/** What `serve` declares, to be called by hand. */
export function handlersOf(options: PlansOptions): { plans: Plans; handlers: Handlers } {
  const handlers = new Map<
    string,
    { handle: (job: RunningJob) => Promise<void>; gaveUp: (job: RunningJob, error: unknown) => Promise<void> }
  >();
  const { store } = options;
  const queue = Object.assign(Object.create(store.queue) as typeof store.queue, {
    send: store.queue.send.bind(store.queue),
    schedule: () => undefined,
    serve: (name: string, { gaveUp }: { gaveUp?: unknown }, handle: (job: RunningJob) => Promise<void>) =>
      void handlers.set(name, { handle, gaveUp: gaveUp as (job: RunningJob, error: unknown) => Promise<void> }),
  });
  const plans = createPlans({ ...options, store: { ...store, queue } });
  plans.serve();
  return { plans, handlers };
}

export interface Turn {
  /** Runs each job this often, and once more at the same time as another. Default once. */
  readonly times?: "once" | "twice" | "at-once";
  /** Stops after this many jobs that failed. */
  readonly failures?: number;
  /** A job that failed is left for the next turn; the others go on. */
  readonly leaveFailed?: boolean;
}

/** Turns the queue until no job is left. Failed jobs are tried again at once, as often as `failures` allows, then given up. */
export async function turn(world: World, options: PlansOptions = world.base, how: Turn = {}): Promise<number> {
  const { handlers } = handlersOf(options);
  let failed = 0;
  const left: string[] = [];
  for (;;) {
    const job = await nextJob(world);
    if (job === undefined) break;
    const served = handlers.get(job.name);
    if (served === undefined) throw new Error(`nobody serves ${job.name}`);
    try {
      if (how.times === "at-once") await Promise.all([served.handle(job), served.handle(job)]);
      else await served.handle(job);
      if (how.times === "twice") await served.handle(job);
    } catch (error) {
      failed += 1;
      const mayRetry = error instanceof Died || (isOperationalError(error) && error.retryable);
      if (mayRetry && how.leaveFailed === true) {
        left.push(job.id);
        continue;
      }
      if (mayRetry && failed <= (how.failures ?? 3)) {
        await sql`update pgboss.job set state = 'retry' where id = ${job.id}`.execute(world.store.reader.db);
        continue;
      }
      if (!isOperationalError(error)) throw error;
      await served.gaveUp(job, error);
    }
    await sql`delete from pgboss.job where id = ${job.id}`.execute(world.store.reader.db);
  }
  await sql`update pgboss.job set state = 'retry' where id = any(${left}::uuid[])`.execute(world.store.reader.db);
  return failed;
}

/** The process ends here: nothing after this place happens, and nobody is told. */
export class Died extends Error {}

/** Takes the oldest; time goes on to when it may begin. A job that is at work does not stand in the way of its own successor. */
async function nextJob(world: World): Promise<(RunningJob & { name: string }) | undefined> {
  const { rows } = await sql<{ id: string; name: string; data: { data: RunningJob["data"] }; pause: number }>`
    update pgboss.job set state = 'active' where id = (
      select id from pgboss.job where name in ('plan.prepare', 'plan.step') and state in ('created', 'retry')
      order by created_on, (data->'data'->>'ordinal')::int limit 1
    ) returning id, name, data, extract(epoch from start_after - created_on)::int as pause`.execute(
    world.store.reader.db,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  if (row.pause > 0) world.store.clock.advance(row.pause * 1000);
  return { id: row.id, name: row.name, data: row.data.data, attempt: 1, signal: new AbortController().signal };
}

/** From the order to its end. */
export async function carryOut(
  world: World,
  action: PersonAction,
  options = world.base,
  how: Turn = {},
): Promise<Plan> {
  const id = await world.prepare(action);
  await turn(world, options, how);
  await approve(world, id);
  await turn(world, options, how);
  await doTasks(world, id);
  await turn(world, options, how);
  return read(world, id);
}

/** Somebody ticks off every task that the plan has. */
export async function doTasks(world: World, id: PlanId): Promise<void> {
  for (const task of await world.plans.tasks(world.store.reader, id))
    if (task.done === undefined)
      await world.store.transact((tx) =>
        world.plans.finishTask(tx, task.id, {
          by: staff,
          outcome: "done",
          note: new Personal("Ada's letters are gone."),
        }),
      );
}

export async function approve(world: World, id: PlanId) {
  const { hash } = await read(world, id);
  return world.store.transact((tx) => world.plans.approve(tx, id, hash, staff));
}

export async function read(world: World, id: PlanId): Promise<Plan> {
  const plan = await world.plans.get(world.store.reader, id);
  if (plan === undefined) throw new Error("the plan is gone");
  return plan;
}

/** Ada is there again, as at the start, in every notebook and on the shelf. */
export async function refill(world: World): Promise<void> {
  world.things.clear();
  for (const [key, text] of onTheShelf) world.things.set(key, text);
  for (const database of world.databases.values())
    await database.query(`
      delete from note; delete from invoice; delete from person; delete from restricted;
      insert into person values (1, 'ada@example.org', 'Ada'), (2, 'bob@example.org', 'Bob'), (3, 'cor@example.org', 'Cor');
      insert into note select n, 1 + n % 3, case when n = 6 then 2 end, 'Note <' || n || '>' from generate_series(1, 30) n;
      insert into invoice select n, 1 + n % 3, 'Invoice ' || n from generate_series(1, 6) n;`);
}

/** All that must not depend on what failed in between: the systems, the plan, its evidence, what is left sealed. */
export async function endState(world: World, plan: Plan, evidence: Evidence = world.evidence) {
  const systems: Record<string, readonly string[]> = {};
  for (const [name, database] of world.databases) {
    const dump = await dumpSchema((text, values) => database.query(text, values));
    for (const [table, rows] of dump) if (table !== "applied") systems[`${name}.${table}`] = rows;
  }
  const entries = await evidence.entries(world.store.reader, { from: 0, limit: 1_000, about: plan.about });

  const { rows } = await sql<{ secrets: number; unfinished: number }>`
    select (select count(*)::int from plan_secret where plan_id = ${plan.id}) as secrets,
      (select count(*)::int from answer where plan_id = ${plan.id} and finished_at is null) as unfinished`.execute(
    world.store.reader.db,
  );
  return {
    systems,
    shelf: [...world.things].toSorted(([one], [other]) => (one < other ? -1 : 1)),
    tasks: (await world.plans.tasks(world.store.reader, plan.id)).map(({ act, store, done }) => [
      act,
      store,
      done?.outcome,
    ]),
    answer: plan.action === "access" || plan.action === "portability" ? await dataFiles(world, plan.id) : {},
    ...rows[0],
    state: plan.state,
    steps: plan.steps.map((step) => without(step, ["attempt", "progress", "evidenceIndex", "finishedAt"])),
    evidence: entries.map((entry) => told(entry, plan)),
  };
}

export async function answerOf(world: World, plan: PlanId): Promise<Map<string, Buffer>> {
  const opened = await world.plans.openAnswer(world.store.reader, plan);
  if (opened === undefined) return new Map();
  const bytes = await buffer(opened.stream);
  if (bytes.length !== opened.sizeBytes) throw new Error("the answer is not as long as it says");
  return unzip(bytes);
}

async function dataFiles(world: World, plan: PlanId): Promise<Record<string, string>> {
  const files = await answerOf(world, plan);
  return Object.fromEntries([...files].filter(([path]) => path.startsWith("data/")).map(([p, b]) => [p, String(b)]));
}

function without(value: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

function told({ kind, body }: StoredEntry, plan: Plan): unknown {
  return { kind, ...without(body, ["plan", "hash", "by", "sizeBytes"]), samePlan: body["plan"] === plan.id };
}

/** Ada's two photos, a scan of an invoice of hers that must stay, and what is Bob's; her name is in one text. */
const onTheShelf: readonly (readonly [string, string])[] = [
  ["people/1/a.jpg", "Ada at the sea"],
  ["people/1/b.jpg", "a tree"],
  ["people/12/a.jpg", "somebody else"],
  ["people/2/a.jpg", "Bob, and Ada behind him"],
  ["invoices/3.pdf", "Invoice 3"],
  ["invoices/1.pdf", "Invoice 1"],
];

export const testPolicy: Policy = parsed();

const place = { file: "policy.yaml", line: 1, column: 1 };
const anyStore = {
  kind: "objects",
  holds: ["review-text", "name"],
  of: ["customer"],
  countries: [],
  cites: [],
  at: place,
} as const;
export const shelfPolicy: Policy = {
  ...testPolicy,
  stores: [
    {
      ...anyStore,
      name: "photos",
      title: { nl: "foto's", en: "photos" },
      keys: [{ system: "book", table: "person", column: "id", at: place }],
      reach: { kind: "files", urlFrom: "PHOTOS", format: "whole", names: ["*"], erase: "line" },
    },
    { ...anyStore, name: "letters", title: { nl: "brieven", en: "letters" }, kind: "paper", keys: [] },
  ],
};

function parsed(): Policy {
  const { policy, problems } = parsePolicy(
    "policy.yaml",
    `
gestand: 1
organisation: {name: Books & <Sons>, country: NL, contact: {email: privacy@books.example}}
languages: [nl, en]
inForce: 2026-01-01
persons: {customer: {title: {nl: klant, en: customer}}}
categories: {review-text: {title: {nl: notities, en: notes}}}
purposes:
  keep-notes: {title: {nl: uw notities bewaren, en: keep your notes}, of: customer, basis: contract, uses: [name, contact.email, review-text]}
recipients:
  parcels: {party: Example Parcels, role: processor, country: NL, for: keep-notes, receives: [name], holdsWhen: [book.person]}
rights: {access: {}, erasure: {}, answerWithin: 30 days}
keep:
  profile: {until: relationship ends, then: erase}
systems:
${systemNames.map(mapping).join("\n")}
`,
  );
  if (policy === undefined) throw new Error(problems.map(({ message, path }) => `${path}: ${message}`).join("\n"));
  return policy;
}

function mapping(name: string): string {
  return `  ${name}:
    title: {nl: ${name} in het Nederlands, en: ${name} in English}
    connector: postgres
    url: env:${name.toUpperCase()}_URL
    tables:
      person: {person: {is: customer, email: email}, columns: {email: contact.email, name: name}, keep: profile, erase: delete}
      note: {person: person_id -> person, alsoAbout: [other_id -> person], columns: {body: review-text}, keep: profile, erase: delete}
      invoice: {person: person_id -> person, columns: {body: order-history}, keep: profile, erase: delete}`;
}
