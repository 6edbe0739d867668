/**
 * How soon a visitor is asked, on a slow telephone: 150 ms to the server, 1.6 Mbit a second, a processor four times slower; a page
 * with nothing but a heading and the tag, nothing cached. Beside it the same page without the tag.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { openHouse, serveHttp } from "#app";
import { type Browser, launchBrowser } from "../harness/browser.ts";
import { openCluster } from "./cluster.ts";
import { configurationOf } from "./house.ts";
import { currentLoad, digits, freePort, type Report, spread, spreadText } from "./measure.ts";

const runs = 9;

interface Seen {
  /** Milliseconds from the start of the navigation to the first frame with the banner, or with the heading. */
  readonly at: number;
  readonly scriptMs: number;
  readonly shift: number;
}

export async function benchBanner(): Promise<Report> {
  const before = currentLoad();
  await using bench = await openCluster();
  const [own, shop] = [await bench.createDatabase("gestand"), await bench.createDatabase("shop")];
  const port = await freePort();
  const configuration = configurationOf(bench.folder, own, shop, port);
  await mkdir(configuration.dataDir, { recursive: true });
  const house = await openHouse(configuration);
  const running = await serveHttp(house.server(), { host: "127.0.0.1", port });
  const script = await (await fetch(`http://127.0.0.1:${port}/www/gestand.js?lang=nl`)).text();
  const pages = await servePages(gzipSync(script, { level: 9 }));
  const browser = await launchBrowser();
  try {
    const [bare, asked]: [Seen[], Seen[]] = [[], []];
    for (let run = 0; run < runs; run++) {
      bare.push(await visit(browser, `http://localhost:${pages.port}/bare`, "h1"));
      asked.push(await visit(browser, `http://localhost:${pages.port}/asked`, "[data-gestand-surface]"));
    }
    const line = (what: string, seen: readonly Seen[]) => [
      what,
      spreadText(spread(seen.map(({ at }) => at))),
      spreadText(spread(seen.map(({ scriptMs }) => scriptMs))),
      digits(Math.max(...seen.map(({ shift }) => shift))),
    ];
    return {
      bench: "banner",
      compares: `${digits(gzipSync(script, { level: 9 }).length)} bytes of script in one language, compressed; goal: asked within 550 ms, 40 ms of script, no shift`,
      headings: ["", "visible, ms", "script, ms", "most layout shift"],
      rows: [line("without the tag", bare), line("with the tag: banner", asked)],
      figures: { bare, asked },
      load: [before, currentLoad()],
    };
  } finally {
    await browser.close();
    await pages.close();
    await running.close();
    await house.close();
  }
}

/** As a web server in front would: compressed, and nothing kept. */
async function servePages(script: Uint8Array) {
  const server = createServer((request, answer) => {
    if (request.url === "/gestand.js") {
      answer.writeHead(200, {
        "content-type": "text/javascript",
        "content-encoding": "gzip",
        "cache-control": "no-store",
      });
      answer.end(script);
      return;
    }
    const tag = request.url === "/asked" ? '<script src="/gestand.js"></script>' : "";
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    answer.end(
      `<!doctype html><html lang="nl"><head><title>Winkel</title>${tag}</head><body><h1>Winkel</h1></body></html>`,
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise<void>((done) => void server.close(() => done())),
  };
}

async function visit(browser: Browser, url: string, selector: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "nl-NL" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("Network.enable");
  const bytesPerSecond = 1_600_000 / 8;
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.addInitScript(`(() => {
    window.shift = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });
    const look = () => {
      const found = document.querySelector(${JSON.stringify(selector)});
      if (found && found.getBoundingClientRect().height > 0) requestAnimationFrame(() => { window.seenAt = performance.now(); });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })()`);
  await page.goto(url);
  await page.waitForFunction("window.seenAt !== undefined");
  const at = await page.evaluate<number>("window.seenAt");
  const shift = await page.evaluate<number>("window.shift");
  const { metrics } = await session.send("Performance.getMetrics");
  const scriptMs = 1_000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? Number.NaN);
  await context.close();
  return { at, scriptMs, shift };
}
