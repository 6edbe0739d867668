import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { Client } from "pg";
import { expect, it, vi } from "vitest";
import type { LocalDate } from "#base";
import { createEvidence } from "#evidence";
import { freshStore, spoilAtRandom, type TestStore } from "#harness";
import { createConsents, verifyConsentReceipt } from "./index.ts";
import type { Choice, ConsentReceipt, Recorded } from "./contract.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("");
const decoded = (value: string) => Buffer.from(value, "base64url").toString("hex");
const runs = Number(process.env["GESTAND_RUNS"] ?? 150);
// Bound when it is called: the spy stands in its place meanwhile.
// oxlint-disable-next-line typescript/unbound-method
const asks = Client.prototype.query;
const random = () => randomBytes(16).toString("base64url");

async function room(store: TestStore) {
  const seed = store.keys.derive("evidence-signing", 32);
  const evidence = createEvidence({ store, origin: "shop.example/gestand", seed });
  const consents = createConsents({ store, evidence });
  const shown = { language: "nl", purposes: ["ads", "statistics"], title: "Uw keuze" };
  const notice = await consents.keepNotice(shown);
  const choice = (said: Partial<Choice> = {}): Choice => ({
    event: random(),
    visitor: random(),
    notice,
    site: "www",
    version: 3,
    choices: { ads: false, statistics: true },
    action: "save",
    surface: "banner",
    clientAt: new Date("2024-06-01T00:00:00Z"),
    gpc: false,
    ...said,
  });
  const record = async (said: Choice): Promise<Recorded> => {
    const recorded = await consents.record(said);
    if (!recorded.ok) throw new Error(recorded.reason);
    return recorded.value;
  };
  return { consents, evidence, shown, notice, choice, record, query: (text: string) => store.database.query(text) };
}

it("keeps a refusal as it keeps a yes, with our own clock beside the browser's, and exactly what was shown", async () => {
  await using store = await freshStore();
  const { consents, shown, choice, record } = await room(store);
  const made = choice({ choices: { ads: false, statistics: false }, action: "reject-all", gpc: true });
  await record(made);
  const [kept] = await consents.of(store.reader, made.visitor);
  expect(kept).toMatchObject({ choices: { ads: false, statistics: false }, action: "reject-all", gpc: true });
  expect(kept?.receivedAt).toEqual(store.clock.now());
  expect(kept?.clientAt).toEqual(made.clientAt);
  expect(await consents.shown(store.reader, kept?.notice ?? "")).toEqual(shown);
  expect(JSON.stringify(kept)).not.toContain(made.visitor);
});

it("records an event once, says so again with the same receipt, and refuses it with another choice", async () => {
  await using store = await freshStore();
  const { consents, choice, record, query } = await room(store);
  const made = choice();
  const [first, twin] = await Promise.all([record(made), record(made)]);
  store.clock.advance(60_000);
  const again = await record(made);
  expect([first.now, twin.now].filter((now) => now)).toHaveLength(1);
  expect(again.now).toBe(false);
  expect([twin.receipt, again.receipt]).toEqual([first.receipt, first.receipt]);
  expect(await consents.record({ ...made, choices: { ads: true, statistics: true } })).toMatchObject({
    ok: false,
    reason: "other-choice",
  });
  expect(await query("select 1 from gestand.consent_record")).toHaveLength(1);
});

it("knows an event of the month before, and begins a month that has no table yet", async () => {
  await using store = await freshStore({ at: "2026-12-31T23:59:59.000Z" });
  const { choice, record, query } = await room(store);
  const made = choice();
  await record(made);
  store.clock.set("2027-01-01T00:00:01.000Z");
  expect((await record(made)).now).toBe(false);
  store.clock.set("2028-07-01T00:00:00.000Z");
  expect((await record(choice())).now).toBe(true);
  expect(await query("select 1 from gestand.consent_record")).toHaveLength(2);
});

it("refuses a notice that was never shown and purposes that were not asked, and leaves no row", async () => {
  await using store = await freshStore();
  const { consents, choice, query } = await room(store);
  const refused = [
    choice({ notice: "0".repeat(64) }),
    choice({ choices: { ads: true } }),
    choice({ choices: { ads: true, statistics: true, more: true } }),
    choice({ choices: { ads: true, toString: true } }),
  ];
  const reasons = await Promise.all(refused.map(async (each) => (await consents.record(each)) as { reason: string }));
  expect(reasons.map(({ reason }) => reason)).toEqual([
    "unknown-notice",
    "wrong-purposes",
    "wrong-purposes",
    "wrong-purposes",
  ]);
  expect(await query("select 1 from gestand.consent_record")).toEqual([]);
});

it("writes those who come together in few commits, each with a receipt that holds without us", async () => {
  await using store = await freshStore();
  const { consents, evidence, choice, record, query } = await room(store);
  const made = Array.from({ length: 300 }, () => choice());
  const receipts = await Promise.all(made.map(async (each) => (await record(each)).receipt));
  for (const [at, receipt] of receipts.entries())
    expect(verifyConsentReceipt(receipt, evidence.verifierKey)).toMatchObject({
      ok: true,
      value: { record: { event: made[at]?.event } },
    });
  const batches = await query("select distinct batch from gestand.consent_record");
  expect(batches.length).toBeLessThan(10);
  expect(await consents.verify()).toMatchObject({ ok: true, records: 300 });
  expect((await evidence.verifyStored()).ok).toBe(true);
});

it("finds a changed receipt, whatever was changed", async () => {
  await using store = await freshStore();
  const { evidence, choice, record } = await room(store);
  const [{ receipt }] = (await Promise.all([record(choice()), record(choice()), record(choice())])) as [
    Recorded,
    ...Recorded[],
  ];
  const holds = (changed: ConsentReceipt) => verifyConsentReceipt(changed, evidence.verifierKey).ok;
  expect(holds(receipt)).toBe(true);
  const texts = { record: receipt.record, entry: receipt.entry, path: receipt.path.join(" ") };
  const edits = fc.record({
    member: fc.constantFrom("record" as const, "entry" as const, "path" as const),
    at: fc.nat(),
    to: fc.constantFrom(...letters),
  });
  fc.assert(
    fc.property(edits, ({ member, at, to }) => {
      const text = texts[member];
      const edited = text.slice(0, at % text.length) + to + text.slice((at % text.length) + 1);
      const changed = { ...receipt, [member]: member === "path" ? edited.split(" ") : edited };
      // The last letter of base64 can say nothing; then nothing was changed.
      if (
        edited === text ||
        (member !== "entry" && edited.split(" ").map(decoded).join() === text.split(" ").map(decoded).join())
      )
        return;
      expect(holds(changed)).toBe(false);
    }),
    { numRuns: 300 },
  );
  expect(holds({ ...receipt, place: receipt.place + 1 })).toBe(false);
  expect(holds({ ...receipt, count: receipt.count + 1 })).toBe(false);
});

it("finds every record that was edited, lost, added, exchanged or filed elsewhere", async () => {
  await using store = await freshStore();
  const { consents, choice, record, query } = await room(store);
  await record(choice());
  await Promise.all(Array.from({ length: 6 }, () => record(choice())));
  const table = "gestand.consent_record";
  const [{ body }] = (await query(`select body from ${table} limit 1`)) as [{ body: Buffer }];
  const first = `(select event from ${table} order by batch desc, place limit 1)`;
  const wrongs = [
    ...Array.from(
      { length: body.length },
      (_, at) => `update ${table} set body = set_byte(body, ${at}, get_byte(body, ${at}) # 1) where event = ${first}`,
    ),
    `delete from ${table} where event = ${first}`,
    `delete from ${table} where batch = (select max(batch) from ${table})`,
    `insert into ${table} select month, set_byte(event, 0, get_byte(event, 0) # 1), visitor, received_at, batch, 99, body from ${table} where event = ${first}`,
    `insert into ${table} select month, set_byte(event, 0, get_byte(event, 0) # 1), visitor, received_at, 1 - batch, 0, body from ${table} where event = ${first}`,
    `update ${table} set place = 5 - place where batch = (select max(batch) from ${table})`,
    `update ${table} set visitor = set_byte(visitor, 3, get_byte(visitor, 3) # 1) where event = ${first}`,
    `update ${table} set received_at = received_at - interval '1 day' where event = ${first}`,
    `update ${table} set received_at = received_at + interval '1 microsecond' where event = ${first}`,
    `update ${table} set month = month + interval '1 month' where event = ${first}`,
  ];
  expect(await consents.verify()).toMatchObject({ ok: true, records: 7 });
  await query(`create table kept as select * from ${table}`);
  for (const wrong of wrongs) {
    await query(wrong);
    expect(await consents.verify(), wrong).toMatchObject({ ok: false });
    await query(`delete from ${table}`);
    await query(`insert into ${table} select * from kept`);
  }
  expect(await consents.verify()).toMatchObject({ ok: true });
}, 60_000);

it(
  "finds whatever is done to the records behind our back",
  async () => {
    await using store = await freshStore({ at: "2026-11-30T23:59:59.000Z" });
    const { consents, choice, record } = await room(store);
    const again = choice();
    await record(again);
    await Promise.all([choice(), again, choice(), choice({ action: "withdraw", residue: ["_ga"] })].map(record));
    store.clock.advance(2_000);
    await Promise.all(Array.from({ length: 3 }, () => record(choice())));
    await record(choice());
    expect(await consents.verify()).toMatchObject({ ok: true, records: 8 });
    const spoiled = await spoilAtRandom(store.database, {
      table: "gestand.consent_record",
      order: "month, batch, place, event",
      runs,
      holds: async () => (await consents.verify()).ok,
    });
    expect(spoiled.wrong).toEqual([]);
    expect(spoiled.changed).toBeGreaterThan(runs / 3);
  },
  60_000 + runs * 200,
);

it("counts who said yes by week, each choice once, and leaves out what browsers said by themselves", async () => {
  await using store = await freshStore({ at: "2026-11-15T22:30:00.000Z" });
  const { consents, choice, record } = await room(store);
  const yes = { choices: { ads: true, statistics: true } };
  await Promise.all([record(choice()), record(choice(yes)), record(choice({ action: "signal" }))]);
  const first = await consents.rates("2026-11-01" as LocalDate, "Europe/Amsterdam");
  // An hour before midnight on Sunday; in Amsterdam it is that week still.
  expect(first).toEqual([
    { week: "2026-11-09", purpose: "ads", granted: 1, denied: 1 },
    { week: "2026-11-09", purpose: "statistics", granted: 2, denied: 0 },
  ]);
  store.clock.set("2026-11-15T23:30:00.000Z");
  await record(choice(yes));
  const [one, two] = await Promise.all([1, 2].map(() => consents.rates("2026-11-01" as LocalDate, "Europe/Amsterdam")));
  expect(one).toEqual(two);
  expect(one).toContainEqual({ week: "2026-11-16", purpose: "ads", granted: 1, denied: 0 });
  expect(one).toContainEqual({ week: "2026-11-09", purpose: "statistics", granted: 2, denied: 0 });
});

it("answers nobody when nothing could be written", async () => {
  await using store = await freshStore();
  const { choice, record, query } = await room(store);
  await query("alter table gestand.evidence_head add check (size < 0) not valid");
  await expect(Promise.all([record(choice()), record(choice())])).rejects.toThrow();
  expect(await query("select 1 from gestand.consent_record")).toEqual([]);
  await query("alter table gestand.evidence_head drop constraint evidence_head_size_check1");
  expect((await record(choice())).now).toBe(true);
});

it("writes however many come together with two statements and one commit", async () => {
  await using store = await freshStore();
  const { choice, record, query } = await room(store);
  // The month has its table, and numbers are taken ahead.
  await record(choice());
  const flushesSoFar = async () => (await query("select distinct batch from gestand.consent_record")).length;
  const before = await flushesSoFar();
  const said: string[] = [];
  const spy = vi.spyOn(Client.prototype, "query").mockImplementation(function spied(this: Client, ...given: unknown[]) {
    const [asked] = given as [string | { text: string }];
    said.push(typeof asked === "string" ? asked : asked.text);
    return (asks as (...all: unknown[]) => unknown).apply(this, given) as never;
  });
  try {
    await Promise.all(Array.from({ length: 500 }, () => record(choice())));
  } finally {
    spy.mockRestore();
  }
  const flushes = (await flushesSoFar()) - before;
  const frame = /^(begin|start transaction|commit|set )/iu;
  expect(flushes).toBeLessThanOrEqual(3);
  expect(said.filter((sql) => /^commit/iu.test(sql))).toHaveLength(flushes);
  expect(said.filter((sql) => !frame.test(sql)).length).toBeLessThanOrEqual(2 * flushes);
});
