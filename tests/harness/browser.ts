/** A real Chromium, where there is one. */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const candidates = [
  process.env["GESTAND_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** `undefined` when there is none. In CI its absence is an error. */
export const chromiumPath: string | undefined = candidates.find(
  (path) => path !== undefined && path !== "" && existsSync(path),
);
if (chromiumPath === undefined) {
  const say = "No Chromium was found, so the browser journeys do not run. Install one, or set GESTAND_CHROMIUM.";
  if (process.env["CI"] === "true") throw new Error(say);
  process.stderr.write(`${say}\n`);
}

export async function launchBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error("There is no Chromium");
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A visitor of their own: no shared cookies. `language` is what their browser asks for. */
export function visitor(
  browser: Browser,
  options: { language?: string; javaScript?: boolean; dark?: boolean; phone?: boolean } = {},
): Promise<BrowserContext> {
  return browser.newContext({
    locale: options.language ?? "nl-NL",
    javaScriptEnabled: options.javaScript ?? true,
    colorScheme: options.dark === true ? "dark" : "light",
    acceptDownloads: true,
    viewport: options.phone === true ? { width: 390, height: 844 } : { width: 1180, height: 860 },
  });
}

export type { Browser, BrowserContext, Page };
