/** The engine of plans on a real database and a real clock, put together as the product does it. */
import { createHash } from "node:crypto";
import { connect } from "#connectors";
import { createEvidence } from "#evidence";
import { createPlans, createSystemPool, type PlansOptions } from "#plans";
import { InstallationKey, openStore } from "#store";
import { samplePolicy } from "./cluster.ts";

export const benchKeys = new InstallationKey(createHash("sha256").update("gestand benchmarks").digest());

export async function openEngine(
  urls: { readonly own: string; readonly shop: string },
  crashPoint?: PlansOptions["crashPoint"],
) {
  const policy = await samplePolicy();
  const store = await openStore({ url: urls.own, keys: benchKeys, clock: { now: () => new Date() } });
  const evidence = createEvidence({
    store,
    origin: "webshop-nl.example/gestand",
    seed: benchKeys.derive("evidence/signing", 32),
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
  const plans = createPlans({
    store,
    evidence,
    policy,
    policyHash: "0".repeat(64),
    systems,
    followers: [],
    ...(crashPoint === undefined ? {} : { crashPoint }),
  });
  return { policy, store, evidence, plans, systems };
}
