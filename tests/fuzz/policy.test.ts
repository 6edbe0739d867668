/**
 * Whatever somebody writes as a policy: an answer, soon, that points at the right place. `GESTAND_RUNS` says how many
 * documents, `GESTAND_SEED` which is the first; a failure names the seed of its document.
 */
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { documentOf } from "./documents.ts";
import { tried } from "./laws.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 150);
const first = Number(process.env["GESTAND_SEED"] ?? 1);
/** Of processor time, for parsing and everything that is made of a policy; the samples take a fifth of it. */
const mostMs = 1_000;
const mostMemoryBytes = 1_500_000_000;

test(
  "any document becomes a policy or problems at their places, and a policy everything that is made of one",
  async () => {
    const faults: string[] = [];
    let policies = 0;
    for (let seed = first; seed < first + runs && faults.length < 20; seed++) {
      const { isPolicy, cpuMs, faults: found } = tried(documentOf(seed));
      if (isPolicy) policies++;
      faults.push(...found.map((fault) => `document ${seed}: ${fault}`));
      if (cpuMs > mostMs) faults.push(`document ${seed}: took ${Math.round(cpuMs)} ms`);
      // Lets the runner hear that the test is alive.
      if (seed % 100 === 0) await setImmediate();
    }
    expect(faults).toEqual([]);
    // Documents that nobody can read would hold nothing to the laws of policies.
    expect(policies).toBeGreaterThan(runs / 50);
    expect(process.memoryUsage().rss).toBeLessThan(mostMemoryBytes);
  },
  Math.max(60_000, runs * 200),
);
