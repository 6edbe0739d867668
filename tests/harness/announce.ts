/**
 * A shop with as many persons as wanted, two versions of its policy, a mail server that counts, and what tells people of
 * the second version. Knows no test runner, so that processes of their own use it as well as tests do.
 */
import type { Readable } from "node:stream";
import { callbackify } from "node:util";
import { Client } from "pg";
import { SMTPServer } from "smtp-server";
import { type Clock, localDate } from "#base";
import { type Announcements, createAnnouncements } from "#changes";
import { createMail } from "#mail";
import type { SystemPool } from "#plans";
import { withOwnSystem } from "#policy";
import { openStore, type Store } from "#store";
import { createVersions, hashOfFiles, type Versions } from "#versions";
import { type Urls, wireEvidence, wireSystems } from "./engine.ts";
import { testKeys } from "./keys.ts";
import { must, policyOf } from "./policy.ts";

const first = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2026-01-01
persons:
  customer: {title: {nl: klant, en: customer}}
  guest: {title: {nl: gast, en: guest}}
purposes:
  deliver: {title: {nl: bezorgen, en: deliver}, of: [customer, guest], basis: contract, uses: [name, order-history]}
changes: {affected: {by: mail}, before: 14 days}
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
`;
/** Concerns whoever has orders: not the customers who only have a profile. */
const second = first.replace("until: 2 years after", "until: 3 years after");

/** Of ten persons eight are customers with an order, one is a customer without, and one is a guest. */
export async function fillShop(url: string, persons: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`
    create table customers (id int primary key, email text, name text);
    create table orders (id int primary key, customer_id int references customers, email text, article text, ordered_on date);
    insert into customers select n, 'c' || n || '@x.example', 'C' || n from generate_series(1, ${persons}) n where n % 10 <> 0;
    insert into orders select n, case when n % 10 <> 0 then n end, case when n % 10 = 0 then 'G' || n || '@x.example' end, 'book', date '2026-01-01'
      from generate_series(1, ${persons}) n where n % 10 <> 5;
    create index on orders (customer_id);
    create index on orders (lower(btrim(email)));
    analyze customers;
    analyze orders;`);
  await client.end();
}

/** Addresses that must get a letter. */
export function addressesOf(persons: number): Set<string> {
  const all = Array.from({ length: persons }, (_, at) => at + 1).filter((n) => n % 10 !== 5);
  return new Set(all.map((n) => (n % 10 === 0 ? `g${n}@x.example` : `c${n}@x.example`)));
}

export interface Announcer extends AsyncDisposable {
  readonly store: Store;
  readonly versions: Versions;
  readonly systems: SystemPool;
  readonly announcements: Announcements;
}

export async function openAnnouncer(urls: Urls, smtpPort: number, clock: Clock): Promise<Announcer> {
  const store = await openStore({ url: urls.own, keys: testKeys, clock, poolSize: 8 });
  const evidence = wireEvidence(store);
  const versions = createVersions({ store, evidence });
  const policy = withOwnSystem(policyOf(first));
  const systems = wireSystems({ store, policy, urls });
  const transport = { url: `smtp://127.0.0.1:${smtpPort}?tls=off`, from: "privacy@shop.example" };
  const mail = createMail({ store, transport });
  const announcements = createAnnouncements({
    store,
    evidence,
    mail,
    versions,
    policyOf: ({ files }) => policyOf(files[0]?.text ?? ""),
    policy,
    systems,
    publicUrl: "https://shop.example",
    lettersPerMinute: 1_000_000,
  });
  mail.serve();
  announcements.serve();
  const close = async () => {
    await store.queue.stop(5_000);
    await systems.close();
    await store.close();
  };
  return { store, versions, systems, announcements, [Symbol.asyncDispose]: close };
}

/** Both versions; the second one is the one to tell of. */
export async function publishBoth({ versions }: Announcer): Promise<void> {
  for (const [text, from] of [
    [first, "2026-11-22"],
    [second, "2026-12-24"],
  ] as const) {
    const files = [{ path: "policy.yaml", text }];
    const days = { effectiveOn: localDate(from), today: localDate("2026-11-22") };
    must(await versions.publish({ files, hash: hashOfFiles(files), ...days, by: "noor" }));
  }
}

export interface CountingServer extends AsyncDisposable {
  readonly port: number;
  /** By address the Message-IDs of what came, in order. */
  readonly received: ReadonlyMap<string, readonly string[]>;
  /** How many came. */
  count(): number;
}

export async function countingServer(): Promise<CountingServer> {
  const received = new Map<string, string[]>();
  let count = 0;
  const keep = async (stream: Readable, to: string) => {
    let head = "";
    for await (const chunk of stream) if (head.length < 4_096) head += String(chunk);
    received.set(to, [...(received.get(to) ?? []), /^Message-ID: (\S+)/imu.exec(head)?.[1] ?? ""]);
    count += 1;
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) =>
      callbackify(keep)(stream, session.envelope.rcptTo[0]?.address ?? "", (error) => done(error)),
  });
  // A worker that is killed hangs up in the middle.
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.server.address() as { port: number }).port,
    received,
    count: () => count,
    [Symbol.asyncDispose]: () => new Promise((done) => server.close(() => done())),
  };
}

/** What came of it: who got none, who got one that was not theirs to get, who got two letters, and copies of one letter. */
export function tallyOf(expected: ReadonlySet<string>, received: CountingServer["received"]) {
  const copies = [...received.values()].reduce((sum, ids) => sum + ids.length - new Set(ids).size, 0);
  return {
    missing: [...expected].filter((address) => !received.has(address)),
    strangers: [...received.keys()].filter((address) => !expected.has(address)),
    twoLetters: [...received].filter(([, ids]) => new Set(ids).size > 1).map(([address]) => address),
    copies,
  };
}
