/** Opens the task that a step is: somebody must do by hand, in one place, what no connector can. */
import { randomUUID } from "node:crypto";
import { addPeriod, assert, type LocalDate, localDateOf } from "#base";
import type { PersonAction, PlansOptions, TaskAct } from "../contract.ts";
import { type BegunStep, recordTask } from "../step-record.ts";
import { tables } from "../tables.ts";

const acts: Readonly<Record<PersonAction, TaskAct>> = {
  access: "hand-over",
  portability: "hand-over",
  erasure: "erase",
  rectification: "correct",
  restriction: "restrict",
  lifting: "lift",
};

/** Two weeks, and a week before the answer is due; of what is urgent already, at once. */
const usual = { amount: 14, unit: "day" } as const;
const weekBefore = { amount: -7, unit: "day" } as const;

export async function openTask(options: PlansOptions, begun: BegunStep): Promise<void> {
  const { plan, step } = begun;
  const { action } = plan;
  assert(action !== "retention", "nobody sweeps by hand");
  const since = options.store.clock.now();
  await recordTask(options, begun, async (tx) => {
    await tables(tx)
      .insertInto("plan_task")
      .values({
        id: randomUUID(),
        plan_id: plan.id,
        ordinal: step.ordinal,
        round: step.round,
        act: acts[action],
        since,
        due_on: dueOn(localDateOf(since, options.policy.timeZone), plan.due_on),
        reminded_at: null,
        done_at: null,
        done_by: null,
        outcome: null,
        note: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

function dueOn(today: LocalDate, answerDueOn: LocalDate | null): LocalDate {
  const days = [addPeriod(today, usual), ...(answerDueOn === null ? [] : [addPeriod(answerDueOn, weekBefore)])];
  const [first = today] = days.sort();
  return first < today ? today : first;
}
