/** The registers of the console, and the notice that shows what the last check found. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unzip } from "#harness";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { anotherDoor, type App, get, signUp } from "./testing.ts";

let house: TestHouse;
let app: App;
let staff: string;
beforeAll(async () => {
  house = await openTestHouse();
  app = house.house.server();
  staff = (await signUp(house, app, "noor@webshop-nl.example")).cookie;
});
afterAll(() => house?.[Symbol.asyncDispose]());

describe("the registers of the console", () => {
  test.each(["processing", "recipients", "cookies"])("%s is a page with its downloads", async (name) => {
    const page = await get(app, `/console/register/${name}`, { cookie: staff });
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain(`href="/console/register/${name}.xlsx"`);
    const csv = await get(app, `/console/register/${name}.csv`, { cookie: staff });
    expect(csv.headers.get("content-disposition")).toBe(`attachment; filename="${name}.csv"`);
    const workbook = await get(app, `/console/register/${name}.xlsx`, { cookie: staff });
    expect([...(await unzip(new Uint8Array(await workbook.arrayBuffer()))).keys()]).toContain("xl/workbook.xml");
  });

  test("are for staff only", async () => {
    for (const path of ["processing", "processing.csv", "recipients.xlsx"])
      expect((await get(app, `/console/register/${path}`)).status).toBe(303);
  });
});

test("the notice shows what the last check found only where the organisation chose so, beside the words and never in them", async () => {
  const board = await house.house.promises.check();
  await using open = await anotherDoor(house, { showProof: true });
  const shown = await (await get(open.app, "/nl/privacy")).text();
  const plain = await (await get(app, "/nl/privacy")).text();
  const places = [...shown.matchAll(/<(\w+)[^>]* data-promise="([^"]*)"/g)];
  expect(places.flatMap(([, , promises = ""]) => promises.split(" ")).toSorted()).toEqual(
    board.map(({ id }) => id).toSorted(),
  );
  expect(shown.match(/ <span class="badge /g) ?? []).toHaveLength(places.length);
  expect(shown).not.toMatch(/<span data-promise="[^"]*">(?:(?!<\/span>).)*<span class="badge /s);
  expect(plain).not.toContain('class="badge');
});
