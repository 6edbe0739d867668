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

type Line = readonly [channel: string, confirmed: boolean, lines: number];
const yesesOf = (...lines: readonly Line[]) => ({
  yeses: async () => lines.map(([channel, confirmed, count]) => ({ channel, confirmed, lines: count })),
});
const askedBy = (...ways: readonly string[]) => ({
  consents: [{ ...consent, asked: ways.map((way) => ({ ...place, way })) }],
});

test("a yes comes in a way that the policy names, by an act of the person", async () => {
  const asked = (way: "spoken" | "written" | "tick-box" | undefined, ...more: readonly Line[]) =>
    answered(
      { kind: "consent-asked", consent: "news", ...(way && { way }) },
      yesesOf(...more),
      askedBy("spoken", "tick-box"),
    );
  expect(await asked("spoken", ["phone", false, 2], ["web", true, 1], ["import", false, 3])).toBe("kept acts.asked");
  expect(await asked("spoken", ["web", true, 1])).toBe("unproven acts.not-this-way");
  expect(await asked("spoken", ["phone", false, 2], ["paper", false, 1])).toBe("broken acts.otherwise");
  expect(await asked("spoken", ["phone", false, 2], ["system", false, 1])).toBe("broken acts.otherwise");
  expect(await asked(undefined, ["web", false, 1])).toBe("kept acts.asked");
  expect(await asked(undefined)).toBe("unproven acts.none");
  const spoken = { kind: "consent-asked", consent: "news", way: "spoken" } as const;
  const page = (confirmed: boolean) => yesesOf(["phone", false, 1], ["web", confirmed, 1]);
  expect(await answered(spoken, page(true), askedBy("spoken")), "on the page of one's own").toBe("kept acts.asked");
  expect(await answered(spoken, page(false), askedBy("spoken"))).toBe("broken acts.otherwise");
  const bare = { kind: "consent-asked", consent: "news" } as const;
  expect(await answered(bare, yesesOf(["system", false, 1]))).toBe("broken acts.otherwise");
  expect(await answered(bare, yesesOf(["phone", false, 1]))).toBe("kept acts.asked");
  expect(await answered(bare, {})).toBe("unproven acts.not-looked-at");
});

test("whoever signed up by an address confirmed it", async () => {
  const check = { kind: "consent-confirmed", consent: "news" } as const;
  const lines = yesesOf(["web", true, 2], ["phone", false, 1]);
  expect(await answered(check, lines, askedBy("tick-box"))).toBe("kept acts.confirmed");
  const bare = yesesOf(["web", true, 2], ["web", false, 1]);
  expect(await answered(check, bare, askedBy("tick-box"))).toBe("broken acts.not-confirmed");
  expect(await answered(check, bare, askedBy("tick-box", "settings"))).toBe("unproven acts.perhaps-settings");
  expect(await answered(check, yesesOf(["phone", false, 1]))).toBe("unproven acts.none");
  expect(await answered(check, {})).toBe("unproven acts.not-looked-at");
});

const by = (...is: readonly string[]) => ({ consents: [{ ...consent, withdraw: { ...place, is } }] });

test("a consent can be taken back where the policy says, and then ends", async () => {
  const check = { kind: "consent-withdrawable", consent: "news" } as const;
  const page = { status: 200, html: `<form method="post"><button>Ask</button></form>` };
  const open: Partial<PromiseBoardOptions> = {
    withdrawals: nothingWaits,
    fetch: async (url) => {
      expect(url).toBe(`${shop.options.publicUrl}/nl/preferences/ask`);
      return new Response(page.html, { status: page.status });
    },
  };
  expect(await answered(check, open, by("privacy-centre", "link"))).toBe("kept acts.withdrawable");
  expect(await answered(check, open, by("link", "phone"))).toBe("unproven unsubscribe.ways-unseen");
  expect(await answered(check, open, by("reply"))).toBe("unproven unsubscribe.ways-unseen");
  expect(await answered(check, { ...open, answersMail: true }, by("reply"))).toBe("kept acts.withdrawable");
  expect(await answered(check, { ...open, withdrawals: waiting(25) }, by("link"))).toBe(
    "broken consent.withdrawn-in-force",
  );
  expect(await answered(check, {}, by("link"))).toBe("unproven acts.not-looked-at");
  page.html = "<p>nothing</p>";
  expect(await answered(check, open, by("link"))).toBe("broken acts.page-gone");
  Object.assign(page, { status: 503, html: `<form method="post"></form>` });
  expect(await answered(check, open, by("link"))).toBe("broken acts.page-gone");
});
