/** What staff decide about a plan: approve what they saw, abandon it, have it looked at again, or let it go on. */
import { assert, type PlanId, refuse, type Result, type StaffId, succeed } from "#base";
import type { Transaction } from "#store";
import type { ApproveRefusal, Plan, PlansOptions, PrepareRefusal, ResumeRefusal } from "./contract.ts";
import { after } from "./lifecycle.ts";
import { startAgain } from "./prepare.ts";
import { forgetSecrets, lockPlan, move, type PlanRow, type StepRow, stepRows } from "./record.ts";
import { anew, sendReady } from "./step-record.ts";
import { tables } from "./tables.ts";

const unknownPlan = () => refuse("unknown-plan", "There is no such plan. Nothing was changed.");

export async function approvePlan(
  options: PlansOptions,
  tx: Transaction,
  id: PlanId,
  hash: string,
  by: StaffId,
): Promise<Result<Plan, ApproveRefusal>> {
  const row = await lockPlan(tx, id);
  if (row === undefined) return unknownPlan();
  const refusal = whyNot(row, hash, options.policyHash);
  if (refusal !== undefined) return refusal;
  await sendReady(options, tx, row);
  const approved = { approved_at: options.store.clock.now(), approved_by: by };
  const plan = await move(tx, options.followers, row, "approve", approved);
  await options.evidence.append(tx, {
    kind: "plan.approved",
    about: row.about,
    body: { plan: id, action: row.action, hash, policyHash: options.policyHash, by, steps: plan.steps.length },
  });
  return succeed(plan);
}

function whyNot(row: PlanRow, hash: string, policyHash: string): ({ ok: false } & ApproveRefusal) | undefined {
  if (row.state === "preparing")
    return refuse("blocked", "The dry run is still being made. Nothing was approved. Look again when it is there.");
  if (row.state === "blocked")
    return refuse(
      "blocked",
      "The dry run found problems. Nothing was approved. Mend them, then make the dry run again.",
    );
  if (after(row.state, "approve") === undefined)
    return refuse("already-decided", `This plan is ${row.state} already. Nothing was changed.`);
  if (row.hash !== hash)
    return refuse("changed", "The plan is not the one that you saw. Nothing was approved. Look at it again.");
  if (row.policy_hash !== policyHash)
    return refuse(
      "changed",
      "The policy changed since the dry run. Nothing was approved. Make the dry run again and look at it.",
    );
  return undefined;
}

export async function prepareAgain(
  options: PlansOptions,
  tx: Transaction,
  id: PlanId,
): Promise<Result<Plan, PrepareRefusal>> {
  const row = await lockPlan(tx, id);
  if (row === undefined) return unknownPlan();
  if (after(row.state, "prepare-again") === undefined)
    return refuse("already-decided", `This plan is ${row.state} already. No new dry run was made.`);
  return succeed(await startAgain(options, tx, row));
}

export async function abandonPlan(options: PlansOptions, tx: Transaction, id: PlanId): Promise<boolean> {
  const row = await lockPlan(tx, id);
  if (row === undefined || after(row.state, "abandon") === undefined) return false;
  await forgetSecrets(tx, id);
  const plan = await move(tx, options.followers, row, "abandon", { finished_at: options.store.clock.now() });
  await options.evidence.append(tx, { kind: "plan.abandoned", about: plan.about, body: { plan: id } });
  return true;
}

export async function resumePlan(
  options: PlansOptions,
  tx: Transaction,
  id: PlanId,
): Promise<Result<Plan, ResumeRefusal>> {
  const row = await lockPlan(tx, id);
  if (row === undefined) return unknownPlan();
  if (after(row.state, "resume") === undefined)
    return refuse("not-failed", `This plan is ${row.state}, so there is nothing to resume. Nothing was changed.`);
  const run = row.run + 1;
  const failed = (await stepRows(tx, id)).filter(({ state }) => state === "failed");
  assert(failed.length > 0, "a failed plan without a failed step");
  const reopened: Reopened[] = [];
  for (const step of failed) reopened.push(await reopenStep(tx, step));
  const plan = await move(tx, options.followers, row, "resume", { run, finished_at: null, stop_asked: false });
  await sendReady(options, tx, { ...row, run });
  for (const { ordinal, tables: acceptedTables, eraseAgain = null } of reopened)
    await options.evidence.append(tx, {
      kind: "plan.resumed",
      about: plan.about,
      body: { plan: id, step: ordinal, acceptedTables, eraseAgain },
    });
  return succeed(plan);
}

/** Read by the step between two batches. */
export async function stopPlan(tx: Transaction, id: PlanId): Promise<boolean> {
  const row = await lockPlan(tx, id);
  if (row?.action !== "retention" || row.state !== "running") return false;
  await tables(tx).updateTable("plan").set({ stop_asked: true }).where("id", "=", id).execute();
  return true;
}

interface Reopened {
  readonly ordinal: number;
  readonly tables: readonly string[];
  readonly eraseAgain?: string;
}

/**
 * The step that failed waits again; what it met beyond the approval was shown with the failure, and is accepted now. When
 * looking again found something left, that system is erased once more first: the same step, in a further round.
 */
async function reopenStep(tx: Transaction, failed: StepRow): Promise<Reopened> {
  // Looking again after a correction corrects what it finds: an order of its own for the system each time.
  await reopen(tx, failed, failed, failed.kind === "verify" ? failed.round + 1 : failed.round);
  if (failed.kind !== "verify" || (failed.residue.length === 0 && failed.differences.length === 0))
    return { ordinal: failed.ordinal, tables: acceptedIn(failed, failed) };
  const change = (await stepRows(tx, failed.plan_id)).find(
    ({ kind, system, store }) =>
      (kind === "erase" || kind === "correct") && system === failed.system && store === failed.store,
  );
  const place = failed.system ?? failed.store;
  assert(change !== undefined && place !== null, "a place that is looked at again was not changed");
  await reopen(tx, change, failed, change.round + 1);
  return { ordinal: change.ordinal, tables: acceptedIn(change, failed), eraseAgain: place };
}

async function reopen(tx: Transaction, step: StepRow, shown: StepRow, round = step.round): Promise<void> {
  await tables(tx)
    .updateTable("plan_step")
    .set({
      ...anew,
      // What a system's step did stays visible until it ends again.
      tables: JSON.stringify(step.store === null ? step.tables : []),
      round,
      accepted: JSON.stringify(acceptedIn(step, shown)),
    })
    .where("plan_id", "=", step.plan_id)
    .where("ordinal", "=", step.ordinal)
    .execute();
}

function acceptedIn(step: StepRow, shown: StepRow): string[] {
  const met = [...shown.differences, ...shown.residue].map(({ table }) => table);
  return [...new Set([...step.accepted, ...met])].sort();
}
