/** Reminds of tasks: once when the day comes near, which the console shows and the evidence keeps. */
import { addPeriod, localDateOf } from "#base";
import type { PlansOptions } from "./contract.ts";
import { tables } from "./tables.ts";

/** So long before its day. */
const before = { amount: 3, unit: "day" } as const;

/** Twice without harm: whoever notes the reminder first writes the evidence. */
export async function remindOfTasks({ store, evidence, policy }: PlansOptions): Promise<void> {
  const now = store.clock.now();
  const near = addPeriod(localDateOf(now, policy.timeZone), before);
  await store.transact(async (tx) => {
    const reminded = await tables(tx)
      .updateTable("plan_task")
      .set({ reminded_at: now })
      .where("done_at", "is", null)
      .where("reminded_at", "is", null)
      .where("due_on", "<=", near)
      .returning(["plan_id", "ordinal", "act", "due_on"])
      .execute();
    for (const { plan_id: plan, ordinal: step, act, due_on: dueOn } of reminded) {
      const { about } = await tables(tx)
        .selectFrom("plan")
        .select("about")
        .where("id", "=", plan)
        .executeTakeFirstOrThrow();
      await evidence.append(tx, { kind: "task.reminded", about, body: { plan, step, act, dueOn } });
    }
  });
}
