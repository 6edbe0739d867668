/** What asks visitors in every layout: small, zoomed in, dark, in forced colours, without motion, on a page that runs right to left. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, type Page, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, fitsTheScreen, picture } from "./steps.ts";

const patient = { timeout: 15_000 };
const button = (page: Page, name: string) => page.locator(`[data-gestand-button=${name}]`);
const surface = (page: Page, name: string) => page.locator(`[data-gestand-surface=${name}]`);
const focused = (page: Page) =>
  page.evaluate<string | null>("document.activeElement.getAttribute('data-gestand-button')");

/** A screen of 1280 pixels at 400 %: WCAG 2.2, 1.4.10. */
const layouts = [
  { name: "desktop", width: 1180, height: 860 },
  { name: "phone", width: 390, height: 844 },
  { name: "zoomed", width: 320, height: 256 },
  { name: "dark", width: 1180, height: 860, colorScheme: "dark" },
  { name: "forced", width: 390, height: 844, forcedColors: "active", colorScheme: "dark" },
  { name: "still", width: 390, height: 844, reducedMotion: "reduce" },
  { name: "rtl", width: 390, height: 844, path: "/rtl" },
] as const;

const sold =
  "shares: {with: analytics, receives: [network.user-agent, network.visits], countsIn: california}\n  optOut: {for: everyone, by: [browser, signal]}";

async function fits(page: Page): Promise<void> {
  await fitsTheScreen(page);
  const inside = "document.querySelector('.gestand')";
  expect(await page.evaluate<number>(`${inside}.scrollWidth - ${inside}.clientWidth`)).toBeLessThanOrEqual(0);
}

describe.runIf(chromiumPath !== undefined)("what asks visitors", () => {
  let server: Server;
  let style = "";
  const port = () => (server.address() as AddressInfo).port;
  beforeAll(async () => {
    server = createServer((request, answer) => {
      answer.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      const html = request.url === "/rtl" ? 'lang="ar" dir="rtl"' : 'lang="nl"';
      answer.end(`<!doctype html><html ${html}><head><meta charset="utf-8"><title>Winkel</title><meta name="viewport" content="width=device-width">
<style>${style}</style><script src="${it.house.url}/www/gestand.js"></script></head><body><main><h1>Winkel</h1><p>Alles voor de tuin.</p>
<p><a href="#" data-gestand-open>Cookies</a></p><p><a href="#" data-gestand-opt-out></a></p></main></body></html>`);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterAll(() => new Promise<void>((done) => void server.close(() => done())));
  const it = scene(() => ({
    alsoInPolicy: (text) =>
      text
        .replace("\nwebsite:\n", `\nwebsite:\n  origins: ["http://localhost:${port()}"]\n`)
        .replace(/shares: \{with: analytics.*\}/, sold),
  }));

  test.each(layouts)("fits, can be read and is used by keyboard alone: $name", async (layout) => {
    const context = await visitor(it.browser);
    const page = await context.newPage();
    await page.setViewportSize(layout);
    const {
      colorScheme = "light",
      forcedColors = "none",
      reducedMotion = "no-preference",
    } = {
      ...("colorScheme" in layout && { colorScheme: layout.colorScheme }),
      ...("forcedColors" in layout && { forcedColors: layout.forcedColors }),
      ...("reducedMotion" in layout && { reducedMotion: layout.reducedMotion }),
    };
    await page.emulateMedia({ colorScheme, forcedColors, reducedMotion });
    await page.goto(`http://localhost:${port()}${"path" in layout ? layout.path : "/"}`);
    await surface(page, "banner").waitFor();
    await fits(page);
    await picture(page, `layout-banner-${layout.name}`, { fullPage: false });
    await accessible(page);
    // The first stop of the keyboard that is in the banner is the notice, then no, then yes.
    await page.locator(".gestand a").focus();
    for (const next of ["reject", "accept", "settings"]) {
      await page.keyboard.press("Tab");
      expect(await focused(page)).toBe(next);
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    }
    expect(await page.evaluate("document.getAnimations().length")).toBe(0);
    await page.keyboard.press("Enter");
    await surface(page, "preferences").waitFor();
    await fits(page);
    await accessible(page);
    await picture(page, `layout-preferences-${layout.name}`, { fullPage: false });
    await page.keyboard.press("Escape");
    await surface(page, "banner").waitFor();
    await page.evaluate("document.querySelector('[data-gestand-opt-out]').focus()");
    await page.keyboard.press("Enter");
    await surface(page, "opt-out").waitFor();
    await fits(page);
    await accessible(page);
    await picture(page, `layout-opt-out-${layout.name}`, { fullPage: false });
    await page.keyboard.press("Escape");
    // Who has not chosen is asked as before, and the focus is where it was.
    await surface(page, "banner").waitFor();
    expect(await page.evaluate("document.activeElement.hasAttribute('data-gestand-opt-out')")).toBe(true);
    await page.evaluate("document.querySelector('[data-gestand-open]').focus()");
    await page.keyboard.press("Enter");
    await surface(page, "preferences").waitFor();
    await button(page, "reject").focus();
    const sent = page.waitForResponse((answer) => answer.url().endsWith("/www/choices"));
    await page.keyboard.press("Enter");
    expect((await sent).status()).toBe(201);
    expect(await page.locator(".gestand").count()).toBe(0);
    await context.close();
  });

  const promise = async () =>
    (await it.house.house.promises.check("en")).find(({ id }) => id === "website.consentFirst");
  const unfair: readonly (readonly [string, string])[] = [
    ["hidden", "[data-gestand-button=reject]{opacity:0 !important}"],
    ["size", ".gestand [data-gestand-button=accept]{flex:3 1 20em !important}"],
    ["colour", ".gestand [data-gestand-button=reject]{background:#eee !important;color:#333 !important}"],
    ["contrast", ":root{--gestand-button:#999;--gestand-button-ink:#bbb}"],
  ];
  test("is told from a page whose own style makes no weigh less than yes, and the promise is broken", async () => {
    expect((await promise())?.status).toBe("kept");
    for (const [why, css] of unfair)
      for (let at = 0; at < (why === "colour" ? 3 : 1); at++) {
        it.house.clock.advance(2_000);
        style = css;
        const context = await visitor(it.browser);
        const page = await context.newPage();
        await page.goto(`http://localhost:${port()}/`);
        const told = page.waitForResponse((answer) => answer.url().includes("/seen/unfair."));
        await button(page, "accept").click();
        expect((await told).url()).toMatch(new RegExp(`unfair\\.${why}$`));
        await context.close();
      }
    style = "";
    await expect
      .poll(async () => (await promise())?.evidence.summary, patient)
      .toContain("weigh as much as saying yes: the buttons looked different.");
    expect((await promise())?.status).toBe("broken");
  });
});
