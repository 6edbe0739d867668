/** A small shop with persons of three kinds, a mail server, and everything between them; for tests of this room. */
import { buffer } from "node:stream/consumers";
import { callbackify } from "node:util";
import { Client } from "pg";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll } from "vitest";
import { localDate } from "#base";
import { createEvidence } from "#evidence";
import {
  freshDatabase,
  freshStore,
  must,
  policyOf,
  startTestQueue,
  type TestDatabase,
  type TestQueue,
  type TestStore,
} from "#harness";
import { createMail, type Mail } from "#mail";
import { withOwnSystem } from "#policy";
import { createVersions, hashOfFiles } from "#versions";
import { wireSystems } from "../../tests/harness/engine.ts";
import { type Announcements, type AnnouncementsOptions, createAnnouncements } from "./index.ts";

export const today = localDate("2026-11-22");
export const text = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2026-01-01
persons:
  customer: {title: {nl: klant, en: customer}}
  guest: {title: {nl: gast, en: guest}}
  reader: {title: {nl: lezer, en: reader}}
purposes:
  deliver: {title: {nl: bezorgen, en: deliver}, of: [customer, guest], basis: contract, uses: [name, order-history]}
  newsletter: {title: {nl: nieuwsbrief, en: newsletter}, of: reader, basis: consent, uses: [contact.email]}
changes: {affected: {by: mail}, before: 14 days, consent: {}}
rights: {access: {}}
keep:
  profile: {until: relationship ends, then: erase}
  orders: {until: 2 years after ordered_on, then: erase}
systems:
  shop:
    connector: postgres
    url: env:SHOP
    tables:
      customers: {person: {is: customer, email: email}, columns: {email: contact.email, name: name}, keep: profile}
      orders:
        person: [customer_id -> customers, {email: email, of: guest}]
        columns: {email: contact.email, article: order-history}
        keep: {orders: ordered_on}
      readers: {person: {email: email, of: reader}, columns: {email: contact.email}, keep: profile}
`;

export interface MailServer extends AsyncDisposable {
  readonly port: number;
  readonly received: {
    readonly to: string;
    readonly messageId: string;
    readonly subject: string;
    readonly text: string;
  }[];
  /** What the server says of an address; nothing: it takes it. */
  answer: (address: string) => number | undefined;
}

async function mailServer(): Promise<MailServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const code = here.answer(address);
      done(code === undefined ? undefined : Object.assign(new Error("no"), { responseCode: code }));
    },
    onData: (stream, session, done) =>
      callbackify(async () => {
        const { messageId = "", subject = "", text: body = "" } = await PostalMime.parse(await buffer(stream));
        here.received.push({ to: session.envelope.rcptTo[0]?.address ?? "", messageId, subject, text: body });
      })((error) => done(error)),
  });
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const here: MailServer = {
    port: (server.server.address() as { port: number }).port,
    received: [],
    answer: () => undefined,
    [Symbol.asyncDispose]: () => new Promise((done) => server.close(() => done())),
  };
  return here;
}

let template: TestDatabase;
beforeAll(async () => {
  template = await freshDatabase();
  // Over a connection of its own: a database with visitors cannot be copied.
  const client = new Client({ connectionString: template.url });
  await client.connect();
  await client.query(`
    create table customers (id int primary key, email text, name text);
    create table orders (id int primary key, customer_id int references customers, email text, article text, ordered_on date);
    create table readers (email text primary key);
    insert into customers select n, case when n % 5 = 0 then 'c' || n || '@x.example' end, 'C' || n from generate_series(1, 1100) n;
    insert into orders select n, n, null, 'book', date '2026-01-01' from generate_series(1, 900) n
      union all select 2000 + n, null, case when n % 2 = 0 then 'C' || n || '@X.example ' else 'g' || n || '@x.example' end, 'book', date '2026-01-01' from generate_series(1, 60) n;
    insert into readers select 'r' || n || '@x.example' from generate_series(1, 50) n;`);
  await client.end();
});
afterAll(() => template.drop());

export interface Desk extends AsyncDisposable {
  readonly store: TestStore;
  readonly shop: TestDatabase;
  readonly server: MailServer;
  readonly mail: Mail;
  readonly announcements: Announcements;
  readonly jobs: TestQueue;
  readonly evidence: ReturnType<typeof createEvidence>;
  publish(changed: string, from?: string): Promise<void>;
}

export async function openDesk(
  options: Partial<AnnouncementsOptions> = {},
  around: (mail: Mail) => Mail = (mail) => mail,
): Promise<Desk> {
  const store = await freshStore({ poolSize: 8 });
  const shop = await freshDatabase(template.name);
  const server = await mailServer();
  const evidence = createEvidence({ store, origin: "shop.example", seed: store.keys.derive("evidence/signing", 32) });
  const versions = createVersions({ store, evidence });
  const transport = { url: `smtp://127.0.0.1:${server.port}?tls=off`, from: "privacy@shop.example" };
  const mail = createMail({ store, transport });
  const policy = withOwnSystem(policyOf(text));
  const systems = wireSystems({ store, policy, urls: { own: store.url, shop: shop.url } });
  const announcements = createAnnouncements({
    store,
    evidence,
    mail: around(mail),
    versions,
    policyOf: ({ files }) => policyOf(files[0]?.text ?? ""),
    policy,
    systems,
    publicUrl: "https://shop.example",
    lettersPerMinute: 1_000_000,
    ...options,
  });
  mail.serve();
  announcements.serve();
  const jobs = await startTestQueue(store);
  const publish = async (document: string, from: string = today) => {
    const files = [{ path: "policy.yaml", text: document }];
    must(await versions.publish({ files, hash: hashOfFiles(files), effectiveOn: localDate(from), today, by: "noor" }));
  };
  await publish(text);
  return {
    store,
    shop,
    server,
    mail,
    announcements,
    jobs,
    evidence,
    publish,
    [Symbol.asyncDispose]: async () => {
      await jobs[Symbol.asyncDispose]();
      await systems.close();
      await server[Symbol.asyncDispose]();
      await store.dispose();
      await shop.drop();
    },
  };
}

/** Concerns customers and guests, and the tables with orders or names. */
export const otherUse = text.replace("uses: [name, order-history]", "uses: [order-history]");

/** Waits until it is done: the clock moves on where something waits for it. */
export async function toTheEnd({ jobs, announcements, store }: Desk, version = 2) {
  for (let round = 0; round < 60; round++) {
    await jobs.settled();
    const now = await announcements.status(store.reader, version);
    if (now.state === "done" || now.state === "stopped") return now;
    await jobs.advance(61_000);
  }
  throw new Error("It never came to an end");
}

export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of stream) found.push(one);
  return found;
}

export const addresses = (server: MailServer) => server.received.map(({ to }) => to).sort();
/** Every fifth customer has an address; guests have one of their own, or one that may be a customer's too. */
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
export const customers = upTo(1100).filter((n) => n % 5 === 0);
const guests = upTo(60).map((n) => (n % 2 === 0 ? `c${n}@x.example` : `g${n}@x.example`));
export const expected = [...new Set([...customers.map((n) => `c${n}@x.example`), ...guests])].sort();
export const concerned = [
  { person: "customer", persons: 1100, withoutAddress: 1100 - customers.length },
  { person: "guest", persons: 60, withoutAddress: 0 },
];
