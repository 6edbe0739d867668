/** Wires the rooms: the one place where they meet. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Clock, OperationalError } from "#base";
import type { Evidence } from "#evidence";
import {
  type Announcements,
  createAnnouncements,
  createRenewals,
  createWithdrawals,
  type Renewals,
  type Withdrawals,
} from "#changes";
import { type Consents, createConsents } from "#consent";
import { createIncoming, type Incoming } from "#inbox";
import { createMail, type Mail, type Transport } from "#mail";
import type { Permissions } from "#permission";
import {
  createPlans,
  createSystemPool,
  type PlanFollower,
  type Plans,
  type PlansOptions,
  type StorePool,
  type SystemPool,
} from "#plans";
import { type Policy, promisesOf, withOwnSystem } from "#policy";
import { createPromiseBoard, type PromiseBoard } from "#promises";
import { createRecipients, type Recipients } from "#recipients";
import { createReplay, type Replay } from "#replay";
import { createRetention, type Retention } from "#retention";
import { correctedSince, createRequests, requesterDigest, type Requests, restrictionsByPlan } from "#requests";
import { createServer, createStaff, type Logger, type Staff } from "#server";
import { type InstallationKey, loadInstallationKey, openStore, type Store } from "#store";
import { createVersions, type VersionLine, type Versions } from "#versions";
import {
  isPublished,
  type OnDisk,
  publishDisk,
  type Publishing,
  readDisk,
  type VersionCalendar,
  versionCalendar,
} from "./carried-out.ts";
import type { Configuration } from "./configuration.ts";
import { vouchingKeys } from "./app-keys.ts";
import { emailsOf, gateOf, permissionsOf, proofTermOf, shownOf, unsubscribeByLetter } from "./permissions.ts";
import { evidenceOf } from "./evidence-log.ts";
import { troubleEvent } from "./logging.ts";
import { storesBy } from "./stores.ts";
import { mailTransport } from "./mail-transport.ts";
import { reachBy, type Reach } from "./systems.ts";
import { version } from "./version.ts";

export interface House {
  /** The version that is carried out, as a policy; the file on disk where none was published. */
  readonly policy: Policy;
  readonly version: VersionLine | undefined;
  readonly versions: Versions;
  readonly calendar: VersionCalendar;
  readonly store: Store;
  readonly evidence: Evidence;
  readonly requests: Requests;
  readonly incoming: Incoming;
  readonly plans: Plans;
  readonly promises: PromiseBoard;
  readonly announcements: Announcements;
  readonly renewals: Renewals;
  readonly withdrawals: Withdrawals;
  readonly retention: Retention;
  readonly recipients: Recipients;
  readonly consents: Consents;
  readonly permissions: Permissions;
  readonly replay: Replay;
  readonly mail: Mail;
  readonly staff: Staff;
  readonly systems: SystemPool;
  readonly stores: StorePool;
  /** The HTTP application, not yet listening. */
  server(): ReturnType<typeof createServer>;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly log?: Logger;
  readonly clock?: Clock;
  /** Resolves when the systems may be reached; the sample shop is built while the server already answers. */
  readonly systemsReady?: Promise<unknown>;
  /** What is published before anything is carried out. Commands that only look publish nothing. */
  readonly publish?: Publishing;
  /** Why the version in force is not carried out, as a code, while the one before it goes on. */
  readonly trouble?: () => string | undefined;
}

/** What every room stands on. */
interface Ground {
  readonly configuration: Configuration;
  readonly policy: Policy;
  readonly policyHash: string;
  readonly version: VersionLine | undefined;
  readonly versions: Versions;
  readonly calendar: VersionCalendar;
  readonly store: Store;
  readonly evidence: Evidence;
  readonly keys: InstallationKey;
  readonly clock: Clock;
  readonly log: Logger;
  readonly reach: Reach;
  readonly stores: StorePool;
}

/** Needs `configuration.databaseUrl`. Throws OperationalError with one sentence for whoever started us. */
export async function openHouse(configuration: Configuration, options: HouseOptions = {}): Promise<House> {
  const appKeys = await vouchingKeys(configuration);
  const ground = await layGround(configuration, options);
  const { policy, policyHash, version: carried, versions, calendar, store, clock, log } = ground;
  const rooms = await furnishOrLeave(ground);
  const {
    publicUrl,
    trustedProxies,
    siteOrigins = [],
    metricsToken,
    disclosuresToken,
    permissionToken,
    showProof = false,
  } = configuration;
  const assetsDir = new URL("../../web/", import.meta.url);
  const metrics = metricsToken === undefined ? {} : { metricsToken };
  const served = {
    policy,
    policyHash,
    publicUrl,
    version,
    store,
    ...rooms,
    appKeys,
    clock,
    log,
    trustedProxies,
    siteOrigins,
    assetsDir,
    showProof,
    ...(disclosuresToken !== undefined && { disclosuresToken }),
    ...(permissionToken !== undefined && { permissionToken }),
    published: {
      carried,
      versions,
      read: calendar.read,
      today: () => calendar.today(),
      onDisk: async () => onDiskFor(await readDisk(configuration.policyFile)),
      trouble: options.trouble ?? (() => undefined),
    },
  };
  return {
    policy,
    version: carried,
    versions,
    calendar,
    store,
    ...rooms,
    server: () => createServer({ ...served, ...metrics, showProof }),
    close: async () => {
      await store.queue.stop(10_000);
      await rooms.systems.close();
      await rooms.stores.close();
      await store.close();
    },
  };
}

/** What the console may show of the file. */
function onDiskFor(disk: OnDisk) {
  return disk.state === "readable" ? disk : { state: disk.state };
}

async function layGround(configuration: Configuration, options: HouseOptions): Promise<Ground> {
  const clock = options.clock ?? { now: () => new Date() };
  const log = options.log ?? (() => undefined);
  const disk = await readDisk(configuration.policyFile);
  const databaseUrl = configuration.databaseUrl;
  if (databaseUrl === undefined) {
    if (disk.state !== "readable") throw disk.error;
    throw new OperationalError(
      "configuration",
      'DATABASE_URL is not set. Nothing was started. Set it, or try "gestand start", which needs nothing.',
    );
  }
  const keys = await loadInstallationKey({
    fromEnvironment: configuration.installationKey,
    dataDir: configuration.dataDir,
  });
  const onTrouble = (error: OperationalError) => log(troubleEvent(error));
  const store = await openStore({ url: databaseUrl, keys, clock, onTrouble });
  try {
    const evidence = evidenceOf(store, keys);
    const versions = createVersions({ store, evidence });
    const calendar = versionCalendar(store, versions, clock);
    const base = { configuration, versions, calendar, store, evidence, keys, clock, log };
    const carried = await carriedOut(disk, base, options.publish);
    const reach = reachBy(carried.policy, store, async (urlFrom) => {
      if (urlFrom === "DATABASE_URL") return databaseUrl;
      await options.systemsReady;
      return configuration.secret(urlFrom);
    });
    const stores = storesBy(configuration, carried.policy, clock, options.systemsReady);
    return { ...base, ...carried, reach, stores };
  } catch (error) {
    await store.close();
    throw error;
  }
}

type Bare = Omit<Ground, "policy" | "policyHash" | "version" | "reach" | "stores">;

/** The version in force. Without any version the file, as far as it can be read. */
async function carriedOut(
  disk: OnDisk,
  ground: Bare,
  publishing: Publishing | undefined,
): Promise<Pick<Ground, "policy" | "policyHash" | "version">> {
  const { versions, calendar, store, clock } = ground;
  const { reader } = store;
  if (publishing !== undefined) await publishDisk(disk, { versions, reader, clock, read: calendar.read }, publishing);
  const line = await calendar.due();
  const version = line && (await versions.numbered(reader, line.number));
  if (version === undefined) {
    if (disk.state !== "readable") throw disk.error;
    if (publishing !== undefined) ground.log({ level: "warning", event: "policy-not-published", code: "policy-wrong" });
    return { policy: withOwnSystem(disk.policy), policyHash: disk.hash, version };
  }
  if (publishing !== undefined) await tellOfDisk(disk, version, ground);
  // The same text need not be parsed twice before the first page.
  const same = disk.state === "readable" && disk.hash === version.hash;
  const policy = same ? { ...disk.policy, inForceOn: version.effectiveOn } : calendar.read(version);
  return { policy: withOwnSystem(policy), policyHash: version.hash, version };
}

async function tellOfDisk(disk: OnDisk, carried: VersionLine, { versions, calendar, store, log }: Bare): Promise<void> {
  const { number } = carried;
  if (disk.state !== "readable") {
    log({ level: "warning", event: "policy-file-unusable", code: disk.error.code, carriedOut: number });
    return;
  }
  if (isPublished(disk.hash, await versions.all(store.reader), carried, await calendar.today())) return;
  const what = `policy.yaml differs from version ${number}, which is in force; run "gestand diff", then "gestand publish"`;
  log({ level: "warning", event: "policy-not-published", carriedOut: number, what });
}

/** A house that cannot be furnished leaves nothing open. */
async function furnishOrLeave(ground: Ground): Promise<ReturnType<typeof furnish>> {
  try {
    const rooms = furnish(ground, await mailTransport(ground.configuration, ground.policy.organisation.contact.email));
    for (const room of [
      rooms.mail,
      rooms.plans,
      rooms.requests,
      rooms.incoming,
      rooms.promises,
      rooms.announcements,
      rooms.renewals,
      rooms.withdrawals,
      rooms.retention,
      rooms.recipients,
      rooms.permissions,
      rooms.consents,
    ])
      room.serve();
    return rooms;
  } catch (error) {
    await ground.store.close();
    throw error;
  }
}

function furnish(laid: Ground, transport: Transport) {
  const { configuration, policy, policyHash, versions, calendar, store, evidence, clock, reach, stores } = laid;
  const { lettersPerMinute } = configuration;
  const publicUrl = configuration.publicUrl.origin;
  const mail = createMail({ store, transport, gate: gateOf(() => permissions) });
  const systems = createSystemPool({ names: policy.systems.map(({ name }) => name), connect: reach });
  const staff = createStaff(store, clock);
  const common = { store, evidence, mail, policy, publicUrl };
  const recipients = createRecipients({ ...common, personDigest: digestBy(store) });
  const consents = createConsents({ store, evidence, term: proofTermOf(policy) });
  const letters = { policy, setting: configuration.secret };
  const rules = { policyHash, version: laid.version?.number ?? 0, ...unsubscribeByLetter(letters) };
  const permissions = permissionsOf({ ...common, ...rules }, () => ({ renewals, withdrawals }));
  const changing = { store, evidence, versions, policyOf: calendar.read, policy, systems, publicUrl };
  const renewals = createRenewals(changing);
  const announcements = createAnnouncements({
    ...changing,
    mail,
    personalLinks: renewals.personalLinks,
    restrictedAmong: (reader, digests) => requests.restrictedAmong(reader, digests),
    ...(lettersPerMinute === undefined ? {} : { lettersPerMinute }),
  });
  const withdrawals = createWithdrawals({ ...changing, onFound: (tx, stopped) => recipients.passOnStop(tx, stopped) });
  const followers: PlanFollower[] = [];
  const ground = { store, evidence, policy, policyHash, systems, stores, followers };
  const promises = createPromiseBoard({
    ...ground,
    announcements,
    renewals,
    recipients,
    disclosures: recipients.disclosures,
    versions,
    publicUrl,
    withdrawals,
    retained: (reader) => retention.tables(reader),
    ...shownOf({ store, policy, consents, permissions, answersMail: rules.unsubscribeTo !== undefined }),
    sights: (reader, since) => consents.sights(reader, since),
    promises: promisesOf(policy),
    documentExists: async (path) => existsSync(resolve(dirname(configuration.policyFile), path)),
  });
  const plans = createPlans({
    ...ground,
    onStoreTold: (tx, told) => recipients.disclosures.recordStoreTold(tx, told),
    onIdentifiers: whenChanged(promises, recipients, permissions, () => ({ requests, replay })),
  });
  const requests = createRequests({
    ...common,
    plans,
    uploads: { ownHosts: configuration.uploadHosts ?? [] },
    staffNames: (reader) => staff.names(reader),
    onStopped: whenStopped(recipients, withdrawals),
  });
  const { unsubscribeBy: unsubscribe } = permissions;
  const incoming = createIncoming({ store, evidence, mail, requests, ...letters, unsubscribe });
  const replay = createReplay({ ...ground, plans, promises, ...remembered(store) });
  const retention = createRetention({ store, policy, systems, plans });
  followers.push(aboutPersons(requests.planFollower), aboutPersons(replay.planFollower), retention.planFollower);
  const told = { retention, consents, permissions, promises, announcements, renewals, withdrawals, recipients };
  return { evidence, mail, systems, stores, staff, ...told, plans, requests, incoming, replay };
}

/** Sweeps are no request's. */
function aboutPersons(follower: PlanFollower): PlanFollower {
  return async (tx, plan) => (plan.action === "retention" ? undefined : follower(tx, plan));
}

/** What our own tables remember of what was done for whom, by digests alone. */
function remembered({ vault }: Store) {
  return {
    restrictions: restrictionsByPlan,
    requesterDigest: (email: string) => requesterDigest(vault, email),
    corrections: correctedSince,
  };
}

/** By which our own database finds a person. */
function digestBy({ vault }: Store): (email: string) => string {
  return (email) => requesterDigest(vault, email);
}

/** When somebody stopped a use of their data: recipients hear of it once somebody looked, and it ends in the rows. */
function whenStopped(
  recipients: Recipients,
  withdrawals: Withdrawals,
): NonNullable<Parameters<typeof createRequests>[0]["onStopped"]> {
  return async (tx, { found, ...stopped }) => {
    if (found === true) await recipients.passOnStop(tx, stopped);
    if (found !== false) await withdrawals.begin(tx, { ...stopped, passOn: found === undefined });
  };
}

/** When something of a person was changed: it is watched, and others hear of it, unless they did the first time. */
function whenChanged(
  promises: PromiseBoard,
  recipients: Recipients,
  permissions: Pick<Permissions, "noteErased">,
  /** Made after the plans that tell of it. */
  later: () => { readonly requests: Requests; readonly replay: Pick<Replay, "isRepeated"> },
): NonNullable<PlansOptions["onIdentifiers"]> {
  return async (tx, plan, known, corrections) => {
    const { requests, replay } = later();
    await requests.followRestriction(tx, plan, known);
    if (plan.action === "erasure") await permissions.noteErased(tx, emailsOf(known));
    if (plan.action === "access" || plan.action === "portability" || plan.action === "retention") return;
    if (plan.action === "erasure") await promises.watchErasure(tx, plan, known);
    if (await replay.isRepeated(tx, plan.id)) return;
    await recipients.passOn(tx, plan, plan.action, { known, ...(corrections && { corrections }) });
  };
}
