/**
 * The one way a request changes its state: ask the lifecycle, write the state, the history and the evidence in the same
 * transaction. Whoever calls holds the request (see `hold`).
 *
 * Order of locks, so that nobody waits in a circle: a plan before its request, a request before the end of the evidence
 * log. Staff acts that hold a request touch its plan only while no plan transaction can be under way for it.
 */
import { assert, type Json, type StaffId } from "#base";
import type { Transaction } from "#store";
import type { RequestEvent, RequestState } from "./contract.ts";
import type { House } from "./house.ts";
import { next } from "./kinds/index.ts";
import { change, type RequestRow, tables } from "./tables.ts";

export type By = "person" | "system" | { readonly staff: StaffId };

const evidenceKinds: Record<RequestEvent, string> = {
  "code-sent": "request.code-sent",
  vouched: "request.vouched",
  verified: "request.verified",
  "gave-up-verifying": "request.never-verified",
  join: "request.joined",
  "take-effect": "request.took-effect",
  extend: "request.extended",
  approve: "request.approved",
  uphold: "request.upheld",
  "plan-done": "request.executed",
  "answer-ready": "request.answered",
  "plan-failed": "request.failed",
  resume: "request.resumed",
  delivered: "request.delivered",
  "delivery-expired": "request.delivery-expired",
  "send-again": "request.link-sent-again",
  refuse: "request.refused",
  withdraw: "request.withdrawn",
};

export interface Recorded {
  /** Columns that change together with the state. */
  readonly values?: Partial<RequestRow>;
  /** A word out of a closed list. */
  readonly reason?: string;
  /** Added to the evidence: counts, dates, digests. */
  readonly facts?: { readonly [key: string]: Json };
}

/** The request after the event. Assumes the caller asked `next` when the event may be refused. */
export async function record(
  house: House,
  tx: Transaction,
  row: RequestRow,
  event: RequestEvent,
  by: By,
  recorded: Recorded = {},
): Promise<RequestRow> {
  const to = next(row, event);
  assert(to !== undefined, `a request in state ${row.state} was told ${event}`);
  await change(tx, row.id, { ...recorded.values, state: to });
  await line(house, tx, row, { from: row.state, to, event, by }, recorded);
  return { ...row, ...recorded.values, state: to };
}

interface Line {
  readonly from: RequestState | "start";
  readonly to: RequestState;
  readonly event: RequestEvent | "receive";
  readonly by: By;
}

/** One line of history with its evidence; also the very first line, which has no state before it. */
export async function line(
  house: House,
  tx: Transaction,
  row: Pick<RequestRow, "id" | "reference" | "kind">,
  { from, to, event, by }: Line,
  { reason, facts }: Recorded = {},
): Promise<number> {
  const who = typeof by === "string" ? { by } : { by: "staff", staff: by.staff };
  const kind = event === "receive" ? "request.received" : evidenceKinds[event];
  const body = { kind: row.kind, from, to, ...who, ...(reason === undefined ? {} : { reason }), ...facts };
  const { index } = await house.evidence.append(tx, { kind, about: row.reference, body });
  await tables(tx)
    .insertInto("request_event")
    .values({
      request_id: row.id,
      at: house.store.clock.now(),
      from_state: from,
      to_state: to,
      event,
      by_kind: typeof by === "string" ? by : "staff",
      by_staff: typeof by === "string" ? null : by.staff,
      reason: reason ?? null,
      evidence_index: index,
    })
    .execute();
  return index;
}
