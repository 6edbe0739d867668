/** For the tests of this room: real store, log, mail and mail server; the letters that arrived; a policy to work under. */
import { createHash } from "node:crypto";
import { localDate, Personal, type RequestId, type StaffId } from "#base";
import { createEvidence, type Evidence } from "#evidence";
import { freshStore, startTestQueue, type TestQueue, type TestStore } from "#harness";
import { createInbox, createMail, type Inbox, type InboxMessage } from "#mail";
import type { PlanFollower, Plans } from "#plans";
import type { Policy } from "#policy";
import type { QueueLine, RegisterLine, Requests, RequestState, StaffView, Submission } from "./contract.ts";
import { createRequests } from "./create.ts";
import { type Customer, standInPlans } from "./stand-in-plans.ts";

export const staff = "5b1f4f0a-0000-4000-8000-000000000001" as StaffId;
export const otherStaff = "5b1f4f0a-0000-4000-8000-000000000002" as StaffId;

const at = { file: "policy.yaml", line: 1, column: 1 };
const declared = { cites: [], at };

export function policyOf(change: Partial<Policy["rights"]> = {}): Policy {
  return {
    organisation: {
      ...declared,
      name: "Webshop NL",
      country: "NL",
      registration: {},
      contact: { email: "privacy@webshop.example" },
      authority: "nl.ap",
    },
    languages: ["nl", "en"],
    timeZone: "Europe/Amsterdam",
    inForceOn: localDate("2026-01-01"),
    persons: [{ ...declared, name: "customer", title: { nl: "klant", en: "customer" } }],
    categories: [],
    purposes: [],
    recipients: [],
    keep: [],
    rights: {
      ...declared,
      granted: [
        { kind: "access", cites: [], at },
        { kind: "erasure", cites: [], at },
      ],
      answerWithinDays: 30,
      copyTo: { knownAddressOnly: true, settledDays: 14, cites: [] },
      leavingErases: true,
      register: { erasure: "anonymous", keepYears: 5, cites: [] },
      ...change,
    },
    systems: [],
    statements: [],
    waivers: [],
  };
}

type Change = Partial<Omit<Submission, "email" | "knownEmail" | "message"> & { knownEmail: string; message: string }>;
interface Parts {
  readonly store: TestStore;
  readonly evidence: Evidence;
  readonly inbox: Inbox;
  readonly plans: Plans;
  readonly requests: Requests;
  readonly jobs: TestQueue;
  /** What goes wrong on purpose: `locate`, `run`. */
  readonly fails: Set<string>;
}

/** The whole room, running, with what tests ask of it again and again. */
export class Room implements AsyncDisposable {
  readonly store: TestStore;
  readonly evidence: Evidence;
  readonly inbox: Inbox;
  readonly plans: Plans;
  readonly requests: Requests;
  readonly jobs: TestQueue;
  readonly fails: Set<string>;

  constructor(parts: Parts) {
    this.store = parts.store;
    this.evidence = parts.evidence;
    this.inbox = parts.inbox;
    this.plans = parts.plans;
    this.requests = parts.requests;
    this.jobs = parts.jobs;
    this.fails = parts.fails;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.jobs[Symbol.asyncDispose]();
    await this.inbox.close();
    await this.store.dispose();
  }

  /** To this address, newest first. */
  letters(to: string): readonly InboxMessage[] {
    return this.inbox.messages().filter((message) => message.to.includes(to));
  }

  /** The newest letter to this address; fails when there is none. */
  letter(to: string): InboxMessage {
    const [newest] = this.letters(to);
    if (newest === undefined) throw new Error("No letter came to this address");
    return newest;
  }

  codeIn(message: InboxMessage): string {
    return /^ {4}(\d{4} \d{4})$/mu.exec(message.text)?.[1] ?? "no code";
  }

  async idOf(reference: string): Promise<RequestId> {
    const rows = await this.store.database.query<{ id: RequestId }>(
      "select id from gestand.request where reference = $1",
      [reference],
    );
    return required(rows[0]).id;
  }

  async staffView(reference: string): Promise<StaffView> {
    return required(await this.requests.staffView(this.store.reader, await this.idOf(reference)));
  }

  async stateOf(reference: string): Promise<RequestState> {
    return (await this.staffView(reference)).state;
  }

  async queueLine(reference: string): Promise<QueueLine | undefined> {
    const lines = await this.requests.queue(this.store.reader);
    return lines.find((line) => line.reference === reference);
  }

  async registerLine(reference: string): Promise<RegisterLine | undefined> {
    const lines = await this.requests.register(this.store.reader, { limit: 1_000 });
    return lines.find((line) => line.reference === reference);
  }

  async submit(email: string, { knownEmail, message, ...change }: Change = {}): Promise<string> {
    const { reference } = await this.requests.submit({
      kind: "access",
      language: "nl",
      channel: "web",
      ...change,
      email: new Personal(email),
      ...(knownEmail === undefined ? {} : { knownEmail: new Personal(knownEmail) }),
      ...(message === undefined ? {} : { message: new Personal(message) }),
    });
    await this.jobs.settled();
    return reference;
  }

  /** Submits, reads the code from the mail and confirms. The search and the dry run are done afterwards. */
  async verified(email: string, change?: Change): Promise<{ reference: string; followToken: string }> {
    const reference = await this.submit(email, change);
    const confirmed = await this.requests.confirm(reference, this.codeIn(this.letter(email)));
    if (!confirmed.ok) throw new Error(confirmed.reason);
    await this.jobs.settled();
    return { reference, followToken: confirmed.value.followToken };
  }

  async approve(reference: string, by = staff): ReturnType<Requests["approve"]> {
    const { id, plan } = await this.staffView(reference);
    const { id: planId, hash } = required(plan);
    return this.requests.approve(id, by, planId, hash);
  }

  /** Kinds of the entries about this request, in order. */
  async evidenceAbout(reference: string): Promise<readonly string[]> {
    const entries = await this.evidence.entries(this.store.reader, { from: 0, limit: 100, about: reference });
    return entries.map(({ kind }) => kind);
  }
}

interface RoomOptions {
  readonly customers?: readonly Customer[];
  readonly at?: string;
  readonly policy?: Policy;
}

export async function openRoom(options: RoomOptions = {}): Promise<Room> {
  const store = await freshStore(options.at === undefined ? {} : { at: options.at });
  const inbox = await createInbox({ port: 0 });
  const policy = options.policy ?? policyOf();
  const seed = createHash("sha256").update("requests tests").digest();
  const evidence = createEvidence({ store, origin: "webshop.example/gestand", seed });
  const transport = { url: `smtp://127.0.0.1:${inbox.port}?tls=off`, from: "Webshop NL <privacy@webshop.example>" };
  const mail = createMail({ store, transport });
  const follower: PlanFollower = (tx, plan) => requests.planFollower(tx, plan);
  const { plans, fails } = standInPlans(store, options.customers ?? [], follower);
  const names = new Map([
    [staff, "Sanne"],
    [otherStaff, "Omar"],
  ]);
  const publicUrl = "https://privacy.webshop.example";
  const requests = createRequests({ store, evidence, mail, plans, policy, publicUrl, staffNames: async () => names });
  mail.serve();
  plans.serve();
  requests.serve();
  const jobs = await startTestQueue(store);
  return new Room({ store, evidence, inbox, plans, requests, jobs, fails });
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("What the test needs is not there");
  return value;
}
