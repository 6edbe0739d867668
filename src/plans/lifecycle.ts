/** The states of a plan as one complete table: what is not in it does not happen. */
import type { PlanState } from "./contract.ts";

export const planEvents = [
  "looked",
  "problems-found",
  "prepare-again",
  "approve",
  "start",
  "finish",
  "fail",
  "resume",
  "abandon",
] as const;
export type PlanEvent = (typeof planEvents)[number];

/** `undefined`: refused. */
type Row = Readonly<Record<PlanEvent, PlanState | undefined>>;

const nothing: Row = {
  looked: undefined,
  "problems-found": undefined,
  "prepare-again": undefined,
  approve: undefined,
  start: undefined,
  finish: undefined,
  fail: undefined,
  resume: undefined,
  abandon: undefined,
};

const transitions: Readonly<Record<PlanState, Row>> = {
  preparing: {
    ...nothing,
    looked: "ready",
    "problems-found": "blocked",
    "prepare-again": "preparing",
    abandon: "abandoned",
  },
  ready: { ...nothing, "prepare-again": "preparing", approve: "approved", abandon: "abandoned" },
  blocked: { ...nothing, "prepare-again": "preparing", abandon: "abandoned" },
  approved: { ...nothing, start: "running", fail: "failed", abandon: "abandoned" },
  running: { ...nothing, start: "running", finish: "done", fail: "failed" },
  failed: { ...nothing, resume: "running" },
  done: nothing,
  abandoned: nothing,
};

/** The state after the event, or `undefined` when this state refuses it. */
export function after(state: PlanState, event: PlanEvent): PlanState | undefined {
  return transitions[state][event];
}
