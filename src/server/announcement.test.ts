/** Telling people from the console: what staff see before, while it goes, and after. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDate } from "#base";
import { hashOfFiles } from "#versions";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { policyFile } from "../../examples/webshop-nl/index.ts";
import { type App, get, post, signUp } from "./testing.ts";

let house: TestHouse;
let app: App;
let cookie: string;
beforeAll(async () => {
  house = await openTestHouse({ customers: 10 });
  const before = await readFile(policyFile, "utf8");
  const text = before.replace(/answerWithin: \{days: \d+/u, "answerWithin: {days: 21");
  const files = [{ path: "policy.yaml", text }];
  const days = { effectiveOn: localDate("2026-12-24"), today: localDate("2026-11-22") };
  await house.house.versions.publish({ files, hash: hashOfFiles(files), ...days, by: "noor" });
  app = house.house.server();
  ({ cookie } = await signUp(house, app, "noor@shop.example"));
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

const page = async (path: string) => (await get(app, path, { cookie, headers: { "accept-language": "nl" } })).text();

test("staff see who and what before, send with one button, follow it, and nobody else can", async () => {
  const address = "/console/versions/2/announcement";
  expect((await get(app, address)).headers.get("location")).toBe("/console/sign-in");
  expect((await get(app, "/console/versions/1/announcement", { cookie })).status).toBe(404);
  expect(await page("/console/versions/2")).toContain(`href="${address}"`);
  const before = await page(address);
  expect(before).toContain("nog niet begonnen");
  expect(before).toMatch(/data-confirm="U verstuurt nu \d+ brieven\./);
  expect(before).toMatch(/<pre lang="en"[^>]*>[^<]*Dear sir or madam/);
  const letters = Number(/Verstuur (\d+) brieven/.exec(before)?.[1]);
  expect((await post(app, address, {}, {})).headers.get("location")).toBe("/console/sign-in");
  expect((await post(app, address, {}, { cookie })).headers.get("location")).toBe(`${address}?said=started`);
  expect((await post(app, address, {}, { cookie })).headers.get("location")).toBe(`${address}?said=already-announced`);
  expect(await page(`${address}?said=started`)).toContain("De brieven gaan nu weg.");
  await expect
    .poll(
      async () => {
        house.clock.advance(10_000);
        return page(address);
      },
      { timeout: 40_000, interval: 200 },
    )
    .toContain("klaar");
  expect(house.inbox.messages().filter(({ subject }) => subject.includes("24 december"))).toHaveLength(letters);
  expect((await post(app, `${address}/stop`, {}, { cookie })).headers.get("location")).toBe(`${address}?said=not-now`);
  const list = await post(app, `${address}/unreached.csv`, {}, { cookie });
  expect(list.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(await list.text()).toMatch(/^kind,system,row,email\r\n/);
}, 90_000);
