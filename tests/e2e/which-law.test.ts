/** Somebody in the United Kingdom says where they live, is asked what they mean, and everybody sees which law holds. */
import { describe, expect, test } from "vitest";
import { cast } from "../../examples/webshop-nl/index.ts";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { accessible, codeFor, confirm, openRequest, picture, reloadUntil } from "./steps.ts";
import { scene } from "./scene.ts";

/** The sample shop as if it were established in the United Kingdom, without its promise. */
function british(text: string): string {
  return text
    .replace("  country: NL\n  address", "  country: GB\n  address")
    .replace("authority: nl.ap", "authority: gb.ico")
    .replace(/answerWithin: .*\n/, "lawDecides: {}\n")
    .replace("  ways: {everybody:", "  ways: {californians: {by: form, for: [california, eea]}, everybody:");
}

describe.runIf(chromiumPath !== undefined)("which law holds", () => {
  const at = scene(() => ({ alsoInPolicy: british, at: "2027-03-01T12:00:00.000Z" }));

  test("where somebody lives decides the day, the authority and whether the term stands still", async () => {
    const { browser, house, staff } = at;
    const context = await visitor(browser, { language: "en-GB" });
    const page = await context.newPage();
    await page.goto(`${house.url}/en/ask/access`);
    await page.locator("#f-email").fill(cast.active.email);
    await page.locator("#f-residence").selectOption("GB");
    await picture(page, "ask-residence");
    await accessible(page);
    await page.locator("main form button[type=submit]").first().click();
    await page.waitForURL(/\/confirm\//);
    const reference = /G-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page.url())?.[0] ?? "";
    await confirm(page, await codeFor(house, cast.active.email));
    expect(await page.locator("main").innerText()).toContain("Information Commissioner's Office (unconfirmed)");

    await openRequest(staff, house, reference);
    await staff.page.locator("summary", { hasText: "Vraag om uitleg" }).click();
    await staff.page.locator("#f-question").fill("Bedoelt u uw bestellingen of ook onze brieven?");
    await staff.page.getByRole("button", { name: "Vraag om uitleg" }).click();
    const main = staff.page.locator("main");
    expect(await main.innerText()).toContain("De termijn staat stil sinds 1 maart 2027");
    expect(await main.innerText()).toContain("UK GDPR, zoals gewijzigd door de Data (Use and Access) Act 2025");
    await picture(staff.page, "console-which-law");
    await accessible(staff.page);
    await staff.page.goto(`${house.url}/console`);
    await picture(staff.page, "console-queue-stands");
    await accessible(staff.page);

    await reloadUntil(page, "We have a question");
    await picture(page, "follow-clarification");
    await accessible(page);
    await page.locator("#f-answer").fill("Only the orders.");
    await page.getByRole("button", { name: "Send" }).click();
    expect(await page.locator("main").innerText()).toContain("We have your answer and go on");
    await openRequest(staff, house, reference);
    expect(await main.innerText()).toContain("Only the orders.");
    await staff.page.goto(`${house.url}/console/requests/new`);
    await picture(staff.page, "console-entry-residence");
    await accessible(staff.page);
    await context.close();

    const dark = await visitor(browser, { phone: true, dark: true });
    const phone = await dark.newPage();
    await phone.goto(`${house.url}/nl/ask/access`);
    await picture(phone, "phone-ask-residence-dark");
    await accessible(phone);
    await dark.close();
  });
});
