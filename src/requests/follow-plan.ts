/** What a plan's end means for its request; told inside the transaction in which the plan ends. */
import type { PlanId } from "#base";
import type { Plan, PlanFollower } from "#plans";
import type { Transaction } from "#store";
import { noteAddressChanged } from "./address-change.ts";
import { end } from "./closing.ts";
import { writeClosingLetter } from "./closing-letter.ts";
import { deliver } from "./delivery.ts";
import { copyIsReady } from "./hand-over.ts";
import type { House } from "./house.ts";
import { erasedBy } from "./kept.ts";
import { kinds, next } from "./kinds/index.ts";
import { tellCarriedOut } from "./other-address.ts";
import { record } from "./record.ts";
import { hold, type RequestRow, tables } from "./tables.ts";

/**
 * The ends move the request. A plan that becomes ready or blocked is only noted, and must not wait for the request: an
 * approval holds the request and wants the plan at that moment.
 */
export function followPlans(house: House): PlanFollower {
  return async (tx, plan) => {
    if (plan.state === "ready" || plan.state === "blocked") return noteState(tx, plan.id, plan.state);
    if (plan.state !== "done" && plan.state !== "failed") return;
    const row = await hold(tx, { plan: plan.id });
    if (row === undefined) return;
    if (plan.state === "failed") return failed(house, tx, row, plan);
    if (next(row, "plan-done") === undefined) return;
    if (kinds[row.kind].handsOver !== undefined) {
      await deliver(house, tx, row, plan);
      return copyIsReady(house, tx, row);
    }
    return carriedOut(house, tx, row, plan);
  };
}

async function noteState(tx: Transaction, plan: PlanId, state: "ready" | "blocked"): Promise<void> {
  await tables(tx)
    .insertInto("request_plan")
    .values({ plan_id: plan, state })
    .onConflict((conflict) => conflict.column("plan_id").doUpdateSet({ state }))
    .execute();
}

async function failed(house: House, tx: Transaction, row: RequestRow, plan: Plan): Promise<void> {
  if (next(row, "plan-failed") === undefined) return;
  const step = plan.steps.find(({ state }) => state === "failed")?.kind;
  await record(house, tx, row, "plan-failed", "system", {
    facts: { plan: plan.id, ...(step === undefined ? {} : { step }) },
  });
}

/** Everything is done, or has its ground: the person is told, and then nothing of them is left here either. */
async function carriedOut(house: House, tx: Transaction, row: RequestRow, plan: Plan): Promise<void> {
  const { outcome } = kinds[row.kind];
  await writeClosingLetter(house, tx, row, { plan });
  await tellCarriedOut(house, tx, row);
  await noteAddressChanged(house, tx, row);
  await end(house, tx, row, {
    event: "plan-done",
    by: "system",
    outcome,
    facts: { plan: plan.id, ...countsOf(house, plan) },
  });
}

function countsOf(house: House, plan: Plan): { rows: number; kept?: number } {
  if (plan.action === "erasure") {
    const { rows, kept } = erasedBy(house.policy, plan);
    return { rows, kept: kept.reduce((sum, one) => sum + one.rows, 0) };
  }
  const changing = plan.steps.filter(({ kind }) => kind === "correct" || kind === "restrict" || kind === "lift");
  return {
    rows: changing.flatMap(({ tables: found }) => found).reduce((sum, { rows, shared }) => sum + rows - shared, 0),
  };
}
