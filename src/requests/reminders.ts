/** Due dates that come near are said once each, a due date that passed raises the alarm; both are on the record. */
import { addPeriod, daysBetween } from "#base";
import { standingClocks } from "./clock.ts";
import { forAll, type House, today } from "./house.ts";
import { type RequestRow, tables } from "./tables.ts";

/** Days before the due date. */
const thresholds = [1, 3, 7] as const;
const overdue = 0;

/** The nearest threshold that is reached: after a jump of the clock the earlier ones say nothing new. */
export function reminderFor(daysLeft: number): number | undefined {
  return daysLeft < 0 ? overdue : thresholds.find((days) => daysLeft <= days);
}

export async function remind(house: House): Promise<void> {
  const now = today(house);
  const open = await tables(house.store.reader)
    .selectFrom("request")
    .select(["id", "reference", "kind", "due_on", "state"])
    .where("closed_at", "is", null)
    .where("answered_on", "is", null)
    .where("due_on", "<=", addPeriod(now, { amount: Math.max(...thresholds), unit: "day" }))
    .orderBy("due_on")
    .execute();
  const clocks = await standingClocks(house, house.store.reader);
  await forAll(open, async (row) => {
    const daysLeft = daysBetween(now, clocks.get(row.id)?.dueOn ?? row.due_on);
    const threshold = reminderFor(daysLeft);
    if (threshold !== undefined) await remindOnce(house, row, threshold, daysLeft);
  });
}

async function remindOnce(
  house: House,
  row: Pick<RequestRow, "id" | "reference" | "kind" | "due_on" | "state">,
  threshold: number,
  daysLeft: number,
): Promise<void> {
  await house.store.transact(async (tx) => {
    const given = await tables(tx)
      .insertInto("request_reminder")
      .values({ request_id: row.id, days_before: threshold, at: house.store.clock.now(), evidence_index: -1 })
      .onConflict((conflict) => conflict.doNothing())
      .returning("request_id")
      .executeTakeFirst();
    if (given === undefined) return;
    const { index } = await house.evidence.append(tx, {
      kind: threshold === overdue ? "request.overdue" : "request.reminded",
      about: row.reference,
      body: { kind: row.kind, state: row.state, dueOn: row.due_on, daysLeft },
    });
    await tables(tx)
      .updateTable("request_reminder")
      .set({ evidence_index: index })
      .where("request_id", "=", row.id)
      .where("days_before", "=", threshold)
      .execute();
  });
}
