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
  expect(await list.text()).toMatch(/^kind,system,row,email,known as\r\n/);
  // Everybody was reached: there is nothing to record, and nothing offers it.
  expect(await page(address)).not.toContain("told-otherwise");
  const told = async (form: Record<string, string>, path = "", by: { cookie?: string } = { cookie }) =>
    (await post(app, `${address}/told-otherwise${path}`, form, by)).headers.get("location");
  expect(await told({ how: "post", people: "1" }, "", {})).toBe("/console/sign-in");
  expect(await told({ how: "post", people: "1" })).toBe(`${address}?said=not-so-many`);
  await house.own.query("update gestand.announcement_count set without_address = 1200 where person = 'customer'");
  for (const form of [
    { how: "pigeon", people: "1" },
    { how: "post", people: "1,5" },
    { how: "post", people: "" },
    { how: "post", people: "1201" },
  ])
    expect(await told(form), JSON.stringify(form)).toBe(`${address}?said=not-so-many`);
  expect(await told({ how: "post", people: "1", on: "2026-11-23" })).toBe(`${address}?said=wrong-day`);
  expect(await told({ how: "app", people: "1.200", on: "2026-11-22" })).toBe(`${address}?said=recorded`);
  expect(await page(`${address}?said=recorded`)).toMatch(/bericht in de app[\s\S]*1\.200/);
  expect(await told({ line: "2" }, "/undo")).toBe(`${address}?said=unknown-line`);
  expect(await told({ line: "1" }, "/undo")).toBe(`${address}?said=undone`);
  expect(await page(address)).toContain("ongedaan gemaakt");
}, 90_000);
