/** Two sentences are compared: by lot, with nothing stored before the answer, and the record proves which one it was. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { accessible, picture } from "./steps.ts";
import { scene } from "./scene.ts";

const short = "Cookies? Alleen met uw toestemming. Weigeren mag, en u kunt uw keuze altijd veranderen.";
const wordings = `wordings: {short: {nl: "${short}", en: "Cookies? Only with your consent. You can refuse, and change your choice at any time."}}`;

async function serve(html: () => string): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { server, url: `http://shop.localhost:${(server.address() as AddressInfo).port}` };
}

describe.runIf(chromiumPath !== undefined)("wordings", () => {
  let site: Awaited<ReturnType<typeof serve>> | undefined;
  const it = scene(async () => {
    site = await serve(() => html);
    return {
      alsoInPolicy: (text) => text.replace("\nwebsite:\n", `\nwebsite:\n  origins: ["${site?.url}"]\n  ${wordings}\n`),
    };
  });
  let html = "";
  afterAll(() => new Promise<void>((done) => void site?.server.close(() => done())));

  test("each page draws one, and a choice is kept with the sentence that was seen", async () => {
    html = `<!doctype html><html lang="nl"><head><title>Winkel</title><script src="${it.house.url}/www/gestand.js"></script></head><body><h1>Winkel</h1></body></html>`;
    const page = await (await visitor(it.browser)).newPage();
    const seen: string[] = [];
    const sentence = page.locator("[data-gestand-surface=banner] p").first();
    for (let time = 0; time < 60; time++) {
      await page.goto(`${site?.url}/`);
      seen.push((await sentence.textContent())?.startsWith(short) === true ? "short" : "standard");
    }
    const shorts = seen.filter((each) => each === "short").length;
    // Sixty draws of one in two miss these bounds once in 200,000 times.
    expect(shorts).toBeGreaterThan(12);
    expect(shorts).toBeLessThan(48);
    expect(await page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")).toEqual(["", 0, 0]);
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/www/choices"));
    await page.locator("[data-gestand-button=accept]").click();
    expect((await answered).status()).toBe(201);
    const { consents, store } = it.house.house;
    const [row] = await it.house.own.query<{ body: Buffer }>("select body from gestand.consent_record");
    const { notice } = JSON.parse(row?.body.toString() ?? "") as { notice: string };
    const shown = await consents.shown(store.reader, notice);
    expect(shown).toMatchObject({ wording: seen.at(-1) });
    expect(JSON.stringify(shown).includes(short)).toBe(seen.at(-1) === "short");
    await page.context().close();
  });

  test("staff read how each was answered, and how sure the difference is", async () => {
    const { page } = it.staff;
    await page.goto(`${it.house.url}/console/consents`);
    await page
      .getByText("Te weinig keuzes om iets te zeggen")
      .or(page.getByText("Hiermee worden de andere vergeleken"))
      .first()
      .waitFor();
    const [row] = await it.house.own.query<{ version: number }>("select version from gestand.consent_wording_rate");
    await it.house.own.query("delete from gestand.consent_wording_rate");
    await it.house.own.query(`insert into gestand.consent_wording_rate
      values (${row?.version}, 'statistics', 'standard', 400, 600), (${row?.version}, 'statistics', 'short', 460, 540)`);
    await page.goto(`${it.house.url}/console/consents`);
    await page.getByText(/Meer mensen zeggen ja. Het verschil ligt tussen \+1,7 en \+10,3 procentpunt./).waitFor();
    await accessible(page);
    await picture(page, "console-wordings");
  });
});
