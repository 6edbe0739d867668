/** Guessing one account's password from many places, and who is not kept out by it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { delaySeconds } from "./sign-in-delay.ts";
import { anotherDoor, type App, password, post, signUp } from "./testing.ts";

let house: TestHouse;
let app: App;
beforeAll(async () => {
  house = await openTestHouse();
  app = house.house.server();
  for (const name of ["noor", "eva", "sam"]) await signUp(house, app, `${name}@webshop-nl.example`);
});
afterAll(() => house?.[Symbol.asyncDispose]());

let places = 0;
/** From a place of its own each time, so that only the account counts. */
function tries(email: string, given: string, sent: { app?: App; cookie?: string } = {}) {
  const at = (places += 1);
  const from = `10.1.${Math.floor(at / 250)}.${at % 250}`;
  return post(sent.app ?? app, "/console/sign-in", { email, password: given }, { from, cookie: sent.cookie });
}
const wrongly = (email: string, sent = {}) => tries(email, "not the right sentence", sent);
const waitOf = (answer: Response) => Number(answer.headers.get("retry-after") ?? 0);
const deviceIn = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .find((one) => one.startsWith("gestand-device="))
    ?.split(";")[0] ?? "";

/** Wrong as often as it takes until the next try must wait this long at least, waiting each time. */
async function attack(email: string, seconds: number): Promise<void> {
  for (;;) {
    const answer = await wrongly(email);
    if (waitOf(answer) >= seconds) return;
    house.clock.advance(waitOf(answer) * 1_000);
  }
}

async function whatIsSaid(email: string): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let turn = 0; turn < 8; turn++) {
    const answer = await wrongly(email);
    answers.push([answer.status, waitOf(answer), (await answer.text()).replaceAll(email, "…"), deviceIn(answer)]);
    house.clock.advance(turn > 5 ? 500 : 0);
  }
  return answers;
}

test("the delay grows twofold from a second to five minutes, and never beyond", () => {
  const grown = Array.from({ length: 16 }, (_, count) => delaySeconds(count));
  expect(grown).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  expect(delaySeconds(1_000_000)).toBe(300);
});

test("from many places and through two processes at once, one address has five tries; then also the right password waits", async () => {
  await using other = await anotherDoor(house);
  const email = "noor@webshop-nl.example";
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, turn) => wrongly(email, turn % 2 === 0 ? { app: other.app } : {})),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    ...Array<number>(5).fill(422),
    ...Array<number>(7).fill(429),
  ]);
  expect((await tries(email, password)).status).toBe(429);
  house.clock.advance(1_000);
  expect((await tries(email, password)).status).toBe(303);
  expect((await wrongly(email)).status, "counted anew").toBe(422);
});

test("whoever goes on trying does not make the wait longer", async () => {
  const email = "eva@webshop-nl.example";
  await attack(email, 16);
  for (let turn = 0; turn < 10; turn++) expect(waitOf(await wrongly(email))).toBe(16);
  house.clock.advance(16_000);
  expect((await tries(email, password)).status).toBe(303);
});

test("an address that nobody has waits as long, with the same words", async () => {
  const known = await whatIsSaid("sam@webshop-nl.example");
  expect(await whatIsSaid("nobody@else.example")).toEqual(known);
  expect(JSON.stringify(known)).toContain("over 1 seconde weer proberen");
});

test("a browser that signed in before is not kept out by an attack on its account, and is of use for that account only", async () => {
  const email = "noor@webshop-nl.example";
  const device = deviceIn(await tries(email, password));
  expect(device).toMatch(/^gestand-device=[\w-]{22}\.[\w-]{43}$/);
  await attack(email, 300);
  expect((await tries(email, password)).status).toBe(429);
  for (const forged of ["gestand-device=", "gestand-device=a.b", device.slice(0, -1)])
    expect((await tries(email, password, { cookie: forged })).status, forged).toBe(429);
  await attack("eva@webshop-nl.example", 300);
  expect((await tries("eva@webshop-nl.example", password, { cookie: device })).status).toBe(429);
  expect((await tries(email, password, { cookie: device })).status).toBe(303);
  for (let turn = 0; turn < 5; turn++) expect((await wrongly(email, { cookie: device })).status).toBe(422);
  expect((await tries(email, password, { cookie: device })).status, "a stolen browser guesses no more").toBe(429);
});

test("a clock that is set back keeps nobody out, and the next day begins anew", async () => {
  const email = "sam@webshop-nl.example";
  await attack(email, 256);
  house.clock.advance(-3_600_000);
  expect((await wrongly(email)).status).toBe(422);
  house.clock.advance(86_400_000);
  expect((await tries(email, password)).status).toBe(303);
});

test("whose account it was is kept as a keyed digest only", async () => {
  const rows = await house.own.query<{ row: string }>("select rate_window::text as row from gestand.rate_window");
  for (const { row } of rows) expect(row).not.toMatch(/webshop-nl|else\.example|address|device/);
});
