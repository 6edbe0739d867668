/** Each step of each plan: killed at every place, refused by the world at every call, run twice. The end is the same. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OperationalError } from "#base";
import type { CrashPlace, PersonAction, PlansOptions } from "./contract.ts";
import { planCrashPoints } from "./contract.ts";
import { carryOut, Died, endState, openWorld, refill, type Turn, type World } from "./test-world.ts";

/** A portable copy is made, and a restriction lifted, by the steps of the others; long runs try them as well. */
const actions: readonly PersonAction[] = [
  ...(["access", "erasure", "rectification", "restriction"] as const),
  ...(Number(process.env["GESTAND_RUNS"] ?? 0) >= 100 ? (["portability", "lifting"] as const) : []),
];

type End = Awaited<ReturnType<typeof endState>>;

let world: World;
beforeAll(async () => {
  world = await openWorld({ shelf: { pendingFor: 2 } });
});
afterAll(() => world.dispose());

async function endOf(action: PersonAction, options: PlansOptions, how: Turn = {}): Promise<End> {
  await refill(world);
  return endState(world, await carryOut(world, action, options, how));
}

/** Tells every place that a plan comes by, once each, in order. */
async function placesOf(action: PersonAction): Promise<{ end: End; places: string[] }> {
  const places: string[] = [];
  const crashPoint = (name: string, place: CrashPlace) => void places.push(`${name}@${place.ordinal ?? 0}`);
  return { end: await endOf(action, { ...world.base, crashPoint }), places: [...new Set(places)] };
}

/** Passes every call to a system or a store on, but counts it first. */
function counting({ base }: World, before: (call: string) => void): Partial<PlansOptions> {
  const counted = <T extends { readonly name: string }>(place: T): T =>
    new Proxy(place, {
      get: (target, name: keyof T & string) => {
        const member = target[name];
        if (typeof member !== "function") return member;
        // Things of a store are a stream: it fails as it is read.
        if (name === "items")
          return async function* (...args: never[]) {
            before(`${name}@${target.name}`);
            yield* (member as (...args: never[]) => AsyncIterable<unknown>).apply(target, args);
          };
        return async (...args: never[]) => {
          before(`${name}@${target.name}`);
          return (member as (...args: never[]) => unknown).apply(target, args);
        };
      },
    });
  const { systems, stores } = base;
  return {
    systems: { ...systems, names: systems.names, use: (name, work) => systems.use(name, (one) => work(counted(one))) },
    ...(stores && {
      stores: { ...stores, names: stores.names, use: (name, work) => stores.use(name, (one) => work(counted(one))) },
    }),
  };
}

describe.each(actions)("%s", (action) => {
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
    const copies = action === "access" || action === "portability";
    expect(planCrashPoints.filter((name) => !met.has(name))).toEqual(copies ? [] : ["answer-chunk-written"]);
  });

  test("ends the same whichever call to a system fails for a while", async () => {
    let calls = 0;
    const end = await endOf(action, { ...world.base, ...counting(world, () => void calls++) });
    expect(calls).toBeGreaterThan(8);
    for (let failing = 0; failing < calls; failing++) {
      let call = 0;
      let named = "";
      const places = counting(world, (name) => {
        if (call++ !== failing) return;
        named = name;
        throw new OperationalError("database-unreachable", "The system went away.", { retryable: true });
      });
      expect(await endOf(action, { ...world.base, ...places }), `call ${failing}: ${named}`).toEqual(end);
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
