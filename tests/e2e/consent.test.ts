/** Visitors of the company's own pages are asked, and until they said yes nothing goes anywhere. */
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, type Page, visitor } from "../harness/browser.ts";
import { accessible, picture } from "./steps.ts";
import { scene } from "./scene.ts";

/** The company's pages, and parties that take note of whoever comes; which is which says the host. */
interface Pages {
  readonly port: number;
  readonly server: Server;
  html: string;
  /** `stats /pixel` */
  readonly seen: string[];
}

const button = (page: Page, name: string) => page.locator(`[data-gestand-button=${name}]`);

/** As when the machine runs out of memory: nothing in the page gets to run any more. */
async function crash(page: Page): Promise<void> {
  const gone = new Promise<void>((done) => page.once("crash", () => done()));
  const session = await page.context().newCDPSession(page);
  session.send("Page.crash").catch(() => undefined);
  await gone;
}

async function openPages(): Promise<Pages> {
  const seen: string[] = [];
  const server = createServer((request, answer) => {
    const [party = ""] = (request.headers.host ?? "").split(".localhost");
    const path = new URL(request.url ?? "/", "http://x").pathname;
    if (party.endsWith("shop")) {
      answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(pages.html);
      return;
    }
    seen.push(`${party} ${path}`);
    answer.writeHead(200, {
      "content-type": path.endsWith(".js") ? "text/javascript" : "text/html",
      "access-control-allow-origin": "*",
      // What the browser still has in memory it would not ask for again.
      "cache-control": "no-store",
    });
    answer.end(path.endsWith(".js") ? `document.cookie = "_ea_visitor=1; Path=/"` : "");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const pages: Pages = { port: (server.address() as AddressInfo).port, server, seen, html: "" };
  return pages;
}

const later = (party: string) => `
  const add = (node) => document.querySelector("main").append(node);
  const script = document.createElement("script"); script.src = "${party}/injected.js"; add(script);
  const other = document.createElement("script"); other.setAttribute("src", "${party}/attribute.js"); add(other);
  new Image().src = "${party}/pixel";
  const frame = document.createElement("iframe"); frame.title = "Filmpje"; frame.src = "${party}/frame"; add(frame);
  fetch("${party}/fetch").catch(() => {});
  navigator.sendBeacon("${party}/beacon");
  try { const call = new XMLHttpRequest(); call.open("GET", "${party}/xhr"); call.send(); } catch {}
`;

/** Thirty things of the party, and two of the shop itself. */
const fillStorage = `(async () => {
  const hosts = ["", "; Domain=shop.localhost", "; Domain=eu.shop.localhost", "; Domain=www.eu.shop.localhost"];
  const paths = ["/", "/tuin", "/tuin/", "/tuin/planten", "/tuin/planten/vaste"];
  hosts.forEach((host, h) => paths.forEach((path, p) => { document.cookie = "_ea_" + h + p + "=1; Path=" + path + host; }));
  for (const at of [1, 2, 3, 4]) { localStorage.setItem("_ea_l" + at, "1"); sessionStorage.setItem("_ea_s" + at, "1"); }
  for (const at of [1, 2]) await new Promise((done) => {
    const request = indexedDB.open("_ea_d" + at);
    request.onsuccess = () => { request.result.close(); done(); };
  });
  document.cookie = "basket=1; Path=/";
  localStorage.setItem("basket", "1");
})()`;
/** Cookies, local and session storage and databases, by name. */
const storedNames = `(async () => [
  ...document.cookie.split("; ").map((pair) => pair.split("=")[0]),
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(({ name }) => name),
].filter((name) => name !== ""))()` as unknown as () => Promise<string[]>;

function pageWith(script: string, party: string): string {
  return `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Winkel</title>
<meta name="viewport" content="width=device-width"><script src="${script}"></script>
<script type="text/plain" data-gestand="statistics" data-src="${party}/marked.js"></script></head>
<body><main><h1>Winkel</h1><p>Alles voor de tuin.</p>
<iframe title="Kaart" data-gestand="statistics" data-src="${party}/map"></iframe>
<script>window.track = () => {${later(party)}}; window.track();</script>
<p><a href="#" data-gestand-open>Cookies</a></p></main></body></html>`;
}

describe.runIf(chromiumPath !== undefined)("a visitor of the shop", () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => new Promise<void>((done) => void pages.server.close(() => done())));
  const it = scene(async () => {
    pages ??= await openPages();
    return {
      alsoInPolicy: (text) =>
        text
          .replace(
            "\nwebsite:\n",
            `\nwebsite:\n  origins: ["http://shop.localhost:${pages.port}", "http://www.eu.shop.localhost:${pages.port}"]\n`,
          )
          .replace("collect.analytics.example", "stats.localhost"),
    };
  });
  const party = () => `http://stats.localhost:${pages.port}`;

  async function visit(options: Parameters<typeof visitor>[1] = {}): Promise<Page> {
    pages.seen.length = 0;
    pages.html = pageWith(`${it.house.url}/www/gestand.js`, party());
    const context = await visitor(it.browser, options);
    const page = await context.newPage();
    await page.goto(`http://shop.localhost:${pages.port}/`);
    return page;
  }
  const seenAll = (paths: readonly string[]) =>
    expect
      .poll(() => pages.seen.toSorted(), { timeout: 10_000 })
      .toEqual(paths.map((path) => `stats /${path}`).toSorted());
  const records = () =>
    it.house.own
      .query<{ body: Buffer }>("select body from gestand.consent_record order by batch, place")
      .then((rows) => rows.map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>));

  test("is asked with buttons that weigh the same, and nothing goes anywhere before the answer", async () => {
    const page = await visit();
    await button(page, "accept").waitFor();
    await page.waitForLoadState("networkidle");
    expect(pages.seen).toEqual([]);
    const boxes = await Promise.all(["reject", "accept"].map((name) => button(page, name).boundingBox()));
    expect(boxes[0]?.width).toBeCloseTo(boxes[1]?.width ?? 0, 0);
    expect(boxes[0]?.height).toBeGreaterThanOrEqual(44);
    await accessible(page);
    await picture(page, "banner");
    await button(page, "settings").click();
    await page.locator("dialog.gestand[open]").waitFor();
    expect(await page.locator("dialog.gestand input:checked").count()).toBe(0);
    await accessible(page);
    await picture(page, "banner-preferences");
    await page.keyboard.press("Escape");
    await button(page, "settings").waitFor();
    await page.context().close();
  });

  test("says yes: everything that waited loads, the choice is recorded, and the receipt is theirs", async () => {
    const page = await visit();
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/www/choices"));
    await button(page, "accept").click();
    expect((await answered).status()).toBe(201);
    await seenAll(["marked.js", "map", "injected.js", "attribute.js", "pixel", "frame"]);
    pages.seen.length = 0;
    await page.evaluate("window.track()");
    await seenAll(["injected.js", "attribute.js", "pixel", "frame", "fetch", "beacon", "xhr"]);
    expect((await records()).at(-1)).toMatchObject({
      action: "accept-all",
      surface: "banner",
      choices: { statistics: true },
    });
    await page.locator("[data-gestand-open]").click();
    const downloading = page.waitForEvent("download");
    await page.getByText("Bewaar het bewijs van uw keuze").click();
    const receipt = await readFile(await (await downloading).path(), "utf8");
    await page.keyboard.press("Escape");
    const proof = await page.context().newPage();
    await proof.goto(`${it.house.url}/nl/proof`);
    await proof.locator("#f-receipt").fill(receipt);
    await proof.locator("main form button").click();
    await proof.getByText("Dit bewijs klopt.").waitFor();
    expect(await proof.locator("main").textContent()).toContain("Uw keuze van 22 nov 2026");
    await proof.close();
    await page.reload();
    await page.waitForLoadState("networkidle");
    expect(await button(page, "accept").count()).toBe(0);
    await page.context().close();
  });

  test("says no, and is not asked again", async () => {
    const page = await visit();
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/www/choices"));
    await button(page, "reject").click();
    await answered;
    expect((await records()).at(-1)).toMatchObject({ action: "reject-all", choices: { statistics: false } });
    await page.reload();
    await page.waitForLoadState("networkidle");
    expect(pages.seen).toEqual([]);
    expect(await page.locator("[data-gestand-surface]").count()).toBe(0);
    await page.context().close();
  });

  test("takes it back in two clicks: what was stored goes, and nothing new loads", async () => {
    const page = await visit();
    await button(page, "accept").click();
    await page.waitForFunction("document.cookie.includes('_ea_visitor')");
    await page.evaluate(
      "localStorage.setItem('_ea_more', '1'); document.cookie = '_ea_deep=1; Path=/; Domain=shop.localhost'",
    );
    await page.locator("[data-gestand-open]").click();
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/www/choices"));
    await button(page, "reject").click();
    await answered;
    pages.seen.length = 0;
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate("document.cookie")).toMatch(/^gestand=[^;]*$/);
    expect(await page.evaluate("localStorage.getItem('_ea_more')")).toBe(null);
    await page.reload();
    await page.waitForLoadState("networkidle");
    expect(pages.seen).toEqual([]);
    expect((await records()).at(-1)).toMatchObject({ action: "withdraw", residue: [], choices: { statistics: false } });
    await page.context().close();
  });

  test("has everything removed that was stored, wherever and under whatever path it was, and nothing else", async () => {
    const page = await visit();
    await page.goto(`http://www.eu.shop.localhost:${pages.port}/tuin/planten/vaste`);
    await button(page, "accept").click();
    await page.waitForFunction("document.cookie.includes('gestand=')");
    await page.evaluate(fillStorage);
    expect((await page.evaluate(storedNames)).filter((name) => name.startsWith("_ea")).length).toBeGreaterThanOrEqual(
      30,
    );
    await page.locator("[data-gestand-open]").click();
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/www/choices"));
    await button(page, "reject").click();
    await answered;
    await button(page, "reject").waitFor({ state: "detached" });
    await page.waitForLoadState("networkidle");
    expect((await page.evaluate(storedNames)).filter((name) => !name.startsWith("gestand"))).toEqual([
      "basket",
      "basket",
    ]);
    expect((await records()).at(-1)).toMatchObject({ action: "withdraw", residue: [] });
    await page.context().close();
  });

  test("who leaves in the moment of choosing is heard at the next page", async () => {
    const page = await visit();
    await page.route("**/www/choices", (route) => route.abort());
    await button(page, "reject").click();
    await page.close();
    const before = (await records()).length;
    const next = await page.context().newPage();
    const answered = next.waitForResponse((answer) => answer.url().endsWith("/www/choices"));
    await next.goto(`http://shop.localhost:${pages.port}/`);
    expect((await answered).status()).toBe(201);
    expect((await records()).length).toBe(before + 1);
    await next.context().close();
  });

  const count = async () =>
    (await it.house.own.query<{ n: number }>("select count(*)::int as n from gestand.consent_record"))[0]?.n;
  const kills = Number(process.env["GESTAND_TABS"] ?? "20");
  test(
    `whose tab dies right after the click is heard all the same, ${kills} times`,
    async () => {
      const before = (await records()).length;
      for (let kill = 0; kill < kills; kill++) {
        // A network may send so many a minute, by this clock.
        it.house.clock.advance(1_000);
        const page = await visit();
        const context = page.context();
        await button(page, "reject").click();
        if (kill % 2 === 0) await page.close();
        else await crash(page);
        const next = await context.newPage();
        await next.goto(`http://shop.localhost:${pages.port}/`, { waitUntil: "domcontentloaded" });
        expect(await button(next, "reject").count()).toBe(0);
        await expect.poll(count, { interval: 20, timeout: 20_000 }).toBe(before + kill + 1);
        await context.close();
      }
      // Each by its own event, and nothing but what was pressed.
      const events = (await records()).slice(before);
      expect(new Set(events.map(({ event }) => event)).size).toBe(kills);
      expect(events.every(({ action }) => action === "reject-all")).toBe(true);
    },
    30_000 + kills * 6_000,
  );

  test("whose browser says no by Global Privacy Control is not asked, and that is recorded", async () => {
    const context = await visitor(it.browser);
    await context.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
    pages.seen.length = 0;
    const page = await context.newPage();
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/www/choices"));
    await page.goto(`http://shop.localhost:${pages.port}/`);
    await answered;
    await page.waitForLoadState("networkidle");
    expect(pages.seen).toEqual([]);
    expect(await page.locator("[data-gestand-surface]").count()).toBe(0);
    expect((await records()).at(-1)).toMatchObject({ action: "signal", gpc: true, choices: { statistics: false } });
    await context.close();
  });

  test("is one of those whom staff see as a share, beside what exactly was shown", async () => {
    const { page } = it.staff;
    // Weeks before, with one in which nobody chose.
    const before = [9, 8, 7, 6, 4, 3, 2, 1].map((weeks) => it.house.clock.now().getTime() - weeks * 7 * 86_400_000);
    await it.house.own.query(
      `insert into gestand.consent_rate (day, purpose, version, granted, denied)
       select day, 'statistics', 0, 30 + 7 * place, 80 - 6 * place from unnest($1::date[]) with ordinality given (day, place)`,
      [before.map((at) => new Date(at).toISOString().slice(0, 10))],
    );
    await page.goto(`${it.house.url}/console/consents`);
    await page.locator("svg.chart").first().waitFor();
    expect(await page.locator("svg.chart rect.chart-part").count()).toBe(9);
    expect(await page.locator("svg.chart").first().getAttribute("width")).toBe("240");
    await accessible(page);
    await picture(page, "console-consents");
    await page.getByRole("link", { name: "Nederlands" }).click();
    expect(await page.locator("main ol li").allTextContents()).toEqual([
      "Alles weigeren",
      "Alles accepteren",
      "Voorkeuren beheren",
    ]);
    await accessible(page);
    await picture(page, "console-consents-shown");
  });

  test("sees it well on a phone in the dark", async () => {
    const page = await visit({ phone: true, dark: true });
    await button(page, "accept").waitFor();
    await accessible(page);
    await picture(page, "banner-phone-dark", { fullPage: false });
    await page.context().close();
  });
});
