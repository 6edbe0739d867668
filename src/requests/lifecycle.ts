/**
 * The life of a request as one complete table: every state answers every event, so that no combination is forgotten and
 * none is decided twice. Pure; everything that writes a state asks `next` first.
 *
 * What always holds (cited in the tests and checked against random histories):
 *
 * - R1  Done, refused and withdrawn are the end: they refuse every event.
 * - R2  A plan runs only after an approval, or a resume of one that was approved.
 * - R3  Done is reached from a plan that ended, or from a delivery that ended; never past the plan.
 * - R4  A delivery exists only for an answer that a plan made; a link is sent again only for one that exists.
 * - R5  Before the person proved to own the address nothing leads to staff, to a plan or to an answer.
 * - R6  A request is extended at most once.
 * - R7  The person withdraws only what has not begun: never while a plan runs, never afterwards.
 * - R8  Only what waits for a decision, or has failed, can be refused.
 * - R9  From every state the end can be reached: nothing is stuck.
 * - R10 A failed request is never lost: it can be resumed, and it does not close by itself.
 */
import type { RequestEvent, RequestState } from "./contract.ts";

/** No `Partial`: the compiler demands an answer for every state and event. `-` stands for "not now". */
type Row = Readonly<Record<RequestEvent, RequestState | "-">>;

const end: Row = {
  "code-sent": "-",
  verified: "-",
  "gave-up-verifying": "-",
  extend: "-",
  approve: "-",
  "plan-done": "-",
  "answer-ready": "-",
  "plan-failed": "-",
  resume: "-",
  delivered: "-",
  "delivery-expired": "-",
  "send-again": "-",
  refuse: "-",
  withdraw: "-",
};

export const lifecycle: Readonly<Record<RequestState, Row>> = {
  // Nobody has proven anything yet, so nobody may withdraw it either: it could be somebody else's.
  received: { ...end, "code-sent": "verifying", "gave-up-verifying": "withdrawn" },
  verifying: { ...end, verified: "waiting-for-review", "gave-up-verifying": "withdrawn" },
  "waiting-for-review": {
    ...end,
    extend: "extended",
    approve: "running",
    refuse: "refused",
    withdraw: "withdrawn",
  },
  // As waiting for review, but it cannot be extended again (GDPR art. 12(3): "may be extended by two further months").
  extended: { ...end, approve: "running", refuse: "refused", withdraw: "withdrawn" },
  running: { ...end, "plan-done": "done", "answer-ready": "delivering", "plan-failed": "failed" },
  // A link that nobody used has been answered all the same; the outcome tells the two apart. A link whose mail was refused
  // is sent again and the request goes on waiting for the same thing.
  delivering: { ...end, delivered: "done", "delivery-expired": "done", "send-again": "delivering" },
  // Refusing is for what cannot be repaired; an erasure that already changed something is resumed, never refused.
  failed: { ...end, resume: "running", refuse: "refused" },
  done: end,
  refused: end,
  withdrawn: end,
};

/** The state after this event, or `undefined` when this is not the time for it. */
export function next(state: RequestState, event: RequestEvent): RequestState | undefined {
  const to = lifecycle[state][event];
  return to === "-" ? undefined : to;
}

/** Whether the request has ended. */
export function isClosed(state: RequestState): boolean {
  return Object.values(lifecycle[state]).every((to) => to === "-");
}
