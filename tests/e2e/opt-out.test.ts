/** Visitors say no to sale and sharing: by the link of the site, by their browser, signed in elsewhere, and without a script. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, type Page, visitor } from "../harness/browser.ts";
import { signedToken } from "../harness/signed.ts";
import { scene } from "./scene.ts";
import { accessible, picture } from "./steps.ts";

const key = generateKeyPairSync("ed25519");
const sold =
  "shares: {with: analytics, receives: [network.user-agent, network.visits], countsIn: california}\n  optOut: {for: everyone, by: [browser, account, signal], link: {nl: Verkoop mijn gegevens niet, en: Do not sell my data}}";
const signals = ["globalPrivacyControl", "doNotTrack"] as const;

const button = (page: Page, name: string) => page.locator(`[data-gestand-button=${name}]`);
const link = (page: Page) => page.locator("[data-gestand-opt-out]");
const status = (page: Page) => page.locator("[data-gestand-status]");
const chosen = (page: Page) => page.waitForResponse((answer) => answer.url().endsWith("/www/choices"));
const told = (page: Page) => page.waitForResponse((answer) => answer.url().endsWith("/www/account"));

describe.runIf(chromiumPath !== undefined)("no to sale and sharing", () => {
  let server: Server;
  let folder: string;
  let account = "";
  const port = () => (server.address() as AddressInfo).port;
  const site = () => `http://localhost:${port()}/`;
  beforeAll(async () => {
    server = createServer((request, answer) => {
      const url = `${it.house.url}/nl/opt-out`;
      answer.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      answer.end(`<!doctype html><html lang="${request.url === "/en" ? "en" : "nl"}"><head><meta charset="utf-8"><title>Winkel</title>
<meta name="viewport" content="width=device-width"><script src="${it.house.url}/www/gestand.js"></script></head>
<body data-gestand-account="${account}"><main><h1>Winkel</h1><p>Alles voor de tuin.</p>
<p><a href="#" data-gestand-open>Cookies</a></p><p><a href="${url}" data-gestand-opt-out></a></p></main></body></html>`);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    folder = await mkdtemp(join(tmpdir(), "gestand-opt-out-"));
    await writeFile(join(folder, "app.pem"), key.publicKey.export({ type: "spki", format: "pem" }));
  });
  afterAll(async () => {
    await new Promise<void>((done) => void server.close(() => done()));
    await rm(folder, { recursive: true });
  });
  const it = scene(() => ({
    configured: { appKeyFile: join(folder, "app.pem") },
    alsoInPolicy: (text) =>
      text
        .replace("\nwebsite:\n", `\nwebsite:\n  origins: ["http://localhost:${port()}"]\n`)
        .replace("dnt: honoured", "dnt: not-promised")
        .replace(/shares: \{with: analytics.*\}/, sold),
  }));

  const last = async () => {
    const rows = await it.house.own.query<{ body: Buffer }>(
      "select body from gestand.consent_record order by batch desc, place desc limit 1",
    );
    return JSON.parse(rows[0]?.body.toString() ?? "{}") as Record<string, unknown>;
  };
  const actions = async () => {
    const rows = await it.house.own.query<{ body: Buffer }>(
      "select body from gestand.consent_record order by batch, place",
    );
    return rows.map(({ body }) => (JSON.parse(body.toString()) as { action: string }).action);
  };
  async function visit(set: { signal?: (typeof signals)[number]; javaScript?: boolean } = {}): Promise<Page> {
    const context = await visitor(it.browser, { javaScript: set.javaScript ?? true });
    if (set.signal !== undefined)
      await context.addInitScript(
        `Object.defineProperty(navigator, '${set.signal}', { value: ${set.signal === "doNotTrack" ? "'1'" : "true"} })`,
      );
    const page = await context.newPage();
    await page.goto(site());
    return page;
  }
  function token(email: string): string {
    const now = Math.floor(it.house.clock.now().getTime() / 1_000);
    return signedToken({ aud: it.house.url, email, iat: now, exp: now + 300 }, key.privateKey);
  }

  test("is one press behind the link of the site, by keyboard alone, and asks nobody's name", async () => {
    const page = await visit();
    const accepted = chosen(page);
    await button(page, "accept").click();
    await accepted;
    expect(await link(page).textContent()).toBe("Verkoop mijn gegevens niet");
    await link(page).focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog.gestand[open]").waitFor();
    expect(await page.locator("dialog.gestand li").allTextContents()).toEqual([
      "Het gebruik van de website laten meten: Example Analytics Inc. (Verenigde Staten)",
    ]);
    await accessible(page);
    await picture(page, "opt-out");
    // What was loaded cannot be stopped in a page, so it renews itself; what had no answer by then is sent once more.
    const renewed = page.waitForEvent("load");
    await button(page, "stop").focus();
    await page.keyboard.press("Enter");
    await renewed;
    await expect
      .poll(last, { timeout: 15_000 })
      .toMatchObject({ action: "opt-out", surface: "opt-out", choices: { statistics: false } });
    expect(await actions()).toEqual(["accept-all", "opt-out"]);
    await status(page).waitFor();
    expect(await status(page).textContent()).toContain("Staat uit");
    expect(await button(page, "accept").count()).toBe(0);
    await link(page).click();
    await page.getByText("Staat uit: wij verkopen en delen uw gegevens niet.").first().waitFor();
    expect(await button(page, "stop").count()).toBe(0);
    await accessible(page);
    await page.context().close();
  });

  test("is heard from the browser, shown as honoured, and outlasts a yes of before but no yes of after", async () => {
    const before = await visit();
    const accepted = chosen(before);
    await button(before, "accept").click();
    await accepted;
    await before.context().addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
    const sent = chosen(before);
    await before.goto(site());
    await sent;
    expect(await last()).toMatchObject({ action: "signal", gpc: true, choices: { statistics: false } });
    await before.waitForLoadState("networkidle");
    expect(await status(before).textContent()).toContain("Global Privacy Control) is uitgevoerd");
    await accessible(before);
    await picture(before, "opt-out-signal");
    await before.locator("[data-gestand-open]").click();
    await before.locator("dialog.gestand input[type=checkbox]").check();
    const saved = chosen(before);
    await button(before, "save").click();
    await saved;
    await before.reload();
    await before.waitForLoadState("networkidle");
    expect(await last()).toMatchObject({ action: "save", choices: { statistics: true } });
    expect(await before.evaluate("window.gestand.allowed('statistics')")).toBe(true);
    await before.context().close();
  });

  test("is not taken from Do Not Track where the policy promises nothing about it", async () => {
    const page = await visit({ signal: "doNotTrack" });
    await button(page, "accept").waitFor();
    expect(await status(page).count()).toBe(0);
    await page.context().close();
  });

  test("goes along to the next browser of whoever is signed in", async () => {
    account = token("eva@signed-in.example");
    const page = await visit();
    await link(page).click();
    const sent = chosen(page);
    await button(page, "stop").click();
    await sent;
    const telling = told(page);
    await page.reload();
    expect(await (await telling).json()).toEqual({ optedOut: true });
    await page.context().close();
    const other = await visit();
    await status(other).waitFor();
    await expect.poll(async () => (await last())["surface"], { timeout: 15_000 }).toBe("account");
    expect(await other.evaluate("document.cookie")).toMatch(/statistics:0; gestand-out=1/);
    await other.context().close();
    account = token("somebody-else@signed-in.example");
    const third = await visit();
    await button(third, "accept").waitFor();
    await third.waitForLoadState("networkidle");
    expect(await status(third).count()).toBe(0);
    await third.context().close();
    account = "";
  });

  test("and every other choice is made without a script as well, on a phone in the dark", async () => {
    const page = await visit({ javaScript: false });
    await page.goto(`${it.house.url}/nl/choices`);
    await page.getByLabel("Nee, dat mag niet").check();
    await page.getByRole("button", { name: "Mijn keuze opslaan" }).click();
    await page.getByText("Uw keuze is opgeslagen en geldt meteen.").waitFor();
    expect(await last()).toMatchObject({ action: "save", surface: "form", choices: { statistics: false } });
    await page.goto(`${it.house.url}/nl/opt-out`);
    await page.getByRole("button", { name: "Niet verkopen of delen" }).click();
    await page.getByText("Staat uit").waitFor();
    const cookies = await page.context().cookies();
    await page.context().close();
    const context = await visitor(it.browser, { phone: true, dark: true });
    await context.addCookies(cookies);
    const after = await context.newPage();
    await after.goto(site());
    await status(after).waitFor();
    expect(await button(after, "accept").count()).toBe(0);
    for (const path of ["choices", "opt-out"]) {
      await after.goto(`${it.house.url}/nl/${path}`);
      await accessible(after);
      await picture(after, `${path}-phone-dark`);
    }
    await context.close();
  });
});
