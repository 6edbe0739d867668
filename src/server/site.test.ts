/** What strangers could do elsewhere, by the weaknesses that were measured in another consent server: here none of it holds. */
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LocalDate } from "#base";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { type App, get, postJson } from "./testing.ts";

interface Told {
  readonly version: number;
  readonly forms: readonly { readonly language: string; readonly hash: string; readonly token: string }[];
}

let house: TestHouse;
let app: App;
let told: Told;
let script: string;
beforeAll(async () => {
  house = await openTestHouse({ customers: 1, guard: false });
  app = house.house.server();
  script = await (await get(app, "/www/gestand.js")).text();
  told = JSON.parse(/const FORM=(.*);\n/.exec(script)?.[1] ?? "") as Told;
});
afterAll(() => house?.[Symbol.asyncDispose]());
beforeEach(() => house.own.query("delete from gestand.consent_record"));

const shop = "https://www.webshop-nl.example";
const random = () => randomBytes(16).toString("base64url");
const choice = (more: Record<string, unknown> = {}) => ({
  event: random(),
  visitor: random(),
  site: "www",
  version: told.version,
  notice: told.forms[0]?.hash,
  token: told.forms[0]?.token,
  choices: { statistics: false },
  action: "reject-all",
  surface: "banner",
  clientAt: "2025-06-22T12:00:00.000Z",
  gpc: false,
  ...more,
});
const send = (body: unknown, { origin = shop, from = "192.0.2.1" } = {}) =>
  postJson(app, "/www/choices", body, { headers: { origin }, from });
const rows = () => house.own.query<{ body: Buffer; received_at: Date }>("select * from gestand.consent_record");

test("the script is one request of less than ten kilobytes, the same for everybody, and asked for again it is not sent", async () => {
  expect(gzipSync(script).length).toBeLessThan(10 * 1024);
  const first = await get(app, "/www/gestand.js");
  expect(first.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  const again = await get(app, "/www/gestand.js", { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect(script).not.toMatch(/https?:\/\/(?!localhost)/);
});

test("a refusal is stored as one, with the time at which we had it beside that of the browser", async () => {
  const answer = await send(choice());
  expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([201, shop]);
  const [row] = await rows();
  expect(JSON.parse(row?.body.toString() ?? "")).toMatchObject({
    choices: { statistics: false },
    clientAt: "2025-06-22T12:00:00.000Z",
    at: house.clock.now().toISOString(),
  });
});

test("the network address and the browser's name are not stored anywhere", async () => {
  await postJson(app, "/www/choices", choice(), {
    headers: { origin: shop, "user-agent": "Very Special Browser 17", "x-forwarded-for": "203.0.113.77" },
    from: "203.0.113.77",
  });
  const [row] = await rows();
  expect(JSON.stringify({ ...row, body: row?.body.toString() })).not.toMatch(/Special|203\.0/);
});

test("the same event with another choice is refused and not echoed, and with the same choice answered with the same receipt", async () => {
  const made = choice();
  const first = await (await send(made)).json();
  const again = await send(made);
  expect([again.status, await again.json()]).toEqual([200, first]);
  const other = await send({ ...made, choices: { statistics: true } });
  expect(other.status).toBe(409);
  expect(await rows()).toHaveLength(1);
});

test("a page elsewhere records nothing, whatever it claims", async () => {
  for (const origin of [
    "https://evil.example",
    "https://www.webshop-nl.example.evil.example",
    "null",
    "http://www.webshop-nl.example",
  ])
    expect((await send(choice(), { origin })).status, origin).toBe(403);
  expect((await postJson(app, "/www/choices", choice())).status).toBe(403);
  expect(await rows()).toEqual([]);
});

test("what is too large, of another shape, of an unknown site or purpose, or unsigned leaves no row", async () => {
  const statuses = await Promise.all(
    [
      choice({ residue: Array.from({ length: 100 }, () => "x".repeat(190)) }),
      choice({ more: "metadata" }),
      choice({ event: "short" }),
      choice({ site: "other" }),
      choice({ choices: { statistics: true, invented: true } }),
      choice({ choices: {} }),
      choice({ token: random() }),
      choice({ notice: "0".repeat(64) }),
      choice({ version: told.version + 1 }),
      "no object",
    ].map(async (body) => (await send(body)).status),
  );
  expect(statuses).toEqual([413, 422, 422, 403, 422, 422, 403, 403, 403, 422]);
  expect(await rows()).toEqual([]);
});

test("the board says that visitors are asked once a choice came from the pages, and why not before", async () => {
  const statusOf = async (id: string) => (await house.house.promises.check()).find((one) => one.id === id);
  await house.own.query("alter table gestand.evidence_entry disable trigger append_only");
  await house.own.query("update gestand.evidence_entry set kind = 'x' where kind = 'consent.recorded'");
  expect((await statusOf("website.cookies.analytics"))?.status).toBe("unproven");
  await send(choice(), { from: "192.0.2.2" });
  expect((await statusOf("website.cookies.analytics"))?.status).toBe("kept");
  expect((await statusOf("website.signals.gpc"))?.status).toBe("kept");
});

test("a cookie that the policy does not name breaks the promise that there are no others, once three visitors had it", async () => {
  const only = async () => (await house.house.promises.check("en")).find(({ id }) => id === "website.onlyThese");
  for (const from of ["192.0.2.11", "192.0.2.12"]) await send(choice({ undeclared: ["_forgotten"] }), { from });
  expect((await only())?.status).toBe("kept");
  await send(choice({ undeclared: ["_forgotten", "basket"] }), { from: "192.0.2.13" });
  expect((await only())?.evidence.summary).toBe("Seen with visitors and not in the policy: _forgotten.");
  expect((await send(choice({ undeclared: ["someone@example.nl"] }))).status).toBe(422);
  house.clock.advance(31 * 86_400_000);
  await send(choice(), { from: "192.0.2.14" });
  expect((await only())?.status).toBe("kept");
});

test("nobody can be named in a choice: a visitor is a number that only the browser has", async () => {
  expect((await send(choice({ externalId: "customer-1" }))).status).toBe(422);
  expect((await send(choice({ visitor: "someone@example.nl" }))).status).toBe(422);
  const made = choice();
  await send(made);
  const dump = JSON.stringify(await house.own.query("select * from gestand.consent_record"));
  expect(dump).not.toContain(Buffer.from(made.visitor, "base64url").toString("hex"));
});

test("the clock of a browser moves nothing: neither which choice is the newest nor the week it counts in", async () => {
  const visitor = random();
  const before = await house.house.consents.rates("1990-01-01" as LocalDate, "Europe/Amsterdam");
  for (const [clientAt, yes] of [
    ["2099-12-31T00:00:00.000Z", true],
    ["1999-01-01T00:00:00.000Z", false],
  ] as const) {
    house.clock.advance(1_000);
    const said = { visitor, clientAt, choices: { statistics: yes }, action: "save" };
    expect((await send(choice(said), { from: "192.0.2.31" })).status).toBe(201);
  }
  const [newest, older] = await house.house.consents.of(house.house.store.reader, visitor);
  expect([newest?.choices, older?.choices]).toEqual([{ statistics: false }, { statistics: true }]);
  expect(newest?.receivedAt).toEqual(house.clock.now());
  const after = await house.house.consents.rates("1990-01-01" as LocalDate, "Europe/Amsterdam");
  const weeks = new Set(after.map(({ week }) => week));
  expect([...weeks].filter((week) => week < "2026-01-01" || week > "2027-12-31")).toEqual([]);
  const all = (rates: typeof after) => rates.reduce((sum, { granted, denied }) => sum + granted + denied, 0);
  expect(all(after) - all(before)).toBe(2);
});

test("nobody reads what a visitor or a person chose, or makes a visitor a person, without a key of the company", async () => {
  const visitor = random();
  await send(choice({ visitor }), { from: "192.0.2.32" });
  const asked = await Promise.all([
    get(app, `/www/choices?visitor=${visitor}`),
    get(app, `/api/v1/choices?person=someone@example.nl`),
    postJson(app, "/api/v1/may", { asks: [{ person: "someone@example.nl", purpose: "newsletter" }] }),
    postJson(app, "/api/v1/choices", {
      choices: [{ person: "someone@example.nl", act: "given", about: "purpose:newsletter" }],
    }),
    postJson(app, "/api/v1/app/visitor", { visitor }),
  ]);
  for (const answer of asked) {
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.text()).not.toMatch(/statistics|granted|allowed/);
  }
  expect(await house.own.query("select 1 from gestand.person_choice")).toEqual([]);
});

test("an event of somebody else is refused, and their receipt is not given away", async () => {
  const made = choice();
  expect((await send(made, { from: "192.0.2.33" })).status).toBe(201);
  const other = await send({ ...made, visitor: random() }, { from: "192.0.2.34" });
  expect(other.status).toBe(409);
  expect(await other.text()).not.toContain("entry");
  expect(await rows()).toHaveLength(1);
});

test("a header that names another network does not help a network that sends too many", async () => {
  const statuses: number[] = [];
  for (let sent = 0; sent < 122; sent++) {
    const headers = { origin: shop, "x-forwarded-for": `203.0.113.${sent}`, "cf-connecting-ip": `198.51.100.${sent}` };
    statuses.push((await postJson(app, "/www/choices", choice(), { headers, from: "192.0.2.99" })).status);
  }
  expect(statuses.filter((status) => status === 429)).toHaveLength(2);
});

test("a network that sends too many is told to wait, and others are not held up", async () => {
  const statuses: number[] = [];
  for (let sent = 0; sent < 125; sent++) statuses.push((await send(choice(), { from: "198.51.100.9" })).status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  expect((await send(choice(), { from: "198.51.100.10" })).status).toBe(201);
});

test("many first visitors at the same time make a row each, and one notice", async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => send(choice(), { from: `203.0.113.${at}` })));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 201));
  expect(await rows()).toHaveLength(40);
  expect(await house.own.query("select 1 from gestand.consent_notice")).toHaveLength(told.forms.length);
});
