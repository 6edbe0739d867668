/** To whom data was given, in a real browser: the report of a year, a demand that is recorded, who may be given data today. */
import { describe, expect, test } from "vitest";
import { localDate, Personal } from "#base";
import { chromiumPath } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, fitsTheScreen, picture } from "./steps.ts";

describe.runIf(chromiumPath !== undefined)("what was given to whom", () => {
  const at = scene();

  test("is shown by year, takes a demand by keyboard, and says what binds each recipient", async () => {
    const { house, staff } = at;
    const { page } = staff;
    const given = ["parcels", "parcels", "payments", "accounting"].map((recipient, number) => ({
      id: `${number}`,
      email: new Personal(`p${number}@home.example`),
      recipient,
      purpose: recipient === "payments" ? "payment" : recipient === "accounting" ? "bookkeeping" : "fulfil-order",
      categories: ["name"],
      on: localDate("2026-11-20"),
    }));
    expect(await house.house.recipients.disclosures.record(given)).toMatchObject({ ok: true });
    await page.goto(`${house.url}/console/disclosures`);
    expect(await page.locator("main").innerText()).toContain("Example Parcels B.V.");
    await accessible(page);
    await fitsTheScreen(page);
    await page.getByLabel("E-mailadres van de persoon").fill("p1@home.example");
    await page.getByLabel("Wie vorderde het?").selectOption("police");
    await page.getByLabel("Naam van de instantie").fill("Politie Voorbeeld");
    await page.getByLabel("Wet of bevel").fill("art. 126nd Sv");
    await page.getByLabel("Gegeven op").fill("2026-11-20");
    await page.getByRole("button", { name: "Leg vast" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Kies wat u gaf.").first().waitFor();
    expect(await page.getByLabel("Naam van de instantie").inputValue()).toBe("Politie Voorbeeld");
    await page.getByLabel("naam", { exact: true }).check();
    await page.getByRole("button", { name: "Leg vast" }).click();
    await page.getByText("De vordering is vastgelegd.").waitFor();
    await accessible(page);
    await picture(page, "console-disclosures");
    await page.goto(`${house.url}/console/recipients`);
    await accessible(page);
    await fitsTheScreen(page);
    await picture(page, "console-recipients");
  }, 90_000);
});
