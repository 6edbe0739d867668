/**
 * Promises that pull at the same data from two sides. A mechanism built for one of them alone breaks the other, so each pair is
 * told here as one story over the whole product, with what must win and why.
 */
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Personal } from "#base";
import { verifyReceipt } from "#evidence";
import { changes, dumpSchema, unzip } from "#harness";
import { mayUse } from "#policy";
import { requesterDigest } from "#requests";
import { cast } from "../../examples/webshop-nl/index.ts";
import { openTestHouse, type TestHouse } from "../harness/house.ts";
import {
  approve,
  ask,
  type Asked,
  closed,
  decidable,
  eventually,
  fetchCopy,
  idOf,
  must,
  settleIdentity,
  staff,
  viewOf,
} from "./people.ts";

const declared = (text: string) =>
  text
    .replace("  sells: nothing\n", "  sells: nothing\n  optOut: {for: everyone, by: [form]}\n  asksNothing: {}\n")
    .replace(
      "\nrights:\n",
      "\nminors: {age: 16, check: declared, below: refused, found: {does: [deactivate, erase]}, report: {}}\nrights:\n",
    );

let house: TestHouse;
let roles: Pool;
beforeAll(async () => {
  house = await openTestHouse({ customers: 40, alsoInPolicy: declared });
  roles = new Pool({ connectionString: house.shop.url, max: 1 });
});
afterAll(async () => {
  await roles?.end();
  await house?.[Symbol.asyncDispose]();
});

async function seenBy(role: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = await roles.connect();
  try {
    await client.query(`set role ${role}`);
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    client.release(true);
  }
}

const dumpShop = () => dumpSchema((sql, values) => house.shop.query(sql, values));
const stopsOf = (email: string) => house.house.requests.stops(house.house.store.reader, new Personal(email));

/** Everything that is stored with us, as text. */
async function ownDatabase(): Promise<string> {
  const dump = await dumpSchema((sql, values) => house.own.query(sql, values), "gestand");
  return [...dump].map(([table, rows]) => `${table} ${rows.join(" ")}`).join("\n");
}

async function erased(email: string): Promise<Asked> {
  const asked = await ask(house, "erasure", email);
  await approve(house, asked.id);
  await closed(house, asked.id);
  return asked;
}

async function copyOf({ reference }: Asked): Promise<string> {
  const files = await unzip(await fetchCopy(house, reference));
  return [...files.values()].join("\n");
}

describe("erasure and the duty to keep invoices that staff may not see", () => {
  test("the invoice stays, hidden from staff and readable for the audit, until the year the law names; its profile is gone", async () => {
    const invoices = `select i.id from invoices i join orders o on (o.shop, o.number) = (i.shop, i.order_number) where o.customer_id = ${cast.leaving.customerId} order by 1`;
    const before = await seenBy("shop_staff", invoices);
    expect(before.length).toBeGreaterThan(1);
    const them = `select id from invoices where id in (${before.map(({ id }) => String(id)).join(", ")})`;
    await erased(cast.leaving.email);
    expect(await seenBy("shop_staff", them)).toEqual([]);
    const kept = await seenBy("shop_audit", them);
    expect(kept).toHaveLength(1);
    expect(await house.shop.query("select 1 from customers where name = $1", [cast.leaving.name])).toEqual([]);
    const held = await house.shop.query(
      "select until_on::text as until from gestand.held where relation like '%invoices'",
    );
    // The book year of 2023, and seven whole years after it (AWR art. 52(4)).
    expect(held.map(({ until }) => until)).toContain("2030-12-31");
  });
});

describe("a register that names nobody, and proof later that it was done in time", () => {
  test("nothing stored leads back to whoever was erased, and the receipt they hold proves it offline", async () => {
    const { email, name } = cast.dormant;
    const digest = requesterDigest(house.house.store.vault, email);
    const asked = await erased(email);
    const view = await house.house.requests.follow(asked.followToken);
    const own = await ownDatabase();
    for (const trace of [email, name, digest]) expect(own).not.toContain(trace);
    const [line] = (await house.house.requests.register(house.house.store.reader, { limit: 500 })).filter(
      ({ reference }) => reference === asked.reference,
    );
    expect(line).toMatchObject({ inTime: true, state: "done" });
    const checked = verifyReceipt(view?.receipt ?? "", house.house.evidence.verifierKey);
    expect(checked).toMatchObject({ ok: true });
  });
});

describe("erasure and not being mailed ever again", () => {
  test("who objected to marketing and was erased still gets none: a keyed digest stays, and nothing else", async () => {
    const { email } = cast.reviewer;
    await ask(house, "marketing-objection", email);
    await erased(email);
    const stops = await stopsOf(email);
    expect(stops).toEqual([{ of: "marketing", because: "marketing" }]);
    const use = { for: "purpose", purpose: "newsletter", promotes: true } as const;
    expect(mayUse(house.house.policy, use, stops)).toEqual({ allowed: false, because: "marketing" });
    const own = await ownDatabase();
    expect(own).not.toContain(email);
    // The remnant is declared: the notice says that it stays.
    const declared = house.house.policy.systems.find(({ name }) => name === "gestand");
    expect(declared?.tables.map(({ name }) => name)).toContain("request_stop");
  });
});

describe("a copy goes to the known address, and addresses can be corrected", () => {
  test("changing the address first and asking for a copy next gets nobody a copy, and the old address hears of it", async () => {
    const { email, customerId } = cast.receiver;
    const thief = "thief@else.example";
    const asked = await ask(house, "rectification", email);
    const { requests } = house.house;
    await eventually("own values", async () => (await requests.ownValues(asked.followToken)) ?? undefined);
    const change = [{ category: "contact.email", from: email, to: thief }];
    must(await requests.propose(asked.followToken, new Personal(change)));
    must(await requests.decideCorrections(asked.id, staff, [{ accepted: true, reason: "" }]));
    await approve(house, asked.id);
    await closed(house, asked.id);
    expect(await house.shop.query("select email from customers where id = $1", [customerId])).toEqual([
      { email: thief },
    ]);
    const warned = await house.inbox.waitFor(
      ({ to, text }) => to.includes(email) && text.includes("/not-mine/"),
      20_000,
    );
    expect(warned.text).not.toContain(thief);
    const copy = await ask(house, "access", thief);
    const view = await decidable(house, copy.id);
    expect(view.identityDoubt).toBe("address-changed-recently");
    expect(view.plan).toBeUndefined();
    must(await requests.refuse(copy.id, staff, "identity-not-shown", "No evidence was shown."));
    expect(house.inbox.messages().some(({ to, text }) => to.includes(thief) && text.includes("/download/"))).toBe(
      false,
    );
  });
});

describe("an objection stops the use at once, and must itself be handled", () => {
  test("the purpose is off from the first moment, while the copy, the letters and the decision about it go on", async () => {
    const { email } = cast.giver;
    const { requests, policy } = house.house;
    const { reference } = await requests.submit({
      kind: "objection",
      email: new Personal(email),
      purposes: ["improvement"],
      message: new Personal("Ik wil dit niet"),
      language: "nl",
      channel: "web",
    });
    const letter = await house.inbox.waitFor(
      ({ text }) => text.includes(reference) && /^ {4}\d{4} \d{4}$/m.test(text),
      20_000,
    );
    const code = /^ {4}(\d{4} \d{4})$/m.exec(letter.text)?.[1]?.replace(" ", "") ?? "";
    const confirmed = await requests.confirm(reference, code);
    if (!confirmed.ok) throw new Error(confirmed.message);
    const { followToken } = confirmed.value;
    const stops = await stopsOf(email);
    const improve = { for: "purpose", purpose: "improvement" } as const;
    expect(mayUse(policy, improve, stops)).toEqual({ allowed: false, because: "objection-pending" });
    expect(mayUse(policy, { for: "request" }, stops)).toEqual({ allowed: true });
    expect(mayUse(policy, { for: "purpose", purpose: "fulfil-order" }, stops)).toEqual({ allowed: true });
    const id = (await requests.idOf(house.house.store.reader, reference)) as never;
    await approve(house, id);
    const copy = await copyOf({ id, reference, followToken });
    expect(copy).toContain(cast.giver.name);
    await closed(house, id);
    expect(mayUse(policy, improve, await stopsOf(email))).toEqual({ allowed: false, because: "objection-upheld" });
  });
});

describe("restricted until the person lifts it, and programs that erase by schedule", () => {
  test("no program of the shop erases a restricted row; the person's own later request does, and ends the restriction", async () => {
    const { email, customerId } = cast.restricted;
    const restricted = await ask(house, "restriction", email);
    await approve(house, restricted.id);
    await done(restricted);
    await expect(house.shop.query("delete from addresses where customer_id = $1", [customerId])).rejects.toThrow(
      "art. 18",
    );
    await expect(seenBy("shop_app", `delete from customers where id = ${customerId} returning id`)).resolves.toEqual(
      [],
    );
    const before = await dumpShop();
    const asked = await ask(house, "erasure", email);
    await approve(house, asked.id);
    await closed(house, asked.id);
    const gone = changes(before, await dumpShop()).filter(({ table }) => table === "customers");
    expect(gone.length).toBeGreaterThan(0);
    expect((await stopsOf(email)).filter(({ because }) => because === "restriction")).toEqual([]);
  });
});

describe("opting out of sale without saying who one is, and being known on another device", () => {
  test("an address that nobody proved is enough to stop it, in every spelling, and gives nothing away", async () => {
    const { requests, policy } = house.house;
    const email = cast.active.email.toUpperCase();
    const { reference, codeSent } = await requests.submit({
      kind: "sale-opt-out",
      email: new Personal(` ${email} `),
      language: "nl",
      channel: "web",
    });
    expect(codeSent).toBe(false);
    expect(mayUse(policy, { for: "sale" }, await stopsOf(cast.active.email))).toEqual({
      allowed: false,
      because: "sale",
    });
    // Anybody can say it for somebody else, so nothing but the sale stops.
    expect(mayUse(policy, { for: "purpose", purpose: "account" }, await stopsOf(cast.active.email))).toEqual({
      allowed: true,
    });
    const [row] = await house.own.query("select found_anything, plan_id from gestand.request where reference = $1", [
      reference,
    ]);
    expect(row).toEqual({ found_anything: null, plan_id: null });
  });
});

describe("two wishes of one person at the same time", () => {
  test("a copy that is being made when the erasure is approved is whole or is not given, and nothing of it outlives the erasure", async () => {
    const { email, name } = cast.employee;
    const copy = await ask(house, "access", email);
    const away = await ask(house, "erasure", email);
    for (const asked of [copy, away]) await settleIdentity(house, asked, ({ anchor }) => anchor.table === "customers");
    await Promise.all([approve(house, copy.id), approve(house, away.id)]);
    await closed(house, away.id);
    const text = await copyOf(copy).catch(() => "");
    if (text !== "") expect(text).toContain(name);
    await closed(house, copy.id);
    expect(await house.shop.query("select 1 from customers where name = $1", [name])).toEqual([]);
    expect(await ownDatabase()).not.toContain(email);
  });
});

describe("copies of everything, also at those who process it for the company", () => {
  test("what only a processor has is in the copy, and is erased there as well", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gestand-processor-"));
    const { email } = cast.active;
    await mkdir(join(folder, email), { recursive: true });
    await mkdir(join(folder, cast.dormant.email), { recursive: true });
    await writeFile(join(folder, email, "opened.txt"), "opened the mail of 12 May in a train");
    await writeFile(join(folder, cast.dormant.email, "opened.txt"), "somebody else");
    const stores = `stores:
  opened:
    kind: files
    title: {nl: geopende mails, en: opened mails}
    holds: communication.mail
    of: customer
    named: ["{email}/*"]
    by: mail
    reach: {kind: files, url: "env:OPENED_MAILS"}
`;
    await using other = await openTestHouse({
      customers: 5,
      alsoInPolicy: (text) =>
        text.includes("\nstores:\n") ? text.replace("\nstores:\n", `\n${stores}`) : `${text}\n${stores}`,
      secrets: { OPENED_MAILS: folder },
    });
    const asked = await ask(other, "access", email);
    await approve(other, asked.id);
    const files = await unzip(await fetchCopy(other, asked.reference));
    const copy = [...files.values()].join("\n");
    expect(copy).toContain("in a train");
    expect(copy).not.toContain("somebody else");
    const inShop = await dumpSchema((sql, values) => other.shop.query(sql, values));
    expect(JSON.stringify([...inShop])).not.toContain("in a train");
    const away = await ask(other, "erasure", email);
    await approve(other, away.id);
    await closed(other, away.id);
    expect((await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".txt"))).toEqual([
      join(cast.dormant.email, "opened.txt"),
    ]);
    await rm(folder, { recursive: true });
  });
});

/** Ticks off what no connector does, until the plan is done. */
async function done({ id }: Asked): Promise<void> {
  const { plans, store } = house.house;
  await eventually("the plan", async () => {
    const { plan } = await viewOf(house, id);
    for (const task of plan === undefined ? [] : await plans.tasks(store.reader, plan.id))
      await store.transact((tx) =>
        plans.finishTask(tx, task.id, { by: staff, outcome: "done", note: new Personal("") }),
      );
    return plan?.state === "done" ? true : undefined;
  });
}

describe("data of a child that goes at once, and the duty to keep invoices", () => {
  test("from the report on nothing of theirs is used; what the law holds stays behind the guard, and all else is gone", async () => {
    const { email, customerId, name } = cast.objecting;
    const ofThem = `select i.id from invoices i join orders o on (o.shop, o.number) = (i.shop, i.order_number) where o.customer_id = ${customerId} order by 1`;
    const invoices = (await house.shop.query<{ id: string }>(ofThem)).map(({ id }) => id);
    expect(invoices.length).toBeGreaterThan(0);
    const { reference, codeSent } = await house.house.requests.submit({
      kind: "under-age-report",
      email: new Personal(email),
      language: "nl",
      channel: "web",
    });
    expect(codeSent).toBe(false);
    const stops = await stopsOf(email);
    const { policy } = house.house;
    for (const { name: purpose } of policy.purposes)
      expect(mayUse(policy, { for: "purpose", purpose }, stops)).toEqual({ allowed: false, because: "minor-reported" });
    const id = await idOf(house, reference);
    await approve(house, id);
    await closed(house, id);
    expect(await house.shop.query("select 1 from customers where name = $1", [name])).toEqual([]);
    const them = `select id from invoices where id in (${invoices.join(", ")}) order by 1`;
    const kept = await seenBy("shop_audit", them);
    expect(kept.length, "no law lets an invoice go because a child paid it").toBeGreaterThan(0);
    expect(await seenBy("shop_staff", them)).toEqual([]);
    const untils = await house.shop.query<{ until: string }>(
      "select until_on::text as until from gestand.held where relation like '%invoices'",
    );
    expect(untils.every(({ until }) => /^20\d\d-12-31$/.test(until))).toBe(true);
    // Where the law keeps, the evidence of it says so, and names nobody.
    expect(await ownDatabase()).not.toContain(email);
  });
});
