/**
 * The life of a request as complete tables: every state answers every event, so that no combination is forgotten and none
 * is decided twice. One table per way of answering; the kind says which is its own. Pure; everything that writes a state
 * asks `next` first.
 *
 * - `carried-out`  a plan over the systems does it, after staff looked at what would happen.
 * - `decided`      staff decide, in words: nothing is changed in a system.
 * - `contested`    staff decide; when they agree a plan can go before the end, so that the person first gets a copy.
 * - `self-service` takes effect when the person proved to own the address: nobody decides.
 * - `unproven`     takes effect at once, without proof: it can only stop something, and the law forbids to ask who it is.
 *
 * What always holds (cited in the tests and checked against random histories of each table):
 *
 * - R1  Done, refused and withdrawn are the end: they refuse every event.
 * - R2  A plan runs only after an approval, or a resume of one that was approved.
 * - R3  Done is reached from a plan or a delivery that ended; without a plan only by a decision or by taking effect.
 * - R4  A delivery exists only for an answer that a plan made; a link is sent again only for one that exists.
 * - R5  Before the person proved to own the address nothing leads to staff, to a plan or to an answer; what takes effect
 *       without proof gives nothing away and changes no data.
 * - R6  A request is extended at most once.
 * - R7  The person withdraws only what has not begun: never while a plan runs, never afterwards.
 * - R8  Only what waits for a decision, or has failed, can be refused; what takes effect by itself is never refused.
 * - R9  From every state that can be reached the end can be reached: nothing is stuck.
 * - R10 A failed request is never lost: it can be resumed, and it does not close by itself.
 */
import type { RequestEvent, RequestState } from "./contract.ts";

/** No `Partial`: the compiler demands an answer for every state and event. `-` stands for "not now". */
type Row = Readonly<Record<RequestEvent, RequestState | "-">>;
export type Lifecycle = Readonly<Record<RequestState, Row>>;
export const lifecycleNames = ["carried-out", "decided", "contested", "self-service", "unproven"] as const;
export type LifecycleName = (typeof lifecycleNames)[number];

const end: Row = {
  "code-sent": "-",
  vouched: "-",
  verified: "-",
  "gave-up-verifying": "-",
  join: "-",
  "take-effect": "-",
  extend: "-",
  approve: "-",
  uphold: "-",
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

const carriedOut: Lifecycle = {
  // Nobody has proven anything yet, so nobody may withdraw it either: it could be somebody else's.
  // The company's own server may vouch for an address; then no code is sent and the proof follows at once.
  received: { ...end, "code-sent": "verifying", vouched: "verifying", "gave-up-verifying": "withdrawn" },
  // Whoever already has one like it under way is answered with that one.
  verifying: { ...end, verified: "waiting-for-review", join: "withdrawn", "gave-up-verifying": "withdrawn" },
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

/** No plan, so none of the states of one: a request of this kind is never there. */
const withoutPlan = { running: end, delivering: end, failed: end } as const;

const decided: Lifecycle = {
  ...carriedOut,
  "waiting-for-review": { ...end, extend: "extended", uphold: "done", refuse: "refused", withdraw: "withdrawn" },
  extended: { ...end, uphold: "done", refuse: "refused", withdraw: "withdrawn" },
  ...withoutPlan,
};

const contested: Lifecycle = {
  ...carriedOut,
  "waiting-for-review": { ...carriedOut["waiting-for-review"], uphold: "done" },
  extended: { ...carriedOut.extended, uphold: "done" },
  // What was upheld is not refused any more because the copy that goes with it failed.
  failed: { ...end, resume: "running", uphold: "done" },
};

const selfService: Lifecycle = {
  ...carriedOut,
  verifying: { ...end, "take-effect": "done", "gave-up-verifying": "withdrawn" },
  "waiting-for-review": end,
  extended: end,
  ...withoutPlan,
};

const unproven: Lifecycle = {
  ...selfService,
  received: { ...end, "take-effect": "done" },
  verifying: end,
};

export const lifecycles: Readonly<Record<LifecycleName, Lifecycle>> = {
  "carried-out": carriedOut,
  decided,
  contested,
  "self-service": selfService,
  unproven,
};

/** The state after this event, or `undefined` when this is not the time for it. */
export function nextIn(name: LifecycleName, state: RequestState, event: RequestEvent): RequestState | undefined {
  const to = lifecycles[name][state][event];
  return to === "-" ? undefined : to;
}

const ended: ReadonlySet<RequestState> = new Set(["done", "refused", "withdrawn"]);

/** Whether the request has ended. */
export function isClosed(state: RequestState): boolean {
  return ended.has(state);
}
