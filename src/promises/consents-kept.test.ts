import { afterAll, beforeAll, expect, test } from "vitest";
import type { PromiseCheck } from "#policy";
import { answerCheck } from "./checks/index.ts";
import type { PromiseBoardOptions } from "./contract.ts";
import { CheckRun } from "./run.ts";
import { openShop, type Shop } from "./testing.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ guard: false });
  await shop.shop.query(`
    create table readers (id int primary key, given_at timestamptz, ended_at timestamptz);
    create table listeners (id int primary key, given_on date, state text not null)`);
});
afterAll(() => shop[Symbol.asyncDispose]());

const place = { cites: [], at: { file: "policy.yaml", line: 1, column: 1 } };
const recorded = [
  { ...place, system: "shop", table: "readers", given: "given_at", ended: "ended_at", when: [] },
  {
    ...place,
    system: "shop",
    table: "listeners",
    given: "given_on",
    active: { column: "state", yes: "on", no: "off" },
    when: [],
  },
];
const consent = { ...place, name: "news", purposes: ["news"], asked: [], forms: [], recorded };
const title = { nl: "nieuws", en: "news" };
const message = {
  ...place,
  name: "news",
  title,
  class: "marketing",
  channels: ["email"],
  purpose: "news",
  unsubscribe: { ...place, by: ["link"], stops: "these", also: [] },
};
const hour = 3_600_000;
const waiting = (hoursAgo: number, purposes = ["news"]) => ({
  waiting: async () => [
    {
      id: "1",
      about: "preferences",
      purposes,
      since: new Date(shop.store.clock.now().getTime() - hoursAgo * hour),
      state: "open" as const,
      places: [],
    },
  ],
});
const nothingWaits = { waiting: async () => [] };

async function answered(check: PromiseCheck, options: Partial<PromiseBoardOptions>, more: object = {}) {
  const policy = { ...shop.options.policy, consents: [consent], messages: [message], ...more };
  const run = new CheckRun({ ...shop.options, ...options, policy: policy as unknown as Shop["policy"] });
  const { status, messages } = await answerCheck(run, check);
  return `${status} ${messages.map(({ key }) => key).join()}`;
}

test("a consent in force says when it was given, and is not one that was withdrawn", async () => {
  const check = { kind: "consent-given", consent: "news" } as const;
  const held = { withdrawals: nothingWaits };
  expect(await answered(check, held)).toBe("unproven consent.nobody");
  await shop.shop.query(`
    insert into readers values (1, '2026-01-01', null), (2, null, '2026-02-01');
    insert into listeners values (1, '2026-01-01', 'on'), (2, null, 'off')`);
  expect(await answered(check, held)).toBe("kept consent.given");
  expect(await answered(check, {}), "nobody can say").toBe("unproven consent.not-looked-at");
  expect(await answered(check, { withdrawals: waiting(23) }), "it has a day").toBe("kept consent.given");
  expect(await answered(check, { withdrawals: waiting(25) })).toBe("broken consent.withdrawn-in-force");
  expect(await answered(check, { withdrawals: waiting(25, ["other"]) })).toBe("kept consent.given");
  await shop.shop.query("update listeners set state = 'on' where id = 2");
  expect(await answered(check, held)).toBe("broken consent.unknown-moment");
  await shop.shop.query("delete from listeners where id = 2");
  expect(await answered({ ...check, consent: "other" }, held)).toBe("unproven consent.nowhere");
  const nowhere = { consents: [{ ...consent, recorded: [] }] };
  expect(await answered(check, held, nowhere)).toBe("unproven consent.nowhere");
});

test("a link to unsubscribe opens, was used, and whoever used it is off the list", async () => {
  const check = { kind: "unsubscribe-works", message: "news" } as const;
  const page = { status: 200, html: `<form method="post"><button>Stop</button></form>` };
  const link = (used: number): Partial<PromiseBoardOptions> => ({
    withdrawals: nothingWaits,
    unsubscribing: async () => ({ url: `${shop.options.publicUrl}/unsubscribe/news/t`, used }),
    fetch: async (url) => {
      expect(url).toBe(`${shop.options.publicUrl}/unsubscribe/news/t`);
      return new Response(page.html, { status: page.status });
    },
  });
  expect(await answered(check, link(3))).toBe("kept unsubscribe.works");
  expect(await answered(check, link(0))).toBe("unproven unsubscribe.unused");
  expect(await answered(check, { ...link(3), withdrawals: waiting(30) })).toBe("broken consent.withdrawn-in-force");
  const profile = { messages: [{ ...message, unsubscribe: { ...message.unsubscribe, by: ["link", "profile"] } }] };
  expect(await answered(check, link(3), profile)).toBe("unproven unsubscribe.ways-unseen");
  const byMail = { messages: [{ ...message, unsubscribe: { ...message.unsubscribe, by: ["link", "e-mail"] } }] };
  expect(await answered(check, link(3), byMail)).toBe("unproven unsubscribe.ways-unseen");
  expect(await answered(check, { ...link(3), answersMail: true }, byMail)).toBe("kept unsubscribe.works");
  page.html = "<p>nothing to press</p>";
  expect(await answered(check, link(3))).toBe("broken unsubscribe.page-gone");
  Object.assign(page, { status: 404, html: `<form method="post"></form>` });
  expect(await answered(check, link(3))).toBe("broken unsubscribe.page-gone");
  expect(await answered(check, { withdrawals: nothingWaits, unsubscribing: async () => undefined })).toBe(
    "unproven unsubscribe.not-looked-at",
  );
});

const proof = (lines: number, months: number, overdue: number) => ({
  proof: async () => ({ lines, months, overdue }),
});

test("proof of a consent ends with its term", async () => {
  const check = { kind: "proof-ends", consent: "news" } as const;
  expect(await answered(check, proof(0, 0, 0))).toBe("unproven consent.proof-none");
  expect(await answered(check, proof(0, 2, 0))).toBe("kept consent.proof-ends");
  expect(await answered(check, proof(5, 0, 1))).toBe("broken consent.proof-overdue");
  expect(await answered(check, {})).toBe("unproven consent.not-looked-at");
});

test("a child's yes counts with a parent's: none is there without, where only parents are asked", async () => {
  const asked = [{ ...place, way: "parent" }] as const;
  const consents = [
    { ...consent, asked },
    { ...consent, name: "other", purposes: ["other"], asked: [...asked, { ...place, way: "tick-box" }] },
  ] as never;
  let seen: readonly string[] = [];
  const looked = async (counted: { confirmed: number; alone: number } | undefined) => {
    const parents = async (_reader: unknown, purposes: readonly string[]) => {
      seen = purposes;
      return counted ?? { confirmed: 0, alone: 0 };
    };
    const options = { ...shop.options, policy: { ...shop.policy, consents }, ...(counted && { parents }) };
    return (await answerCheck(new CheckRun(options), { kind: "parents-asked" })).status;
  };
  expect(await looked(undefined)).toBe("unproven");
  expect(await looked({ confirmed: 0, alone: 0 })).toBe("unproven");
  expect(await looked({ confirmed: 2, alone: 0 })).toBe("kept");
  expect(await looked({ confirmed: 2, alone: 1 })).toBe("broken");
  expect(seen, "the other one may be ticked by whoever is old enough").toEqual(["news"]);
});
