/** What somebody stopped ends in the rows of the company, whatever happens to the worker, and nobody else's row changes. */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Personal, type StaffId } from "#base";
import { createEvidence } from "#evidence";
import { freshStore, must, policyOf, startTestQueue } from "#harness";
import { withOwnSystem } from "#policy";
import { sql } from "#store";
import { wireSystems } from "../../tests/harness/engine.ts";
import { createWithdrawals, type WithdrawalsOptions, withdrawCrashPoints } from "./index.ts";
import { shopOf, text } from "./renew-testing.ts";

const staff = "5aff0000-0000-4000-8000-000000000000" as StaffId;

async function openDesk(options: Partial<WithdrawalsOptions> = {}, serve = true) {
  const store = await freshStore({ poolSize: 8, at: "2026-11-22T11:00:00Z" });
  const shop = await shopOf();
  const evidence = createEvidence({ store, origin: "shop.example", seed: store.keys.derive("evidence/signing", 32) });
  const policy = withOwnSystem(policyOf(text));
  const systems = wireSystems({ store, policy, urls: { own: store.url, shop: shop.url } });
  const found: string[] = [];
  const withdrawals = createWithdrawals({
    store,
    evidence,
    policy,
    systems,
    onFound: async (_, { about }) => void found.push(about),
    ...options,
  });
  if (serve) withdrawals.serve();
  const jobs = await startTestQueue(store);
  const ask = async (email: string, purposes = ["newsletter"], passOn = true) => {
    const request = randomUUID();
    const withdrawn = { request, about: "G-1111-2222", purposes, email: new Personal(email), passOn };
    await store.transact((tx) => withdrawals.begin(tx, withdrawn));
    return request;
  };
  const state = async () => ({
    customers: await shop.query("select id, mails from customers order by id"),
    readers: await shop.query("select email, ended_at from readers order by email"),
  });
  return {
    store,
    shop,
    evidence,
    withdrawals,
    found,
    jobs,
    ask,
    state,
    kinds: async () =>
      (await evidence.entries(store.reader, { from: 0, limit: 100 })).map(({ kind, body }) => [kind, body]),
    [Symbol.asyncDispose]: async () => {
      await jobs[Symbol.asyncDispose]();
      await systems.close();
      await store.dispose();
      await shop.drop();
    },
  };
}

describe("somebody who withdraws", () => {
  test("is off wherever the policy says that consent stands, and nobody else is", async () => {
    await using desk = await openDesk();
    const before = await desk.state();
    const id = await desk.ask(" C2@x.example");
    await desk.jobs.settled();
    expect(await desk.state()).toEqual({
      customers: before.customers.map((row) => (row["id"] === 2 ? { id: 2, mails: false } : row)),
      readers: before.readers.map((row) =>
        row["email"] === "c2@x.example" ? { ...row, ended_at: new Date("2026-11-22T11:00:00Z") } : row,
      ),
    });
    expect(await desk.withdrawals.detail(desk.store.reader, id)).toMatchObject({ state: "done" });
    expect((await desk.withdrawals.detail(desk.store.reader, id))?.email).toBe(undefined);
    expect(await desk.kinds()).toEqual([["consent.ended", { purposes: ["newsletter"], rows: 2, left: 0 }]]);
    expect(desk.found).toEqual(["G-1111-2222"]);
    const kept = JSON.stringify(await desk.store.database.query("select * from gestand.consent_withdrawal"));
    expect(kept).not.toContain("x.example");
  });

  test("and is known nowhere changes nothing, and nobody hears of it", async () => {
    await using desk = await openDesk();
    const before = await desk.state();
    await desk.ask("stranger@x.example");
    await desk.ask("c4@x.example", ["calls"], false);
    await desk.jobs.settled();
    expect(await desk.state()).toEqual(before);
    expect(await desk.withdrawals.waiting(desk.store.reader)).toEqual([]);
    expect(desk.found).toEqual([]);
  });

  test("twice, or in two jobs at once, withdraws once", async () => {
    await using desk = await openDesk();
    const id = await desk.ask("c2@x.example");
    await desk.jobs.settled();
    const after = await desk.state();
    await desk.store.transact((tx) =>
      desk.withdrawals.begin(tx, {
        request: id,
        about: "G-1111-2222",
        purposes: ["newsletter"],
        email: new Personal("c4@x.example"),
        passOn: true,
      }),
    );
    await desk.jobs.settled();
    expect(await desk.state()).toEqual(after);
    expect(await desk.kinds()).toHaveLength(1);
    expect(
      await sql`select id from sealing_key where shredded_at is null`
        .execute(desk.store.reader.db)
        .then(({ rows }) => rows),
    ).toHaveLength(0);
  });

  test("with an address that two accounts have is left to a person, who ticks it off once", async () => {
    await using desk = await openDesk();
    await desk.shop.query("update customers set mails = true where id >= 30");
    const id = await desk.ask("twice@x.example");
    await desk.jobs.settled();
    expect(await desk.withdrawals.waiting(desk.store.reader)).toMatchObject([{ id, state: "by-hand" }]);
    expect((await desk.withdrawals.detail(desk.store.reader, id))?.email?.reveal()).toBe("twice@x.example");
    expect((await desk.state()).customers.filter(({ mails }) => mails === true)).toHaveLength(12);
    must(await desk.withdrawals.settle(id, staff));
    expect(await desk.withdrawals.settle(id, staff)).toMatchObject({ ok: false, reason: "not-now" });
    expect(await desk.withdrawals.settle(randomUUID(), staff)).toMatchObject({ ok: false, reason: "unknown" });
    expect(await desk.withdrawals.waiting(desk.store.reader)).toEqual([]);
    expect((await desk.withdrawals.detail(desk.store.reader, id))?.email).toBe(undefined);
  });

  test("whose row is switched on again by a trigger is left to a person", async () => {
    await using desk = await openDesk();
    await desk.shop.query(
      `create function stays_on() returns trigger language plpgsql as 'begin new.mails := true; return new; end'`,
    );
    await desk.shop.query(
      "create trigger stays_on before update on customers for each row execute function stays_on()",
    );
    await desk.ask("c2@x.example");
    await desk.jobs.settled();
    const [waiting] = await desk.withdrawals.waiting(desk.store.reader);
    expect(waiting?.places.find(({ table }) => table === "customers")).toMatchObject({ left: 1 });
  });

  test.each(withdrawCrashPoints)("is off in the end when the worker dies at %s", async (point) => {
    let died = false;
    await using desk = await openDesk({
      crashPoint: (name) => {
        if (name !== point || died) return;
        died = true;
        throw new Error("the worker died");
      },
    });
    await desk.ask("c2@x.example");
    await desk.jobs.settled({ failures: "allowed" });
    await desk.withdrawals.retry();
    await desk.jobs.settled({ failures: "allowed" });
    expect(died).toBe(true);
    expect((await desk.state()).customers.find(({ id }) => id === 2)).toEqual({ id: 2, mails: false });
    expect(await desk.withdrawals.waiting(desk.store.reader)).toEqual([]);
    expect((await desk.kinds()).map(([kind]) => kind)).toEqual(["consent.ended"]);
  });
});
