/** Every kind of page as somebody meets it who zooms in fourfold, prefers the dark, or has no mouse. */
import { describe, expect, test } from "vitest";
import { chromiumPath, type Page, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, fitsTheScreen, picture } from "./steps.ts";

const inCentre = ["", "/ask/access", "/privacy", "/privacy/versions", "/privacy/versions/1", "/proof"];
const inConsole = [
  "",
  "/promises?status=kept",
  "/register",
  "/register/processing",
  "/register/recipients",
  "/register/cookies",
  "/tasks",
  "/waiting",
  "/versions",
  "/versions/1",
  "/evidence",
];

/** A screen of 1280 pixels at 400 %: WCAG 2.2, 1.4.10. */
const zoomed = { width: 320, height: 256 };

async function readable(page: Page, language: "nl" | "en"): Promise<void> {
  expect(await page.evaluate<string>("document.documentElement.lang")).toBe(language);
  await page.setViewportSize(zoomed);
  await fitsTheScreen(page);
  await accessible(page);
}

/** The first stop of the keyboard leads past the menu; what has the focus shows that it has. */
async function reachable(page: Page): Promise<void> {
  await page.keyboard.press("Tab");
  const focus = "document.activeElement";
  expect(await page.evaluate<string>(`${focus}.className`)).toBe("skip");
  expect(await page.evaluate<number>(`${focus}.getBoundingClientRect().top`)).toBeGreaterThanOrEqual(0);
  await page.keyboard.press("Enter");
  expect(await page.evaluate<string>(`${focus}.id`)).toBe("content");
  await page.keyboard.press("Tab");
  const ring = `(() => { const { outlineStyle, outlineWidth } = getComputedStyle(${focus}); return outlineStyle === "none" ? 0 : parseFloat(outlineWidth) })()`;
  expect(await page.evaluate<number>(ring)).toBeGreaterThan(1);
}

describe.runIf(chromiumPath !== undefined)("every page", () => {
  const at = scene();

  test.each(["nl", "en"] as const)("of the centre, zoomed in and dark, by keyboard, in %s", async (language) => {
    const context = await visitor(at.browser);
    const page = await context.newPage();
    await page.emulateMedia({ colorScheme: "dark" });
    for (const path of inCentre) {
      await page.goto(`${at.house.url}/${language}${path}`);
      await readable(page, language);
      await page.reload();
      await reachable(page);
    }
    await context.close();
  });

  test("of the console, zoomed in and dark, by keyboard", async () => {
    const { page } = at.staff;
    await page.emulateMedia({ colorScheme: "dark" });
    for (const path of inConsole) {
      await page.goto(`${at.house.url}/console${path}`);
      await readable(page, "nl");
      await page.reload();
      await reachable(page);
    }
    await page.emulateMedia({ colorScheme: "light" });
  });

  test("of the console has its sections in one line on a small screen", async () => {
    const { page } = at.staff;
    for (const width of [1024, 1180, 1280, 1440]) {
      await page.setViewportSize({ width, height: 860 });
      await page.goto(`${at.house.url}/console/promises`);
      const lines = "new Set([...document.querySelectorAll('.top nav a')].map((a) => a.offsetTop)).size";
      expect(await page.evaluate<number>(lines), `${width} pixels`).toBe(1);
    }
    await picture(page, "console-menu", { fullPage: false });
  });

  test("opens and closes by keyboard what it holds back", async () => {
    const { page } = at.staff;
    await page.goto(`${at.house.url}/console/versions/1`);
    const held = page.locator("details").first();
    await held.locator("summary").focus();
    await page.keyboard.press("Enter");
    expect(await held.getAttribute("open")).toBe("");
    await page.keyboard.press("Enter");
    expect(await held.getAttribute("open")).toBeNull();
  });
});
