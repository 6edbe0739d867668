/** Nights of a shop: who must approve, what a wrong clock cannot do, and years day by day against a slow and obvious oracle. */
import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addPeriod, localDate, type LocalDate, localDateOf, type StaffId } from "#base";
import { createEvidence } from "#evidence";
import { freshDatabase, freshStore, policyOf, startTestQueue } from "#harness";
import { createPlans, type PlanFollower } from "#plans";
import { keptUntil, withOwnSystem } from "#policy";
import { wireSystems } from "../../tests/harness/engine.ts";
import { createRetention, type RetentionOptions, type TableTerm } from "./index.ts";

const text = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2020-01-01
persons: {customer: {title: {nl: klant, en: customer}}}
purposes:
  trade: {title: {nl: handel, en: trade}, of: customer, basis: contract, uses: [contact.email]}
rights: {access: {}, erasure: {}}
keep:
  profile: {until: relationship ends, then: erase}
  visits: {until: 2 months after it, then: erase}
  books: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: audit}, then: erase}
  sums: {until: 1 month after it, then: aggregate}
  masked: {until: 1 month after it, then: anonymise}
systems:
  shop:
    connector: postgres
    url: env:SHOP
    roles: {staff: [shop_staff], audit: [shop_audit]}
    tables:
      people: {person: {is: customer, email: email}, columns: {email: contact.email}, keep: profile}
      visits: {person: person_id -> people, columns: {page: behaviour}, keep: {visits: at}}
      invoices: {person: person_id -> people, columns: {page: invoice}, keep: {books: at}}
      lines: {person: invoice_id -> invoices, columns: {page: invoice}, keep: {books: invoice_id -> invoices.at}}
      totals: {person: person_id -> people, columns: {page: behaviour}, keep: {sums: at}}
      calls: {person: person_id -> people, columns: {page: {is: behaviour, erased: gone}}, keep: {masked: at}}
      stuck: {person: person_id -> people, columns: {page: behaviour}, keep: {masked: at}}
`;
const timeZone = "Europe/Amsterdam";
const noor = randomUUID() as string as StaffId;

async function openShop(at: string, more: Partial<RetentionOptions> = {}) {
  const store = await freshStore({ poolSize: 8, at });
  const shop = await freshDatabase();
  const rows = "id int primary key, person_id int references people(id), page text";
  await shop.query("create table people (id int primary key, email text)");
  await shop.query(`create table visits (${rows}, at timestamptz)`);
  await shop.query(`create table invoices (${rows}, at date)`);
  await shop.query(
    "create table lines (id int primary key, invoice_id int not null references invoices(id), page text)",
  );
  await shop.query(`create table totals (${rows}, at date)`);
  await shop.query(`create table calls (${rows}, at date)`);
  await shop.query("create table stuck (id int primary key, person_id int not null, page text, at date)");
  await shop.query("create index on visits (at)");
  await shop.query("insert into people values (1, 'ann@shop.example')");
  const evidence = createEvidence({ store, origin: "shop.example", seed: store.keys.derive("evidence/signing", 32) });
  const policy = withOwnSystem(policyOf(text));
  const systems = wireSystems({ store, policy, urls: { own: store.url, shop: shop.url } });
  const followers: PlanFollower[] = [];
  const plans = createPlans({ store, evidence, policy, policyHash: "f".repeat(64), systems, followers });
  const retention = createRetention({ store, policy, systems, plans, ...more });
  followers.push(retention.planFollower);
  plans.serve();
  retention.serve();
  const jobs = await startTestQueue(store);
  const visit = (from: number, to: number, day: string) =>
    shop.query(`insert into visits select n, 1, 'page', '${day}' from generate_series(${from}, ${to}) n`);
  const tables = () => retention.tables(store.reader);
  const termOf = async (table: string): Promise<TableTerm | undefined> =>
    (await tables()).find((one) => one.table === table);
  const night = async () => {
    await retention.look();
    await jobs.settled();
  };
  return {
    store,
    shop,
    plans,
    retention,
    evidence,
    jobs,
    visit,
    termOf,
    night,
    count: async (table: string) => Number((await shop.query(`select count(*) as n from ${table}`))[0]?.["n"]),
    approve: async (table: string) => {
      const plan = (await termOf(table))?.sweep?.plan;
      const found = plan && (await plans.get(store.reader, plan));
      if (found === undefined) throw new Error(`nothing is planned for ${table}`);
      return retention.approve(found.id, found.hash, noor);
    },
    [Symbol.asyncDispose]: async () => {
      await jobs[Symbol.asyncDispose]();
      await systems.close();
      await store.dispose();
      await shop.drop();
    },
  };
}

test("the first time somebody approves; later small sweeps run by themselves, large ones ask again", async () => {
  await using one = await openShop("2026-11-20T02:00:00Z");
  await one.visit(1, 5, "2026-01-01T12:00:00Z");
  await one.visit(6, 100, "2026-11-01T12:00:00Z");
  expect(await one.termOf("visits")).toBeUndefined();
  await one.night();
  expect(await one.termOf("visits")).toMatchObject({
    rule: "visits",
    rows: 100,
    over: [5, 5, 100, ...Array.from({ length: 10 }, () => 100)],
    oldest: "2026-01-01",
    sweep: { state: "waiting", asks: "first" },
  });
  expect(await one.termOf("totals")).toMatchObject({ leaves: expect.stringContaining("added up") });
  expect(await one.termOf("people")).toMatchObject({ leaves: "its term ends on no date" });
  expect(await one.count("visits")).toBe(100);
  // The night after looks again, and does not ask twice.
  await one.jobs.advance(86_400_000);
  await one.night();
  expect(await one.approve("visits")).toEqual({ ok: true, value: undefined });
  expect(await one.approve("visits")).toMatchObject({ ok: false, reason: "not-now" });
  await one.jobs.settled();
  expect(await one.count("visits")).toBe(95);
  expect(await one.termOf("visits")).toMatchObject({
    over: [0, ...Array.from({ length: 12 }, () => expect.anything())],
    sweep: { state: "done", taken: 5 },
  });
  await one.visit(101, 105, "2026-02-01T12:00:00Z");
  await one.night();
  expect(await one.count("visits")).toBe(95);
  expect(await one.termOf("visits")).toMatchObject({ sweep: { state: "done", taken: 5 } });
  await one.visit(201, 220, "2026-02-01T12:00:00Z");
  await one.night();
  expect(await one.termOf("visits")).toMatchObject({ sweep: { state: "waiting", asks: "share" } });
  expect(await one.count("visits")).toBe(115);
});

test("a clock that is ten years ahead takes nothing from a table whose rule runs every night", async () => {
  await using one = await openShop("2026-11-20T02:00:00Z");
  await one.visit(1, 2, "2026-01-01T12:00:00Z");
  await one.visit(3, 500, "2026-11-01T12:00:00Z");
  await one.shop.query("insert into invoices select n, 1, 'p', '2024-01-01' from generate_series(1, 50) n");
  await one.night();
  await one.approve("visits");
  await one.jobs.settled();
  expect(await one.count("visits")).toBe(498);
  one.store.clock.advance(10 * 365.25 * 86_400_000);
  await one.night();
  expect(await one.count("visits")).toBe(498);
  expect(await one.count("invoices")).toBe(50);
  expect(await one.termOf("visits")).toMatchObject({ sweep: { state: "waiting", asks: "share" } });
  expect(await one.termOf("invoices")).toMatchObject({ sweep: { state: "waiting", asks: "first" } });
  // Put right again, the night finds nothing that may go, and what waited cannot be approved any more.
  one.store.clock.advance(-10 * 365.25 * 86_400_000);
  await one.night();
  expect((await one.termOf("visits"))?.sweep).toMatchObject({ state: "done", taken: 2 });
  expect((await one.termOf("invoices"))?.sweep).toBeUndefined();
  expect(await one.count("visits")).toBe(498);
});

test("what a night planned and somebody else's rows lead to waits for those; children first, then what they led to", async () => {
  await using one = await openShop("2026-11-20T02:00:00Z", { share: 1 });
  await one.shop.query("insert into invoices values (1, 1, 'p', '2015-01-01'), (2, 1, 'p', '2024-01-01')");
  await one.shop.query("insert into lines values (1, 1, 'p'), (2, 2, 'p')");
  await one.night();
  expect((await one.termOf("invoices"))?.sweep).toBeUndefined();
  await one.approve("lines");
  await one.jobs.settled();
  await one.approve("invoices");
  await one.jobs.settled();
  expect([await one.count("lines"), await one.count("invoices")]).toEqual([1, 1]);
});

test("rows whose rule says so lose their person; where the database leaves no way, the page says why", async () => {
  await using one = await openShop("2026-11-20T02:00:00Z", { share: 1 });
  await one.shop.query("insert into calls select n, 1, 'page', '2026-01-01' from generate_series(1, 5) n");
  await one.shop.query("insert into calls values (6, 1, 'page', '2026-11-15')");
  await one.shop.query("insert into stuck values (1, 1, 'page', '2026-01-01')");
  await one.visit(1, 5, "2026-01-01T12:00:00Z");
  await one.night();
  expect(await one.termOf("stuck")).toMatchObject({ over: expect.arrayContaining([1]), leaves: /may not be empty/ });
  // What stops one table stops no other.
  expect(await one.termOf("visits")).toMatchObject({ does: "delete", sweep: { state: "waiting" } });
  expect(await one.termOf("calls")).toMatchObject({ does: "anonymise", rows: 6, sweep: { state: "waiting" } });
  await one.approve("calls");
  await one.jobs.settled();
  expect(await one.termOf("calls")).toMatchObject({ rows: 1, sweep: { state: "done", taken: 5 } });
  expect(
    await one.shop.query("select count(*)::int as n, person_id, page from calls group by 2, 3 order by n"),
  ).toEqual([
    { n: 1, person_id: 1, page: "page" },
    { n: 5, person_id: null, page: "gone" },
  ]);
  const [plan] = await one.shop.query("select outcome from gestand.applied");
  expect(plan).toEqual({ outcome: { rows: 5 } });
});

test("a failed sweep is tried anew the next night; one that was stopped asks again", async () => {
  await using one = await openShop("2026-11-20T02:00:00Z", { share: 1 });
  await one.visit(1, 5, "2026-01-01T12:00:00Z");
  await one.shop.query(
    "create function no() returns trigger language plpgsql as $$ begin raise exception 'not allowed'; end $$",
  );
  await one.shop.query("create trigger no before delete on visits for each row execute function no()");
  await one.night();
  await one.approve("visits");
  await one.jobs.settled({ failures: "allowed" });
  expect(await one.termOf("visits")).toMatchObject({ sweep: { state: "failed" } });
  expect(await one.count("visits")).toBe(5);
  await one.shop.query("drop trigger no on visits");
  await one.night();
  expect(await one.count("visits")).toBe(0);
});

/** Long runs go through twelve years. */
const days = Number(process.env["GESTAND_RUNS"] ?? 0) >= 1_000 ? 366 * 12 : 100;

test(`${days} days, day by day: nothing outlives its term, nothing leaves early`, { timeout: 1_800_000 }, async () => {
  await using one = await openShop("2024-01-15T03:00:00Z", { share: 1 });
  const policy = policyOf(text);
  const alive = new Map<
    string,
    { readonly table: "visits" | "invoices"; readonly start: LocalDate; readonly line?: true }
  >();
  let id = 0;
  const birth = fc.record({
    table: fc.constantFrom("visits" as const, "invoices" as const),
    back: fc.integer({ min: 0, max: 2_700 }),
    hour: fc.integer({ min: 0, max: 23 }),
    line: fc.boolean(),
  });
  const births = fc.sample(fc.array(birth, { maxLength: 3 }), { numRuns: days, seed: 6 });
  const approved = new Set<string>();
  for (const born of births) {
    const now = one.store.clock.now();
    for (const { table, back, hour, line } of born) {
      const at = new Date(now.getTime() - back * 86_400_000 - hour * 3_600_000);
      const start = table === "visits" ? localDateOf(at, timeZone) : localDate(at.toISOString().slice(0, 10));
      const value = table === "visits" ? at.toISOString() : start;
      await one.shop.query(`insert into ${table} values (${++id}, 1, 'p', '${value}')`);
      if (table === "invoices" && line) await one.shop.query(`insert into lines values (${id}, ${id}, 'p')`);
      alive.set(`${table} ${id}`, { table, start });
    }
    await one.night();
    for (const table of ["visits", "lines", "invoices"])
      if (!approved.has(table) && (await one.termOf(table))?.sweep?.state === "waiting") {
        expect(await one.approve(table), table).toMatchObject({ ok: true });
        approved.add(table);
        await one.jobs.settled();
      }
    const today = localDateOf(now, timeZone);
    for (const [key, { table, start }] of alive)
      if ((keptUntil(policy, table === "visits" ? "visits" : "books", start) ?? today) < today) alive.delete(key);
    const left = await one.shop.query(
      "select 'visits ' || id as key from visits union all select 'invoices ' || id from invoices order by 1",
    );
    // A table that was never approved still has what is past its term.
    const expected = [...alive.keys()].toSorted();
    const seen = left.map(({ key }) => String(key)).toSorted();
    expect(
      seen.filter((key) => approved.has(key.split(" ")[0] ?? "")),
      today,
    ).toEqual(expected.filter((key) => approved.has(key.split(" ")[0] ?? "")));
    expect(
      expected.every((key) => seen.includes(key)),
      today,
    ).toBe(true);
    await one.jobs.advance(86_400_000);
  }
  expect([...approved].toSorted()).toEqual(["invoices", "lines", "visits"]);
  expect(addPeriod(localDate("2024-01-15"), { amount: days, unit: "day" })).toBe(
    localDateOf(one.store.clock.now(), timeZone),
  );
});
