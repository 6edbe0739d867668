/** One job of one step: begin, have the effect, record it. Whatever happens in between, the next job finds where we are. */
import { assert, assertNever, isOperationalError, type OperationalError } from "#base";
import type { RunningJob } from "#store";
import type { PlansOptions } from "./contract.ts";
import { StepStopped, Superseded } from "./failures.ts";
import { frozenHash } from "./freeze.ts";
import {
  beginStep,
  type BegunStep,
  failStep,
  finishStep,
  noteFailure,
  placeOf,
  type StepJob,
  type StepResult,
} from "./step-record.ts";
import { close } from "./steps/close.ts";
import { collect } from "./steps/collect.ts";
import { correct } from "./steps/correct.ts";
import { erase } from "./steps/erase.ts";
import { identify } from "./steps/identify.ts";
import { restrict } from "./steps/restrict.ts";
import { changeInStore } from "./steps/store.ts";
import { sweep } from "./steps/sweep.ts";
import { openTask } from "./steps/task.ts";
import { verify } from "./steps/verify.ts";

export async function handleStep(options: PlansOptions, job: RunningJob): Promise<void> {
  const data = job.data as unknown as StepJob;
  const begun = await beginStep(options, data);
  if (begun === undefined) return;
  await options.crashPoint?.("step-begun", placeOf(begun));
  let result: StepResult;
  try {
    stopUnlessAsApproved(begun);
    if (begun.step.kind === "do") return await openTask(options, begun);
    result = await perform(options, begun);
    await options.crashPoint?.("effect-done", placeOf(begun));
    await finishStep(options, begun, result);
  } catch (error) {
    return await stopped(options, data, begun, error);
  }
  await options.crashPoint?.("step-recorded", placeOf(begun));
}

function perform(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  const { kind } = begun.step;
  switch (kind) {
    case "identify":
      return identify(options, begun);
    case "correct":
      return begun.step.store === null ? correct(options, begun) : changeInStore(options, begun);
    case "restrict":
    case "lift":
      return restrict(options, begun);
    case "collect":
      return collect(options, begun);
    case "erase":
      return begun.step.store === null ? erase(options, begun) : changeInStore(options, begun);
    case "verify":
      return verify(options, begun);
    case "close":
      return close(options, begun);
    case "sweep":
      return sweep(options, begun);
    case "do":
      throw new Error("a task is opened, not performed");
    default:
      return assertNever(kind);
  }
}

/** The record that we work from is the one that was approved, to the letter. */
function stopUnlessAsApproved({ plan, steps }: BegunStep): void {
  assert(plan.policy_hash !== null && plan.today !== null, "a plan runs that was never looked at");
  const hash = frozenHash({
    action: plan.action,
    about: plan.about,
    subjectDigest: plan.subject_digest,
    policyHash: plan.policy_hash,
    today: plan.today,
    steps: steps.map(({ kind, system, store }) => ({ kind, ...(system && { system }), ...(store && { store }) })),
    previews: plan.previews,
    stores: plan.stores,
  });
  if (hash === plan.hash) return;
  throw new StepStopped(
    "not-as-approved",
    "The stored plan is not the one that was approved: somebody changed it in the database. Nothing was done. " +
      "Make a new plan, and find out who changed this one.",
  );
}

/** What may pass by itself is left to the queue; what may not is written down; a bug goes to the queue, which gives up at once. */
async function stopped(options: PlansOptions, job: StepJob, begun: BegunStep, error: unknown): Promise<void> {
  if (error instanceof Superseded) return;
  if (!isOperationalError(error)) throw error;
  if (error.retryable) {
    await noteFailure(options, begun, error);
    throw error;
  }
  const shown = error instanceof StepStopped ? error.shown : {};
  await failStep(options, { job, attempt: begun.step.attempt }, error, shown);
}

/** No tries are left, or the step met a bug. */
export async function gaveUpStep(options: PlansOptions, job: RunningJob, error: OperationalError): Promise<void> {
  await failStep(options, { job: job.data as unknown as StepJob }, error);
}
