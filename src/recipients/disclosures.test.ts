import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addPeriod, localDate, Personal, type StaffId } from "#base";
import { createEvidence } from "#evidence";
import { freshStore, must, policyOf, testKeys, type TestStore } from "#harness";
import { createMail } from "#mail";
import { sql } from "#store";
import { createRecipients, type DisclosureSaid, type Disclosures, publicReport } from "./index.ts";

const at = "2026-11-23T10:00:00.000Z";
const policy = policyOf(`gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2026-01-01
persons: {customer: {title: {nl: klant, en: customer}}}
purposes:
  deliver: {title: {nl: leveren, en: deliver}, of: customer, basis: contract, uses: [name, contact.email, order-history]}
  sell: {title: {nl: verkopen, en: sell}, of: customer, basis: consent, uses: [contact.email]}
rights: {register: {keep: P5Y}}
recipients:
  parcels: {party: Example Parcels, role: processor, country: NL, for: deliver, receives: [name, contact.email], contract: {signed: 2024-01-01}}
  lapsed: {party: Example Lapsed, role: processor, country: NL, for: deliver, receives: name, contract: {signed: 2024-01-01, expires: 2026-11-22}}
  partner: {party: Example Partner, role: controller, country: FR, for: [deliver, sell], receives: [name, contact.email]}
`);
const noor = randomUUID() as StaffId;

let store: TestStore;
let ledger: Disclosures;
beforeAll(async () => {
  store = await freshStore({ at });
  const mail = createMail({ store, transport: { url: "smtp://127.0.0.1:1", from: "privacy@shop.example" } });
  const evidence = createEvidence({
    store,
    origin: "shop.example/gestand",
    seed: testKeys.derive("evidence/signing", 32),
  });
  ledger = createRecipients({
    store,
    evidence,
    mail,
    policy,
    publicUrl: "https://privacy.shop.example",
    personDigest: (email) => store.vault.digest("requester", email),
  }).disclosures;
});
afterAll(() => store.dispose());
beforeEach(async () => {
  store.clock.set(at);
  await sql`delete from disclosure`.execute(store.reader.db);
  await sql`delete from disclosure_withheld`.execute(store.reader.db);
});

const said = (more: Partial<DisclosureSaid> = {}): DisclosureSaid => ({
  id: randomUUID(),
  email: new Personal("eva@home.example"),
  recipient: "parcels",
  categories: ["name"],
  on: localDate("2026-11-23"),
  ...more,
});
const report = (year = 2026) => ledger.report(year);
const stored = async () =>
  (
    await sql<{ line: string }>`select row_to_json(l)::text as line from (select * from disclosure union all
      select * from disclosure_withheld) l`.execute(store.reader.db)
  ).rows;

describe("a disclosure", () => {
  test("is recorded once, whoever sends it again, with nothing in clear that says who it is about", async () => {
    const one = said({ id: "Eva Jansen, order 12" });
    expect(must(await ledger.record([one, said()]))).toEqual({ recorded: 2, already: 0, notAllowed: 0 });
    const [first, again] = await Promise.all([ledger.record([one, said()]), ledger.record([said(), one])]);
    expect([must(first), must(again)].map(({ recorded, already }) => [recorded, already])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    const lines = await stored();
    expect(lines).toHaveLength(4);
    expect(JSON.stringify(lines)).not.toMatch(/eva|Jansen|order 12/i);
    const { rows: log } = await sql<{
      text: string;
    }>`select convert_from(body, 'UTF8') as text from evidence_entry`.execute(store.reader.db);
    expect(JSON.stringify(log)).not.toMatch(/eva|Jansen/i);
  });

  test("takes its ground from the purpose, or from being given to a processor", async () => {
    const lines = [said(), said({ recipient: "partner", purpose: "sell", categories: ["contact.email"] })];
    must(await ledger.record(lines));
    expect((await report()).lines.map(({ recipient, ground }) => [recipient, ground])).toEqual([
      ["parcels", "instruction"],
      ["partner", "consent"],
    ]);
  });

  test("that the policy did not allow is recorded all the same, and counted apart", async () => {
    const lines = [
      said({ recipient: "lapsed" }),
      said({ recipient: "lapsed", on: localDate("2026-11-22") }),
      said({ categories: ["order-history"] }),
      said({ purpose: "sell" }),
    ];
    expect(must(await ledger.record(lines))).toMatchObject({ recorded: 4, notAllowed: 3 });
  });

  test.each([
    ["id", { id: "" }],
    ["id", { id: "x".repeat(201) }],
    ["email", { email: new Personal("Eva Jansen") }],
    ["recipient", { recipient: "nobody" }],
    ["purpose", { purpose: "toString" }],
    ["categories", { categories: [] }],
    ["categories", { categories: ["contact.email.eva-jansen"] }],
    ["on", { on: localDate("2026-11-24") }],
    ["on", { on: localDate("2021-11-22") }],
    ["ground", { recipient: "partner" }],
  ] as const)("with a wrong %s is refused, and with it all that came along", async (member, more) => {
    const refused = await ledger.record([said(), said(more)]);
    expect(refused).toMatchObject({ ok: false, reason: "wrong-lines", faults: [{ line: 1, member }] });
    expect(JSON.stringify(refused)).not.toMatch(/Eva Jansen|eva-jansen/);
    expect(await stored()).toEqual([]);
  });

  test("is forgotten when the register forgets", async () => {
    must(await ledger.record([said(), said({ on: localDate("2026-11-22") })]));
    store.clock.set("2031-11-23T10:00:00.000Z");
    await ledger.forget();
    expect(await stored()).toHaveLength(1);
    store.clock.set("2031-11-24T10:00:00.000Z");
    await ledger.forget();
    expect(await stored()).toEqual([]);
  });
});

describe("a demand by an authority", () => {
  const demand = {
    email: new Personal("eva@home.example"),
    party: "police",
    authority: "Politie Amsterdam",
    legalBasis: "art. 126nd Sv, order 26-1",
    categories: ["name"],
    on: localDate("2026-11-20"),
  };

  test("stays out of what a copy is made of until the person may be told, and is entered once", async () => {
    must(await ledger.recordDemand({ ...demand, mayTell: false }, noor));
    must(await ledger.recordDemand({ ...demand, mayTell: true }, noor));
    must(await ledger.recordDemand({ ...demand, mayTell: false }, noor));
    const shown = () => sql`select 1 from disclosure where person_digest is not null`.execute(store.reader.db);
    expect((await shown()).rows).toEqual([]);
    expect((await report()).demands).toEqual([{ party: "police", answered: 1, notTold: 1 }]);
    const [line] = await ledger.demands(store.reader);
    expect(line).toMatchObject({ party: "police", authority: "Politie Amsterdam", mayTell: false });
    expect(await ledger.allowTelling(line?.id ?? 0, noor)).toBe(true);
    expect(await ledger.allowTelling(line?.id ?? 0, noor)).toBe(false);
    expect((await shown()).rows).toHaveLength(1);
    expect((await report()).demands).toEqual([{ party: "police", answered: 1, notTold: 0 }]);
    expect(await ledger.demands(store.reader)).toMatchObject([{ mayTell: true }]);
  });

  test.each([
    ["email", { email: new Personal("nobody") }],
    ["party", { party: "neighbour" }],
    ["authority", { authority: " " }],
    ["legal-basis", { legalBasis: "" }],
    ["categories", { categories: ["contact.email.eva"] }],
    ["day", { on: localDate("2026-11-24") }],
  ] as const)("with a wrong %s is refused, and nothing recorded", async (reason, more) => {
    const refused = await ledger.recordDemand({ ...demand, mayTell: true, ...more }, noor);
    expect(refused).toMatchObject({ ok: false, reason, message: expect.stringContaining("Nothing was recorded") });
    expect(await stored()).toEqual([]);
  });
});

const line = fc.record({
  who: fc.integer({ min: 0, max: 5 }),
  recipient: fc.constantFrom("parcels", "lapsed", "partner"),
  purpose: fc.constantFrom(undefined, "deliver", "sell"),
  ground: fc.constantFrom("contract" as const, "legal-obligation" as const),
  day: fc.integer({ min: 0, max: 800 }),
});

test("the report of a year is what one gets by counting", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 60 }), fc.constantFrom(2024, 2025, 2026), async (lines, year) => {
      await sql`delete from disclosure`.execute(store.reader.db);
      const all = lines.map(({ who, day, purpose, ...one }) => ({
        ...one,
        who,
        on: addPeriod(localDate("2026-11-23"), { amount: -day, unit: "day" }),
        ...(purpose !== undefined && { purpose }),
      }));
      must(
        await ledger.record(all.map(({ who, ...one }) => said({ ...one, email: new Personal(`${who}@home.example`) }))),
      );
      const within = all.filter(({ on }) => on.startsWith(`${year}-`));
      const persons = (of: typeof all) => new Set(of.map(({ who }) => who)).size;
      const found = await report(year);
      expect(found.disclosures).toBe(within.length);
      for (const { recipient, purpose, ground, ...counts } of found.lines) {
        const those = within.filter(
          (one) => one.recipient === recipient && (one.purpose ?? null) === purpose && one.ground === ground,
        );
        expect([counts.disclosures, counts.persons]).toEqual([those.length, persons(those)]);
      }
      expect(found.lines.reduce((sum, { disclosures }) => sum + disclosures, 0)).toBe(within.length);
      for (const { recipient, ...counts } of found.recipients) {
        const those = within.filter((one) => one.recipient === recipient);
        expect(counts).toEqual({ disclosures: those.length, persons: persons(those) });
      }
    }),
    { numRuns: Math.min(Number(process.env["GESTAND_RUNS"] ?? 25), 500) },
  );
});

test("a public report says nothing about fewer persons than the smallest group, not even by a difference", () => {
  const group = fc.record({ persons: fc.integer({ min: 0, max: 40 }), more: fc.integer({ min: 0, max: 20 }) });
  fc.assert(
    fc.property(fc.array(group, { maxLength: 8 }), fc.integer({ min: 1, max: 20 }), (groups, atLeast) => {
      const recipients = groups.map(({ persons, more }, at) => ({
        recipient: `r${at}`,
        persons,
        disclosures: persons + more + 1,
      }));
      const made = publicReport({ year: 2026, recipients }, atLeast);
      const shown = new Set(made.recipients.map(({ recipient }) => recipient));
      const behind = recipients.filter(({ recipient }) => !shown.has(recipient));
      for (const one of recipients.filter(({ recipient }) => shown.has(recipient)))
        expect(one.persons).toBeGreaterThanOrEqual(atLeast);
      if (made.total !== undefined) {
        expect(made.total).toBe(recipients.reduce((sum, { disclosures }) => sum + disclosures, 0));
        if (behind.length > 0)
          expect(Math.max(...behind.map(({ persons }) => persons))).toBeGreaterThanOrEqual(atLeast);
      } else expect(made).toEqual({ year: 2026, atLeast, recipients: [] });
    }),
  );
});

test("what was given since a day is counted by who got it, on which ground and what; demands are left out", async () => {
  await ledger.record([
    said(),
    said({ purpose: "deliver" }),
    said({ purpose: "deliver", categories: ["order-history"] }),
    said({ recipient: "lapsed" }),
    said({ on: localDate("2026-11-21") }),
  ]);
  await ledger.recordDemand(
    {
      email: new Personal("eva@home.example"),
      party: "police",
      authority: "Politie",
      legalBasis: "Sv 126nd",
      categories: ["name"],
      on: localDate("2026-11-23"),
      mayTell: true,
    },
    noor,
  );
  expect(await ledger.given(store.reader, localDate("2026-11-22"))).toEqual([
    { recipient: "lapsed", ground: "instruction", categories: ["name"], disclosures: 1, notAllowed: 1 },
    { recipient: "parcels", ground: "contract", categories: ["name"], disclosures: 1, notAllowed: 0 },
    { recipient: "parcels", ground: "contract", categories: ["order-history"], disclosures: 1, notAllowed: 1 },
    { recipient: "parcels", ground: "instruction", categories: ["name"], disclosures: 1, notAllowed: 0 },
  ]);
});
