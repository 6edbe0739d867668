/** Each step of each plan: killed at every place, refused by the world at every call, run twice. The end is the same. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OperationalError } from "#base";
import type { ConnectedSystem } from "#connectors";
import type { CrashPlace, PlanAction, PlansOptions, SystemPool } from "./contract.ts";
import { planCrashPoints } from "./contract.ts";
import { carryOut, Died, endState, openWorld, refill, type Turn, type World } from "./test-world.ts";

type End = Awaited<ReturnType<typeof endState>>;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.dispose());

async function endOf(action: PlanAction, options: PlansOptions, how: Turn = {}): Promise<End> {
  await refill(world);
  return endState(world, await carryOut(world, action, options, how));
}

/** Tells every place that a plan comes by, once each, in order. */
async function placesOf(action: PlanAction): Promise<{ end: End; places: string[] }> {
  const places: string[] = [];
  const crashPoint = (name: string, place: CrashPlace) => void places.push(`${name}@${place.ordinal ?? 0}`);
  return { end: await endOf(action, { ...world.base, crashPoint }), places: [...new Set(places)] };
}

/** Passes every call on, but counts it first. */
function counting(pool: SystemPool, before: (call: string) => void): SystemPool {
  const counted = (system: ConnectedSystem): ConnectedSystem =>
    new Proxy(system, {
      get: (target, name: keyof ConnectedSystem) => {
        const member = target[name];
        if (typeof member !== "function") return member;
        return async (...args: never[]) => {
          before(`${name}@${target.name}`);
          return (member as (...args: never[]) => unknown).apply(target, args);
        };
      },
    });
  return { ...pool, names: pool.names, use: (name, work) => pool.use(name, (system) => work(counted(system))) };
}

describe.each(["access", "erasure"] as const)("%s", (action) => {
  test("ends the same wherever the process dies", async () => {
    const { end, places } = await placesOf(action);
    expect(end.state).toBe("done");
    for (const place of places) {
      let alive = true;
      const crashPoint = (name: string, at: CrashPlace) => {
        if (!alive || `${name}@${at.ordinal ?? 0}` !== place) return;
        alive = false;
        throw new Died(place);
      };
      expect(await endOf(action, { ...world.base, crashPoint }), place).toEqual(end);
      expect(alive, place).toBe(false);
    }
    const met = new Set(places.map((place) => place.split("@")[0]));
    const never = action === "erasure" ? ["answer-chunk-written"] : [];
    expect(planCrashPoints.filter((name) => !met.has(name))).toEqual(never);
  });

  test("ends the same whichever call to a system fails for a while", async () => {
    let calls = 0;
    const end = await endOf(action, { ...world.base, systems: counting(world.pool, () => void calls++) });
    expect(calls).toBeGreaterThan(8);
    for (let failing = 0; failing < calls; failing++) {
      let call = 0;
      let named = "";
      const systems = counting(world.pool, (name) => {
        if (call++ !== failing) return;
        named = name;
        throw new OperationalError("database-unreachable", "The system went away.", { retryable: true });
      });
      expect(await endOf(action, { ...world.base, systems }), `call ${failing}: ${named}`).toEqual(end);
      expect(named).not.toBe("");
    }
  });

  test("ends the same when every job runs twice, and when two workers run it at once", async () => {
    const end = await endOf(action, world.base);
    expect(await endOf(action, world.base, { times: "twice" })).toEqual(end);
    for (let again = 0; again < 5; again++)
      expect(await endOf(action, world.base, { times: "at-once", failures: 20 })).toEqual(end);
  });
});
