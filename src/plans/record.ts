/** Reads plans as the rest of the house sees them, and moves their state: always under the row's lock, always told on. */
import { assert, type PlanId } from "#base";
import type { Reader, Transaction } from "#store";
import type { Plan, PlanFollower, Step } from "./contract.ts";
import { after, type PlanEvent } from "./lifecycle.ts";
import type { Change, Read } from "./rows.ts";
import { type PlanStepTable, type PlanTable, tables } from "./tables.ts";

export type PlanRow = Read<PlanTable>;
export type StepRow = Read<PlanStepTable>;
export type PlanChange = Omit<Change<PlanTable>, "id" | "state">;

export async function loadPlan(reader: Reader, id: PlanId): Promise<Plan | undefined> {
  const row = await tables(reader).selectFrom("plan").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : planOf(row, await stepRows(reader, id));
}

export function stepRows(reader: Reader, plan: PlanId): Promise<StepRow[]> {
  return tables(reader).selectFrom("plan_step").selectAll().where("plan_id", "=", plan).orderBy("ordinal").execute();
}

/** Everything that decides about a plan begins here; two that decide at once come one after the other. */
export async function lockPlan(tx: Transaction, id: PlanId): Promise<PlanRow | undefined> {
  return tables(tx).selectFrom("plan").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Moves a locked plan, and tells whoever follows. The caller has asked `after` before it came here. */
export async function move(
  tx: Transaction,
  followers: readonly PlanFollower[],
  row: PlanRow,
  event: PlanEvent,
  change: PlanChange = {},
): Promise<Plan> {
  const state = after(row.state, event);
  assert(state !== undefined, `a plan that is ${row.state} was told ${event}`);
  await tables(tx)
    .updateTable("plan")
    .set({ state, ...change })
    .where("id", "=", row.id)
    .execute();
  const plan = await loadPlan(tx, row.id);
  assert(plan !== undefined, "a locked plan is gone");
  if (state !== row.state && state !== "preparing") for (const follower of followers) await follower(tx, plan);
  return plan;
}

export async function forgetSecrets(tx: Transaction, plan: PlanId): Promise<void> {
  await tables(tx).deleteFrom("plan_secret").where("plan_id", "=", plan).execute();
}

/** Pieces of a copy that was cut off: no answer, and never one again. */
export async function dropUnfinished(tx: Transaction, plan: PlanId): Promise<void> {
  await tables(tx).deleteFrom("answer").where("plan_id", "=", plan).where("finished_at", "is", null).execute();
}

function planOf(row: PlanRow, steps: readonly StepRow[]): Plan {
  return {
    id: row.id,
    about: row.about,
    action: row.action,
    state: row.state,
    hash: row.hash ?? "",
    previews: row.previews,
    stores: row.stores,
    problems: row.problems,
    steps: steps.map(stepOf),
    createdAt: row.created_at,
    ...(row.approved_at === null ? {} : { approvedAt: row.approved_at }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  };
}

function stepOf(row: StepRow): Step {
  return {
    ordinal: row.ordinal,
    kind: row.kind,
    ...(row.system === null ? {} : { system: row.system }),
    ...(row.store === null ? {} : { store: row.store }),
    state: row.state,
    attempt: row.attempt,
    ...(row.progress_done === null || row.progress_total === null
      ? {}
      : { progress: { done: row.progress_done, total: row.progress_total } }),
    tables: row.tables,
    residue: row.residue,
    differences: row.differences,
    ...(row.error_message === null
      ? {}
      : { error: { message: row.error_message, retryable: row.error_retryable === true } }),
    ...(row.waiting_since === null ? {} : { waitingSince: row.waiting_since }),
    ...(row.evidence_index === null ? {} : { evidenceIndex: row.evidence_index }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  };
}
