/** The queue of staff: what is open, in the order in which it is due, and what each waits for. */
import { daysBetween } from "#base";
import type { Reader } from "#store";
import type { QueueLine } from "./contract.ts";
import { openQuestions, standingClocks } from "./clock.ts";
import { type House, today } from "./house.ts";
import { identitySettled } from "./identity-rules.ts";
import { mayPropose } from "./corrections.ts";
import { linkIsLost } from "./send-again.ts";
import { type PlanStateRow, type RequestRow, tables } from "./tables.ts";

/** Requests nobody has confirmed are left out: they end by themselves within half an hour. */
export async function queue(house: House, reader: Reader): Promise<readonly QueueLine[]> {
  const rows = await tables(reader)
    .selectFrom("request")
    .leftJoin("request_plan", "request_plan.plan_id", "request.plan_id")
    .selectAll("request")
    .select("request_plan.state as plan_state")
    .where("request.closed_at", "is", null)
    .where("request.state", "not in", ["received", "verifying"])
    .orderBy("request.due_on")
    .orderBy("request.received_at")
    .orderBy("request.reference")
    .execute();
  const now = today(house);
  const clocks = await standingClocks(house, reader);
  const asked = await openQuestions(reader);
  const lines: QueueLine[] = [];
  for (const row of rows) {
    const clock = clocks.get(row.id);
    const dueOn = clock?.dueOn ?? row.due_on;
    const daysLeft = daysBetween(now, dueOn);
    lines.push({
      id: row.id,
      reference: row.reference,
      kind: row.kind,
      state: row.state,
      receivedOn: row.received_on,
      dueOn,
      ...(clock === undefined ? {} : { clockStands: { since: clock.since, waitsFor: clock.waitsFor } }),
      ...(row.acknowledge_by === null || row.acknowledged_on !== null ? {} : { acknowledgeBy: row.acknowledge_by }),
      daysLeft,
      overdue: daysLeft < 0 && row.answered_on === null,
      needs: (await linkIsLost(house, reader, row))
        ? "help"
        : asked.has(row.id)
          ? "nothing"
          : needs(row, row.plan_state),
    });
  }
  return lines;
}

/** What a request waits for on our side. */
export function needs(row: RequestRow, plan: PlanStateRow["state"] | null): QueueLine["needs"] {
  if (row.state === "failed") return "help";
  if (row.state !== "waiting-for-review" && row.state !== "extended") return "nothing";
  if (row.located_at === null) return row.locate_failed_at === null ? "nothing" : "help";
  if (!identitySettled(row)) return identityNeeds(row);
  if (row.plan_id === null) return mayPropose(row) ? "nothing" : "decision";
  if (plan === "blocked") return "help";
  return plan === "ready" ? "decision" : "nothing";
}

function identityNeeds(row: RequestRow): QueueLine["needs"] {
  if (row.identity_accepted === false) return "decision";
  // Asked and not shown yet: it is the person's turn.
  return row.identity_asked_at !== null && row.identity_shown_at === null ? "nothing" : "identity-decision";
}
