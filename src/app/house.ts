/** Wires the rooms: the one place where they meet. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Clock, OperationalError } from "#base";
import type { Evidence } from "#evidence";
import { createMail } from "#mail";
import {
  createPlans,
  createSystemPool,
  type PlanFollower,
  type Plans,
  type PlansOptions,
  type SystemPool,
} from "#plans";
import { type Policy, promisesOf, withOwnSystem } from "#policy";
import { createPromiseBoard, type PromiseBoard } from "#promises";
import { createRequests, type Requests } from "#requests";
import { createServer, createStaff, type Logger, type Staff } from "#server";
import { type InstallationKey, loadInstallationKey, openStore, type Store } from "#store";
import type { Configuration } from "./configuration.ts";
import { evidenceOf } from "./evidence-log.ts";
import { loadPolicy } from "./load-policy.ts";
import { troubleEvent } from "./logging.ts";
import { reachBy, type Reach } from "./systems.ts";
import { version } from "./version.ts";

export interface House {
  readonly policy: Policy;
  readonly store: Store;
  readonly evidence: Evidence;
  readonly requests: Requests;
  readonly plans: Plans;
  readonly promises: PromiseBoard;
  readonly staff: Staff;
  readonly systems: SystemPool;
  /** The HTTP application, not yet listening. */
  server(): ReturnType<typeof createServer>;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly log?: Logger;
  readonly clock?: Clock;
  /** Resolves when the systems may be reached; the sample shop is built while the server already answers. */
  readonly systemsReady?: Promise<unknown>;
}

/**
 * Commands that look, or make an account, hand no mail over and so need no mail server; those that do (`start`, `serve`,
 * `work`) ask for one before they come here. A reserved name (RFC 2606): nothing can ever be delivered to it.
 */
const noMailServer = "smtp://nowhere.invalid";

/** What every room stands on. */
interface Ground {
  readonly configuration: Configuration;
  readonly policy: Policy;
  readonly policyHash: string;
  readonly store: Store;
  readonly keys: InstallationKey;
  readonly clock: Clock;
  readonly log: Logger;
  readonly reach: Reach;
}

/** Needs `configuration.databaseUrl`. Throws OperationalError with one sentence for whoever started us. */
export async function openHouse(configuration: Configuration, options: HouseOptions = {}): Promise<House> {
  const ground = await layGround(configuration, options);
  const { policy, policyHash, store, clock, log } = ground;
  const rooms = await furnishOrLeave(ground);
  const { publicUrl, trustedProxies, metricsToken, showProof = false } = configuration;
  const assetsDir = new URL("../../web/", import.meta.url);
  const metrics = metricsToken === undefined ? {} : { metricsToken };
  const served = {
    policy,
    policyHash,
    publicUrl,
    version,
    store,
    ...rooms,
    clock,
    log,
    trustedProxies,
    assetsDir,
    showProof,
  };
  return {
    policy,
    store,
    ...rooms,
    server: () => createServer({ ...served, ...metrics, showProof }),
    close: async () => {
      await store.queue.stop(10_000);
      await rooms.systems.close();
      await store.close();
    },
  };
}

async function layGround(configuration: Configuration, options: HouseOptions): Promise<Ground> {
  const clock = options.clock ?? { now: () => new Date() };
  const log = options.log ?? (() => undefined);
  const { policy, hash } = await usablePolicy(configuration);
  const databaseUrl = configuration.databaseUrl;
  if (databaseUrl === undefined)
    throw new OperationalError(
      "configuration",
      'DATABASE_URL is not set. Nothing was started. Set it, or try "gestand start", which needs nothing.',
    );
  const keys = await loadInstallationKey({
    fromEnvironment: configuration.installationKey,
    dataDir: configuration.dataDir,
  });
  const onTrouble = (error: OperationalError) => log(troubleEvent(error));
  const store = await openStore({ url: databaseUrl, keys, clock, onTrouble });
  const reach = reachBy(policy, store, async (urlFrom) => {
    if (urlFrom === "DATABASE_URL") return databaseUrl;
    await options.systemsReady;
    return configuration.secret(urlFrom);
  });
  return { configuration, policy, policyHash: hash, store, keys, clock, log, reach };
}

/** A house that cannot be furnished leaves nothing open. */
async function furnishOrLeave(ground: Ground): Promise<ReturnType<typeof furnish>> {
  try {
    const rooms = furnish(ground);
    for (const room of [rooms.mail, rooms.plans, rooms.requests, rooms.promises]) room.serve();
    return rooms;
  } catch (error) {
    await ground.store.close();
    throw error;
  }
}

function furnish({ configuration, policy, policyHash, store, keys, clock, reach }: Ground) {
  const publicUrl = configuration.publicUrl.origin;
  const evidence = evidenceOf(store, keys);
  const mail = createMail({
    store,
    transport: {
      url: configuration.smtpUrl ?? noMailServer,
      from: configuration.mailFrom ?? policy.organisation.contact.email,
      replyTo: policy.organisation.contact.email,
    },
  });
  const systems = createSystemPool({ names: policy.systems.map((system) => system.name), connect: reach });
  const staff = createStaff(store, clock);
  const promises = createPromiseBoard({
    store,
    evidence,
    policy,
    policyHash,
    promises: promisesOf(policy),
    systems,
    publicUrl,
    documentExists: async (path) => existsSync(resolve(dirname(configuration.policyFile), path)),
  });
  const followers: PlanFollower[] = [];
  const onIdentifiers: NonNullable<PlansOptions["onIdentifiers"]> = (tx, plan, found) =>
    promises.watchErasure(tx, plan, found);
  const plans = createPlans({ store, evidence, policy, policyHash, systems, followers, onIdentifiers });
  const requests = createRequests({
    store,
    evidence,
    mail,
    plans,
    policy,
    publicUrl,
    staffNames: (reader) => staff.names(reader),
  });
  followers.push(requests.planFollower);
  return { evidence, mail, systems, staff, promises, plans, requests };
}

async function usablePolicy(configuration: Configuration): Promise<{ policy: Policy; hash: string }> {
  const { policy, hash, problems } = await loadPolicy(configuration.policyFile);
  if (policy !== undefined) return { policy: withOwnSystem(policy), hash };
  const errors = problems.filter((problem) => problem.severity === "error").length;
  throw new OperationalError(
    "policy-wrong",
    `${configuration.policyFile} has ${errors} error${errors === 1 ? "" : "s"}; "gestand check" lists them. Nothing was started.`,
  );
}
