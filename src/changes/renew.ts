/** Consent anew: counted before, approved by staff, put out of force on the first day, and given again by each person. */
import { randomUUID } from "node:crypto";
import {
  assert,
  isOperationalError,
  OperationalError,
  type PlanId,
  type Problem,
  refuse,
  type Result,
  succeed,
} from "#base";
import type { Reader, RunningJob, Transaction } from "#store";
import { staff } from "./announce-house.ts";
import type { Renewal, RenewalCount, RenewalPreview, Renewals, RenewRefusal } from "./renew-contract.ts";
import { type RenewalsOptions, renewalTables } from "./renew-house.ts";
import { answersOf, linkTasks } from "./renew-links.ts";
import { suspend } from "./renew-run.ts";
import { consentSince, recordedFor, type Step, type Steps, stepsOf, unrecordedAmong } from "./renew-since.ts";

const queue = "consent.suspend";

export function createRenewals(options: RenewalsOptions): Renewals {
  const { store } = options;
  const steps = stepsOf(options);
  const links = linkTasks(options, steps);
  return {
    since: async (reader) => consentSince(await begun(options, steps, reader)),
    preview: async (version) => {
      const step = await neededIn(steps, store.reader, version);
      return step.ok ? succeed(await preview(options, step.value)) : step;
    },
    approve: (version, by) => approve(options, steps, version, by),
    status: (reader, version) => statusOf(steps, reader, version),
    overdue: () => overdue(options, steps),
    ...links.public,
    serve: () => {
      store.queue.serve(queue, { gaveUp: (job, error) => giveUp(options, versionOf(job.data), error.code) }, (job) =>
        carryOut(options, steps, job),
      );
      links.serve();
    },
  };
}

/** Versions that hold now or held. Before the first one's day it is carried out all the same. */
async function begun({ store }: RenewalsOptions, steps: Steps, reader: Reader): Promise<readonly Step[]> {
  const all = await steps(reader);
  const now = store.clock.now();
  const past = all.filter(({ begins }) => begins <= now);
  return past.length > 0 ? past : all.slice(0, 1);
}

async function neededIn(steps: Steps, reader: Reader, version: number): Promise<Result<Step, RenewRefusal>> {
  const step = (await steps(reader)).find(({ line }) => line.number === version);
  if (step === undefined)
    return refuse(
      "unknown-version",
      `There is no version ${version}, or it never holds. Nothing was counted or changed.`,
    );
  if (step.diff.consentFor.length === 0)
    return refuse("not-needed", `Version ${version} needs no consent anew. Nothing was counted or changed.`);
  return succeed(step);
}

async function preview(options: RenewalsOptions, step: Step): Promise<RenewalPreview> {
  const { places, problems } = await counts(options, step, step.diff.consentFor);
  return { version: step.line.number, places, problems };
}

async function counts({ systems }: RenewalsOptions, { policy, begins }: Step, purposes: readonly string[]) {
  const places: RenewalCount[] = [];
  const problems: Problem[] = [];
  for (const { record, place } of recordedFor(policy, purposes)) {
    try {
      const boundary = { before: begins, timeZone: policy.timeZone };
      const counted = await systems.use(place.system, (system) => system.consents.count(record, boundary));
      places.push({ ...place, ...counted });
    } catch (error) {
      if (!isOperationalError(error)) throw error;
      problems.push({
        code: error.code,
        severity: "error",
        message: error.message,
        remedy: "Put that right and count again.",
        at: record.at,
        path: `consents.${place.consent}.recorded`,
      });
    }
  }
  return { places, problems };
}

async function approve(
  options: RenewalsOptions,
  steps: Steps,
  version: number,
  by: string,
): Promise<Result<Renewal, RenewRefusal>> {
  const { store } = options;
  const step = await neededIn(steps, store.reader, version);
  if (!step.ok) return step;
  const { places, problems } = await preview(options, step.value);
  const [problem] = problems;
  if (problem !== undefined) return refuse("blocked", `${problem.message} Nothing was approved.`);
  const refused = await store.transact((tx) => start(options, tx, step.value, places, by));
  return refused ?? succeed(await statusOf(steps, store.reader, version));
}

async function start(
  { store, evidence }: RenewalsOptions,
  tx: Transaction,
  { line, begins }: Step,
  places: readonly RenewalCount[],
  by: string,
): Promise<(RenewRefusal & { readonly ok: false }) | undefined> {
  const version = line.number;
  const row = await renewalTables(tx)
    .insertInto("renewal")
    .values({
      version,
      state: "approved",
      plan_id: randomUUID() as PlanId,
      attempt: 0,
      approved_at: store.clock.now(),
      approved_by: by,
      trouble: null,
      finished_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .column("version")
        .doUpdateSet((eb) => ({
          state: "approved" as const,
          approved_at: eb.ref("excluded.approved_at"),
          approved_by: eb.ref("excluded.approved_by"),
          // What stopped goes on where it was; what ended is begun anew, and finds what came since.
          plan_id: eb
            .case()
            .when("renewal.state", "=", "done")
            .then(eb.ref("excluded.plan_id"))
            .else(eb.ref("renewal.plan_id"))
            .end(),
          trouble: null,
          finished_at: null,
        }))
        .where("renewal.state", "in", ["stopped", "done"]),
    )
    .returning("version")
    .executeTakeFirst();
  if (row === undefined)
    return refuse("not-now", `That consents stop counting under version ${version} was approved already.`);
  await writePlaces(tx, version, places);
  await store.queue.send(tx, { queue, data: { version }, onceKey: String(version), startAfter: begins });
  await evidence.append(tx, {
    kind: "consent.suspension-approved",
    about: `policy/${version}`,
    body: {
      version,
      begins: begins.toISOString(),
      counted: places.map(({ consent, system, table, older }) => ({ consent, system, table, rows: older })),
      ...staff(by),
    },
  });
  return undefined;
}

async function writePlaces(tx: Transaction, version: number, places: readonly RenewalCount[]): Promise<void> {
  for (const [place, { consent, system, table, older }] of places.entries())
    await renewalTables(tx)
      .insertInto("renewal_place")
      .values({ version, place, consent, system, relation: table, counted: older, suspended: null })
      .onConflict((conflict) => conflict.columns(["version", "place"]).doUpdateSet({ counted: older }))
      .execute();
}

async function statusOf(steps: Steps, reader: Reader, version: number): Promise<Renewal> {
  const step = (await steps(reader)).find(({ line }) => line.number === version);
  const purposes = step?.diff.consentFor ?? [];
  const answers = await answersOf(reader, version);
  if (step === undefined || purposes.length === 0)
    return { version, state: "not-needed", purposes: [], unrecorded: [], places: [], answers };
  const db = renewalTables(reader);
  const row = await db.selectFrom("renewal").selectAll().where("version", "=", version).executeTakeFirst();
  const found = await db.selectFrom("renewal_place").selectAll().where("version", "=", version).execute();
  const places = recordedFor(step.policy, purposes).map(({ place }, at) => {
    const kept = found.find((one) => one.place === at);
    return {
      ...place,
      ...(kept === undefined ? {} : { counted: kept.counted }),
      ...(kept?.suspended === null || kept === undefined ? {} : { suspended: kept.suspended }),
    };
  });
  return {
    version,
    state: row?.state ?? "waiting",
    purposes,
    unrecorded: unrecordedAmong(step.policy, purposes),
    begins: step.begins,
    places,
    ...(row === undefined ? {} : { approvedAt: row.approved_at }),
    ...(row?.finished_at == null ? {} : { finishedAt: row.finished_at }),
    ...(row?.trouble == null ? {} : { trouble: row.trouble }),
    answers,
  };
}

/** By what is carried out now: a purpose counts from the last version that needed it anew, whoever approved what. */
async function overdue(options: RenewalsOptions, steps: Steps) {
  const past = await begun(options, steps, options.store.reader);
  const last = past.at(-1);
  if (last === undefined) return [];
  const found: (RenewalCount & { version: number })[] = [];
  for (const { purpose, version, givenFrom } of consentSince(past)) {
    if (givenFrom === undefined) continue;
    const { places, problems } = await counts(options, { ...last, begins: givenFrom }, [purpose]);
    const [problem] = problems;
    if (problem !== undefined) throw new OperationalError(problem.code, problem.message);
    found.push(...places.filter(({ canEnd, older }) => canEnd && older > 0).map((place) => ({ ...place, version })));
  }
  return found;
}

async function carryOut(options: RenewalsOptions, steps: Steps, job: RunningJob): Promise<void> {
  const { store } = options;
  const version = versionOf(job.data);
  const step = (await steps(store.reader)).find(({ line }) => line.number === version);
  // Another version took its day: it never holds, and what it would have changed does not count.
  if (step === undefined) return;
  if (step.begins > store.clock.now())
    return store.transact((tx) =>
      store.queue.send(tx, { queue, data: { version }, onceKey: String(version), startAfter: step.begins }),
    );
  await suspend(options, step, job);
}

async function giveUp({ store }: RenewalsOptions, version: number, code: string): Promise<void> {
  await store.transact((tx) =>
    renewalTables(tx)
      .updateTable("renewal")
      .set({ state: "stopped", trouble: code })
      .where("version", "=", version)
      .where("state", "in", ["approved", "suspending"])
      .execute(),
  );
}

function versionOf(data: unknown): number {
  const version = (data as { version?: unknown } | null)?.version;
  assert(typeof version === "number", "a job about a renewal names its version");
  return version;
}
