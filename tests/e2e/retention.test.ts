/** Terms in the console: counted, looked at, approved with a confirmation, carried out, and seen on the board. */
import { describe, expect, test } from "vitest";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { accessible, fitsTheScreen, picture, waitFor } from "./steps.ts";
import { scene } from "./scene.ts";

describe.runIf(chromiumPath !== undefined)("terms for keeping data", () => {
  const at = scene();

  const count = async (table: string) =>
    Number((await at.house.shop.query(`select count(*) as n from ${table}`))[0]?.["n"]);
  const term = async (table: string) => {
    const all = await at.house.house.retention.tables(at.house.house.store.reader);
    return all.find((one) => one.table === table);
  };

  test("nothing was counted, then it waits for approval, goes, and the board says what is left", async () => {
    const { house, staff } = at;
    const { page } = staff;
    await page.goto(`${house.url}/console/retention`);
    await accessible(page);
    expect(await page.getByText("Er is nog niet geteld").count()).toBe(1);
    await picture(page, "console-retention-empty");
    await page.getByRole("button", { name: "Tel nu" }).click();
    await waitFor(async () => (await term("contact_messages"))?.sweep?.state === "waiting");
    await page.goto(`${house.url}/console/retention`);
    await accessible(page);
    await picture(page, "console-retention");
    const before = await count("contact_messages");
    const due = (await term("contact_messages"))?.over[0] ?? 0;
    expect(due).toBeGreaterThan(0);
    const card = page.locator("article", { hasText: "shop.contact_messages" });
    await card.getByRole("button", { name: /Verwijder \d/ }).click();
    const asked = page.locator("dialog");
    expect(await asked.innerText()).toContain("kan niet ongedaan worden gemaakt");
    await asked.getByRole("button", { name: "Terug" }).click();
    expect(await count("contact_messages")).toBe(before);
    await card.getByRole("button", { name: /Verwijder \d/ }).click();
    await asked.getByRole("button", { name: /Verwijder/ }).click();
    await waitFor(async () => (await term("contact_messages"))?.over[0] === 0);
    expect(await count("contact_messages")).toBe(before - due);
    await page.goto(`${house.url}/console/promises`);
    await page.getByRole("button", { name: "Controleer nu" }).click();
    await page.locator("#findings").waitFor();
    const status = await house.house.promises.latest(house.house.store.reader);
    const of = (rule: string) => status.find(({ id }) => id === `keep.${rule}.limited`);
    expect(of("messages")).toMatchObject({ status: "kept" });
    expect(of("mails")).toMatchObject({ status: "broken" });
  });

  test("fits a phone in the dark, and without a script the button works as well", async () => {
    const { browser, house, staff } = at;
    const context = await visitor(browser, { phone: true, dark: true, javaScript: false });
    await context.addCookies(await staff.context.cookies());
    const page = await context.newPage();
    await page.goto(`${house.url}/console/retention`);
    await fitsTheScreen(page);
    await picture(page, "phone-console-retention-nl-dark");
    const card = page.locator("article", { hasText: "shop.mail_messages" });
    await card.getByRole("button", { name: /Verwijder/ }).click();
    await page.getByText("Goedgekeurd").waitFor();
    await waitFor(async () => (await term("mail_messages"))?.over[0] === 0);
    await context.close();
  });
});
