/** What persons and staff do, by the words they see. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { axeViolations } from "./axe.ts";
import type { RequestKind } from "#requests";
import type { TestHouse } from "../harness/house.ts";
import type { Browser, BrowserContext, Page } from "../harness/browser.ts";
import { visitor } from "../harness/browser.ts";

export type Asked = RequestKind;

const pictures = join(import.meta.dirname, "screenshots");

/** Pictures that the README shows, by the name of the picture they are taken from. */
const shown: Readonly<Record<string, string>> = {
  centre: "centre",
  "console-request-erasure": "request",
  "console-promises": "promises",
};

/** A picture to look at; kept out of the repository. With GESTAND_PICTURES=1 those of the README are taken anew. */
export async function picture(page: Page, name: string, { fullPage = true } = {}): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage });
  const inReadme = shown[name];
  if (inReadme !== undefined && process.env["GESTAND_PICTURES"] === "1") {
    await page.screenshot({ path: join(import.meta.dirname, "../../docs/pictures", `${inReadme}.png`) });
  }
}

/** Fails on any accessibility violation that axe can see. */
export async function accessible(page: Page): Promise<void> {
  const violations = await axeViolations(page);
  if (violations.length > 0) throw new Error(`axe on ${page.url()}: ${JSON.stringify(violations, null, 1)}`);
}

export async function ask(
  page: Page,
  house: TestHouse,
  kind: Asked,
  email: string,
  options: { knownEmail?: string; language?: "nl" | "en" } = {},
): Promise<void> {
  await page.goto(`${house.url}/${options.language ?? "nl"}/ask/${kind}`);
  await page.locator("#f-email").fill(email);
  if (options.knownEmail !== undefined) {
    await page
      .locator("details", { has: page.locator("#f-knownEmail") })
      .locator("summary")
      .click();
    await page.locator("#f-knownEmail").fill(options.knownEmail);
  }
  await page.locator("main form button[type=submit]").first().click();
  await page.waitForURL(/\/confirm\//);
}

/** The code in the newest mail to this address; of one request, when there may be more. */
export async function codeFor(house: TestHouse, email: string, reference = ""): Promise<string> {
  const isIt = (mail: { readonly to: readonly string[]; readonly text: string }) =>
    mail.to.includes(email) && mail.text.includes(reference) && codeIn(mail.text) !== undefined;
  const message = await house.inbox.waitFor(isIt, 20_000);
  const newest = house.inbox.messages().find(isIt) ?? message;
  return codeIn(newest.text) as string;
}

function codeIn(text: string): string | undefined {
  return /^ {4}(\d{4} ?\d{4})$/m.exec(text)?.[1]?.replace(" ", "");
}

export async function confirm(page: Page, code: string): Promise<void> {
  await page.locator("#f-code").fill(code);
  await page.locator("main form button[type=submit]").click();
}

/** Asks and confirms; the page then shows the request. */
export async function askAndConfirm(
  page: Page,
  house: TestHouse,
  kind: Asked,
  email: string,
  options: Parameters<typeof ask>[4] = {},
): Promise<string> {
  await ask(page, house, kind, email, options);
  const reference = decodeURIComponent(page.url().split("/").at(-1) ?? "");
  await confirm(page, await codeFor(house, email, reference));
  await page.waitForURL(/\/request$/);
  return (await page.locator(".facts .mono").first().textContent()) ?? "";
}

export interface StaffMember {
  readonly context: BrowserContext;
  readonly page: Page;
}

export async function signInStaff(browser: Browser, house: TestHouse, name = "Noor de Jong"): Promise<StaffMember> {
  const context = await visitor(browser);
  const page = await context.newPage();
  await page.goto(await house.invite());
  await page.locator("#f-name").fill(name);
  await page.locator("#f-email").fill(`${name.split(" ")[0]?.toLowerCase()}@webshop-nl.example`);
  await page.locator("#f-password").fill("een lange zin als wachtwoord");
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL(/\/console$/);
  return { context, page };
}

/** Opens this request and waits until there is something to decide about it. */
export async function openRequest(staff: StaffMember, house: TestHouse, reference: string): Promise<void> {
  try {
    await waitFor(async () => {
      await staff.page.goto(`${house.url}/console`);
      const row = staff.page.locator("tr", { hasText: reference });
      if ((await row.getByText(/uw besluit|besluit over identiteit/).count()) === 0) return false;
      await row.locator("a[data-row]").click();
      await staff.page.waitForURL(/\/console\/requests\//);
      const dryRun = await staff.page.locator("#plan:not([data-refresh]) .mono").count();
      return dryRun > 0 || (await staff.page.locator(".callout-warning").count()) > 0;
    });
  } catch (error) {
    await picture(staff.page, "failed-open-request");
    throw error;
  }
}

/** Reloads until the page says it, and fails with what it said instead. */
export async function reloadUntil(page: Page, text: string | RegExp, timeoutMs = 30_000): Promise<void> {
  await waitFor(async () => {
    await page.reload();
    return (await page.getByText(text).count()) > 0;
  }, timeoutMs);
}

export async function waitFor(condition: () => Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > until) throw new Error("It did not come about in time");
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

/** The request page of the console has followed its plan to the end and will not load itself again. */
export async function atRest({ page }: StaffMember): Promise<void> {
  await page.locator("#plan:not([data-refresh])").waitFor();
}

/** Nothing on the page is wider than the screen; what must be (tables) scrolls within itself. */
export async function fitsTheScreen(page: Page): Promise<void> {
  const wide = Number(
    await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
  );
  if (wide > 0) {
    await picture(page, "failed-too-wide");
    throw new Error(`${page.url()} is ${wide} pixels wider than the screen`);
  }
}

/** The link in the newest mail to this address that leads to this kind of page. */
export async function linkFor(
  house: TestHouse,
  email: string,
  path: "download" | "follow" | "for-you",
): Promise<string> {
  const pattern = new RegExp(`https?://\\S+/${path}/\\S+`);
  await house.inbox.waitFor((mail) => mail.to.includes(email) && pattern.test(mail.text), 30_000);
  const mail = house.inbox.messages().find((message) => message.to.includes(email) && pattern.test(message.text));
  return pattern.exec(mail?.text ?? "")?.[0] ?? "";
}

export async function download(page: Page): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("main form button[type=submit]").click(),
  ]);
  return readFile(await file.path());
}
