/**
 * The engine of plans (log, systems, plans) over one store, put together as the product does it. Knows no test runner, so
 * that processes of their own use it as well as tests do.
 */
import { readFile } from "node:fs/promises";
import type { Clock } from "#base";
import { type ConnectedSystem, connect } from "#connectors";
import { createEvidence, type Evidence } from "#evidence";
import { createPlans, createSystemPool, type Plans, type PlansOptions, type SystemPool } from "#plans";
import { type Policy, withOwnSystem } from "#policy";
import { openStore, type Store } from "#store";
import { policyFile } from "../../examples/webshop-nl/index.ts";
import { testKeys } from "./keys.ts";
import { policyOf } from "./policy.ts";

export interface Urls {
  /** Of Gestand's own database. */
  readonly own: string;
  /** Of every other system. */
  readonly shop: string;
}

export interface Systems {
  readonly store: Store;
  readonly policy: Policy;
  readonly urls: Urls;
  /** Stands between the engine and the shop. */
  readonly around?: (system: ConnectedSystem) => ConnectedSystem;
}

export function wireSystems({ store, policy, urls, around = (system) => system }: Systems): SystemPool {
  const digest = (identity: string) => store.vault.digest("requester", identity);
  return createSystemPool({
    names: policy.systems.map(({ name }) => name),
    connect: async (name) => {
      const system = policy.systems.find((one) => one.name === name);
      if (system === undefined) throw new Error(`no system ${name}`);
      const own = system.urlFrom === "DATABASE_URL";
      const connected = await connect({ policy, system, url: own ? urls.own : urls.shop, digest });
      return own ? connected : around(connected);
    },
  });
}

export function wireEvidence(store: Store, origin = "webshop-nl.example/gestand"): Evidence {
  return createEvidence({ store, origin, seed: testKeys.derive("evidence/signing", 32) });
}

export interface Engine {
  readonly policy: Policy;
  readonly store: Store;
  readonly evidence: Evidence;
  readonly systems: SystemPool;
  readonly plans: Plans;
}

/** Over the sample shop. Close `systems` and `store`. */
export async function openSampleEngine(options: {
  readonly urls: Urls;
  readonly clock: Clock;
  readonly poolSize?: number;
  readonly idleInTransactionMs?: number;
  readonly crashPoint?: PlansOptions["crashPoint"];
}): Promise<Engine> {
  const { urls, clock, crashPoint, ...sizes } = options;
  const policy = await samplePolicy();
  const store = await openStore({ url: urls.own, keys: testKeys, clock, ...sizes });
  const evidence = wireEvidence(store);
  const systems = wireSystems({ store, policy, urls });
  const crash = crashPoint === undefined ? {} : { crashPoint };
  const plans = createPlans({
    store,
    evidence,
    policy,
    policyHash: "0".repeat(64),
    systems,
    followers: [],
    ...crash,
  });
  return { policy, store, evidence, systems, plans };
}

export async function samplePolicy(): Promise<Policy> {
  return withOwnSystem(policyOf(await readFile(policyFile, "utf8")));
}
