/**
 * A worker of its own, for tests that kill it: `node worker.ts` with the addresses in the environment. Says `ready` when it
 * takes jobs. Its clock stands still, so that what it writes does not depend on when it was killed.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { connect } from "#connectors";
import { createEvidence } from "#evidence";
import { createPlans, createSystemPool } from "#plans";
import { parsePolicy, withOwnSystem } from "#policy";
import { InstallationKey, openStore } from "#store";
import { policyFile } from "../../examples/webshop-nl/index.ts";
import { SetClock } from "../harness/clock.ts";

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

export const keys = new InstallationKey(createHash("sha256").update("gestand tests").digest());

/** The engine as both the worker and the test that watches it put it together. */
export async function openEngine(urls: { own: string; shop: string }, clock: SetClock) {
  const { policy: parsed, problems } = parsePolicy("policy.yaml", await readFile(policyFile, "utf8"));
  if (parsed === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  const policy = withOwnSystem(parsed);
  const store = await openStore({ url: urls.own, keys, clock, poolSize: 4 });
  const evidence = createEvidence({
    store,
    origin: "webshop-nl.example/gestand",
    seed: keys.derive("evidence/signing", 32),
  });
  const systems = createSystemPool({
    names: policy.systems.map(({ name }) => name),
    connect: async (name) => {
      const system = policy.systems.find((one) => one.name === name);
      if (system === undefined) throw new Error(`no system ${name}`);
      const url = system.urlFrom === "DATABASE_URL" ? urls.own : urls.shop;
      return connect({ policy, system, url, digest: (identity) => store.vault.digest("requester", identity) });
    },
  });
  const plans = createPlans({ store, evidence, policy, policyHash: "0".repeat(64), systems, followers: [] });
  return { store, evidence, plans, systems };
}

if (import.meta.main) {
  const clock = new SetClock(variable("GESTAND_TEST_NOW"));
  const { plans, store } = await openEngine(
    { own: variable("GESTAND_TEST_OWN"), shop: variable("GESTAND_TEST_SHOP") },
    clock,
  );
  plans.serve();
  await store.queue.start({ work: true });
  process.stdout.write("ready\n");
  // Asked to go, it says how much memory it ever had: kilobytes, resident.
  process.once("SIGTERM", () => {
    process.stdout.write(`${process.resourceUsage().maxRSS}\n`, () => process.exit(0));
  });
}
