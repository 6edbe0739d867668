/** A policy that changed once and will change again, for a visitor and for staff. */
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { localDate } from "#base";
import { hashOfFiles } from "#versions";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, fitsTheScreen, picture } from "./steps.ts";

describe.runIf(chromiumPath !== undefined)("versions of the policy", () => {
  const at = scene(() => ({ at: "2026-11-22T12:00:00.000Z", customers: 5 }));

  async function publish(text: string, effectiveOn: string): Promise<void> {
    const files = [{ path: "policy.yaml", text }];
    const days = { effectiveOn: localDate(effectiveOn), today: localDate("2026-11-22") };
    const made = await at.house.house.versions.publish({ files, hash: hashOfFiles(files), ...days, by: "noor" });
    expect(made).toMatchObject({ ok: true });
  }

  beforeAll(async () => {
    const text = await readFile(at.house.configuration.policyFile, "utf8");
    const second = text.replace("Wij gaan zorgvuldig om met", "Wij zijn zuinig op");
    const third = second.replace(/answerWithin: \S+ days|days: 30/, (term) => term.replace(/\d+/, "20"));
    expect(new Set([text, second, third]).size).toBe(3);
    await publish(second, "2026-11-22");
    await publish(third, "2027-02-01");
    await at.house.look();
  });

  test("a visitor reads what holds, what held on a day, and what is to come, in both languages and on a phone", async () => {
    const context = await visitor(at.browser);
    const page = await context.newPage();
    await page.goto(`${at.house.url}/nl/privacy`);
    expect(await page.locator("article .lead").textContent()).toContain("Versie 2, geldig vanaf 22 november 2026");
    await accessible(page);
    await picture(page, "notice-version", { fullPage: false });
    await page.getByRole("link", { name: "Alle versies" }).click();
    await page.waitForURL(/\/nl\/privacy\/versions$/);
    expect(await page.locator("main section[id]").count()).toBe(3);
    await accessible(page);
    await picture(page, "versions-nl");

    await page.locator("#f-date").fill("5-11-2026");
    await page.getByRole("button", { name: "Toon" }).click();
    await page.waitForURL(/\/nl\/privacy\/on\/2026-11-05$/);
    expect(await page.locator("main .callout").textContent()).toContain("Dit stond er op 5 november 2026.");
    await accessible(page);
    await picture(page, "version-older", { fullPage: false });
    await page.getByRole("link", { name: "English" }).click();
    await page.waitForURL(/\/en\/privacy\/on\/2026-11-05$/);
    expect(await page.locator("main .callout").textContent()).toContain("This is what it said on 5 November 2026.");

    await page.goto(`${at.house.url}/en/privacy/versions/3`);
    expect(await page.locator("main .callout").textContent()).toContain("not in force yet");
    await accessible(page);
    await page.goto(`${at.house.url}/en/privacy/on?date=tomorrow`);
    expect(await page.locator("#f-date").getAttribute("aria-invalid")).toBe("true");
    await accessible(page);

    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of ["/nl/privacy/versions", "/nl/privacy/versions/1", "/en/privacy/versions"]) {
      await page.goto(`${at.house.url}${path}`);
      await fitsTheScreen(page);
      await picture(page, `phone${path.replaceAll("/", "-")}`, { fullPage: false });
    }
    await context.close();
  });

  test("staff see which one holds, what each changed, and that the file on disk is another one", async () => {
    const { page } = at.staff;
    await page.goto(`${at.house.url}/console`);
    await page.keyboard.press("g");
    await page.keyboard.press("v");
    await page.waitForURL(/\/console\/versions$/);
    expect(await page.locator("tbody tr").count()).toBe(3);
    await accessible(page);
    await picture(page, "console-versions");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/console\/versions\/3$/);
    await accessible(page);
    await picture(page, "console-version");
    await page.goto(`${at.house.url}/console/versions/draft`);
    expect(await page.locator("main ol li").count()).toBe(3);
    await accessible(page);
    await picture(page, "console-version-draft");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${at.house.url}/console/versions/2`);
    await accessible(page);
    await picture(page, "console-version-dark");
    await page.setViewportSize({ width: 360, height: 740 });
    await fitsTheScreen(page);
    await picture(page, "console-version-phone");
  });
});
