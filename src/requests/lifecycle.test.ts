import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { refusalReasonsFor, requestKinds, requestStates } from "#policy";
import { type RequestEvent, type RequestState, requestEvents } from "./contract.ts";
import { kinds } from "./kinds/index.ts";
import { isClosed, lifecycleNames, type LifecycleName, lifecycles, nextIn } from "./lifecycle.ts";

const ended: readonly RequestState[] = ["done", "refused", "withdrawn"];
const proven: readonly RequestState[] = [
  "waiting-for-review",
  "extended",
  "running",
  "delivering",
  "failed",
  "refused",
];

/** States that a request of this table can be in. */
function reached(name: LifecycleName): ReadonlySet<RequestState> {
  const seen = new Set<RequestState>();
  const visit = (state: RequestState): void => {
    if (seen.has(state)) return;
    seen.add(state);
    for (const to of Object.values(lifecycles[name][state])) if (to !== "-") visit(to);
  };
  visit("received");
  return seen;
}

test("every kind has a table, and what can be refused is what the policy has reasons for", () => {
  for (const kind of requestKinds) {
    const { lifecycle, plan, handsOver, closingLetter } = kinds[kind];
    expect(kinds[kind].kind).toBe(kind);
    const refused = [...reached(lifecycle)].some((state) => nextIn(lifecycle, state, "refuse") !== undefined);
    expect(refused, kind).toBe(refusalReasonsFor(kind).length > 0);
    expect(reached(lifecycle).has("running"), kind).toBe(plan !== undefined);
    expect(handsOver !== undefined || closingLetter !== undefined, kind).toBe(true);
  }
});

/** A model that knows nothing of the tables: what a careful clerk would remember of one request. */
interface Clerk {
  verified: boolean;
  extensions: number;
  approvals: number;
  planIsRunning: boolean;
  answers: number;
  ended: boolean;
}

function follow(clerk: Clerk, event: RequestEvent, name: LifecycleName): void {
  if (event === "verified" || (event === "take-effect" && name === "self-service")) clerk.verified = true;
  if (event === "extend") clerk.extensions++;
  if (event === "approve") clerk.approvals++;
  if (event === "answer-ready") clerk.answers++;
  if (event === "approve" || event === "resume") clerk.planIsRunning = true;
  if (event === "plan-done" || event === "answer-ready" || event === "plan-failed") clerk.planIsRunning = false;
}

const decisive: readonly RequestEvent[] = ["uphold", "take-effect"];

describe.each(lifecycleNames)("the life of what is %s", (name) => {
  const next = (state: RequestState, event: RequestEvent) => nextIn(name, state, event);

  test("every state answers every event", () => {
    for (const state of requestStates)
      expect(Object.keys(lifecycles[name][state]).sort()).toEqual([...requestEvents].sort());
  });

  test("R1: an ended request refuses every event, and what is not reached does too", () => {
    for (const state of requestStates) {
      expect(isClosed(state)).toBe(ended.includes(state));
      if (ended.includes(state) || !reached(name).has(state))
        for (const event of requestEvents) expect(next(state, event), `${state} ${event}`).toBeUndefined();
    }
  });

  test("R9, R10: from every state the end can be reached, and a failed request waits for somebody", () => {
    const reaches = (state: RequestState, seen = new Set<RequestState>()): boolean => {
      if (ended.includes(state)) return true;
      if (seen.has(state)) return false;
      seen.add(state);
      return Object.values(lifecycles[name][state]).some((to) => to !== "-" && reaches(to, seen));
    };
    for (const state of reached(name)) expect(reaches(state), state).toBe(true);
    if (reached(name).has("failed")) expect(next("failed", "resume")).toBe("running");
    const byItself: RequestEvent[] = [
      "gave-up-verifying",
      "plan-done",
      "answer-ready",
      "delivered",
      "delivery-expired",
      "join",
      "take-effect",
    ];
    for (const event of byItself) expect(next("failed", event)).toBeUndefined();
  });

  test("R2–R8 hold in every history", () => {
    const histories = array(constantFrom(...requestEvents), { maxLength: 40 });
    assert(
      property(histories, (events) => {
        let state: RequestState = "received";
        const clerk = { verified: false, extensions: 0, approvals: 0, planIsRunning: false, answers: 0, ended: false };
        for (const event of events) {
          const to: RequestState | undefined = next(state, event);
          if (to === undefined) continue;
          expect(clerk.ended, "R1").toBe(false);
          if (event === "withdraw") expect(clerk.approvals, "R7").toBe(0);
          if (event === "refuse") expect(["waiting-for-review", "extended", "failed"], "R8").toContain(state);
          if (event === "plan-done" || event === "answer-ready" || event === "plan-failed")
            expect(clerk.planIsRunning, "R2").toBe(true);
          follow(clerk, event, name);
          state = to;
          clerk.ended = ended.includes(state);
          expect(state === "running", "R2").toBe(clerk.planIsRunning);
          if (state === "running") expect(clerk.approvals, "R2").toBe(1);
          if (state === "done")
            expect(event === "plan-done" || clerk.answers === 1 || decisive.includes(event), "R3").toBe(true);
          if (state === "delivering" || event === "send-again") expect(clerk.answers, "R4").toBe(1);
          if (proven.includes(state)) expect(clerk.verified, "R5").toBe(true);
          if (state === "done" && name !== "unproven") expect(clerk.verified, "R5").toBe(true);
          expect(clerk.extensions, "R6").toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: Math.min(2_000, Number(process.env["GESTAND_RUNS"] ?? 200)) },
    );
  });
});
