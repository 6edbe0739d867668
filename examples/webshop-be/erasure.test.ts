/** Everybody of the cast is shown what is held of them and then erased, one after the other, in one database. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localDate } from "#base";
import type { ConnectedSystem, Subject } from "#connectors";
import { type Dump, freshDatabase, type TestDatabase } from "#harness";
import { connectSample, copyOf, counted, dumpOf, eraseAsPreviewed } from "../kit/erasing.ts";
import { buildShop, type CastMember, type CastName, cast, policyFile } from "./index.ts";

const today = localDate("2026-12-01");

let database: TestDatabase;
let shop: ConnectedSystem;
beforeAll(async () => {
  database = await freshDatabase();
  await buildShop({ url: database.url, customers: 40, today });
  shop = await connectSample(policyFile, database);
});
afterAll(async () => {
  await shop.close();
  await database.drop();
});

/** The address, and the rows that are this person; not those of whoever shares the address. */
async function subjectOf({ email, customerId }: CastMember): Promise<Subject> {
  const { candidates } = await shop.locate([email]);
  const anchors = candidates.map(({ anchor }) => anchor);
  return {
    emails: [email],
    anchors: anchors.filter(({ table, key }) => table !== "customers" || key[0] === String(customerId)),
  };
}

/** Invoices, payments and packing slips are held by law and stay as they are. */
const customer = {
  addresses: "1 gone",
  customers: "1 gone",
  ledger_exports: "1 gone",
  mail_messages: "1 gone",
  orders: "1 changed",
  shipments: "1 gone",
};

/** In this order: who shares an address goes before the other. */
const stories: readonly [CastName, Record<string, string>][] = [
  [
    "leaving",
    {
      ...customer,
      contact_messages: "1 gone",
      ledger_exports: "2 gone",
      mail_messages: "2 gone",
      orders: "2 changed",
      shipments: "2 gone",
    },
  ],
  [
    "active",
    {
      ...customer,
      // Her question, and the answer that calls her by her name.
      contact_messages: "2 gone",
      deferred_payment_requests: "1 gone",
      ledger_exports: "2 gone",
      mail_messages: "2 gone",
      newsletter_members: "1 gone",
      orders: "2 changed",
      shipments: "2 gone",
    },
  ],
  ["dormant", customer],
  ["guest", { ledger_exports: "3 gone", mail_messages: "3 gone", orders: "3 changed", shipments: "3 gone" }],
  ["unsubscribed", { ...customer, newsletter_members: "1 gone" }],
  ["restricted", customer],
  ["objecting", customer],
  [
    "sharingFirst",
    // The mail and the newsletter that came to the address of both stay for Rita.
    { addresses: "1 gone", customers: "1 gone", ledger_exports: "1 gone", orders: "1 changed", shipments: "1 gone" },
  ],
  ["sharingSecond", { ...customer, mail_messages: "2 gone", newsletter_members: "1 gone" }],
  ["movedAddress", { ...customer, email_changes: "1 gone" }],
  ["employee", { ...customer, employees: "1 gone" }],
  ["subscriber", { newsletter_members: "1 gone" }],
  ["soleTrader", customer],
  ["buyer", { ...customer, addresses: "2 gone" }],
  ["refused", { ...customer, contact_messages: "2 gone", deferred_payment_requests: "1 gone" }],
  ["lastOfJanuary", customer],
];

test.each([
  ["2029-12-31", 2],
  ["2030-01-01", 1],
  ["2033-12-31", 1],
  ["2034-01-01", 0],
])("on %s the law still holds %i of the invoices of 31 December 2022 and 1 January 2023", async (on, held) => {
  const preview = await shop.preview("erasure", await subjectOf(cast.leaving), localDate(on));
  const kept = (name: string): number =>
    preview.tables
      .filter(({ table }) => table === name)
      .flatMap((table) => table.kept)
      .reduce((sum, { rows }) => sum + rows, 0);
  expect(kept("invoices")).toBe(held);
  expect(kept("invoice_lines")).toBe(2 * held);
  expect(kept("payments")).toBe(held);
});

test.each<[CastName, readonly string[]]>([
  ["buyer", ["freight"]],
  ["active", ["couriers", "credit-assessors", "mailing", "parcels"]],
  ["subscriber", ["mailing"]],
  ["refused", ["credit-assessors", "parcels"]],
])("%s hears who has data: only carriers that came, and others only when asked for", async (name, expected) => {
  const { recipients } = await shop.preview("access", await subjectOf(cast[name]), today);
  const some = ["couriers", "credit-assessors", "freight", "mailing", "parcels"];
  expect(recipients.filter((recipient) => some.includes(recipient)).toSorted()).toEqual(expected);
});

test("nobody finds the person again who was erased before, though the law holds an invoice with the name", async () => {
  expect((await shop.locate([cast.erased.email])).candidates).toEqual([]);
});

describe.each(stories)("%s is erased", (name, expected) => {
  const member: CastMember = cast[name];
  let before: Dump;
  let subject: Subject;
  beforeAll(async () => {
    before = await dumpOf(database);
    subject = await subjectOf(member);
  });

  test("after seeing a copy with the own address in it, and nobody else's", async () => {
    const copy = await copyOf(shop, subject);
    expect(copy).toContain(member.email);
    const others = Object.values(cast).flatMap(({ email }) => (email === member.email ? [] : [email]));
    expect(others.filter((email) => copy.includes(email))).toEqual([]);
  });

  test("as the dry run said, and leaves nothing without a ground", async () => {
    await eraseAsPreviewed(shop, subject, today);
    expect(counted(before, await dumpOf(database))).toEqual(expected);
  });
});
