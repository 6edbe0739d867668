/** Each check against a shop in which persons were answered and erased: all in order, and every sabotage found. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanId } from "#base";
import type { PromiseCheck } from "#policy";
import { type BareKind, openShop, type Shop, staffMember } from "./testing.ts";

const named = { kind: "recipient-in-answers", recipient: "parcels" } as const;
const hidden = { kind: "hold-hidden-from-staff", rule: "invoices", system: "shop" } as const;
const respected = { kind: "hold-respected", rule: "invoices" } as const;
const ends = { kind: "hold-ends-by-date", rule: "invoices" } as const;

let shop: Shop;

/** The status with the sentence, so that a failing test says why. */
async function found(check: PromiseCheck | BareKind): Promise<string> {
  const { status, summary } = await shop.check(check);
  return `${status}: ${summary}`;
}

describe("after persons were answered and erased", () => {
  let copy: string;
  let erasure: string;
  beforeAll(async () => {
    shop = await openShop();
    copy = await shop.request("access", "bob@mail.example");
    erasure = await shop.request("leaving", "ada@mail.example");
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  it.each<PromiseCheck | BareKind>([
    "answer-complete",
    "answer-has-categories",
    "answer-lists-recipients",
    "machine-readable",
    "copy-only-to-known-address",
    "due-dates",
    "answered-in-time",
    "register-anonymous",
    "register-kept",
    "erasure-leaves-nothing",
    "leaving-opens-erasure",
    "evidence-intact",
    named,
    respected,
    ends,
    hidden,
  ])("it is kept, with what was looked at and how much: %o", async (check) => {
    const { status, summary, facts } = await shop.check(check);
    expect(`${status}: ${summary}`).toMatch(/^kept: .*\d/);
    expect(Object.values(facts).some((value) => typeof value === "number" && value > 0)).toBe(true);
  });

  it("finds an erased value that came back, in whatever column and spelling, until it is gone again", async () => {
    for (const [put, take] of [
      ["insert into customers values (9, ' ADA@mail.example', 'Somebody', null)", "delete from customers where id = 9"],
      ["update customers set phone = '06-12 34 56 78' where id = 2", "update customers set phone = null where id = 2"],
    ] as const) {
      await shop.shop.query(put);
      expect(await found("erasure-leaves-nothing")).toMatch(/^broken: .*shop\.customers\./);
      expect(await found("erasure-leaves-nothing")).not.toMatch(/ada@|5678/i);
      await shop.shop.query(take);
      expect(await found("erasure-leaves-nothing")).toMatch(/^kept: /);
    }
  });

  it("tells what the law still holds from what came back beside it", async () => {
    expect(await shop.shop.query("select details #>> '{to,email}' as email from invoices where id = 1")).toEqual([
      { email: "ada@mail.example" },
    ]);
    expect(await found("erasure-leaves-nothing")).toMatch(/^kept: /);
    await shop.shop.query("insert into invoices select 9, null, null, 2026, 1, details from invoices where id = 1");
    expect(await found("erasure-leaves-nothing")).toMatch(/^broken: .*shop\.invoices\.details/);
    await shop.shop.query("delete from invoices where id = 9");
    expect(await found("erasure-leaves-nothing")).toMatch(/^kept: /);
  });

  it("does not take a namesake for a person who came back", async () => {
    await shop.shop.query("insert into customers values (9, 'other@mail.example', 'Ada', null)");
    expect(await found("erasure-leaves-nothing")).toMatch(/^kept: /);
    await shop.shop.query("delete from customers where id = 9");
  });

  it("says so when a system could not be searched", async () => {
    await shop.shop.query("alter table customers rename to clients");
    expect(await found("erasure-leaves-nothing")).toMatch(/^unproven: .*could not be searched/);
    await shop.shop.query("alter table clients rename to customers");
    expect(await found("erasure-leaves-nothing")).toMatch(/^kept: /);
  });

  it("breaks no promise of the policy, keeps most, and signs what it found, by the hourly job", async () => {
    await shop.store.transact((tx) => shop.store.queue.send(tx, { queue: "promises.check", data: null }));
    await shop.jobs.settled();
    const latest = await shop.board.latest(shop.store.reader);
    expect(latest.filter(({ status }) => status === "broken")).toEqual([]);
    expect(latest.filter(({ status }) => status === "kept").length).toBeGreaterThan(latest.length / 2);
    const checkpoint = await shop.evidence.latestCheckpoint(shop.store.reader);
    expect(checkpoint?.size).toBe(await shop.evidence.size(shop.store.reader));
  });

  it("holds nothing of the persons, neither on the board nor in the log", async () => {
    const entries = await shop.evidence.entries(shop.store.reader, { from: 0, limit: 1_000 });
    const tables = await shop.own(
      ["promise_status", "promise_history", "erasure_watch", "erasure_watch_ground"]
        .map((table) => `select '${table}' as of, to_jsonb(t) as row from gestand.${table} t`)
        .join(" union all "),
    );
    expect(tables.filter(({ of }) => of === "erasure_watch").length).toBeGreaterThan(1);
    for (const text of [JSON.stringify(tables), JSON.stringify(entries)])
      expect(text).not.toMatch(/ada@|bob@|\b(Ada|Bob)\b|1234 ?5678/);
  });

  const ofRequest = "(select id from gestand.request where reference = $1)";
  const ofPlan = "(select plan_id from gestand.request where reference = $1)";
  it.each<[string, PromiseCheck | BareKind, "copy" | "erasure", string, RegExp]>([
    [
      "a request that was back-dated, with its due date",
      "due-dates",
      "copy",
      `update gestand.request set received_on = received_on - 5, received_at = received_at - interval '5 days',
       due_on = due_on - 5, legal_on = legal_on - 5 where reference = $1`,
      /not the one that the evidence log recorded/,
    ],
    [
      "a request that was never recorded",
      "due-dates",
      "copy",
      "update gestand.request set reference = 'G-0000-0000' where reference = $1",
      /does not know that it was received/,
    ],
    [
      "a due date moved later",
      "due-dates",
      "copy",
      "update gestand.request set due_on = due_on + 1, legal_on = legal_on + 1 where reference = $1",
      /due date is not the one/,
    ],
    [
      "an extension that nobody recorded",
      "due-dates",
      "copy",
      "update gestand.request set due_because = 'extension', due_on = due_on + 60, legal_on = legal_on + 60 where reference = $1",
      /the evidence log does not know of it/,
    ],
    [
      "a stretch of waiting that nobody recorded",
      "due-dates",
      "copy",
      `with waited as (insert into gestand.request_wait (request_id, kind, asked_on, answered_on, clock_stands)
       select id, 'identity', received_on, received_on + 40, true from gestand.request where reference = $1)
       update gestand.request set laws = '{uk-gdpr}', due_on = due_on + 40, legal_on = legal_on + 40 where reference = $1`,
      /due date is not the one/,
    ],
    [
      "an acknowledgement that came too late",
      "answered-in-time",
      "copy",
      "update gestand.request set acknowledge_by = received_on, acknowledged_on = received_on + 1 where reference = $1",
      /Receipt not acknowledged/,
    ],
    [
      "a day of answer changed afterwards",
      "due-dates",
      "copy",
      "update gestand.request set answered_on = answered_on - 1 where reference = $1",
      /changed after it was closed/,
    ],
    [
      "an answer past its due date",
      "answered-in-time",
      "copy",
      "update gestand.request set answered_on = due_on + 1 where reference = $1",
      /after the due date/,
    ],
    [
      "a copy to an address that was not on file",
      "copy-only-to-known-address",
      "copy",
      `update gestand.delivery set to_known_address = false where request_id = ${ofRequest}`,
      /not on file/,
    ],
    [
      "an entry of an erasure that knows who asked",
      "register-anonymous",
      "erasure",
      "update gestand.request set requester_digest = 'x' where reference = $1",
      /still points at a person/,
    ],
    [
      "sealed values left behind an erasure",
      "register-anonymous",
      "erasure",
      `insert into gestand.request_secret values (${ofRequest}, 'email', 'x')`,
      /still points at a person/,
    ],
    [
      "a handled request that is gone from the register",
      "register-kept",
      "erasure",
      "delete from gestand.request where reference = $1",
      /lacks requests/,
    ],
    [
      "proof of identity that was kept",
      "identity-evidence-deleted",
      "copy",
      `insert into gestand.request_secret values (${ofRequest}, 'identity-file', 'x')`,
      /still stored/,
    ],
    [
      "a leaving person for whom a copy was planned",
      "leaving-opens-erasure",
      "erasure",
      `update gestand.plan set action = 'access' where id = ${ofPlan}`,
      /no erasure followed/,
    ],
    [
      "a refusal without a reason in the log",
      "refusals-have-reasons",
      "copy",
      "update gestand.request set state = 'refused', refusal_reason = 'no-data-found' where reference = $1",
      /without a recorded reason/,
    ],
    [
      "a copy that lacks a table",
      "answer-complete",
      "copy",
      `update gestand.plan set previews = jsonb_set(previews, '{0,tables}',
       previews #> '{0,tables}' || '[{"table": "secret", "rows": 3}]') where id = ${ofPlan}`,
      /\.secret/,
    ],
    [
      "a copy that lacks rows",
      "answer-complete",
      "copy",
      `update gestand.plan_step set tables = (select jsonb_agg(t || '{"read": 0}') from jsonb_array_elements(tables) t)
       where kind = 'collect' and plan_id = ${ofPlan}`,
      /lacks rows/,
    ],
    [
      "an erasure that left something without a ground",
      "erasure-leaves-nothing",
      "erasure",
      `update gestand.plan_step set residue = '[{"table": "customers", "column": "name", "rows": 1}]'
       where kind = 'verify' and plan_id = ${ofPlan}`,
      /no ground/,
    ],
    [
      "held rows that the erasure took along",
      respected,
      "erasure",
      `update gestand.plan_step set tables = '[]' where kind = 'erase' and plan_id = ${ofPlan}`,
      /removed rows that are held/,
    ],
  ])("finds %s", async (_name, check, which, statement, says) => {
    await spoiled(statement, which === "copy" ? copy : erasure, async () => {
      const answer = await found(check);
      expect(answer).toMatch(/^broken: /);
      expect(answer).toMatch(says);
    });
    expect(await found(check)).not.toMatch(/^broken/);
  });

  it("finds an answer that does not name who has the data, by what was recorded when it was made", async () => {
    const { planFacts } = shop.options;
    const finished = await import("#plans").then(({ storedPlanFacts }) =>
      storedPlanFacts(shop.evidence, "Europe/Amsterdam").finished(shop.store.reader),
    );
    const emptied = finished.map((plan) => ({ ...plan, answer: { recipients: [], categories: [], dataFiles: 0 } }));
    Object.assign(shop.options, { planFacts: { finished: async () => emptied } });
    for (const check of [named, "answer-lists-recipients", "answer-has-categories", "machine-readable"] as const)
      expect(await found(check)).toMatch(/^broken: /);
    Object.assign(shop.options, { planFacts });
  });

  it("finds held rows that somebody deleted", async () => {
    await shop.shop.query(
      "create table kept as select * from invoices where id = 1; delete from invoices where id = 1",
    );
    expect(await found(respected)).toMatch(/^broken: /);
    await shop.shop.query("insert into invoices select * from kept; drop table kept");
    expect(await found(respected)).toMatch(/^kept: /);
  });

  it("finds an edited entry of the log", async () => {
    await editEntry('"verifying"', '"waiting"');
    expect(await found("evidence-intact")).toMatch(/^broken: Entry 2 was changed/);
    await editEntry('"waiting"', '"verifying"');
    expect(await found("evidence-intact")).toMatch(/^kept: /);
  });

  it("finds rows that are held beyond their term", async () => {
    const now = shop.store.clock.now().toISOString();
    shop.store.clock.set("2034-01-01T12:00:00.000Z");
    expect(await found(ends)).toMatch(/^broken: /);
    shop.store.clock.set(now);
  });

  it("finds a request that waits past its due date", async () => {
    const { reference } = await shop.requests.submit({
      kind: "access",
      email: shop.anybody,
      language: "nl",
      channel: "web",
    });
    await shop.jobs.settled();
    expect(await found("answered-in-time")).toMatch(/^kept: /);
    const now = shop.store.clock.now().toISOString();
    shop.store.clock.set("2027-01-15T12:00:00.000Z");
    expect(await found("answered-in-time")).toMatch(new RegExp(`^broken: .*${reference}`));
    shop.store.clock.set(now);
  });

  it("stops watching whoever came back on purpose, and forgets everybody in time", async () => {
    const [watched] = await shop.own<{ plan_id: PlanId; until_on: string }>(
      "select plan_id, until_on::text from gestand.erasure_watch",
    );
    expect(watched?.until_on).toBe("2031-11-22");
    await shop.shop.query("insert into customers values (9, 'ada@mail.example', 'Ada', null)");
    expect(await found("erasure-leaves-nothing")).toMatch(/^broken: /);
    await shop.board.check();
    const { promises, erasures } = await shop.board.returned(shop.store.reader);
    const place = { system: "shop", table: "customers", column: "email", rows: 1, grounded: 0 };
    expect(promises.length).toBeGreaterThan(0);
    expect(erasures).toEqual([{ plan: watched?.plan_id, reference: erasure, erasedOn: "2026-11-22", places: [place] }]);
    const end = () => shop.store.transact((tx) => shop.board.endWatch(tx, watched?.plan_id as PlanId, staffMember));
    expect([await end(), await end()]).toEqual([true, false]);
    expect((await shop.board.returned(shop.store.reader)).erasures).toEqual([]);
    expect(await found("erasure-leaves-nothing")).toMatch(/^unproven: /);
    const [last] = await shop.evidence.entries(shop.store.reader, { from: Infinity, limit: 1, newestFirst: true });
    expect(last).toMatchObject({ kind: "promise.watch-ended", about: erasure, body: { staff: staffMember } });
    expect(
      await shop.own("select 1 from gestand.erasure_watch union all select 1 from gestand.erasure_watch_ground"),
    ).toEqual([]);
  });
});

/** Changes our own tables behind everybody's back, looks, and puts every row back. */
async function spoiled(statement: string, reference: string, look: () => Promise<void>): Promise<void> {
  const tables = [
    "request",
    "request_secret",
    "request_event",
    "request_code",
    "request_reminder",
    "delivery",
    "plan",
    "plan_step",
  ];
  const each = (text: (table: string) => string) => tables.map(text).join("; ");
  await shop.own(each((table) => `create table public.kept_${table} as table gestand.${table}`));
  try {
    await shop.own(statement, [reference]);
    await look();
  } finally {
    await shop.own(`set local session_replication_role = replica; ${each((table) => `delete from gestand.${table}`)};
      ${each((table) => `insert into gestand.${table} overriding system value table public.kept_${table}`)};
      ${each((table) => `drop table public.kept_${table}`)}`);
  }
}

/** As a superuser would, past the triggers. */
async function editEntry(from: string, to: string): Promise<void> {
  await shop.own("alter table gestand.evidence_entry disable trigger append_only");
  await shop.own(
    `update gestand.evidence_entry set body = convert_to(replace(convert_from(body, 'UTF8'), $1, $2), 'UTF8') where index = 2`,
    [from, to],
  );
  await shop.own("alter table gestand.evidence_entry enable always trigger append_only");
}
