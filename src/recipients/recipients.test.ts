import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localDate, Personal, type PlanId, type StaffId } from "#base";
import type { Identifiers } from "#connectors";
import { createEvidence } from "#evidence";
import { freshStore, must, policyOf, startTestQueue, type TestQueue, testKeys, type TestStore } from "#harness";
import { createInbox, createMail, type Inbox, type Mail } from "#mail";
import type { Plan } from "#plans";
import { sql } from "#store";
import { createRecipients, type PassedAct, type Recipients, type RecipientsOptions } from "./index.ts";

const at = "2026-11-23T10:00:00.000Z";
const policy = policyOf(`gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2026-01-01
persons: {customer: {title: {nl: klant, en: customer}}}
purposes: {deliver: {title: {nl: leveren, en: deliver}, of: customer, basis: contract, uses: [name, contact.email, order-history]}}
rights: {register: {keep: P5Y}}
recipients:
  parcels: {party: Example Parcels, role: processor, country: NL, for: deliver, receives: [name, contact.email], contract: {signed: 2024-01-01}, requestsTo: privacy@parcels.example}
  lapsed: {party: Example Lapsed, role: processor, country: NL, for: deliver, receives: name, contract: {signed: 2024-01-01, expires: 2026-11-22}, requestsTo: privacy@lapsed.example}
  silent: {party: Example Silent, role: controller, country: FR, for: deliver, receives: name}
  abroad: {party: Example Abroad, role: controller, country: FR, for: deliver, receives: order-history, requestsTo: dpo@abroad.example}
  cloud: {party: Example Cloud, role: processor, country: NL, for: deliver, receives: name, contract: {signed: 2024-01-01}, requestsTo: dpo@cloud.example}
stores:
  files: {kind: objects, title: {nl: bestanden, en: files}, holds: name, of: customer, named: ["{email}/*"], by: cloud, reach: {kind: redis, url: "env:CACHE_URL"}}
`);

let store: TestStore;
let jobs: TestQueue;
let inbox: Inbox;
let mail: Mail;
let recipients: Recipients;
const noor = randomUUID() as StaffId;
beforeAll(async () => {
  store = await freshStore({ at });
  inbox = await createInbox({ port: 0 });
  mail = createMail({ store, transport: { url: `smtp://127.0.0.1:${inbox.port}`, from: "privacy@shop.example" } });
  mail.serve();
  recipients = createRecipients(optionsOf());
  recipients.serve();
  jobs = await startTestQueue(store);
});
afterAll(async () => {
  await jobs[Symbol.asyncDispose]();
  await inbox.close();
  await store.dispose();
});
beforeEach(async () => {
  store.clock.set(at);
  await sql`delete from recipient_notice`.execute(store.reader.db);
});

function optionsOf(more: Partial<RecipientsOptions> = {}): RecipientsOptions {
  const evidence = createEvidence({
    store,
    origin: "shop.example/gestand",
    seed: testKeys.derive("evidence/signing", 32),
  });
  return {
    store,
    evidence,
    mail,
    policy,
    publicUrl: "https://privacy.shop.example",
    personDigest: (email) => store.vault.digest("requester", email),
    ...more,
  };
}

function planOf(categories: readonly string[], about = "G-1111-1111"): Plan {
  const step = { ordinal: 1, attempt: 1, residue: [], differences: [] };
  const tables = [{ table: "customers", rows: 1, shared: 0, read: 0, deleted: 1, anonymised: 0, kept: [], categories }];
  return {
    id: randomUUID() as PlanId,
    about,
    action: "erasure",
    state: "running",
    hash: "",
    previews: [{ system: "shop", tables, problems: [], recipients: [] }],
    stores: [],
    problems: [],
    steps: [{ ...step, kind: "erase", system: "shop", state: "done", tables }],
    createdAt: new Date(at),
  };
}
const eva: Identifiers = {
  subject: { emails: ["eva@home.example"], anchors: [] },
  values: [
    { category: "name", value: "Eva Jansen" },
    { category: "contact.phone", value: "+31 6 0000 0000" },
  ],
};
const known = new Map([["shop", new Personal(eva)]]);
const pass = (plan: Plan, act: PassedAct = "erasure", room = recipients) =>
  store.transact((tx) => room.passOn(tx, plan, act, { known }));
const open = () => recipients.list(store.reader, "open");
const lettersTo = (address: string) => inbox.messages().filter(({ to }) => to.includes(address));
const noticeOf = async (recipient: string) => (await open()).find((one) => one.recipient === recipient)?.id ?? "";
const stateOfParcels = async () => (await open()).find(({ recipient }) => recipient === "parcels");
const linkIn = (text: string) => /\/recipient\/([\w-]+)/.exec(text)?.[1] ?? expect.unreachable();
const daysLater = (days: number) => store.clock.set(new Date(Date.parse(at) + days * 86_400_000).toISOString());

describe("after an erasure", () => {
  test("who has data of the person is told, who may not be written to is not, and staff see why", async () => {
    await pass(planOf(["name", "contact.email"], "G-AAAA-1111"));
    await jobs.settled();
    expect((await open()).map(({ recipient, state, byHandBecause }) => [recipient, state, byHandBecause])).toEqual([
      ["lapsed", "by-hand", "contract-expired"],
      ["parcels", "told", undefined],
      ["silent", "by-hand", "no-address"],
    ]);
    const [letter] = lettersTo("privacy@parcels.example");
    expect(letter?.subject).toBe("Gegevens wissen (G-AAAA-1111)");
    expect(letter?.text).toContain("- e-mailadres: eva@home.example");
    expect(letter?.text).toContain("- naam: Eva Jansen");
    expect(lettersTo("privacy@lapsed.example")).toEqual([]);
  });

  test("nobody is told more than was given to them", async () => {
    await pass(planOf(["name", "order-history"], "G-BBBB-1111"));
    await jobs.settled();
    const [letter] = lettersTo("dpo@abroad.example");
    expect(letter?.subject).toBe("Erase data (G-BBBB-1111)");
    expect(letter?.text).not.toMatch(/eva@home|Eva Jansen|0000/);
    expect(letter?.text).toContain("We cannot say by what you know this person");
    expect(lettersTo("privacy@parcels.example")[0]?.text).not.toContain("+31");
  });

  test("passing on the same plan twice tells once", async () => {
    const plan = planOf(["name"], "G-CCCC-1111");
    await pass(plan);
    await pass(plan);
    await jobs.settled();
    expect(await open()).toHaveLength(3);
    const about = lettersTo("privacy@parcels.example").filter(({ subject }) => subject.includes("G-CCCC-1111"));
    expect(about).toHaveLength(1);
  });
});

async function told(about: string): Promise<string> {
  await pass(planOf(["name"], about));
  await jobs.settled();
  const letter = lettersTo("privacy@parcels.example").find(({ subject }) => subject.includes(about));
  return linkIn(letter?.text ?? "");
}

describe("a recipient", () => {
  test("answers once, and with the answer everything that says who it is about is destroyed", async () => {
    const token = await told("G-DDDD-1111");
    const question = await recipients.question(token);
    expect(question).toMatchObject({ recipient: "parcels", act: "erasure", onDay: localDate("2026-11-23") });
    expect(question?.known.reveal()).toContainEqual({ category: "name", value: "Eva Jansen" });
    expect(await recipients.answer(token, "done")).toBe(true);
    expect(await recipients.answer(token, "cannot")).toBe(false);
    expect(await recipients.question(token)).toBeUndefined();
    const [notice] = await recipients.list(store.reader, "answered");
    expect(notice).toMatchObject({ recipient: "parcels", answer: "done", state: "answered" });
    expect((await recipients.detail(store.reader, notice?.id ?? ""))?.reveal().known).toEqual([]);
    const { rows } = await sql<{
      row: string;
    }>`select row_to_json(recipient_notice)::text as row from recipient_notice where state = 'answered'`.execute(
      store.reader.db,
    );
    expect(rows).toHaveLength(1);
    const { rows: log } = await sql<{
      text: string;
    }>`select convert_from(body, 'UTF8') as text from evidence_entry`.execute(store.reader.db);
    expect(log.some(({ text }) => text.includes("recipient.answered"))).toBe(true);
    expect(JSON.stringify(log)).not.toMatch(/eva@home|Jansen|parcels\.example/);
  });

  test("is not known by a wrong token", async () => {
    await told("G-EEEE-1111");
    for (const wrong of ["", "x", "a".repeat(43), "'; drop table recipient_notice; --"]) {
      expect(await recipients.question(wrong)).toBeUndefined();
      expect(await recipients.answer(wrong, "done")).toBe(false);
    }
  });

  test("is reminded twice, then somebody must call; an older link opens nothing any more", async () => {
    const first = await told("G-FFFF-1111");
    const letters = () =>
      lettersTo("privacy@parcels.example").filter(({ subject }) => subject.includes("G-FFFF-1111")).length;
    for (const [day, sent, overdue] of [
      [13, 1, false],
      [14, 2, false],
      [14, 2, false],
      [20, 2, false],
      [21, 3, false],
      [28, 3, false],
      [29, 3, true],
      [60, 3, true],
    ] as const) {
      daysLater(day);
      await recipients.remind();
      await jobs.settled();
      expect([day, letters(), (await stateOfParcels())?.overdue]).toEqual([day, sent, overdue]);
    }
    expect(await recipients.question(first)).toBeUndefined();
    const newest = lettersTo("privacy@parcels.example")[0];
    expect(newest?.subject).toBe("Herinnering: Gegevens wissen (G-FFFF-1111)");
    expect(await recipients.answer(linkIn(newest?.text ?? ""), "nothing-held")).toBe(true);
  });

  test("that may not be written to any more is not reminded either", async () => {
    await told("G-GGGG-1111");
    const without = policy.recipients.map(({ contract, ...one }) =>
      one.name === "parcels" ? one : { ...one, ...(contract && { contract }) },
    );
    const changed = createRecipients(optionsOf({ policy: { ...policy, recipients: without } }));
    daysLater(15);
    const before = inbox.messages().length;
    await changed.remind();
    await jobs.settled();
    expect(inbox.messages().length).toBe(before);
  });
});

describe("staff", () => {
  test("tell it themselves where no letter goes, write its answer down, and are late after a week", async () => {
    await pass(planOf(["name"], "G-HHHH-1111"));
    daysLater(8);
    expect((await open()).find(({ recipient }) => recipient === "silent")?.overdue).toBe(true);
    const silent = await noticeOf("silent");
    expect((await recipients.detail(store.reader, silent))?.reveal().known).toEqual([
      { category: "name", value: "Eva Jansen" },
    ]);
    must(await recipients.recordTold(silent, noor));
    expect(await recipients.recordTold(silent, noor)).toMatchObject({ ok: false, reason: "not-now" });
    must(await recipients.recordAnswer(silent, noor, "kept-by-law"));
    expect(await recipients.recordAnswer(silent, noor, "done")).toMatchObject({ ok: false, reason: "not-now" });
    expect(await recipients.recordTold(randomUUID(), noor)).toMatchObject({ ok: false, reason: "unknown" });
    expect(await recipients.recordTold("'; --", noor)).toMatchObject({ ok: false, reason: "unknown" });
  });

  test("send a letter only where one may go", async () => {
    await pass(planOf(["name"], "G-JJJJ-1111"));
    const lapsed = await noticeOf("lapsed");
    expect(await recipients.send(lapsed, noor)).toMatchObject({
      ok: false,
      reason: "may-not-pass",
      message: expect.stringContaining("ended on 2026-11-22"),
    });
    expect(await recipients.send(await noticeOf("silent"), noor)).toMatchObject({ ok: false, reason: "may-not-pass" });
    const renewed = policy.recipients.map((one) =>
      one.name === "lapsed" && one.contract
        ? { ...one, contract: { ...one.contract, expiresOn: localDate("2027-11-22") } }
        : one,
    );
    const mended = createRecipients(optionsOf({ policy: { ...policy, recipients: renewed } }));
    must(await mended.send(lapsed, noor));
    await jobs.settled();
    expect(lettersTo("privacy@lapsed.example")).toHaveLength(1);
    expect((await open()).find(({ recipient }) => recipient === "lapsed")?.state).toBe("told");
  });
});

test("a correction says what is to be written, and to whom it was given only", async () => {
  const corrections = new Personal([
    { category: "name", from: "Eva Jansen", to: "Eva de Vries" },
    { category: "contact.phone", from: "+31 6 0000 0000", to: "+31 6 1111 1111" },
  ]);
  const plan = planOf(["name"], "G-KKKK-1111");
  await store.transact((tx) => recipients.passOn(tx, plan, "rectification", { known, corrections }));
  await jobs.settled();
  const letter = lettersTo("privacy@parcels.example")[0];
  expect(letter?.text).toContain("- naam: Eva Jansen → Eva de Vries");
  expect(letter?.text).not.toContain("1111 1111");
});

test("answers are forgotten when the register forgets", async () => {
  await pass(planOf(["name"], "G-MMMM-1111"));
  for (const { id } of await open()) must(await recipients.recordAnswer(id, noor, "done"));
  store.clock.set("2031-11-22T10:00:00.000Z");
  await recipients.remind();
  expect(await recipients.list(store.reader, "answered")).toHaveLength(3);
  store.clock.set("2031-11-24T10:00:00.000Z");
  await recipients.remind();
  expect(await recipients.list(store.reader, "answered")).toEqual([]);
});

test("an objection that was upheld goes on to those who use data for that purpose, and to nobody else", async () => {
  const stopped = {
    request: randomUUID(),
    about: "G-PPPP-1111",
    purposes: ["deliver"],
    email: new Personal("eva@home.example"),
  };
  const held = policy.recipients.map((one) =>
    one.name === "abroad" ? { ...one, holdsWhen: [{ system: "shop", table: "orders" }] } : one,
  );
  const room = createRecipients(optionsOf({ policy: { ...policy, recipients: held } }));
  await store.transact((tx) => room.passOnStop(tx, { ...stopped, request: randomUUID(), purposes: ["other"] }));
  expect(await open()).toEqual([]);
  for (let times = 0; times < 2; times++) await store.transact((tx) => room.passOnStop(tx, stopped));
  await jobs.settled();
  const waiting = (await open()).map(({ recipient, act, state, byHandBecause }) => [
    recipient,
    act,
    state,
    byHandBecause,
  ]);
  expect(waiting).toEqual([
    ["abroad", "objection", "by-hand", "holding-unknown"],
    ["lapsed", "objection", "by-hand", "contract-expired"],
    ["parcels", "objection", "told", undefined],
    ["silent", "objection", "by-hand", "no-address"],
  ]);
  const letter = lettersTo("privacy@parcels.example").find(({ subject }) => subject.includes("G-PPPP-1111"));
  expect(letter?.text).toContain("Stop ook met dat gebruik");
  expect(letter?.text).toContain("- e-mailadres: eva@home.example");
});

test("what a recipient is told is in the ledger: with the person, but not of an erasure, which it would outlive", async () => {
  await sql`delete from disclosure`.execute(store.reader.db);
  await pass(planOf(["name"], "G-QQQQ-1111"), "restriction");
  await pass(planOf(["name"], "G-QQQQ-2222"), "erasure");
  const { rows } = await sql<{ recipient: string; known: boolean; ground: string; categories: string[] }>`
    select recipient, person_digest is not null as known, ground, categories from disclosure order by id`.execute(
    store.reader.db,
  );
  const line = { recipient: "parcels", ground: "request", categories: ["contact.email", "name"] };
  expect(rows).toEqual([
    { ...line, known: true },
    { ...line, known: false },
  ]);
});
