/** Who comes into the console, and for how long. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { limits } from "#base";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { anotherDoor, type App, cookieOf, get, password, post, postJson, signUp } from "./testing.ts";

let house: TestHouse;
let app: App;
beforeAll(async () => {
  house = await openTestHouse();
  app = house.house.server();
});
afterAll(() => house?.[Symbol.asyncDispose]());

const person = { name: "Noor de Jong", email: "noor@webshop-nl.example", password };
const minutes = 60_000;

test("a one-time link makes one account, and never a second", async () => {
  const { cookie, token } = await signUp(house, app, " Noor@Webshop-NL.example ");
  expect((await get(app, "/console", { cookie })).status).toBe(200);
  expect((await get(app, `/console/welcome/${token}`)).status).toBe(404);
  expect((await post(app, `/console/welcome/${token}`, { ...person, email: "second@webshop-nl.example" })).status).toBe(
    404,
  );
  expect(await house.own.query("select email from gestand.staff")).toEqual([{ email: "noor@webshop-nl.example" }]);
});

test("two who use one link at once become one member of staff", async () => {
  const token = await house.house.staff.invite();
  const answers = await Promise.all(
    ["a", "b", "c"].map((name) => post(app, `/console/welcome/${token}`, { ...person, email: `${name}@race.example` })),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 404, 404]);
  expect(await house.own.query("select 1 from gestand.staff where email like '%@race.example'")).toHaveLength(1);
});

test("a link that is an hour old makes nothing", async () => {
  const token = await house.house.staff.invite();
  house.clock.advance(limits.signInLinkMinutes * minutes + 1);
  expect((await get(app, `/console/welcome/${token}`)).status).toBe(404);
  expect((await post(app, `/console/welcome/${token}`, { ...person, email: "late@webshop-nl.example" })).status).toBe(
    404,
  );
});

test("whoever has no link learns nothing about accounts, and whoever has one is told what is wrong and may go on", async () => {
  const noLink = await post(app, "/console/welcome/no-such-link", person);
  const stranger = await post(app, "/console/welcome/no-such-link", { ...person, email: "nobody@else.example" });
  expect([noLink.status, await noLink.text()]).toEqual([404, await stranger.text()]);
  const token = await house.house.staff.invite();
  const dutch = { headers: { "accept-language": "nl" } };
  const wrong: [Partial<typeof person>, string][] = [
    [{ email: "eva@webshop-nl.example", password: "kort" }, "Ten minste 12 tekens"],
    [{ email: "eva@webshop-nl.example", password: "x".repeat(201) }, "Ten minste 12 tekens"],
    [{ email: "eva@webshop-nl.example", name: "  " }, "Vul uw naam"],
    [{ email: "no address" }, "Vul uw naam"],
    [{ email: "" }, "Vul uw naam"],
    [{ email: "NOOR@webshop-nl.example" }, "al een account"],
  ];
  for (const [change, said] of wrong) {
    const answer = await post(app, `/console/welcome/${token}`, { ...person, ...change }, dutch);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(said);
  }
  const right = await post(app, `/console/welcome/${token}`, { ...person, email: "eva@webshop-nl.example" });
  expect(right.status).toBe(303);
});

async function triesWrongly(email: string) {
  const startedAt = performance.now();
  const answer = await post(app, "/console/sign-in", { email, password: "not the right sentence" });
  const text = (await answer.text()).replaceAll(email, "…");
  return { status: answer.status, text, cookies: answer.headers.getSetCookie(), ms: performance.now() - startedAt };
}

test("an unknown address and a wrong password get the same answer after the same work", async () => {
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 4; round++) {
    const wrong = await triesWrongly(person.email);
    const stranger = await triesWrongly("nobody@else.example");
    expect({ ...stranger, ms: 0 }).toEqual({ ...wrong, ms: 0 });
    expect(wrong).toMatchObject({ status: 422, cookies: [] });
    known.push(wrong.ms);
    unknown.push(stranger.ms);
  }
  // The hash takes some ten milliseconds; without it a stranger would be answered in one or two.
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3);
});

test("a session is a strict, unreadable cookie that works for eight hours and not a minute longer", async () => {
  const answer = await post(app, "/console/sign-in", { email: " NOOR@webshop-nl.example", password });
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^gestand-session=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  const cookie = cookieOf(answer);
  const kept = await house.own.query<{ count: string }>(
    "select count(*) from gestand.staff_session where position($1::bytea in token_hash) > 0",
    [Buffer.from(cookie.split("=")[1] ?? "")],
  );
  expect(Number(kept[0]?.count)).toBe(0);
  house.clock.advance(limits.sessionHours * 60 * minutes - 1);
  expect((await get(app, "/console", { cookie })).status).toBe(200);
  house.clock.advance(2);
  expect((await get(app, "/console", { cookie })).headers.get("location")).toBe("/console/sign-in");
});

test("signing out ends the session on the server, in every process", async () => {
  await using other = await anotherDoor(house);
  const cookie = cookieOf(await post(app, "/console/sign-in", { email: person.email, password }));
  expect((await get(other.app, "/console", { cookie })).status).toBe(200);
  const out = await post(app, "/console/sign-out", {}, { cookie });
  expect(out.headers.getSetCookie()[0]).toContain("Max-Age=0");
  for (const door of [app, other.app]) {
    expect((await get(door, "/console", { cookie })).status).toBe(303);
    expect((await get(door, "/api/v1/queue", { cookie })).status).toBe(401);
  }
});

test("without a session every page of the console leads to the door, and nothing is done", async () => {
  const open = /\/(sign-in|welcome|language|passkey\/sign-in)/;
  const closed = app.routes
    .filter(
      ({ path, method }) => path.startsWith("/console") && !path.includes("*") && method !== "ALL" && !open.test(path),
    )
    .map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+/g, "7f0c1b52-5b0e-4a52-9d0a-3d1d5b0d6f11") }));
  expect(closed.length).toBeGreaterThan(15);
  for (const { method, path } of closed) {
    for (const cookie of [undefined, "gestand-session=", "gestand-session=forged"]) {
      const answer = method === "GET" ? await get(app, path, { cookie }) : await post(app, path, {}, { cookie });
      expect([answer.status, answer.headers.get("location")], `${method} ${path}`).toEqual([303, "/console/sign-in"]);
    }
  }
});

test("the language of the console is chosen by a cookie, and the way back stays inside the console", async () => {
  const cookie = cookieOf(await post(app, "/console/sign-in", { email: person.email, password }));
  const chosen = await post(app, "/console/language", { language: "en", back: "/console/register" }, { cookie });
  expect(chosen.headers.get("location")).toBe("/console/register");
  const page = await get(app, "/console", {
    cookie: `${cookie}; ${cookieOf(chosen)}`,
    headers: { "accept-language": "nl" },
  });
  expect(await page.text()).toContain('<html lang="en"');
  for (const back of ["https://evil.example", "//evil.example", "/console/../evil", "/nl", "/console\\evil"]) {
    const answer = await post(app, "/console/language", { language: "nl", back });
    expect(answer.headers.get("location")).toBe("/console");
  }
});

test("a passkey ceremony that nobody began, or that is no ceremony, opens nothing", async () => {
  const ours = { headers: { "sec-fetch-site": "same-origin" } };
  const options = await postJson(app, "/console/passkey/sign-in/options", {}, ours);
  const { id } = (await options.json()) as { id: string };
  for (const content of [
    {},
    null,
    [],
    { id: 7 },
    { id: "no-such" },
    { id, response: { id: "x" } },
    { id, response: null },
  ]) {
    const answer = await postJson(app, "/console/passkey/sign-in", content, ours);
    expect(answer.status).toBe(422);
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
});
