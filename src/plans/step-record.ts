/**
 * The record of a step, in three transactions that a crash may fall between: begun (the attempt number rises, so that any
 * earlier attempt is fenced off), done (with its evidence and the next job), failed.
 */
import { assert, type Json, type OperationalError, type PlanId } from "#base";
import type { ResidueFinding } from "#connectors";
import type { Transaction } from "#store";
import type { CrashPlace, Difference, PlansOptions, StepFinding } from "./contract.ts";
import { Superseded } from "./failures.ts";
import { after } from "./lifecycle.ts";
import { ownSystem, waitsFor } from "./order.ts";
import { dropUnfinished, forgetSecrets, lockPlan, move, type PlanRow, type StepRow, stepRows } from "./record.ts";
import type { Change } from "./rows.ts";
import { type PlanStepTable, tables } from "./tables.ts";

export const stepQueue = "plan.step";

export interface StepJob {
  readonly plan: PlanId;
  readonly run: number;
  readonly ordinal: number;
}

/** What a step found or did; counts only. */
export interface StepResult {
  readonly tables: readonly StepFinding[];
  readonly residue?: readonly ResidueFinding[];
  readonly differences?: readonly Difference[];
  /** Further facts for the evidence: sizes, how many identifiers, names of the policy. */
  readonly facts?: Readonly<Record<string, Json>>;
  /** The store took the order and is not done: the step waits, and asks again. Nothing else is recorded then. */
  readonly pending?: { readonly ticket: string; readonly notBefore: Date };
  /** What else belongs to the same transaction: sealed working copies, the finished answer. */
  readonly record?: (tx: Transaction) => Promise<void>;
}

export interface BegunStep {
  readonly plan: PlanRow;
  readonly step: StepRow;
  /** All of the plan, for comparing with what was approved. */
  readonly steps: readonly StepRow[];
}

/**
 * Sends the job of every step that nothing stands in front of any more and that was not sent in this run of the plan. They
 * run side by side; the plan's lock, which the caller holds, sees to it that each is sent once.
 */
export async function sendReady(
  options: PlansOptions,
  tx: Transaction,
  plan: { id: PlanId; run: number },
): Promise<void> {
  const steps = await stepRows(tx, plan.id);
  for (const step of steps) {
    if (step.state === "done" || step.state === "failed" || step.sent_run >= plan.run) continue;
    if (isTask(step) && step.state === "pending") continue;
    if (!isReady(step, steps)) continue;
    await sendStep(options, tx, plan, step);
  }
}

function isReady(step: StepRow, steps: readonly StepRow[]): boolean {
  return steps.every((other) => other.state === "done" || !waitsFor(step, other, ownSystem));
}

function isTask(step: StepRow): boolean {
  return step.kind === "do";
}

async function sendStep(
  options: PlansOptions,
  tx: Transaction,
  plan: { id: PlanId; run: number },
  step: StepRow,
): Promise<void> {
  const { ordinal, not_before: startAfter } = step;
  const data: StepJob = { plan: plan.id, run: plan.run, ordinal };
  await options.store.queue.send(tx, {
    queue: stepQueue,
    data: { ...data },
    onceKey: `${plan.id}/${plan.run}/${ordinal}`,
    ...(startAfter === null ? {} : { startAfter }),
  });
  await update(tx, step, { sent_run: plan.run });
}

/** Raises the attempt and commits that, before anything has an effect. `undefined`: nothing is left to do for this job. */
export function beginStep(options: PlansOptions, job: StepJob): Promise<BegunStep | undefined> {
  return options.store.transact(async (tx) => {
    const plan = await lockPlan(tx, job.plan);
    if (plan === undefined || plan.run !== job.run || !goesOn(plan)) return;
    const steps = await stepRows(tx, job.plan);
    const step = steps.find(({ ordinal }) => ordinal === job.ordinal);
    assert(step !== undefined, "a job for a step that the plan does not have");
    if (step.state === "done" || step.state === "failed" || (isTask(step) && step.state === "pending")) return;
    assert(isReady(step, steps), "a step began before those that it waits for were done");
    const attempt = step.attempt + 1;
    // A failure of the last attempt stays visible until this one ends.
    await update(tx, step, { state: "running", attempt });
    if (plan.state === "approved") await move(tx, options.followers, plan, "start");
    return { plan, steps, step: { ...step, state: "running", attempt } };
  });
}

/** Effect recorded, evidence written and next job sent, or none of it. Answers false when another attempt took over. */
export function finishStep(options: PlansOptions, begun: BegunStep, result: StepResult): Promise<boolean> {
  const { store, crashPoint } = options;
  return store.transact(async (tx) => {
    const plan = await lockStep(tx, begun);
    if (plan === undefined) return false;
    if (result.pending === undefined) await recordDone(options, tx, { plan, step: begun.step }, result);
    else await recordPending(options, tx, { plan, step: begun.step }, result.pending);
    await crashPoint?.("recorded-not-committed", placeOf(begun));
    return true;
  });
}

/** Under the plan's lock: the step is done, its evidence is there, and what waited for it is sent, or the plan is done. */
export async function recordDone(
  options: PlansOptions,
  tx: Transaction,
  { plan, step }: Pick<BegunStep, "plan" | "step">,
  result: StepResult,
): Promise<void> {
  await result.record?.(tx);
  const others = (await stepRows(tx, plan.id)).filter(({ ordinal }) => ordinal !== step.ordinal);
  const last = others.every(({ state }) => state === "done");
  if (last) await forgetSecrets(tx, plan.id);
  const body = stepEvidence({ plan, step }, result);
  const { index } = await options.evidence.append(tx, { kind: "step.done", about: plan.about, body });
  await update(tx, step, {
    state: "done",
    tables: JSON.stringify(result.tables),
    residue: JSON.stringify(result.residue ?? []),
    differences: JSON.stringify(result.differences ?? []),
    progress_done: null,
    progress_total: null,
    error_message: null,
    error_retryable: null,
    waiting_since: null,
    ticket: null,
    not_before: null,
    evidence_index: index,
    finished_at: options.store.clock.now(),
  });
  if (last) await finishPlan(options, tx, plan);
  else await sendReady(options, tx, plan);
}

/** Under the plan's lock: steps in these stores that were begun are done in a further round; an open task stays open. */
export async function doOnceMore(
  options: PlansOptions,
  tx: Transaction,
  plan: { id: PlanId; run: number },
  stores: readonly string[],
): Promise<void> {
  for (const step of await stepRows(tx, plan.id))
    if (step.store !== null && stores.includes(step.store) && isBegun(step))
      await update(tx, step, { ...anew, round: step.round + 1 });
  await sendReady(options, tx, plan);
}

function isBegun({ kind, state }: StepRow): boolean {
  return state === "done" || (kind !== "do" && (state === "running" || state === "pending"));
}

/** A step as before its first try, but for its attempts. */
export const anew = {
  state: "waiting",
  sent_run: 0,
  tables: "[]",
  error_message: null,
  error_retryable: null,
  waiting_since: null,
  ticket: null,
  not_before: null,
  evidence_index: null,
  finished_at: null,
} as const;

/** Asked again by a job of its own, not before the moment that the store named. */
async function recordPending(
  options: PlansOptions,
  tx: Transaction,
  { plan, step }: Pick<BegunStep, "plan" | "step">,
  { ticket, notBefore }: NonNullable<StepResult["pending"]>,
): Promise<void> {
  const waiting = { waiting_since: step.waiting_since ?? options.store.clock.now(), ticket, not_before: notBefore };
  await update(tx, step, { state: "pending", error_message: null, error_retryable: null, ...waiting });
  await sendStep(options, tx, plan, { ...step, ...waiting });
}

/** The step waits for a person from now on. */
export async function recordTask(
  options: PlansOptions,
  begun: BegunStep,
  make: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await options.store.transact(async (tx) => {
    if ((await lockStep(tx, begun)) === undefined) return;
    await make(tx);
    await update(tx, begun.step, {
      state: "pending",
      waiting_since: options.store.clock.now(),
      error_message: null,
      error_retryable: null,
    });
    await options.crashPoint?.("recorded-not-committed", placeOf(begun));
  });
}

/** What was counted before the first try, kept for every later one: a try does not count again what an earlier one did. */
export async function noteCounted(options: PlansOptions, begun: BegunStep, counted: StepFinding): Promise<void> {
  await options.store.transact(async (tx) => {
    if ((await lockStep(tx, begun)) === undefined) throw new Superseded("a later attempt is at work");
    await update(tx, begun.step, { tables: JSON.stringify([counted]) });
  });
}

async function finishPlan(options: PlansOptions, tx: Transaction, plan: PlanRow): Promise<void> {
  await options.evidence.append(tx, {
    kind: "plan.done",
    about: plan.about,
    body: { plan: plan.id, action: plan.action, hash: plan.hash },
  });
  await move(tx, options.followers, plan, "finish", { finished_at: options.store.clock.now() });
}

/** Shown on the step, with since when and why, while the queue tries again. */
export async function noteFailure(options: PlansOptions, begun: BegunStep, error: OperationalError): Promise<void> {
  await options.store.transact(async (tx) => {
    if ((await lockStep(tx, begun)) === undefined) return;
    const since = begun.step.waiting_since ?? options.store.clock.now();
    await update(tx, begun.step, { error_message: error.message, error_retryable: true, waiting_since: since });
  });
}

/** The step and the plan stop here until somebody resumes. `shown`: what was found, for whoever decides about that. */
export async function failStep(
  options: PlansOptions,
  failed: { job: StepJob; attempt?: number },
  error: OperationalError,
  shown: Partial<Pick<StepResult, "tables" | "residue" | "differences">> = {},
): Promise<void> {
  const { job } = failed;
  await options.store.transact(async (tx) => {
    const plan = await lockPlan(tx, job.plan);
    if (plan === undefined || plan.run !== job.run || !goesOn(plan)) return;
    const step = (await stepRows(tx, job.plan)).find(({ ordinal }) => ordinal === job.ordinal);
    if (step === undefined || step.state === "done" || step.state === "failed") return;
    if (failed.attempt !== undefined && failed.attempt !== step.attempt) return;
    await update(tx, step, {
      state: "failed",
      error_message: error.message,
      error_retryable: false,
      ...(shown.tables === undefined ? {} : { tables: JSON.stringify(shown.tables) }),
      ...(shown.residue === undefined ? {} : { residue: JSON.stringify(shown.residue) }),
      ...(shown.differences === undefined ? {} : { differences: JSON.stringify(shown.differences) }),
    });
    if (step.kind === "collect") await dropUnfinished(tx, plan.id);
    await options.evidence.append(tx, {
      kind: "plan.failed",
      about: plan.about,
      body: { plan: plan.id, step: step.ordinal, of: step.kind, ...placedAt(step), code: error.code },
    });
    // Steps that do not wait for this one go on; the plan is told once.
    if (after(plan.state, "fail") !== undefined) await move(tx, options.followers, plan, "fail");
  });
}

/** For watchers only, so outside the step's transaction; an attempt that was fenced off no longer shows. */
export async function noteProgress(
  options: PlansOptions,
  begun: BegunStep,
  done: number,
  total: number,
): Promise<void> {
  await options.store.transact(async (tx) => {
    await tables(tx)
      .updateTable("plan_step")
      .set({ progress_done: done, progress_total: total })
      .where("plan_id", "=", begun.plan.id)
      .where("ordinal", "=", begun.step.ordinal)
      .where("attempt", "=", begun.step.attempt)
      .where("state", "=", "running")
      .execute();
  });
}

export function placeOf({ plan, step }: BegunStep): CrashPlace {
  return { plan: plan.id, ordinal: step.ordinal, kind: step.kind, ...placedAt(step) };
}

/** The plan under its lock, while this attempt is still the one that may write. */
export async function lockStep(tx: Transaction, begun: BegunStep): Promise<PlanRow | undefined> {
  const plan = await lockPlan(tx, begun.plan.id);
  if (plan === undefined || plan.run !== begun.plan.run || !goesOn(plan)) return undefined;
  const steps = await stepRows(tx, plan.id);
  const step = steps.find(({ ordinal }) => ordinal === begun.step.ordinal);
  return step?.state === "running" && step.attempt === begun.step.attempt ? plan : undefined;
}

/** A plan that failed at one step goes on with those that do not wait for it. */
function goesOn({ state }: PlanRow): boolean {
  return state === "approved" || state === "running" || state === "failed";
}

async function update(tx: Transaction, step: StepRow, change: Change<PlanStepTable>): Promise<void> {
  await tables(tx)
    .updateTable("plan_step")
    .set(change)
    .where("plan_id", "=", step.plan_id)
    .where("ordinal", "=", step.ordinal)
    .execute();
}

/** Counts, names of the policy and reasons; what a table holds never comes here. */
function stepEvidence(
  { plan, step }: Pick<BegunStep, "plan" | "step">,
  result: StepResult,
): { readonly [key: string]: Json } {
  return {
    plan: plan.id,
    step: step.ordinal,
    of: step.kind,
    ...placedAt(step),
    ...(step.round > 1 ? { round: step.round } : {}),
    tables: result.tables as unknown as Json,
    ...(result.residue === undefined ? {} : { residue: result.residue as unknown as Json }),
    ...(result.differences === undefined ? {} : { differences: result.differences as unknown as Json }),
    ...result.facts,
  };
}

export function placedAt({ system, store }: Pick<StepRow, "system" | "store">): { system?: string; store?: string } {
  return { ...(system !== null && { system }), ...(store !== null && { store }) };
}
