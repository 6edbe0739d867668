/** For the tests of this room: real store, log, mail and mail server; the letters that arrived; a policy to work under. */
import { createHash } from "node:crypto";
import { localDate, Personal, type RequestId, type StaffId } from "#base";
import { createEvidence, type Evidence } from "#evidence";
import { freshStore, startTestQueue, type TestQueue, type TestStore } from "#harness";
import { createInbox, createMail, type Inbox, type InboxMessage } from "#mail";
import type { PlanFollower, Plans } from "#plans";
import type { Policy } from "#policy";
import type { QueueLine, Requests, StaffView, Submission } from "./contract.ts";
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

export interface Room extends AsyncDisposable {
  readonly store: TestStore;
  readonly evidence: Evidence;
  readonly inbox: Inbox;
  readonly plans: Plans;
  readonly policy: Policy;
  readonly requests: Requests;
  readonly jobs: TestQueue;
  /** The newest letter to this address; fails when there is none. */
  letter(to: string): InboxMessage;
  letters(to: string): readonly InboxMessage[];
  /** Everything stored under this reference. */
  idOf(reference: string): Promise<RequestId>;
  stateOf(reference: string): Promise<string>;
  staffView(reference: string): Promise<StaffView>;
  queueLine(reference: string): Promise<QueueLine | undefined>;
  submit(email: string, change?: Partial<SubmissionTexts>): Promise<string>;
  /** Submits, reads the code from the mail and confirms. Jobs have settled afterwards. */
  verified(email: string, change?: Partial<SubmissionTexts>): Promise<{ reference: string; followToken: string }>;
  codeIn(letter: InboxMessage): string;
  approve(reference: string, by?: StaffId): ReturnType<Requests["approve"]>;
  /** Kinds of the entries about this request, in order. */
  evidenceAbout(reference: string): Promise<readonly string[]>;
  fails: Set<string>;
}
type SubmissionTexts = Omit<Submission, "email" | "knownEmail" | "message"> & { knownEmail: string; message: string };

export async function openRoom(
  options: { customers?: readonly Customer[]; at?: string; policy?: Policy } = {},
): Promise<Room> {
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
  const room = {
    store,
    evidence,
    inbox,
    plans,
    policy,
    requests,
    jobs,
    fails,
    [Symbol.asyncDispose]: async () => {
      await jobs[Symbol.asyncDispose]();
      await inbox.close();
      await store.dispose();
    },
  };
  return { ...room, ...helpers(room) };
}

type Bare = Pick<Room, "store" | "evidence" | "inbox" | "requests" | "jobs">;

function helpers({
  store,
  evidence,
  inbox,
  requests,
  jobs,
}: Bare): Omit<Room, keyof Bare | "plans" | "policy" | "fails" | symbol> {
  const letters = (to: string) => inbox.messages().filter((message) => message.to.includes(to));
  const letter = (to: string) => {
    const [newest] = letters(to);
    if (newest === undefined) throw new Error("No letter came to this address");
    return newest;
  };
  const codeIn = (message: InboxMessage) => /^ {4}(\d{4} \d{4})$/mu.exec(message.text)?.[1] ?? "no code";
  const idOf = async (reference: string) => {
    const [row] = await store.database.query<{ id: RequestId }>("select id from gestand.request where reference = $1", [
      reference,
    ]);
    if (row === undefined) throw new Error("There is no such request");
    return row.id;
  };
  const staffView = async (reference: string) => {
    const view = await requests.staffView(store.reader, await idOf(reference));
    if (view === undefined) throw new Error("There is no such request");
    return view;
  };
  const submit = async (email: string, { knownEmail, message, ...change }: Partial<SubmissionTexts> = {}) => {
    const { reference } = await requests.submit({
      kind: "access",
      language: "nl",
      channel: "web",
      ...change,
      email: new Personal(email),
      ...(knownEmail === undefined ? {} : { knownEmail: new Personal(knownEmail) }),
      ...(message === undefined ? {} : { message: new Personal(message) }),
    });
    await jobs.settled();
    return reference;
  };
  return {
    letter,
    letters,
    codeIn,
    idOf,
    staffView,
    submit,
    stateOf: async (reference) => (await staffView(reference)).state,
    queueLine: async (reference) => (await requests.queue(store.reader)).find((line) => line.reference === reference),
    verified: async (email, change) => {
      const reference = await submit(email, change);
      const confirmed = await requests.confirm(reference, codeIn(letter(email)));
      if (!confirmed.ok) throw new Error(confirmed.reason);
      await jobs.settled();
      return { reference, followToken: confirmed.value.followToken };
    },
    approve: async (reference, by = staff) => {
      const { id, plan } = await staffView(reference);
      if (plan === undefined) throw new Error("There is no plan to approve");
      return requests.approve(id, by, plan.id, plan.hash);
    },
    evidenceAbout: async (reference) => {
      const entries = await evidence.entries(store.reader, { from: 0, limit: 100, about: reference });
      return entries.map(({ kind }) => kind);
    },
  };
}
