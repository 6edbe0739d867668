/** Wires the rooms: the one place where they meet. */
import type { Clock } from "#base";
import { OperationalError } from "#base";
import { createEvidence, type Evidence } from "#evidence";
import { createMail } from "#mail";
import { createPlans, type PlanFollower, type Plans, type SystemPool } from "#plans";
import type { Policy } from "#policy";
import { createPromiseBoard, type PromiseBoard } from "#promises";
import { createRequests, type Requests } from "#requests";
import { createServer, createStaff, type Logger, type Staff } from "#server";
import { loadInstallationKey, openStore, type Store } from "#store";
import type { Configuration } from "./configuration.ts";
import { loadPolicy } from "./load-policy.ts";
import { systemPool, withOwnSystem } from "./systems.ts";
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

/** Needs `configuration.databaseUrl`. Throws OperationalError with one sentence for whoever started us. */
export async function openHouse(configuration: Configuration, options: HouseOptions = {}): Promise<House> {
  const clock = options.clock ?? { now: () => new Date() };
  const log = options.log ?? (() => undefined);
  const { policy, hash } = await usablePolicy(configuration);
  const databaseUrl = configuration.databaseUrl ?? missing("DATABASE_URL");
  const keys = await loadInstallationKey({
    fromEnvironment: configuration.installationKey,
    dataDir: configuration.dataDir,
  });
  const store = await openStore({
    url: databaseUrl,
    keys,
    clock,
    onTrouble: (error) => log({ level: "warning", event: "retrying", code: error.code }),
  });
  const evidence = createEvidence({
    store,
    origin: `${configuration.publicUrl.host}/gestand`,
    seed: keys.derive("evidence/signing", 32),
  });
  const mail = createMail({
    store,
    transport: {
      url: configuration.smtpUrl ?? missing("GESTAND_SMTP_URL"),
      from: configuration.mailFrom ?? policy.organisation.contact.email,
      replyTo: policy.organisation.contact.email,
    },
  });
  const systems = systemPool(policy, store, async (urlFrom) => {
    if (urlFrom === "DATABASE_URL") return databaseUrl;
    await options.systemsReady;
    return configuration.secret(urlFrom);
  });
  const staff = createStaff(store, clock);
  const followers: PlanFollower[] = [];
  const plans = createPlans({ store, evidence, policy, policyHash: hash, systems, followers });
  const requests = createRequests({
    store,
    evidence,
    mail,
    plans,
    policy,
    publicUrl: configuration.publicUrl.origin,
    staffNames: (reader) => staff.names(reader),
  });
  followers.push(requests.planFollower);
  const promises = createPromiseBoard({
    store,
    evidence,
    policy,
    systems,
    requests,
    plans,
    publicUrl: configuration.publicUrl.origin,
  });
  for (const room of [mail, plans, requests, promises]) room.serve();
  const { publicUrl, trustedProxies, metricsToken } = configuration;
  return {
    policy,
    store,
    evidence,
    requests,
    plans,
    promises,
    staff,
    systems,
    server: () =>
      createServer({
        policy,
        publicUrl,
        version,
        store,
        requests,
        evidence,
        promises,
        staff,
        clock,
        log,
        trustedProxies,
        assetsDir: new URL("../../web/", import.meta.url),
        ...(metricsToken === undefined ? {} : { metricsToken }),
      }),
    close: async () => {
      await store.queue.stop(10_000);
      await systems.close();
      await store.close();
    },
  };
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

function missing(name: string): never {
  throw new OperationalError(
    "configuration",
    `${name} is not set. Nothing was started. Set it, or try "gestand start", which needs nothing.`,
  );
}
