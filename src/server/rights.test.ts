/** Rights over HTTP: corrections through the API, an opt-out that asks nobody who they are, and staff who enter a request. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Personal } from "#base";
import { cast } from "../../examples/webshop-nl/index.ts";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { type App, codeFor, eventually, get, post, postJson, signUp } from "./testing.ts";

const optOut = (text: string) =>
  text.replace("  sells: nothing\n", "  sells: nothing\n  optOut: {for: everyone, by: [form]}\n  asksNothing: {}\n");

let house: TestHouse;
let app: App;
let staff: string;
beforeAll(async () => {
  house = await openTestHouse({ alsoInPolicy: optOut });
  app = house.house.server();
  staff = (await signUp(house, app, "noor@webshop-nl.example")).cookie;
});
afterAll(() => house[Symbol.asyncDispose]());

test("corrections travel through the API: values are shown to their person alone, and once they are sent no more", async () => {
  const { email, name } = cast.active;
  const asked = await postJson(app, "/api/v1/requests", { kind: "rectification", email, language: "nl" });
  const { reference, codeSent } = (await asked.json()) as { reference: string; codeSent: boolean };
  expect(codeSent).toBe(true);
  const confirmed = await postJson(app, `/api/v1/requests/${reference}/confirm`, { code: await codeFor(house, email) });
  const { followToken } = (await confirmed.json()) as { followToken: string };
  const bearer = { headers: { authorization: `Bearer ${followToken}` } };
  const values = await eventually(async () => {
    const answer = await get(app, "/api/v1/follow/values", bearer);
    return answer.status === 200 ? ((await answer.json()) as { category: string; value: string }[]) : undefined;
  });
  expect(values).toContainEqual({ category: "name", value: name });
  expect((await get(app, "/api/v1/follow/values")).status).toBe(409);
  const corrections = [{ category: "name", from: name, to: "Sanne Bakker-de Boer" }];
  const wrong = [{ category: "name", from: "Niemand", to: "Iemand" }];
  expect((await postJson(app, "/api/v1/follow/corrections", { corrections: wrong }, bearer)).status).toBe(422);
  const sent = await postJson(app, "/api/v1/follow/corrections", { corrections }, bearer);
  expect(await sent.json()).toMatchObject({ reference, proposal: "sent" });
  expect((await postJson(app, "/api/v1/follow/corrections", { corrections }, bearer)).status).toBe(409);
  expect((await get(app, "/api/v1/follow/values", bearer)).status).toBe(409);
});

test("not to be sold is said with an address and nothing else, and is confirmed on a page that knows nothing", async () => {
  expect(await (await get(app, "/nl/ask/sale-opt-out")).text()).not.toContain("knownEmail");
  const known = await post(app, "/nl/ask/sale-opt-out", { email: cast.guest.email });
  const unknown = await post(app, "/nl/ask/sale-opt-out", { email: "nobody@else.example" });
  for (const answer of [known, unknown]) {
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toMatch(/^\/nl\/taken\/G-/);
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  const pages = await Promise.all(
    [known, unknown].map(async (answer) => (await get(app, answer.headers.get("location") ?? "")).text()),
  );
  const [one = "", other = ""] = pages.map((text) => text.replaceAll(/G-[0-9A-Z]{4}-[0-9A-Z]{4}/g, "G-"));
  expect(one).toBe(other);
  const stops = await house.house.requests.stops(house.house.store.reader, new Personal(cast.guest.email));
  expect(stops).toEqual([{ of: "sale", because: "sale" }]);
});

const off = async (email: string) =>
  (
    await house.shop.query(
      "select count(*)::int as lists from newsletter_subscriptions where lower(btrim(email)) = $1 and unsubscribed_at is null",
      [email],
    )
  )[0];

test("a newsletter that is stopped in the privacy centre is off in the shop, and what is left is shown to staff", async () => {
  const stop = async (email: string) => {
    expect(await off(email)).not.toEqual({ lists: 0 });
    const fields = { kind: "withdraw-consent", email, language: "nl", purposes: ["newsletter"] };
    const asked = await postJson(app, "/api/v1/requests", fields);
    const { reference } = (await asked.json()) as { reference: string };
    await postJson(app, `/api/v1/requests/${reference}/confirm`, { code: await codeFor(house, email) });
    return reference;
  };
  await stop(cast.guest.email);
  await eventually(async () => ((await off(cast.guest.email))?.["lists"] === 0 ? true : undefined));
  // Two accounts have this address, so its row is of two persons: a person finds out.
  const { email } = cast.sharingFirst;
  const reference = await stop(email);
  const page = await eventually(async () => {
    const text = await (await get(app, "/console/waiting", { cookie: staff })).text();
    return text.includes(reference) && text.includes("/console/withdrawals/") ? text : undefined;
  });
  const path = /\/console\/withdrawals\/[0-9a-f-]+/.exec(page)?.[0] ?? "";
  expect((await get(app, path)).status).toBe(303);
  const shown = await eventually(async () => {
    const text = await (await get(app, path, { cookie: staff })).text();
    return text.includes("newsletter_subscriptions") ? text : undefined;
  });
  for (const word of [email, reference, "1 rij zegt nog ja"]) expect(shown).toContain(word);
  expect((await post(app, path, {}, { cookie: staff })).headers.get("location")).toBe(`${path}?said=done`);
  expect(await (await get(app, path, { cookie: staff })).text()).not.toContain(email);
  expect((await post(app, path, {}, { cookie: staff })).headers.get("location")).toBe(`${path}?said=not-now`);
  expect(await (await get(app, "/console/waiting", { cookie: staff })).text()).not.toContain(path);
});

test("a form without what its kind needs is shown again with what was filled in", async () => {
  const answer = await post(app, "/en/ask/complaint", { email: "a@else.example" });
  expect(answer.status).toBe(422);
  const text = await answer.text();
  expect(text).toContain("Write what it is about");
  expect(text).toContain("a@else.example");
  const untouched = await post(app, "/en/ask/withdraw-consent", { email: "a@else.example", "purpose-none": "yes" });
  expect(untouched.status).toBe(422);
});

test("staff enter a request that came by telephone; nobody else can", async () => {
  const fields = { kind: "erasure", email: "beller@else.example", language: "nl", message: "Belde vanochtend" };
  expect((await post(app, "/console/requests/new", fields)).status).not.toBe(200);
  const entered = await post(app, "/console/requests/new", fields, { cookie: staff });
  const to = entered.headers.get("location") ?? "";
  expect(to).toMatch(/^\/console\/requests\/new\?entered=G-/);
  const rows = await house.own.query("select channel, state from gestand.request where reference = $1", [
    to.slice(-11),
  ]);
  expect(rows).toEqual([{ channel: "staff", state: "verifying" }]);
  const wrong = await post(app, "/console/requests/new", { ...fields, email: "no" }, { cookie: staff });
  expect(wrong.status).toBe(422);
  const none = await post(app, "/console/requests/new", { ...fields, kind: "objection" }, { cookie: staff });
  expect(none.status, "an objection names what it is about").toBe(422);
});

test("asking for somebody else needs a name that holds no address, whose data it is, and a right that others can use", async () => {
  const form = {
    email: "kantoor@else.example",
    forOther: "agent",
    forName: "Kantoor de Vries",
    forEmail: cast.guest.email,
  };
  for (const wrong of [{ forOther: "" }, { forName: "kijk op evil.example" }, { forEmail: "geen adres" }]) {
    const answer = await post(app, "/nl/ask/access", { ...form, ...wrong });
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text, "opened, with what was typed").toContain("<details open>");
    expect(text).toContain(wrong.forEmail ?? cast.guest.email);
  }
  const asked = await post(app, "/nl/ask/access", form);
  expect(asked.status).toBe(303);
  const reference = (asked.headers.get("location") ?? "").slice(-11);
  const rows = await house.own.query("select asked_as from gestand.request where reference = $1", [reference]);
  expect(rows).toEqual([{ asked_as: "agent" }]);
  expect(await (await get(app, "/nl/ask/marketing-objection")).text()).not.toContain("forOther");

  const body = { kind: "access", email: "kantoor@else.example" };
  const forOther = { as: "parent", name: "Ouder", email: cast.guest.email };
  for (const bad of [
    { forOther: { ...forOther, name: "https evil.example" } },
    { forOther, knownEmail: "b@else.example" },
    { forOther, kind: "marketing-objection" },
  ])
    expect((await postJson(app, "/api/v1/requests", { ...body, ...bad })).status).toBe(422);
  expect((await postJson(app, "/api/v1/requests", { ...body, forOther })).status).toBe(202);
});

test("staff enter a letter of a parent, and the link to the child opens nothing when it is not one", async () => {
  const fields = { kind: "access", email: "ouder@else.example", language: "nl" };
  const parent = { forOther: "parent", forName: "J. Ouder", forEmail: cast.guest.email };
  const wrong = await post(app, "/console/requests/new", { ...fields, ...parent, forName: "" }, { cookie: staff });
  expect(wrong.status).toBe(422);
  const entered = await post(app, "/console/requests/new", { ...fields, ...parent }, { cookie: staff });
  const reference = (entered.headers.get("location") ?? "").slice(-11);
  const rows = await house.own.query("select asked_as, channel from gestand.request where reference = $1", [reference]);
  expect(rows).toEqual([{ asked_as: "parent", channel: "staff" }]);
  expect((await get(app, "/nl/for-you")).status).toBe(404);
  expect((await get(app, "/nl/for-you/short")).status).toBe(404);
  expect((await post(app, "/nl/for-you", { answer: "right" })).status).toBe(404);
});

test("the link in a letter to a former address opens nothing when it is not one", async () => {
  const token = "x".repeat(43);
  expect((await get(app, `/nl/not-mine/${token}`)).status).toBe(404);
  expect((await post(app, "/nl/not-mine", { token })).status).toBe(404);
});
