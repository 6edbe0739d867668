/** What a plan's end means for its request; told inside the transaction in which the plan ends. */
import type { PlanId } from "#base";
import type { Plan, PlanFollower } from "#plans";
import type { Transaction } from "#store";
import { end } from "./closing.ts";
import { deliver } from "./delivery.ts";
import type { House } from "./house.ts";
import { erasedBy } from "./kept.ts";
import { next } from "./lifecycle.ts";
import { tellCarriedOut } from "./other-address.ts";
import { authorityOf, writeToRequester } from "./post.ts";
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
    if (next(row.state, "plan-done") === undefined) return;
    if (plan.action === "access") return deliver(house, tx, row, plan);
    return erased(house, tx, row, plan);
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
  if (next(row.state, "plan-failed") === undefined) return;
  const step = plan.steps.find(({ state }) => state === "failed")?.kind;
  await record(house, tx, row, "plan-failed", "system", {
    facts: { plan: plan.id, ...(step === undefined ? {} : { step }) },
  });
}

/** Every row is erased or has its ground: the person is told, and then nothing of them is left here either. */
async function erased(house: House, tx: Transaction, row: RequestRow, plan: Plan): Promise<void> {
  const told = erasedBy(house.policy, plan);
  const { rows, kept } = told;
  const authority = authorityOf(house);
  await writeToRequester(house, tx, row, (letters, frame) => letters.erased(frame, { ...told, authority }));
  await tellCarriedOut(house, tx, row);
  const facts = { plan: plan.id, rows, kept: kept.reduce((sum, one) => sum + one.rows, 0) };
  await end(house, tx, row, { event: "plan-done", by: "system", outcome: "erased", facts });
}
