import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { addPeriod, type LocalDate } from "#base";
import { createEvidence } from "#evidence";
import { freshStore, type TestStore } from "#harness";
import { createConsents, type ProofTerm } from "./index.ts";

const random = () => randomBytes(16).toString("base64url");
/** Half a year in the browser, and a year of proof. */
const over = (day: LocalDate) => addPeriod(addPeriod(day, { amount: 180, unit: "day" }), { amount: 1, unit: "year" });
const term: ProofTerm = { timeZone: "Europe/Amsterdam", over };

async function room(store: TestStore, given: ProofTerm = term) {
  const evidence = createEvidence({
    store,
    origin: "shop.example/gestand",
    seed: store.keys.derive("evidence-signing", 32),
  });
  const consents = createConsents({ store, evidence, term: given });
  const notice = await consents.keepNotice({ purposes: ["ads"] });
  const choose = async (said: { event?: string; visitor?: string; yes?: boolean } = {}) => {
    const recorded = await consents.record({
      event: said.event ?? random(),
      visitor: said.visitor ?? random(),
      notice,
      site: "www",
      version: 1,
      choices: { ads: said.yes ?? true },
      action: "save",
      surface: "banner",
      clientAt: new Date("2026-01-01T00:00:00Z"),
      gpc: false,
    });
    if (!recorded.ok) throw new Error(recorded.reason);
    return recorded.value;
  };
  const query = (text: string) => store.database.query(text);
  const months = async () =>
    (
      await query(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'gestand.consent_record'::regclass order by 1",
      )
    ).map(({ name }) => String(name).replace(/^.*consent_record_/, ""));
  const dropped = () => evidence.entries(store.reader, { from: 0, limit: 50, kind: "consent.month-dropped" });
  return { evidence, consents, choose, query, months, dropped };
}

it("has a table for this month and the next two before anybody chooses, also after the clock jumped", async () => {
  await using store = await freshStore({ at: "2026-12-05T10:00:00.000Z" });
  const { consents, choose, months } = await room(store);
  await Promise.all([consents.tidy(), consents.tidy(), choose()]);
  expect(await months()).toEqual(["2026_12", "2027_01", "2027_02"]);
  store.clock.set("2027-06-30T23:59:59.000Z");
  await consents.tidy();
  store.clock.set("2026-10-01T00:00:00.000Z");
  await Promise.all([choose(), choose()]);
  const all = "2026_10 2026_11 2026_12 2027_01 2027_02 2027_06 2027_07 2027_08";
  expect((await months()).join(" ")).toBe(all);
  expect(await consents.verify()).toMatchObject({ ok: true, records: 3 });
});

it("keeps a batch within one month, though its choices came around midnight", async () => {
  await using store = await freshStore({ at: "2026-12-31T23:59:59.990Z" });
  const { consents, choose, query } = await room(store);
  await choose();
  const before = Array.from({ length: 5 }, () => choose());
  store.clock.set("2027-01-01T00:00:00.010Z");
  await Promise.all([...before, ...Array.from({ length: 5 }, () => choose())]);
  const spread = await query("select from gestand.consent_record group by batch having count(distinct month) > 1");
  expect(spread).toEqual([]);
  expect(await query("select distinct month from gestand.consent_record")).toHaveLength(2);
  expect(await consents.verify()).toMatchObject({ ok: true, records: 11 });
});

it("drops a month whole on the day its term is over, not a day before, and what is left stays proven", async () => {
  await using store = await freshStore({ at: "2026-01-31T20:00:00.000Z" });
  const { evidence, consents, choose, months, dropped, query } = await room(store);
  await Promise.all([choose(), choose(), choose({ yes: false })]);
  await choose();
  store.clock.set("2026-02-01T00:00:00.000Z");
  const kept = await choose();
  // 31 January and 180 days is 30 July.
  store.clock.set("2027-07-29T23:59:59.000Z");
  await consents.tidy();
  expect(await dropped()).toEqual([]);
  store.clock.set("2027-07-30T00:00:00.000Z");
  await consents.tidy();
  const [entry, ...more] = await dropped();
  expect(more).toEqual([]);
  expect(entry).toMatchObject({ about: "consents-of-2026-01", body: { records: 4 } });
  expect(await months()).not.toContain("2026_01");
  expect(await query("select 1 from gestand.consent_record")).toHaveLength(1);
  expect(await consents.verify()).toEqual({
    ok: true,
    records: 1,
    message: "1 records are as they were made; 4 of 2026-01 were dropped because their term was over",
  });
  expect((await evidence.verifyStored()).ok).toBe(true);
  await consents.tidy();
  expect(await dropped()).toHaveLength(1);
  expect(kept.now).toBe(true);
});

it("counts the choices of a month before it goes", async () => {
  await using store = await freshStore({ at: "2026-01-10T20:00:00.000Z" });
  const { consents, choose } = await room(store);
  await Promise.all([choose(), choose({ yes: false }), choose({ yes: false })]);
  store.clock.set("2028-01-01T00:00:00.000Z");
  await consents.tidy();
  expect(await consents.rates("2026-01-01" as LocalDate, "Europe/Amsterdam")).toEqual([
    { week: "2026-01-05", purpose: "ads", granted: 1, denied: 2 },
  ]);
});

it("counts what can be read beside records that somebody spoiled", async () => {
  await using store = await freshStore({ at: "2026-01-10T20:00:00.000Z" });
  const { consents, choose, query } = await room(store);
  await choose();
  for (const body of [
    "'no json'",
    "'\\xff'",
    `'{"choices":[],"version":1}'`,
    `'{"choices":{"ads":true},"version":"a"}'`,
  ])
    await choose({ event: `${random().slice(0, 21)}A` }).then(() =>
      query(`update gestand.consent_record set body = ${body}
        where ctid = (select ctid from gestand.consent_record order by batch desc limit 1)`),
    );
  expect(await consents.rates("2026-01-01" as LocalDate, "Europe/Amsterdam")).toEqual([
    { week: "2026-01-05", purpose: "ads", granted: 1, denied: 0 },
  ]);
});

it("says how many choices are kept too long, until they go", async () => {
  await using store = await freshStore({ at: "2026-01-10T20:00:00.000Z" });
  const { consents, choose } = await room(store);
  await Promise.all([choose(), choose()]);
  expect(await consents.proof(store.reader)).toEqual({ months: 1, overdue: 0 });
  store.clock.set("2027-07-31T12:00:00.000Z");
  expect(await consents.proof(store.reader), "there is a day or two to do it").toEqual({ months: 1, overdue: 0 });
  store.clock.set("2027-08-01T12:00:00.000Z");
  expect(await consents.proof(store.reader)).toEqual({ months: 1, overdue: 2 });
  await consents.tidy();
  expect(await consents.proof(store.reader)).toEqual({ months: 0, overdue: 0 });
});

it("keeps everything where the policy names no term", async () => {
  await using store = await freshStore({ at: "2026-01-10T20:00:00.000Z" });
  const { consents, choose, dropped } = await room(store, { ...term, over: () => undefined });
  await choose();
  store.clock.set("2046-01-01T00:00:00.000Z");
  await consents.tidy();
  expect(await dropped()).toEqual([]);
  expect(await consents.verify()).toMatchObject({ ok: true, records: 1 });
});

it("leaves a month that somebody reads until the next time, and keeps nobody waiting for it", async () => {
  await using store = await freshStore({ at: "2026-01-10T20:00:00.000Z" });
  const { consents, choose, dropped } = await room(store);
  await choose();
  store.clock.set("2028-01-01T00:00:00.000Z");
  await store.transact(async (reading) => {
    await reading.db.executeQuery({
      ...reading.db
        .selectFrom("consent_record" as never)
        .selectAll()
        .compile(),
    });
    await consents.tidy();
    expect(await dropped()).toEqual([]);
    expect((await choose()).now).toBe(true);
  });
  await consents.tidy();
  expect(await dropped()).toHaveLength(1);
  expect(await consents.verify()).toMatchObject({ ok: true, records: 1 });
});

it("takes choices for a month that was dropped, when the clock had been wrong, and tells both apart", async () => {
  await using store = await freshStore({ at: "2026-01-10T20:00:00.000Z" });
  const { consents, choose, dropped } = await room(store);
  await Promise.all([choose(), choose()]);
  store.clock.set("2028-01-01T00:00:00.000Z");
  await consents.tidy();
  store.clock.set("2026-01-11T20:00:00.000Z");
  // The table was there when it last looked; the browser sends its choice again.
  const event = random();
  const again = await choose({ event }).catch(() => choose({ event }));
  expect(again.now).toBe(true);
  expect(await consents.verify()).toMatchObject({ ok: true, records: 1 });
  store.clock.set("2028-01-02T00:00:00.000Z");
  await consents.tidy();
  expect(await dropped()).toHaveLength(2);
  expect(await consents.verify()).toMatchObject({ ok: true, records: 0 });
});

it("finds a month that went without its entry, one that was changed before it went, and one that came back", async () => {
  const table = "gestand.consent_record_2026_01";
  const spoils = [
    `delete from ${table} where event = (select min(event) from ${table})`,
    `delete from ${table}`,
    `update ${table} set body = set_byte(body, 20, get_byte(body, 20) # 1) where event = (select min(event) from ${table})`,
    `update ${table} set place = 7 - place`,
    `insert into ${table} select month, set_byte(event, 0, get_byte(event, 0) # 1), visitor, received_at, batch, 99, body from ${table} limit 1`,
  ];
  await Promise.all(
    spoils.map(async (spoil) => {
      await using store = await freshStore({ at: "2026-01-10T20:00:00.000Z" });
      const { consents, choose, query } = await room(store);
      await choose();
      await Promise.all([choose(), choose(), choose()]);
      await query(spoil);
      store.clock.set("2028-01-01T00:00:00.000Z");
      await consents.tidy();
      expect((await consents.verify()).ok, spoil).toBe(false);
    }),
  );
  await using store = await freshStore({ at: "2026-01-10T20:00:00.000Z" });
  const { consents, choose, query } = await room(store);
  await Promise.all([choose(), choose()]);
  await query(`create table gestand.kept as table ${table}`);
  await query(`drop table ${table}`);
  expect((await consents.verify()).ok).toBe(false);
  await choose().catch(() => undefined);
  await choose();
  await query(`insert into ${table} select * from gestand.kept`);
  expect((await consents.verify()).ok).toBe(true);
  store.clock.set("2028-01-01T00:00:00.000Z");
  await consents.tidy();
  expect(await consents.verify()).toMatchObject({ ok: true, records: 0 });
  store.clock.set("2026-01-10T20:00:00.000Z");
  await consents.tidy();
  await query(`insert into ${table} select * from gestand.kept`);
  expect((await consents.verify()).ok).toBe(false);
}, 60_000);
