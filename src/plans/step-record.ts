/**
 * The record of a step, in three transactions that a crash may fall between: begun (the attempt number rises, so that any
 * earlier attempt is fenced off), done (with its evidence and the next job), failed.
 */
import { assert, type Json, type OperationalError, type PlanId } from "#base";
import type { ResidueFinding } from "#connectors";
import type { Transaction } from "#store";
import type { CrashPlace, Difference, PlansOptions, StepFinding } from "./contract.ts";
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
  /** What else belongs to the same transaction: sealed working copies, the finished answer. */
  readonly record?: (tx: Transaction) => Promise<void>;
}

export interface BegunStep {
  readonly plan: PlanRow;
  readonly step: StepRow;
  /** All of the plan, for comparing with what was approved. */
  readonly steps: readonly StepRow[];
}

export async function sendStep(
  options: PlansOptions,
  tx: Transaction,
  plan: { id: PlanId; run: number },
  ordinal: number,
): Promise<void> {
  const data: StepJob = { plan: plan.id, run: plan.run, ordinal };
  await options.store.queue.send(tx, {
    queue: stepQueue,
    data: { ...data },
    onceKey: `${plan.id}/${plan.run}/${ordinal}`,
  });
}

/** Raises the attempt and commits that, before anything has an effect. `undefined`: nothing is left to do for this job. */
export function beginStep(options: PlansOptions, job: StepJob): Promise<BegunStep | undefined> {
  return options.store.transact(async (tx) => {
    const plan = await lockPlan(tx, job.plan);
    if (plan === undefined || plan.run !== job.run || (plan.state !== "approved" && plan.state !== "running")) return;
    const steps = await stepRows(tx, job.plan);
    const step = steps.find(({ ordinal }) => ordinal === job.ordinal);
    assert(step !== undefined, "a job for a step that the plan does not have");
    if (step.state === "done") return;
    assert(
      steps.every(({ ordinal, state }) => ordinal >= job.ordinal || state === "done"),
      "a step began before the one in front of it was done",
    );
    const attempt = step.attempt + 1;
    // A failure of the last attempt stays visible until this one ends.
    await update(tx, step, { state: "running", attempt });
    if (plan.state === "approved") await move(tx, options.followers, plan, "start");
    return { plan, steps, step: { ...step, state: "running", attempt } };
  });
}

/** Effect recorded, evidence written and next job sent, or none of it. Answers false when another attempt took over. */
export function finishStep(options: PlansOptions, begun: BegunStep, result: StepResult): Promise<boolean> {
  const { store, evidence, crashPoint } = options;
  const { id } = begun.plan;
  return store.transact(async (tx) => {
    const locked = await lockStep(tx, begun);
    if (locked === undefined) return false;
    await result.record?.(tx);
    if (locked.next === undefined) await forgetSecrets(tx, id);
    else await sendStep(options, tx, locked.plan, locked.next);
    const body = stepEvidence(begun, result);
    const { index } = await evidence.append(tx, { kind: "step.done", about: begun.plan.about, body });
    await update(tx, begun.step, {
      state: "done",
      tables: JSON.stringify(result.tables),
      residue: JSON.stringify(result.residue ?? []),
      differences: JSON.stringify(result.differences ?? []),
      progress_done: null,
      progress_total: null,
      error_message: null,
      error_retryable: null,
      evidence_index: index,
      finished_at: store.clock.now(),
    });
    if (locked.next === undefined) await finishPlan(options, tx, locked.plan);
    await crashPoint?.("recorded-not-committed", placeOf(begun));
    return true;
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

/** Shown on the step while the queue tries again. */
export async function noteFailure(options: PlansOptions, begun: BegunStep, error: OperationalError): Promise<void> {
  await options.store.transact(async (tx) => {
    if ((await lockStep(tx, begun)) === undefined) return;
    await update(tx, begun.step, { error_message: error.message, error_retryable: true });
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
    if (plan === undefined || plan.run !== job.run || (plan.state !== "approved" && plan.state !== "running")) return;
    const step = (await stepRows(tx, job.plan)).find(({ ordinal }) => ordinal === job.ordinal);
    if (step === undefined || step.state === "done") return;
    if (failed.attempt !== undefined && failed.attempt !== step.attempt) return;
    await update(tx, step, {
      state: "failed",
      error_message: error.message,
      error_retryable: false,
      ...(shown.tables === undefined ? {} : { tables: JSON.stringify(shown.tables) }),
      ...(shown.residue === undefined ? {} : { residue: JSON.stringify(shown.residue) }),
      ...(shown.differences === undefined ? {} : { differences: JSON.stringify(shown.differences) }),
    });
    await dropUnfinished(tx, plan.id);
    await options.evidence.append(tx, {
      kind: "plan.failed",
      about: plan.about,
      body: { plan: plan.id, step: step.ordinal, of: step.kind, ...systemOf(step), code: error.code },
    });
    await move(tx, options.followers, plan, "fail");
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
  return { plan: plan.id, ordinal: step.ordinal, kind: step.kind, ...systemOf(step) };
}

/** The plan under its lock, while this attempt is still the one that may write. */
export async function lockStep(
  tx: Transaction,
  begun: BegunStep,
): Promise<{ plan: PlanRow; next: number | undefined } | undefined> {
  const plan = await lockPlan(tx, begun.plan.id);
  if (plan === undefined || plan.run !== begun.plan.run || plan.state !== "running") return undefined;
  const steps = await stepRows(tx, plan.id);
  const step = steps.find(({ ordinal }) => ordinal === begun.step.ordinal);
  if (step?.state !== "running" || step.attempt !== begun.step.attempt) return undefined;
  const next = steps.find(({ ordinal, state }) => ordinal > begun.step.ordinal && state !== "done");
  return { plan, next: next?.ordinal };
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
function stepEvidence({ plan, step }: BegunStep, result: StepResult): { readonly [key: string]: Json } {
  return {
    plan: plan.id,
    step: step.ordinal,
    of: step.kind,
    ...systemOf(step),
    ...(step.round > 1 ? { round: step.round } : {}),
    tables: result.tables as unknown as Json,
    ...(result.residue === undefined ? {} : { residue: result.residue as unknown as Json }),
    ...(result.differences === undefined ? {} : { differences: result.differences as unknown as Json }),
    ...result.facts,
  };
}

function systemOf(step: StepRow): { system?: string } {
  return step.system === null ? {} : { system: step.system };
}
