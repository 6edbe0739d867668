/** For the tests of this room: real store, log, mail and mail server; the letters that arrived; a policy to work under. */
import { OperationalError, Personal, type RequestId, type StaffId } from "#base";
import type { ConnectedSystem } from "#connectors";
import { freshDatabase, type TestDatabase } from "#harness";
import type { Inbox, InboxMessage } from "#mail";
import { parsePolicy, type Policy, withOwnSystem } from "#policy";
import { Office, type OfficeOptions, type OfficeParts, openOffice } from "../../tests/harness/office.ts";
import type { RegisterLine, Requests, RequestState, StaffView, Submission } from "./contract.ts";
import type { QueueLine } from "./queue-contract.ts";

export const staff = "5b1f4f0a-0000-4000-8000-000000000001" as StaffId;
export const otherStaff = "5b1f4f0a-0000-4000-8000-000000000002" as StaffId;

/** A shop with the least that can go wrong: customers, their orders, and counts that stay. */
const shopSql = `
  create table customers (id int primary key, email text, name text, email_changed_at timestamptz);
  create table orders (id int primary key, customer_id int references customers, email_copy text, note text);
  create table visits (id int primary key, customer_id int, path text);
  create index on customers (lower(email));
  create index on orders (customer_id);
  create index on visits (customer_id);`;

const policyText = `
gestand: 1
organisation:
  name: Webshop NL
  country: NL
  contact: {email: privacy@webshop.example}
languages: [nl, en]
inForce: 2026-01-01
persons:
  customer: {title: {nl: klant, en: customer}}
purposes:
  fulfil-order:
    title: {nl: uw bestelling leveren, en: deliver your order}
    of: customer
    basis: contract
    uses: [name, contact.email, order-history]
rights:
  access: {}
  erasure: {}
  complaint: {}
  answerWithin: 30 days
  copyTo: {address: known, settled: 14 days}
  leaving: erases
  register: {erasure: anonymous, keep: 5 years}
keep:
  profile: {until: relationship ends, then: erase}
systems:
  shop:
    title: {nl: webwinkel, en: web shop}
    connector: postgres
    url: env:SHOP
    schema: public
    country: NL
    tables:
      customers:
        person: {is: customer, email: email, emailSince: email_changed_at}
        columns: {name: name, email: contact.email}
        keep: profile
        erase: delete
      orders:
        person: [customer_id -> customers, {email: email_copy, of: customer}]
        columns: {note: order-history, email_copy: contact.email}
        keep: profile
        erase: delete
      visits:
        person: customer_id -> customers
        columns: {path: {is: order-history, erased: keep}}
        keep: profile
        erase: keep
`;

/** The test policy, with other words about rights where a test is about those, or with its text changed. */
export function policyOf(
  change: Partial<Policy["rights"]> = {},
  written: (text: string) => string = (text) => text,
): Policy {
  const { policy, problems } = parsePolicy("policy.yaml", written(policyText));
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  return withOwnSystem({ ...policy, rights: { ...policy.rights, ...change } });
}

export interface Customer {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  /** Since when the address is on file. */
  readonly since?: string;
}

type Change = Partial<Omit<Submission, "email" | "knownEmail" | "message"> & { knownEmail: string; message: string }>;
/** The whole room, running, with what tests ask of it again and again. */
export class Room extends Office {
  /** Methods of the shop that fail on purpose: `locate`, `answer`, `residue`. */
  readonly fails: Set<string>;

  constructor(parts: OfficeParts, fails: Set<string>) {
    super(parts);
    this.fails = fails;
  }

  async addCustomer(customer: Customer): Promise<void> {
    await addCustomer(this.shop, customer);
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
    const lines = await this.requests.queue(this.store.reader, { limit: 1_000 });
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
  readonly uploads?: OfficeOptions["uploads"];
  /** Another mail server than one that takes everything; closed with the room. */
  readonly inbox?: Inbox;
}

export async function openRoom({ customers = [], policy = policyOf(), ...options }: RoomOptions = {}): Promise<Room> {
  const names = new Map([
    [staff, "Sanne"],
    [otherStaff, "Omar"],
  ]);
  const fails = new Set<string>();
  const office = await openOffice({
    ...options,
    policy,
    policyHash: "f".repeat(64),
    shop: await shopWith(customers),
    publicUrl: "https://privacy.webshop.example",
    staffNames: async () => names,
    around: (system) => failing(system, fails),
  });
  return new Room(office, fails);
}

async function shopWith(customers: readonly Customer[]): Promise<TestDatabase> {
  const shop = await freshDatabase();
  await shop.query(shopSql);
  for (const customer of customers) await addCustomer(shop, customer);
  return shop;
}

async function addCustomer(shop: TestDatabase, { id, email, name, since }: Customer): Promise<void> {
  const values = [id, email, name, since ?? null];
  await shop.query("insert into customers values ($1, $2, $3, $4)", values);
  await shop.query("insert into orders select $1 * 100 + n, $1, null, 'order ' || n from generate_series(1, 3) n", [
    id,
  ]);
  await shop.query("insert into visits values ($1, $1, '/shoes')", [id]);
}

/** The same system, whose methods fail for good while their name is in `fails`. */
function failing(system: ConnectedSystem, fails: ReadonlySet<string>): ConnectedSystem {
  return new Proxy(system, {
    get: (target, name, receiver) => {
      if (typeof name === "string" && fails.has(name))
        return async () => {
          throw new OperationalError("database-rights", "The shop refused this.", { retryable: false });
        };
      const member: unknown = Reflect.get(target, name, receiver);
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("What the test needs is not there");
  return value;
}
