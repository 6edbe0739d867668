/** The version in force is carried out, from its first minute on, and nothing that fails takes the one before it down. */
import { rm, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { localDate } from "#base";
import { freshDatabase, SetClock, type TestDatabase } from "#harness";
import { keptNotice, readKeptNotice } from "#notice";
import { parsePolicy, type Policy, smallestPolicy } from "#policy";
import type { LogEvent } from "#server";
import { sql } from "#store";
import { hashOfFiles, type PublishedNotice } from "#versions";
import { configurationFrom, keepHouse, type KeptHouse, openHouse, planPublication } from "./index.ts";
import type { Publishing } from "./carried-out.ts";
import { noticesOf } from "./published-notices.ts";

let own: TestDatabase;
let folder: string;
let logged: LogEvent[];
const clock = new SetClock("2026-11-22T12:00:00.000Z");
const open: KeptHouse[] = [];
beforeEach(async () => {
  own = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), "gestand-kept-"));
  logged = [];
  clock.set("2026-11-22T12:00:00.000Z");
  await write("one");
});
afterEach(async () => {
  for (const kept of open.splice(0)) await kept.close();
  await own.drop();
  await rm(folder, { recursive: true });
});

const textFor = (name: string, inForce = "2026-01-01") =>
  smallestPolicy({ name, email: "privacy@shop.example", country: "NL", inForce });
const write = (name: string) => writeFile(join(folder, "policy.yaml"), textFor(name));
const configuration = () =>
  configurationFrom({ GESTAND_POLICY: join(folder, "policy.yaml"), GESTAND_DATA: folder, DATABASE_URL: own.url });

const log = (event: LogEvent) => void logged.push(event);
async function keep(publish: Publishing = "first"): Promise<KeptHouse> {
  const kept = await keepHouse(configuration(), { clock, log, publish, watching: false });
  open.push(kept);
  return kept;
}

function policyOf(text: string): Policy {
  return parsePolicy("policy.yaml", text).policy ?? expect.unreachable();
}

function publish({ house }: KeptHouse, text: string, effectiveOn: string, notices?: readonly PublishedNotice[]) {
  const files = [{ path: "policy.yaml", text }];
  const today = localDate("2026-11-22");
  const draft = { files, hash: hashOfFiles(files), effectiveOn: localDate(effectiveOn), today, by: "noor" };
  if (notices !== undefined) return house.versions.publish({ ...draft, notices });
  return house.versions.publish(draft);
}

const nameOf = (kept: KeptHouse) => kept.house.policy.organisation.name;
const health = async (kept: KeptHouse) =>
  (await kept.app.fetch(new Request("http://localhost:4100/healthz"))).json() as Promise<Record<string, unknown>>;

test("the file is published once, and from then on the version is carried out, whatever the file becomes", async () => {
  const first = await keep();
  expect([nameOf(first), first.house.version?.number]).toEqual(["one", 1]);
  await write("two");
  const again = await keep();
  expect([nameOf(again), again.house.version?.number]).toEqual(["one", 1]);
  expect(logged).toContainEqual(expect.objectContaining({ event: "policy-not-published", carriedOut: 1 }));
  await writeFile(join(folder, "policy.yaml"), "gestand: [");
  expect(nameOf(await keep())).toBe("one");
  await rm(join(folder, "policy.yaml"));
  expect(nameOf(await keep())).toBe("one");
  const codes = logged.flatMap(({ event, code }) => (event === "policy-file-unusable" ? [code] : []));
  expect(codes).toEqual(["policy-wrong", "policy-unreadable"]);
});

async function lookOnce() {
  const house = await openHouse(configuration(), { clock });
  const found = { name: house.policy.organisation.name, number: house.version?.number };
  await house.close();
  return found;
}

test("whoever only looks publishes nothing, and sees the version where there is one", async () => {
  expect(await lookOnce()).toEqual({ name: "one", number: undefined });
  await keep();
  await write("two");
  expect(await lookOnce()).toEqual({ name: "one", number: 1 });
});

test("a version begins at midnight where the organisation is", async () => {
  const kept = await keep();
  await publish(kept, textFor("two"), "2026-11-23");
  for (const [at, name] of [
    ["2026-11-22T22:59:59.000Z", "one"],
    ["2026-11-22T23:00:00.000Z", "two"],
  ] as const) {
    clock.set(at);
    await kept.look();
    expect(nameOf(kept)).toBe(name);
  }
  expect(kept.house.policy.inForceOn).toBe("2026-11-23");
});

test("a version that this program cannot read leaves the one before it in place, and health says so", async () => {
  const kept = await keep();
  expect(await health(kept)).toMatchObject({ status: "ok" });
  await publish(kept, "gestand: 7\n", "2026-11-22");
  await kept.look();
  await kept.look();
  expect(nameOf(kept)).toBe("one");
  expect(await health(kept)).toMatchObject({ status: "degraded", because: "version-unreadable" });
  expect(logged.filter(({ event }) => event === "version-not-carried-out")).toHaveLength(1);
  await publish(kept, textFor("three"), "2026-11-22");
  await kept.look();
  expect(nameOf(kept)).toBe("three");
  expect(await health(kept)).toMatchObject({ status: "ok" });
});

test("where nobody is told, the file holds as soon as it is saved, once it is right", async () => {
  const kept = await keep("changes");
  await writeFile(join(folder, "policy.yaml"), "gestand: [");
  await kept.look();
  expect(kept.house.version?.number).toBe(1);
  await write("two");
  await kept.look();
  expect([nameOf(kept), kept.house.version?.number]).toEqual(["two", 2]);
});

test("before the first day the version is carried out that will hold on it", async () => {
  await writeFile(join(folder, "policy.yaml"), textFor("one", "2027-01-01"));
  const kept = await keep("changes");
  expect(nameOf(kept)).toBe("one");
  await writeFile(join(folder, "policy.yaml"), textFor("two", "2027-01-01"));
  await kept.look();
  expect([nameOf(kept), kept.house.version?.effectiveOn]).toEqual(["two", "2027-01-01"]);
});

test("the notice of today is the one that was published, unless this Gestand words a promise otherwise", async () => {
  const kept = await keep();
  const page = async () => (await kept.app.fetch(new Request("http://localhost:4100/nl/privacy"))).text();
  const noticeFor = (name: string) => {
    const [notice] = noticesOf(policyOf(textFor(name)), localDate("2026-11-22"));
    return readKeptNotice(notice?.text ?? "") ?? expect.unreachable();
  };
  const titled = { ...noticeFor("two"), title: "Zoals het er stond" };
  await publish(kept, textFor("two"), "2026-11-22", [{ language: "nl", text: keptNotice(titled) }]);
  await kept.look();
  expect(await page()).toContain("<h1>Zoals het er stond</h1>");
  expect(logged.map(({ event }) => event)).not.toContain("notice-reworded");

  const text = textFor("three");
  await publish(kept, text, "2026-11-22", [{ language: "nl", text: keptNotice({ ...titled, sections: [] }) }]);
  await kept.look();
  expect(await page()).not.toContain("Zoals het er stond");
  expect(logged).toContainEqual(expect.objectContaining({ event: "notice-reworded", carriedOut: 3 }));
  await writeFile(join(folder, "policy.yaml"), text);
  const order = { file: join(folder, "policy.yaml"), on: localDate("2026-11-22") };
  const { store, versions, calendar } = kept.house;
  const archive = async () => ({ store, versions, calendar, close: async () => undefined });
  const again = async () => (await planPublication(archive, order, clock.now())).publication;
  expect(await (await again())?.publish()).toMatchObject({ ok: true, value: { number: 4 } });
  expect((await again())?.refusal).toMatchObject({ reason: "same-text" });
});

test("what was never checked is checked soon after the start, and only then", async () => {
  const kept = await keepHouse(configuration(), { clock, log, publish: "first" });
  open.push(kept);
  const { promises, store } = kept.house;
  await kept.start({ work: true });
  const unchecked = async () =>
    (await promises.latest(store.reader)).filter(({ checkedAt }) => checkedAt === undefined).length;
  await expect.poll(unchecked, { timeout: 20_000 }).toBe(0);
  await promises.checkNew();
  const { rows } = await sql`select 1 from pgboss.job where name = 'promises.check' and state = 'created'`.execute(
    store.reader.db,
  );
  expect(rows).toEqual([]);
});

test("jobs that wait are done by the house that follows", async () => {
  const kept = await keep();
  const before = kept.house;
  await kept.start({ work: true });
  await publish(kept, textFor("two"), "2026-11-22");
  await kept.look();
  expect(kept.house).not.toBe(before);
  await kept.house.store.transact((tx) => kept.house.store.queue.send(tx, { queue: "promises.check", data: null }));
  const reader = kept.house.store.reader;
  await expect
    .poll(async () => (await kept.house.promises.latest(reader)).some(({ checkedAt }) => checkedAt !== undefined), {
      timeout: 20_000,
    })
    .toBe(true);
});
