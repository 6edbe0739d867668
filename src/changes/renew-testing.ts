/** A small shop whose customers and readers consented, and everything between them; for tests of consent anew. */
import { expect } from "vitest";
import { localDate, localDateOf, Personal } from "#base";
import { createEvidence } from "#evidence";
import { freshDatabase, freshStore, must, policyOf, startTestQueue, type TestDatabase } from "#harness";
import { withOwnSystem } from "#policy";
import { createVersions, hashOfFiles } from "#versions";
import { wireSystems } from "../../tests/harness/engine.ts";
import { createRenewals, type RenewalsOptions } from "./index.ts";

export const text = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2026-01-01
persons:
  customer: {title: {nl: klant, en: customer}}
  reader: {title: {nl: lezer, en: reader}}
purposes:
  newsletter: {title: {nl: de nieuwsbrief sturen, en: send the newsletter}, of: [customer, reader], basis: consent, uses: [contact.email]}
  calls: {title: {nl: u bellen, en: call you}, of: customer, basis: consent, uses: [contact.phone]}
consents:
  newsletter:
    for: newsletter
    asked: tick-box
    recorded:
      - {table: shop.readers, given: given_at, ended: ended_at, version: version}
      - {table: shop.customers, given: mails_since, active: {column: mails, yes: true, no: false}}
  calls: {for: calls, asked: spoken}
changes: {affected: {by: mail}, before: 14 days, consent: {}}
rights: {access: {}}
keep: {profile: {until: relationship ends, then: erase}}
systems:
  shop:
    connector: postgres
    url: env:SHOP
    tables:
      customers:
        person: {is: customer, email: email}
        columns: {email: contact.email, phone: contact.phone, mails: consent}
        other: [mails_since]
        keep: profile
      readers: {person: {email: email, of: reader}, columns: {email: contact.email, given_at: consent}, other: [ended_at, version], keep: profile}
`;
export const wider = text.replace("uses: [contact.email]}", "uses: [contact.email, contact.phone]}");
export const both = wider.replace("uses: [contact.phone]}", "uses: [contact.phone, contact.email]}");
export const firstDay = "2026-12-24";
export const begins = new Date("2026-12-23T23:00:00Z");

export async function shopOf(): Promise<TestDatabase> {
  const shop = await freshDatabase();
  await shop.query(
    "create table customers (id int primary key, email text, phone text, mails boolean not null, mails_since timestamptz)",
  );
  await shop.query(
    "create table readers (email text primary key, given_at timestamptz not null, ended_at timestamptz, version text)",
  );
  await shop.query(
    `insert into customers select n, 'c' || n || '@x.example', null, n % 2 = 0, date '2026-05-01' + n from generate_series(1, 20) n`,
  );
  await shop.query(
    `insert into customers values (30, 'twice@x.example', null, false, null), (31, 'twice@x.example', null, false, null)`,
  );
  await shop.query(
    `insert into readers select 'r' || n || '@x.example', timestamptz '2026-05-01' + n * interval '1 day', case when n % 3 = 0 then timestamptz '2026-11-01' end, '1' from generate_series(1, 12) n`,
  );
  await shop.query("insert into readers values ('c2@x.example', '2026-06-01', null, '1')");
  return shop;
}

export async function openDesk(options: Partial<RenewalsOptions> = {}) {
  const store = await freshStore({ poolSize: 8, at: "2026-11-22T11:00:00Z" });
  const shop = await shopOf();
  const evidence = createEvidence({ store, origin: "shop.example", seed: store.keys.derive("evidence/signing", 32) });
  const versions = createVersions({ store, evidence });
  const policy = withOwnSystem(policyOf(text));
  const systems = wireSystems({ store, policy, urls: { own: store.url, shop: shop.url } });
  const made: RenewalsOptions = {
    store,
    evidence,
    versions,
    policyOf: ({ files }) => policyOf(files[0]?.text ?? ""),
    policy,
    systems,
    publicUrl: "https://shop.example",
    rowsPerTransaction: 3,
    ...options,
  };
  const renewals = createRenewals(made);
  renewals.serve();
  const jobs = await startTestQueue(store);
  const publish = async (document: string, from: string = firstDay) => {
    const files = [{ path: "policy.yaml", text: document }];
    const today = localDateOf(store.clock.now(), "Europe/Amsterdam");
    const draft = { files, hash: hashOfFiles(files), effectiveOn: localDate(from), today, by: "noor" };
    must(await versions.publish(draft));
  };
  await publish(text, "2026-11-22");
  return {
    store,
    shop,
    renewals,
    evidence,
    publish,
    jobs,
    [Symbol.asyncDispose]: async () => {
      await jobs[Symbol.asyncDispose]();
      await systems.close();
      await store.dispose();
      await shop.drop();
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** Addresses whose consent counts in the tables. */
export async function counting({ shop }: Desk): Promise<readonly string[]> {
  const found = await shop.query<{ email: string }>(
    "select 'customer ' || email as email from customers where mails union all select 'reader ' || email from readers where ended_at is null",
  );
  return found.map(({ email }) => email).sort();
}
export const days = (count: number) => count * 86_400_000;
/** To noon of the first day. */
export const untilBegun = (desk: Desk) =>
  desk.jobs.advance(begins.getTime() + days(0.5) - desk.store.clock.now().getTime());
export const withDigest = ({ store }: Desk, email: string) => ({
  digest: store.vault.digest("address", email),
  email: new Personal(email),
});
export async function linkFor(desk: Desk, email: string, version = 2): Promise<string> {
  const addressee = withDigest(desk, email);
  const links = await desk.store.transact((tx) => desk.renewals.personalLinks(tx, version, [addressee]));
  const url = links.get(addressee.digest)?.href ?? "";
  expect(url).toMatch(/^https:\/\/shop\.example\/nl\/consent\/[\w-]{43}$/);
  return url.slice(url.lastIndexOf("/") + 1);
}
export const kinds = async ({ evidence, store }: Desk) =>
  (await evidence.entries(store.reader, { from: 0, limit: 50, about: "policy/2" })).map(({ kind }) => kind);
