import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Personal } from "#base";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { anotherDoor, type Door, get, post } from "./testing.ts";

const eva = "eva@choose.example";
let house: TestHouse;
let door: Door;
beforeAll(async () => {
  house = await openTestHouse({
    alsoInPolicy: (text) =>
      `${text.replace("asked: tick-box\n    unticked: {}", "asked: tick-box\n    confirm: 7 days\n    unticked: {}")}\nminors: {age: 16, below: parental-consent}\n`,
  });
  door = await anotherDoor(house);
});
afterAll(async () => {
  await door[Symbol.asyncDispose]();
  await house[Symbol.asyncDispose]();
});

const path = (url = "") => new URL(url).pathname;
const links = async () => {
  const [contact] = await house.house.permissions.contacts("newsletter", [eva], "nl");
  return { preferences: path(contact?.preferences), unsubscribe: path(contact?.unsubscribe) };
};
const may = async (message = "newsletter") =>
  (await house.house.permissions.ask(house.house.store.reader, new Personal(eva), { message })).allowed;
const cookieOf = (answer: Response) => (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

describe("the page of preferences", () => {
  test("is reached by the link of a mail, which does not stay in the address bar, and switches with one press", async () => {
    const opened = await get(door.app, (await links()).preferences);
    expect(opened.headers.get("location")).toBe("/nl/preferences");
    const cookie = cookieOf(opened);
    const shown = await (await get(door.app, "/nl/preferences", { cookie })).text();
    expect(shown).toContain("de nieuwsbrief");
    expect(shown).not.toContain(eva);
    expect(shown).not.toMatch(/<script|checked/);
    const press = async (to: string, about = "message:newsletter") =>
      (await post(door.app, "/nl/preferences", { about, to }, { cookie })).headers.get("location");
    expect(await press("on")).toBe("/nl/preferences?said=on");
    expect(await may()).toBe(true);
    house.clock.advance(1_000);
    expect(await press("off")).toBe("/nl/preferences?said=off");
    expect(await may()).toBe(false);
    expect(await press("off", "optional")).toBe("/nl/preferences?said=all-off");
    expect(await press("on", "message:order-mail")).toBe("/nl/preferences?said=not-now");
    const after = await (await get(door.app, "/nl/preferences?said=off", { cookie })).text();
    expect(after).toContain("Dat staat nu uit.");
  });

  test("opens for nobody without a link of theirs, and says nothing of anybody", async () => {
    for (const path of ["/nl/preferences", "/nl/preferences/abcdefghijklmnopqrstuvwxyzabcdefghijk", "/nl/sign-up/x"])
      expect((await get(door.app, path)).status).toBe(404);
    expect((await post(door.app, "/nl/preferences", { about: "optional", to: "off" })).status).toBe(404);
    const answers = [];
    for (const email of [eva, "stranger@choose.example"]) {
      const answer = await post(door.app, "/en/preferences/ask", { email });
      answers.push([answer.status, await answer.text()]);
    }
    expect(answers[0]).toEqual(answers[1]);
    const wrong = await post(door.app, "/en/preferences/ask", { email: "no address" });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain("Nothing was sent");
  });
});

const oneClick = (path: string) =>
  Promise.resolve(
    door.app.request(path, {
      method: "POST",
      body: "List-Unsubscribe=One-Click",
      headers: { "content-type": "application/x-www-form-urlencoded", "content-length": "26" },
    }),
  );

describe("the unsubscribe link", () => {
  test("stops by one post of a mail program from anywhere, without a redirect (RFC 8058), and not by looking", async () => {
    house.clock.advance(1_000);
    await house.house.permissions.switch(new Personal(eva), "message:newsletter", true);
    house.clock.advance(1_000);
    const { unsubscribe } = await links();
    const looked = await get(door.app, unsubscribe);
    expect(await looked.text()).toContain("Ja, stop ermee");
    expect(await may()).toBe(true);
    expect((await oneClick(unsubscribe)).status).toBe(200);
    expect(await may()).toBe(false);
    expect((await oneClick(unsubscribe)).status, "again changes nothing").toBe(200);
    expect((await oneClick(unsubscribe.replace("newsletter", "order-mail"))).status).toBe(404);
    expect((await oneClick(`${unsubscribe.slice(0, -2)}AA`)).status).toBe(404);
  });

  test("leads on to all preferences where a person pressed it", async () => {
    const { unsubscribe } = await links();
    const pressed = await post(door.app, unsubscribe, { from: "page" });
    expect(pressed.headers.get("location")).toMatch(/^\/(nl|en)\/preferences\?said=off$/);
    expect((await get(door.app, "/nl/preferences", { cookie: cookieOf(pressed) })).status).toBe(200);
  });
});

test("a withdrawal is carried into the company's own rows, and an erasure ends what was allowed", async () => {
  const [row] = await house.shop.query<{ email: string }>(
    "select email from newsletter_subscriptions where unsubscribed_at is null order by id limit 1",
  );
  const email = row?.email ?? "";
  const { permissions, store } = house.house;
  await permissions.switch(new Personal(email), "optional", false);
  await expect
    .poll(() =>
      house.shop.query("select 1 from newsletter_subscriptions where email = $1 and unsubscribed_at is null", [email]),
    )
    .toEqual([]);
  house.clock.advance(1_000);
  await permissions.switch(new Personal(email), "message:newsletter", true);
  house.clock.advance(1_000);
  await store.transact((tx) => permissions.noteErased(tx, [email]));
  expect((await permissions.ask(store.reader, new Personal(email), { message: "newsletter" })).allowed).toBe(false);
});

test("somebody who signed up confirms it on a page that confirms nothing by being looked at", async () => {
  const { permissions, store } = house.house;
  const signed = await permissions.signUp({
    email: new Personal("new@choose.example"),
    purposes: ["newsletter"],
    language: "en",
  });
  expect(signed.ok).toBe(true);
  await expect.poll(() => house.inbox.messages().filter(({ to }) => to.includes("new@choose.example")).length).toBe(1);
  const letter = house.inbox.messages().find(({ to }) => to.includes("new@choose.example"))?.text ?? "";
  const confirm = path(/http:\/\/\S+/.exec(letter)?.[0]);
  const asked = () => permissions.ask(store.reader, new Personal("new@choose.example"), { purpose: "newsletter" });
  expect(await (await get(door.app, confirm)).text()).toContain("Yes, I sign up");
  expect((await asked()).allowed).toBe(false);
  const token = confirm.split("/").at(-1) ?? "";
  expect(await (await post(door.app, "/en/sign-up", { token })).text()).toContain("You are signed up");
  expect((await asked()).allowed).toBe(true);
  expect((await post(door.app, "/en/sign-up", { token })).status).toBe(404);
});

test("a parent confirms for a child on a page that says so, and the child's answer is yes from then on", async () => {
  const { permissions, store } = house.house;
  const child = new Personal("kind@choose.example");
  const parent = new Personal("ouder@choose.example");
  await permissions.signUp({ email: child, purposes: ["newsletter"], language: "nl", parent });
  const letters = () => house.inbox.messages().filter(({ to }) => to.includes("ouder@choose.example"));
  await expect.poll(() => letters().length).toBe(1);
  const confirm = path(/http:\/\/\S+/.exec(letters()[0]?.text ?? "")?.[0]);
  const shown = await (await get(door.app, confirm)).text();
  expect(shown).toContain("Mag uw kind dit?");
  expect(shown).toContain("Ja, ik heb het gezag en vind het goed");
  expect(shown).not.toContain("kind@");
  const token = confirm.split("/").at(-1) ?? "";
  expect(await (await post(door.app, "/nl/sign-up", { token })).text()).toContain("U hebt toestemming gegeven");
  expect((await permissions.ask(store.reader, child, { purpose: "newsletter" })).allowed).toBe(true);
});
