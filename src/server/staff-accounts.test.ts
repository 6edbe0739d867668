/** Closing an account of the console and opening it again. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StaffId } from "#base";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { staffAccounts } from "./index.ts";
import { anotherDoor, type App, cookieOf, get, password, post, signUp } from "./testing.ts";

let house: TestHouse;
let app: App;
beforeAll(async () => {
  house = await openTestHouse();
  app = house.house.server();
});
afterAll(() => house?.[Symbol.asyncDispose]());

const idOf = async (email: string) => {
  const [row] = await house.own.query<{ id: StaffId }>("select id from gestand.staff where email = $1", [email]);
  return row?.id ?? ("" as StaffId);
};
const member = async (email: string) => ({ ...(await signUp(house, app, email)), id: await idOf(email), email });
const signIn = (email: string) => post(app, "/console/sign-in", { email, password });

/** What the console says after the button was pressed. */
async function press(act: "close" | "open", account: string, cookie: string): Promise<string | null> {
  const answer = await post(app, `/console/account/${act}`, { account }, { cookie });
  return new URL(answer.headers.get("location") ?? "", "http://x").searchParams.get("said");
}

test("a colleague closes an account: it is out at once in every process, comes in by no way, and the log says who did it", async () => {
  await using other = await anotherDoor(house);
  const noor = await member("noor@webshop-nl.example");
  const leaver = await member("leaver@webshop-nl.example");
  const again = cookieOf(await signIn(leaver.email));
  expect(await press("close", leaver.id, noor.cookie)).toBe("closed");
  for (const cookie of [leaver.cookie, again])
    for (const door of [app, other.app]) {
      expect((await get(door, "/console", { cookie })).status).toBe(303);
      expect((await get(door, "/api/v1/queue", { cookie })).status).toBe(401);
    }
  expect((await signIn(leaver.email)).status).toBe(422);
  const wrong = async (email: string) => (await (await signIn(email)).text()).replaceAll(email, "…");
  expect(await wrong(leaver.email)).toBe(await wrong("nobody@else.example"));
  const { evidence, store } = house.house;
  const [entry] = await evidence.entries(store.reader, { from: 0, limit: 9, kind: "staff.closed" });
  expect(entry?.body).toEqual({ account: leaver.id, by: "staff", staff: noor.id, sessionsEnded: 2, wasLast: false });
  expect(await press("close", leaver.id, noor.cookie)).toBe("closed-already");
  const page = await (await get(app, "/console/account", { cookie: noor.cookie })).text();
  expect(page).toContain(leaver.email);
  expect(page).toContain('action="/console/account/open"');
});

test("an account that is opened again works as before, and none of its old sessions comes back to life", async () => {
  const [noor, leaver] = [await idOf("noor@webshop-nl.example"), await idOf("leaver@webshop-nl.example")];
  const cookie = cookieOf(await signIn("noor@webshop-nl.example"));
  const stale = Buffer.alloc(32, 7);
  await house.own.query("insert into gestand.staff_session values ($1, $2, now(), 'infinity')", [stale, leaver]);
  expect(await press("open", leaver, cookie)).toBe("opened");
  expect(await house.own.query("select from gestand.staff_session where staff_id = $1", [leaver])).toEqual([]);
  expect((await signIn("leaver@webshop-nl.example")).status).toBe(303);
  expect(await press("open", leaver, cookie)).toBe("open-already");
  const { evidence, store } = house.house;
  const [entry] = await evidence.entries(store.reader, { from: 0, limit: 9, kind: "staff.opened" });
  expect(entry?.body).toEqual({ account: leaver, by: "staff", staff: noor });
});

test("nobody closes their own account, and what is no account is said to be none", async () => {
  const cookie = cookieOf(await signIn("noor@webshop-nl.example"));
  expect(await press("close", await idOf("noor@webshop-nl.example"), cookie)).toBe("own-account");
  for (const account of ["", "no id", "7f0c1b52-5b0e-4a52-9d0a-3d1d5b0d6f11"])
    expect(await press("close", account, cookie)).toBe("unknown");
  expect((await get(app, "/console/account?said=%3Cb%3E", { cookie })).status).toBe(200);
});

test("two who close each other at once leave one account open", async () => {
  const accounts = staffAccounts(house.house);
  const [one, two] = [await idOf("noor@webshop-nl.example"), await idOf("leaver@webshop-nl.example")];
  const done = await Promise.all([accounts.close(one, two), accounts.close(two, one)]);
  expect(done.filter(({ ok }) => ok)).toHaveLength(1);
  expect(done.find(({ ok }) => !ok)).toMatchObject({ reason: "last-account" });
  const open = (await accounts.list(house.house.store.reader)).filter(({ closedAt }) => closedAt === undefined);
  expect(open).toHaveLength(1);
});
