import { array, assert, constantFrom, property } from "fast-check";
import { expect, test } from "vitest";
import { requestStates } from "#policy";
import { type RequestEvent, type RequestState, requestEvents } from "./contract.ts";
import { isClosed, lifecycle, next } from "./lifecycle.ts";

const ended: readonly RequestState[] = ["done", "refused", "withdrawn"];
const proven: readonly RequestState[] = [
  "waiting-for-review",
  "extended",
  "running",
  "delivering",
  "failed",
  "done",
  "refused",
];

test("every state answers every event", () => {
  for (const state of requestStates) expect(Object.keys(lifecycle[state]).sort()).toEqual([...requestEvents].sort());
});

test("R1: an ended request refuses every event, and only ended ones do", () => {
  for (const state of requestStates) {
    expect(isClosed(state)).toBe(ended.includes(state));
    if (ended.includes(state)) for (const event of requestEvents) expect(next(state, event)).toBeUndefined();
  }
});

test("R9, R10: from every state the end can be reached, and a failed request waits for somebody", () => {
  const reaches = (state: RequestState, seen = new Set<RequestState>()): boolean => {
    if (ended.includes(state)) return true;
    if (seen.has(state)) return false;
    seen.add(state);
    return Object.values(lifecycle[state]).some((to) => to !== "-" && reaches(to, seen));
  };
  for (const state of requestStates) expect(reaches(state), state).toBe(true);
  expect(next("failed", "resume")).toBe("running");
  const byItself: RequestEvent[] = ["gave-up-verifying", "plan-done", "answer-ready", "delivered", "delivery-expired"];
  for (const event of byItself) expect(next("failed", event)).toBeUndefined();
});

/** A model that knows nothing of the table: what a careful clerk would remember of one request. */
interface Clerk {
  verified: boolean;
  extensions: number;
  approvals: number;
  planIsRunning: boolean;
  answers: number;
  ended: boolean;
}

function follow(clerk: Clerk, event: RequestEvent): void {
  if (event === "verified") clerk.verified = true;
  if (event === "extend") clerk.extensions++;
  if (event === "approve") clerk.approvals++;
  if (event === "answer-ready") clerk.answers++;
  if (event === "approve" || event === "resume") clerk.planIsRunning = true;
  if (event === "plan-done" || event === "answer-ready" || event === "plan-failed") clerk.planIsRunning = false;
}

test("R2–R8 hold in every history", () => {
  const histories = array(constantFrom(...requestEvents), { maxLength: 40 });
  assert(
    property(histories, (events) => {
      let state: RequestState = "received";
      const clerk: Clerk = {
        verified: false,
        extensions: 0,
        approvals: 0,
        planIsRunning: false,
        answers: 0,
        ended: false,
      };
      for (const event of events) {
        const to = next(state, event);
        if (to === undefined) continue;
        expect(clerk.ended, "R1").toBe(false);
        if (event === "withdraw") expect(clerk.approvals, "R7").toBe(0);
        if (event === "refuse") expect(["waiting-for-review", "extended", "failed"], "R8").toContain(state);
        if (event === "plan-done" || event === "answer-ready" || event === "plan-failed")
          expect(clerk.planIsRunning, "R2").toBe(true);
        follow(clerk, event);
        state = to;
        clerk.ended = ended.includes(state);
        expect(state === "running", "R2").toBe(clerk.planIsRunning);
        if (state === "running") expect(clerk.approvals, "R2").toBe(1);
        if (state === "done") expect(event === "plan-done" || clerk.answers === 1, "R3").toBe(true);
        if (state === "delivering" || event === "send-again") expect(clerk.answers, "R4").toBe(1);
        if (proven.includes(state)) expect(clerk.verified, "R5").toBe(true);
        expect(clerk.extensions, "R6").toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: Number(process.env["GESTAND_RUNS"] ?? 500) },
  );
});
