/** No to sale and sharing: without a script, for whoever is signed in, and for programs that only claim to be. */
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Personal } from "#base";
import { mayUse } from "#policy";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { signedToken } from "../../tests/harness/signed.ts";
import { anotherDoor, type Door, get, post, postJson } from "./testing.ts";

const ed25519 = generateKeyPairSync("ed25519");
const stranger = generateKeyPairSync("ed25519");
const shop = "https://www.webshop-nl.example";
const sold =
  "shares: {with: analytics, receives: [network.user-agent, network.visits], countsIn: california}\n  optOut: {for: everyone, by: [browser, account, signal]}";

let house: TestHouse;
let folder: string;
/** Below the website of the shop, so that a cookie can be for both. */
let below: Door;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gestand-opt-out-"));
  const file = join(folder, "app.pem");
  await writeFile(file, ed25519.publicKey.export({ type: "spki", format: "pem" }));
  house = await openTestHouse({
    customers: 3,
    guard: false,
    configured: { appKeyFile: file },
    alsoInPolicy: (text) => text.replace(/shares: \{with: analytics.*\}/, sold),
  });
  below = await anotherDoor(house, { publicUrl: new URL("https://privacy.webshop-nl.example") });
});
afterAll(async () => {
  await below[Symbol.asyncDispose]();
  await house[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const records = async () =>
  (await house.own.query<{ body: Buffer }>("select body from gestand.consent_record order by batch, place")).map(
    ({ body }) => JSON.parse(body.toString()) as Record<string, unknown>,
  );
const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? "";
const opened = async (path: string, cookie?: string) => {
  const answer = await get(below.app, path, { cookie });
  const text = await answer.text();
  return { text, fields: { event: hidden(text, "event"), notice: hidden(text, "notice") } };
};
const cookieIn = (answer: Response, name: string) =>
  answer.headers.getSetCookie().find((each) => each.startsWith(`${name}=`)) ?? "";

describe("choosing without JavaScript", () => {
  test("asks without a box that is ticked, and keeps what was chosen in the cookie that the script reads", async () => {
    const { text, fields } = await opened("/nl/choices");
    expect(text).not.toMatch(/checked|<script/);
    const answer = await post(below.app, "/nl/choices", { ...fields, "purpose.statistics": "yes" });
    expect(await answer.text()).toContain("Uw keuze is opgeslagen");
    const cookie = cookieIn(answer, "gestand");
    expect(cookie).toMatch(
      /^gestand=1\.[\w-]{22}\.1\.statistics:1; Max-Age=15552000; Domain=webshop-nl\.example; Path=\//,
    );
    expect(cookie).toContain("Secure");
    expect(cookie).not.toContain("HttpOnly");
    expect((await records()).at(-1)).toMatchObject({ action: "save", surface: "form", choices: { statistics: true } });
    const again = await opened("/en/choices", cookie.split(";")[0]);
    expect(again.text).toMatch(/value="yes" checked/);
  });

  test("takes a yes back, and the cookies of the purpose with it, and no others", async () => {
    const before = "gestand=1.AAAAAAAAAAAAAAAAAAAAAA.1.statistics:1; _ea_visitor=7; basket=1";
    const { fields } = await opened("/nl/choices", before);
    const answer = await post(below.app, "/nl/choices", { ...fields, "purpose.statistics": "no" }, { cookie: before });
    expect(cookieIn(answer, "_ea_visitor")).toContain("Max-Age=0; Domain=webshop-nl.example");
    expect(cookieIn(answer, "basket")).toBe("");
    expect(cookieIn(answer, "gestand")).toContain("gestand=1.AAAAAAAAAAAAAAAAAAAAAA.1.statistics:0;");
  });

  test("saves nothing while a question is open, for a page of before, or a page elsewhere; and one form once", async () => {
    const { fields } = await opened("/nl/choices");
    const count = (await records()).length;
    const open = await post(below.app, "/nl/choices", fields);
    expect([open.status, await open.text()]).toEqual([422, expect.stringContaining("Er is nog niets opgeslagen")]);
    const old = await post(below.app, "/nl/choices", { ...fields, notice: "0".repeat(64), "purpose.statistics": "no" });
    expect([old.status, await old.text()]).toEqual([422, expect.stringContaining("veranderd sinds u haar opende")]);
    const foreign = await post(
      below.app,
      "/nl/choices",
      { ...fields, "purpose.statistics": "no" },
      {
        headers: { "sec-fetch-site": "cross-site" },
      },
    );
    expect(foreign.status).toBe(403);
    expect(await records()).toHaveLength(count);
    for (let at = 0; at < 2; at++) await post(below.app, "/nl/choices", { ...fields, "purpose.statistics": "no" });
    expect(await records()).toHaveLength(count + 1);
  });

  test("is not offered where a choice here could not count on the website", async () => {
    const text = await (await fetch(`${house.url}/nl/choices`)).text();
    expect(text).toContain("zonder JavaScript niets geladen");
    expect(text).not.toContain("<form");
    const out = await (await fetch(`${house.url}/nl/opt-out`)).text();
    expect(out).toContain('/#gestand-opt-out"');
    expect(out).toContain("/nl/ask/sale-opt-out");
  });

  test("says no to sale with one press and without a name, for longer than a year, and asks the rest as before", async () => {
    const { text, fields } = await opened("/nl/opt-out");
    expect(text).toContain("Verkoop of deel mijn gegevens niet");
    const answer = await post(below.app, "/nl/opt-out", fields, { headers: { "sec-gpc": "1" } });
    expect(await answer.text()).toContain("Staat uit");
    expect(cookieIn(answer, "gestand")).toMatch(/\.signal\.statistics:0; Max-Age=15552000;/);
    expect(cookieIn(answer, "gestand-out")).toMatch(/^gestand-out=1; Max-Age=34560000; Domain=webshop-nl\.example;/);
    expect((await records()).at(-1)).toMatchObject({ action: "opt-out", gpc: true, choices: { statistics: false } });
    const later = await opened("/nl/choices", "gestand-out=1");
    const yes = await post(
      below.app,
      "/nl/choices",
      { ...later.fields, "purpose.statistics": "yes" },
      { cookie: "gestand-out=1" },
    );
    expect(cookieIn(yes, "gestand-out")).toContain("gestand-out=; Max-Age=0;");
  });
});

type Claims = Readonly<Record<string, unknown>>;
function token(email: string, more: Claims = {}, key: KeyObject = ed25519.privateKey): string {
  const now = Math.floor(house.clock.now().getTime() / 1_000);
  return signedToken({ aud: house.url, email, iat: now, exp: now + 300, ...more }, key);
}
const visitor = (letter: string) => letter.repeat(22);
const tell = (body: unknown, { origin = shop } = {}) =>
  postJson(house.house.server(), "/www/account", body, { headers: { origin } });
const mayBeSold = async (email: string) => {
  const { store, requests, policy } = { ...house.house, policy: house.house.policy };
  return mayUse(policy, { for: "sale" }, await requests.stops(store.reader, new Personal(email))).allowed;
};

describe("somebody who is signed in with the company", () => {
  test("takes a no to sale from one browser to the next, and it is one request however often it is said", async () => {
    const email = "eva@signed-in.example";
    const said = async (letter: string, optedOut: boolean) =>
      (await tell({ token: token(email), visitor: visitor(letter), optedOut })).json();
    expect(await said("a", false)).toEqual({ optedOut: false });
    expect(await mayBeSold(email)).toBe(true);
    expect(await said("a", true)).toEqual({ optedOut: true });
    expect(await mayBeSold(email)).toBe(false);
    expect(await said("b", false)).toEqual({ optedOut: true });
    expect(await said("a", true)).toEqual({ optedOut: true });
    expect(await said("b", true)).toEqual({ optedOut: true });
    expect(await house.own.query("select from gestand.request where kind = 'sale-opt-out'")).toHaveLength(1);
    expect(await mayBeSold("other@signed-in.example")).toBe(true);
  });

  test("is believed on the word of the company's server alone", async () => {
    const email = "victim@signed-in.example";
    const sent = { visitor: visitor("v"), optedOut: true };
    const forged = [
      token(email, {}, stranger.privateKey),
      token(email, { aud: "https://elsewhere.example" }),
      token(email, { exp: 1 }),
      `${token(email).slice(0, -4)}AAAA`,
    ];
    for (const each of forged) expect((await tell({ ...sent, token: each })).status).toBe(401);
    expect((await tell({ ...sent, token: token(email) }, { origin: "https://evil.example" })).status).toBe(403);
    expect((await tell({ ...sent, token: token(email), email })).status).toBe(422);
    expect((await tell({ ...sent, token: "x".repeat(9_000) })).status).toBe(413);
    expect(await mayBeSold(email)).toBe(true);
  });
});
