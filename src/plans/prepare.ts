/** The dry run: looks into every system, says what would happen, and freezes that for approval. */
import { randomUUID } from "node:crypto";
import { type Json, type LocalDate, localDateOf, type OperationalError, type PlanId, type Problem } from "#base";
import { type Preview, type RestrictedRows, type StoreKeys, type Subject, toldFindings } from "#connectors";
import type { RunningJob, Transaction } from "#store";
import type { PersonAction, Plan, PlanOrder, PlansOptions, StorePreview, SweepPlanOrder } from "./contract.ts";
import { frozenHash, subjectDigest } from "./freeze.ts";
import { lookIntoStores, systemIsAble } from "./look-stores.ts";
import { isCopy, ownSystem, type PlannedStep, type PlannedSystem, stepsOf } from "./order.ts";
import { onlyOf } from "./provided.ts";
import { lookAtTable } from "./look-at-table.ts";
import { lockPlan, move, type PlanRow } from "./record.ts";
import { openCorrections, openSubject, sealCorrections, sealSubject } from "./secrets.ts";
import { forCopy, keysIn, storeSubjects } from "./store-keys.ts";
import { tables } from "./tables.ts";

export const prepareQueue = "plan.prepare";

export async function createPlan(options: PlansOptions, tx: Transaction, order: PlanOrder): Promise<PlanId> {
  const { vault, clock, queue } = options.store;
  const id = randomUUID() as string as PlanId;
  const subject = order.subject.reveal();
  await tables(tx)
    .insertInto("plan")
    .values({
      ...fresh,
      id,
      about: order.about,
      action: order.action,
      key_id: order.key,
      due_on: order.dueOn ?? null,
      subject_digest: subjectDigest(vault, subject),
      created_at: clock.now(),
    })
    .execute();
  await sealSubject(tx, vault, { id, key: order.key }, subject);
  if (order.action === "rectification")
    await sealCorrections(tx, vault, { id, key: order.key }, order.corrections.reveal());
  await queue.send(tx, prepareJob(id, 1));
  return id;
}

export async function createSweep(
  { store }: PlansOptions,
  tx: Transaction,
  { about, system, table }: SweepPlanOrder,
): Promise<PlanId> {
  const id = randomUUID() as string as PlanId;
  await tables(tx)
    .insertInto("plan")
    .values({ ...fresh, id, about, action: "retention", created_at: store.clock.now(), system, relation: table })
    .execute();
  await store.queue.send(tx, prepareJob(id, 1));
  return id;
}

/** A plan that nobody looked at yet, about nobody. */
const fresh = {
  state: "preparing",
  key_id: null,
  due_on: null,
  subject_digest: "",
  hash: null,
  policy_hash: null,
  today: null,
  approved_at: null,
  approved_by: null,
  finished_at: null,
} as const;

export function prepareJob(plan: PlanId, run: number): { queue: string; data: Json; onceKey: string } {
  return { queue: prepareQueue, data: { plan, run }, onceKey: `${plan}/${run}` };
}

/** Runs twice without harm: what it finds is written only while this run of the plan still waits for it. */
export async function handlePrepare(options: PlansOptions, job: RunningJob): Promise<void> {
  const { plan: id, run } = job.data as { plan: PlanId; run: number };
  const { store, crashPoint } = options;
  const row = await tables(store.reader).selectFrom("plan").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined || row.state !== "preparing" || row.run !== run) return;
  await crashPoint?.("prepare-begun", { plan: id });
  const today = localDateOf(store.clock.now(), options.policy.timeZone);
  const looked = await look(options, row, today);
  await crashPoint?.("prepare-looked", { plan: id });
  await store.transact(async (tx) => {
    const locked = await lockPlan(tx, id);
    if (locked === undefined || locked.state !== "preparing" || locked.run !== run) return;
    await recordDryRun(options, tx, locked, { ...looked, today });
    await crashPoint?.("recorded-not-committed", { plan: id });
  });
  await crashPoint?.("prepare-recorded", { plan: id });
}

interface DryRun {
  readonly previews: readonly Preview[];
  readonly stores: readonly StorePreview[];
  readonly problems: readonly Problem[];
  readonly steps: readonly PlannedStep[];
}

async function look(options: PlansOptions, row: PlanRow, today: LocalDate): Promise<DryRun> {
  const { action } = row;
  if (action === "retention") return { ...(await lookAtTable(options, row, today)), stores: [] };
  const { reader, vault } = options.store;
  return lookEverywhere(options, { ...row, action }, (await openSubject(reader, vault, row)).reveal(), today);
}

/** Systems first: their rows say by what stores know the person. */
async function lookEverywhere(
  options: PlansOptions,
  row: PlanRow & { readonly action: PersonAction },
  subject: Subject,
  today: LocalDate,
): Promise<DryRun> {
  const { policy, store } = options;
  const asErasure = row.action === "erasure" ? "erasure" : "access";
  const previews: Preview[] = [];
  const problems: Problem[] = [];
  const systems: PlannedSystem[] = [];
  const keys = new Map<string, readonly StoreKeys[]>();
  for (const name of options.systems.names) {
    const seen = await options.systems.use(name, async (system) => ({
      inspected: await system.inspect(),
      preview: await system.preview(asErasure, subject, today),
      keys: await keysIn(system, subject, today),
      restricted: row.action === "lifting" ? await system.restricted?.(subject) : undefined,
      able: systemIsAble(row.action, system.abilities),
    }));
    problems.push(...seen.inspected, ...seen.preview.problems);
    const tables = toldFindings(seen.preview.tables, onlyOf(policy, row.action, name));
    previews.push({ ...seen.preview, tables });
    systems.push({ name, able: seen.restricted === undefined ? seen.able : liftsItself(seen.restricted, tables) });
    if (seen.keys !== undefined) keys.set(name, seen.keys);
  }
  const all = storeSubjects(policy, subject, [...keys.values()].flat());
  const stores = await lookIntoStores(options, row.action, {
    subjects: isCopy(row.action) ? forCopy(all) : all,
    asked: new Set(keys.keys()),
    previews,
    corrections: (await openCorrections(store.reader, store.vault, row)).reveal(),
  });
  problems.push(...stores.problems);
  const steps = stepsOf(row.action, systems, ownSystem, stores.previews);
  return { previews, steps, stores: stores.previews, problems: distinct(problems) };
}

/**
 * The connector takes back what it did, also where its guard was taken apart since. Rows that it does not know as restricted
 * were restricted by a person, who must lift them too.
 */
function liftsItself(restricted: readonly RestrictedRows[], tables: Preview["tables"]): boolean {
  return restricted.length > 0 || tables.every(({ rows, shared }) => rows === shared);
}

async function recordDryRun(
  options: PlansOptions,
  tx: Transaction,
  row: PlanRow,
  found: DryRun & { readonly today: LocalDate },
): Promise<void> {
  const blocked = found.problems.some((problem) => problem.severity === "error");
  const { steps } = found;
  const hash = frozenHash({
    action: row.action,
    about: row.about,
    subjectDigest: row.subject_digest,
    policyHash: options.policyHash,
    today: found.today,
    steps,
    previews: found.previews,
    stores: found.stores,
  });
  await replaceSteps(tx, row.id, steps);
  await move(tx, options.followers, row, blocked ? "problems-found" : "looked", {
    hash: blocked ? null : hash,
    policy_hash: options.policyHash,
    today: found.today,
    previews: JSON.stringify(found.previews),
    problems: JSON.stringify(found.problems),
    stores: JSON.stringify(found.stores),
  });
}

async function replaceSteps(tx: Transaction, plan: PlanId, steps: readonly PlannedStep[]): Promise<void> {
  await tables(tx).deleteFrom("plan_step").where("plan_id", "=", plan).execute();
  for (const [at, step] of steps.entries())
    await tables(tx)
      .insertInto("plan_step")
      .values({
        plan_id: plan,
        ordinal: at + 1,
        kind: step.kind,
        system: step.system ?? null,
        store: step.store ?? null,
        progress_done: null,
        progress_total: null,
        error_message: null,
        error_retryable: null,
        evidence_index: null,
        finished_at: null,
      })
      .execute();
}

/** No dry run could be made, for hours or at all: the plan is blocked and says why, and can be prepared again. */
export async function gaveUpPreparing(options: PlansOptions, job: RunningJob, error: OperationalError): Promise<void> {
  const { plan: id, run } = job.data as { plan: PlanId; run: number };
  await options.store.transact(async (tx) => {
    const row = await lockPlan(tx, id);
    if (row === undefined || row.state !== "preparing" || row.run !== run) return;
    const problem: Problem = {
      code: error.code,
      severity: "error",
      message: `The dry run could not be made. ${error.message}`,
      remedy: "Mend what is named, then make the dry run again.",
    };
    await move(tx, options.followers, row, "problems-found", { problems: JSON.stringify([problem]) });
  });
}

/** Forgets the dry run that was and asks for a new one. */
export async function startAgain(options: PlansOptions, tx: Transaction, row: PlanRow): Promise<Plan> {
  const run = row.run + 1;
  await tables(tx).deleteFrom("plan_step").where("plan_id", "=", row.id).execute();
  const nothing = { hash: null, policy_hash: null, today: null, previews: "[]", problems: "[]", stores: "[]" };
  const plan = await move(tx, options.followers, row, "prepare-again", { run, ...nothing });
  await options.store.queue.send(tx, prepareJob(row.id, run));
  return plan;
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = JSON.stringify([problem.code, problem.path, problem.message]);
    return !seen.has(key) && seen.add(key);
  });
}
