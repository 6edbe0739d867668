/**
 * A page full of tags, most of them forgotten: put there without a mark, by the parser, by a script, by a worker. With the
 * Content-Security-Policy that `gestand site` prints none loads before consent, all do after, and none after a withdrawal; read
 * from what the other parties received.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gestand } from "../../src/cli/testing.ts";
import { chromiumPath, type Page, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";

interface Printed {
  readonly tag: string;
  readonly contentPolicy: string;
  readonly granted: readonly { readonly purposes: readonly string[]; readonly sources: string }[];
}

const parties = ["stats.localhost", "heat.localhost", "pixels.localhost", "frames.localhost"];
const kinds = [
  "parser",
  "async",
  "defer",
  "module",
  "pixel",
  "frame",
  "injected",
  "attribute",
  "fetch",
  "beacon",
  "xhr",
  "worker",
];

/** What every kind of tag loads from each party, as the parties see it. */
const everything = parties.flatMap((party) => kinds.map((kind) => `${party} /${kind}.js`)).toSorted();

const each = (make: (party: string) => string) => parties.map(make).join("\n");

function pageOf(tag: string, port: number): string {
  const at = (party: string, kind: string) => `http://${party}:${port}/${kind}.js`;
  return `<!doctype html><html lang="nl"><head><title>Winkel</title>${tag}
${each(
  (party) => `<script src="${at(party, "parser")}"></script><script async src="${at(party, "async")}"></script>
<script defer src="${at(party, "defer")}"></script><script type="module" src="${at(party, "module")}"></script>`,
)}
</head><body><main><h1>Winkel</h1>
${each((party) => `<img alt="" src="${at(party, "pixel")}"><iframe title="f" src="${at(party, "frame")}"></iframe>`)}
<p><a href="#" data-gestand-open>Cookies</a></p><script src="/page.js"></script></main></body></html>`;
}

function pageScript(port: number): string {
  return `for (const party of ${JSON.stringify(parties)}) {
  const at = (kind) => "http://" + party + ":${port}/" + kind + ".js";
  const one = document.createElement("script"); one.src = at("injected"); document.body.append(one);
  const other = document.createElement("script"); other.setAttribute("src", at("attribute")); document.body.append(other);
  fetch(at("fetch")).catch(() => {});
  navigator.sendBeacon(at("beacon"));
  try { const call = new XMLHttpRequest(); call.open("GET", at("xhr")); call.send(); } catch {}
}
new Worker("/worker.js");
navigator.serviceWorker.register("/service.js");`;
}

const workerScript = (port: number) =>
  parties.map((party) => `fetch("http://${party}:${port}/worker.js").catch(() => {});`).join("\n");

describe.runIf(chromiumPath !== undefined)("a page full of forgotten tags", () => {
  let server: Server;
  let printed: Printed;
  let page: Page;
  const seen: string[] = [];
  const port = () => (server.address() as AddressInfo).port;

  /** As a web server of the company does it with what was printed: a header by the cookie. */
  function headerFor(cookie: string): string {
    const granted = printed.granted.filter(({ purposes }) => purposes.every((each) => cookie.includes(`.${each}:1`)));
    return printed.contentPolicy
      .replaceAll("{granted}", granted.map(({ sources }) => sources).join(" "))
      .replaceAll("https://", "http://")
      .replaceAll(/(\w+\.localhost)/g, `$1:${port()}`);
  }

  beforeAll(async () => {
    server = createServer((request, answer) => {
      const [host = ""] = (request.headers.host ?? "").split(":");
      const path = new URL(request.url ?? "/", "http://x").pathname;
      if (host !== "shop.localhost") {
        seen.push(`${host} ${path}`);
        const type = path.includes("frame") ? "text/html" : path.includes("pixel") ? "image/gif" : "text/javascript";
        answer.writeHead(200, { "content-type": type, "access-control-allow-origin": "*" }).end();
        return;
      }
      const scripts: Record<string, string> = {
        "/page.js": pageScript(port()),
        "/worker.js": workerScript(port()),
        "/service.js":
          "self.addEventListener('install', () => {" +
          workerScript(port()).replaceAll("/worker.js", "/service.js") +
          "});",
      };
      const script = scripts[path];
      answer.writeHead(200, {
        "content-type": script === undefined ? "text/html; charset=utf-8" : "text/javascript",
        "content-security-policy": headerFor(request.headers.cookie ?? ""),
        "cache-control": "no-store",
      });
      answer.end(script ?? pageOf(printed.tag, port()));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterAll(() => new Promise<void>((done) => void server.close(() => done())));

  const it = scene(() => ({
    alsoInPolicy: (text) =>
      text
        .replace("\nwebsite:\n", `\nwebsite:\n  origins: ["http://shop.localhost:${port()}"]\n`)
        .replace("collect.analytics.example", parties.join(", ")),
  }));

  beforeAll(async () => {
    const { configuration, url } = it.house;
    const environment = { GESTAND_POLICY: configuration.policyFile, GESTAND_PUBLIC_URL: url };
    printed = JSON.parse((await gestand(["site", "--format", "json"], { environment })).out) as Printed;
    page = await (await visitor(it.browser)).newPage();
  });
  afterAll(() => page?.context().close());

  const records = async () => (await it.house.own.query("select 1 from gestand.consent_record")).length;
  const button = (name: string) => page.locator(`[data-gestand-button=${name}]`);

  test("loads nothing before consent, not even what nobody marked", async () => {
    await page.goto(`http://shop.localhost:${port()}/`);
    await button("accept").waitFor();
    await page.waitForLoadState("networkidle");
    expect(seen).toEqual([]);
  });

  test("loads everything after consent", async () => {
    await button("accept").click();
    // Asked of the database: an answer that comes while the page loads anew is seen by nobody.
    await expect.poll(records, { timeout: 20_000 }).toBe(1);
    await expect
      .poll(() => [...new Set(seen)].filter((one) => !one.endsWith("service.js")).toSorted(), { timeout: 15_000 })
      .toEqual(everything);
  });

  test("loads nothing after consent was taken back", async () => {
    await page.waitForLoadState("networkidle");
    await page.locator("[data-gestand-open]").click();
    const before = await records();
    // The page renews itself then; whoever leaves it in that moment is overtaken by it.
    const renewed = page.waitForEvent("load");
    await button("reject").click();
    await renewed;
    await expect.poll(records, { timeout: 20_000 }).toBeGreaterThan(before);
    await button("reject").waitFor({ state: "detached" });
    await page.waitForLoadState("networkidle");
    await page.goto(`http://shop.localhost:${port()}/`);
    seen.length = 0;
    await page.reload();
    await page.waitForLoadState("networkidle");
    expect(seen).toEqual([]);
  });
});
