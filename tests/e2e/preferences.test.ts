/** People choose what they get by a link of their own, and staff see what somebody allowed. */
import { describe, expect, test } from "vitest";
import { Personal } from "#base";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, picture } from "./steps.ts";

const eva = "eva@preferences.example";

describe.runIf(chromiumPath !== undefined)("preferences", () => {
  const set = scene();
  const link = async () =>
    (await set.house.house.permissions.contacts("newsletter", [eva], "nl"))[0] ?? { preferences: "", unsubscribe: "" };
  const may = async () =>
    (await set.house.house.permissions.ask(set.house.house.store.reader, new Personal(eva), { message: "newsletter" }))
      .allowed;

  test("are switched without a script, by keyboard alone, in light and dark, on a phone, with nothing axe can see", async () => {
    for (const look of [
      { dark: false, phone: false },
      { dark: true, phone: true },
    ]) {
      const context = await visitor(set.browser, { ...look, javaScript: true });
      const page = await context.newPage();
      await page.goto((await link()).preferences);
      expect(page.url()).toBe(`${set.house.url}/nl/preferences`);
      await accessible(page);
      await picture(page, `preferences-${look.dark ? "dark-phone" : "light"}`);
      await context.close();
    }
    const context = await visitor(set.browser, { javaScript: false });
    const page = await context.newPage();
    await page.goto((await link()).preferences);
    const press = async (name: string) => {
      const button = page.getByRole("button", { name });
      await button.focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/\?said=/);
    };
    set.house.clock.advance(1_000);
    await press("Aanzetten: de nieuwsbrief");
    expect(await may()).toBe(true);
    await page.goto(`${set.house.url}/nl/preferences`);
    set.house.clock.advance(1_000);
    await press("Uitzetten: de nieuwsbrief");
    expect(await may()).toBe(false);
    expect(await page.getByText("Dat staat nu uit.").isVisible()).toBe(true);
    await picture(page, "preferences-said");
    await context.close();
  });

  test("are one press away behind the unsubscribe link, in English too", async () => {
    set.house.clock.advance(1_000);
    await set.house.house.permissions.switch(new Personal(eva), "message:newsletter", true);
    set.house.clock.advance(1_000);
    const context = await visitor(set.browser, { language: "en-GB" });
    const page = await context.newPage();
    await page.goto((await link()).unsubscribe ?? "");
    await accessible(page);
    await picture(page, "unsubscribe");
    await page.getByRole("button", { name: "Yes, stop it" }).click();
    await page.waitForURL(/\/en\/preferences\?said=off/);
    expect(await may()).toBe(false);
    await page.getByRole("button", { name: "Close" }).click();
    await page.goto(`${set.house.url}/en/preferences`);
    await picture(page, "preferences-gone");
    expect(await page.getByText("This link does not work").first().isVisible()).toBe(true);
    await page.getByRole("link", { name: "Choose which messages you get" }).click();
    await accessible(page);
    await picture(page, "preferences-ask");
    await page.locator("#f-email").fill("somebody@preferences.example");
    await page.getByRole("button", { name: "Mail me the link" }).click();
    await page.getByText("We have sent a mail with the link.").waitFor();
    await set.house.inbox.waitFor(({ to }) => to.includes("somebody@preferences.example"), 20_000);
    await context.close();
  });

  test("are seen by staff, with why, and what was said by telephone is recorded", async () => {
    const { page } = set.staff;
    await page.goto(`${set.house.url}/console/permissions`);
    await accessible(page);
    await page.locator("#f-person").fill(eva);
    await page.getByRole("button", { name: "Zoeken" }).click();
    await page.getByText("Wat deze persoon koos").first().waitFor();
    expect(page.url()).not.toContain("eva");
    await page.locator("#f-about").selectOption("message:newsletter");
    await page.locator("#f-act").selectOption("given");
    await page.locator("#f-channel").selectOption("phone");
    await page.locator("#f-on").fill(set.house.clock.now().toISOString().slice(0, 10));
    await page.locator("#f-evidence").fill("mail aan eva@preferences.example");
    await page.getByRole("button", { name: "Vastleggen" }).click();
    await page.getByText("Er is niets vastgelegd.").waitFor();
    await page.locator("#f-about").selectOption("purpose:newsletter");
    await page.locator("#f-act").selectOption("given");
    await page.locator("#f-channel").selectOption("phone");
    await page.locator("#f-on").fill(set.house.clock.now().toISOString().slice(0, 10));
    await page.locator("#f-evidence").fill("gesprek 17");
    set.house.clock.advance(1_000);
    await page.getByRole("button", { name: "Vastleggen" }).click();
    await page.getByText("Vastgelegd. Het geldt nu.").waitFor();
    await accessible(page);
    await picture(page, "console-permissions");
    expect(await may()).toBe(true);
    await page.locator("#f-person").first().fill("nobody@preferences.example");
    await page.getByRole("button", { name: "Zoeken" }).click();
    await page.getByText("Niets vastgelegd").waitFor();
    await picture(page, "console-permissions-nobody");
  });
});
