/**
 * Requests, plans, evidence and mail, running over a small shop of the test's own: everything behind the server, without
 * the server. What tests do with it is theirs to say.
 */
import type { ConnectedSystem } from "#connectors";
import type { Evidence } from "#evidence";
import { createInbox, createMail, type Inbox, type Mail } from "#mail";
import { createPlans, type Plans, type SystemPool } from "#plans";
import type { Policy } from "#policy";
import type { PromiseBoard } from "#promises";
import { createRequests, type Requests, type RequestsOptions } from "#requests";
import type { TestDatabase } from "./database.ts";
import { wireEvidence, wireSystems } from "./engine.ts";
import { freshStore, startTestQueue, type TestQueue, type TestStore } from "./store.ts";

export interface OfficeOptions {
  readonly policy: Policy;
  readonly policyHash: string;
  readonly shop: TestDatabase;
  readonly publicUrl: string;
  readonly at?: string;
  /** Another mail server than one that takes everything; closed with the office. */
  readonly inbox?: Inbox;
  readonly staffNames?: RequestsOptions["staffNames"];
  readonly uploads?: RequestsOptions["uploads"];
  /** Stands between the engine and the shop. */
  readonly around?: (system: ConnectedSystem) => ConnectedSystem;
  /** A board of promises that watches what is erased. */
  readonly board?: (ground: Pick<OfficeParts, "store" | "evidence" | "systems">) => PromiseBoard;
}

export interface OfficeParts {
  readonly store: TestStore;
  readonly shop: TestDatabase;
  readonly inbox: Inbox;
  readonly mail: Mail;
  readonly evidence: Evidence;
  readonly systems: SystemPool;
  readonly plans: Plans;
  readonly requests: Requests;
  readonly jobs: TestQueue;
}

/** To be extended with what the tests of a room ask again and again. */
export class Office implements OfficeParts, AsyncDisposable {
  readonly store: TestStore;
  readonly shop: TestDatabase;
  readonly inbox: Inbox;
  readonly mail: Mail;
  readonly evidence: Evidence;
  readonly systems: SystemPool;
  readonly plans: Plans;
  readonly requests: Requests;
  readonly jobs: TestQueue;

  constructor(parts: OfficeParts) {
    this.store = parts.store;
    this.shop = parts.shop;
    this.inbox = parts.inbox;
    this.mail = parts.mail;
    this.evidence = parts.evidence;
    this.systems = parts.systems;
    this.plans = parts.plans;
    this.requests = parts.requests;
    this.jobs = parts.jobs;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.jobs[Symbol.asyncDispose]();
    await this.systems.close();
    await this.inbox.close();
    await this.store.dispose();
    await this.shop.drop();
  }
}

export async function openOffice(options: OfficeOptions): Promise<OfficeParts> {
  const { policy, policyHash, shop, publicUrl } = options;
  const store = await freshStore(options.at === undefined ? {} : { at: options.at });
  const inbox = options.inbox ?? (await createInbox({ port: 0 }));
  const evidence = wireEvidence(store);
  const around = options.around === undefined ? {} : { around: options.around };
  const systems = wireSystems({ store, policy, urls: { own: store.url, shop: shop.url }, ...around });
  const transport = { url: `smtp://127.0.0.1:${inbox.port}?tls=off`, from: policy.organisation.contact.email };
  const mail = createMail({ store, transport });
  const board = options.board?.({ store, evidence, systems });
  const plans = createPlans({
    store,
    evidence,
    policy,
    policyHash,
    systems,
    followers: [(tx, plan) => requests.planFollower(tx, plan)],
    ...(board === undefined ? {} : { onIdentifiers: (tx, plan, found) => board.watchErasure(tx, plan, found) }),
  });
  const staffNames = options.staffNames ?? (async () => new Map());
  const uploads = options.uploads === undefined ? {} : { uploads: options.uploads };
  const requests = createRequests({ store, evidence, mail, plans, policy, publicUrl, staffNames, ...uploads });
  for (const room of [mail, plans, requests, board]) room?.serve();
  const jobs = await startTestQueue(store);
  return { store, shop, inbox, mail, evidence, systems, plans, requests, jobs };
}
