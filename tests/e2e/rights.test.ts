/** Rights other than a copy and erasure, in a real browser: the person without JavaScript, staff in the console. */
import { describe, expect, test } from "vitest";
import { cast } from "../../examples/webshop-nl/index.ts";
import { chromiumPath, type Page, visitor } from "../harness/browser.ts";
import type { TestHouse } from "../harness/house.ts";
import { scene } from "./scene.ts";
import { accessible, ask, codeFor, confirm, fitsTheScreen, openRequest, picture, waitFor } from "./steps.ts";

describe.runIf(chromiumPath !== undefined)("a person uses other rights", () => {
  const at = scene();

  test("every form reads well in both languages, on a phone, and passes axe", async () => {
    const { browser, house } = at;
    const context = await visitor(browser, { phone: true });
    const page = await context.newPage();
    for (const kind of ["rectification", "restriction", "lifting", "portability", "automated-decision", "complaint"])
      for (const language of ["nl", "en"]) {
        await page.goto(`${house.url}/${language}/ask/${kind}`);
        expect(await page.locator("h1").count()).toBe(1);
        await accessible(page);
        await fitsTheScreen(page);
        if (language === "nl") await picture(page, `ask-${kind}`);
      }
    for (const kind of ["objection", "withdraw-consent", "marketing-objection"]) {
      await page.goto(`${house.url}/nl/ask/${kind}`);
      await accessible(page);
      await fitsTheScreen(page);
      await picture(page, `ask-${kind}`);
    }
    await context.close();
  });

  test("consent that cannot be turned off by itself is shown to staff, who tick it off by keyboard", async () => {
    const { browser, house, staff } = at;
    const { email } = cast.sharingFirst;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    await page.goto(`${house.url}/nl/ask/withdraw-consent`);
    await page.locator("#f-email").fill(email);
    await page.locator("input[name='purpose-newsletter']").check();
    await page.locator("main form button[type=submit]").click();
    await confirm(page, await codeFor(house, email));
    await context.close();
    await reloaded(staff.page, async () => {
      await staff.page.goto(`${house.url}/console/waiting`);
      return staff.page.locator("a[href^='/console/withdrawals/']", { hasText: "Een mens" }).count();
    });
    await accessible(staff.page);
    await staff.page.locator("a[href^='/console/withdrawals/']").first().click();
    expect(await staff.page.locator("main").textContent()).toContain(email);
    await accessible(staff.page);
    await fitsTheScreen(staff.page);
    await picture(staff.page, "console-withdrawal");
    await staff.page.getByRole("button", { name: "Vink af" }).focus();
    await staff.page.keyboard.press("Enter");
    await staff.page.getByText("Afgevinkt.").waitFor();
    expect(await staff.page.locator("main").textContent()).not.toContain(email);
  });

  test("own values are seen and corrected, staff see old and new beside each other, and the plan is made", async () => {
    const { browser, house, staff } = at;
    const { email, name } = cast.active;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    await ask(page, house, "rectification", email);
    await confirm(page, await codeFor(house, email));
    await page.waitForURL(/\/request$/);
    const reference = (await page.locator(".facts .mono").first().textContent()) ?? "";
    await reloaded(page, () => page.locator("#f-to-0").count());
    // axe is a script: it looks at the same page where scripts run.
    const looking = await browser.newContext({ storageState: await context.storageState() });
    const looked = await looking.newPage();
    await looked.goto(page.url());
    await accessible(looked);
    await looking.close();
    await picture(page, "correct");
    const fields = page.locator("form[action$='/request/correct'] input:not([type=hidden])");
    const values: string[] = [];
    for (const field of await fields.all()) values.push(await field.inputValue());
    const place = values.indexOf(name);
    expect(place).toBeGreaterThanOrEqual(0);
    await page.locator(`#f-to-${place}`).fill("");
    await page.getByRole("button", { name: "Verstuur de verbeteringen" }).click();
    expect(await page.locator(".callout-bad").textContent()).toContain("Er is niets verstuurd");
    await page.locator(`#f-to-${place}`).fill("Andere Naam");
    await page.getByRole("button", { name: "Verstuur de verbeteringen" }).click();
    expect(await page.locator("main").textContent()).toContain("Wij hebben uw verbeteringen");

    await opened(staff.page, house, reference);
    expect(await staff.page.locator("main").textContent()).toContain("Andere Naam");
    await accessible(staff.page);
    await picture(staff.page, "console-corrections");
    await staff.page.getByRole("button", { name: "Beslis over de verbeteringen" }).click();
    await openRequest(staff, house, reference);
    await picture(staff.page, "console-request-rectification");
    await accessible(staff.page);
    await context.close();
  });

  test("an objection is made by ticking what it is about; staff agree, and a copy comes first", async () => {
    const { browser, house, staff } = at;
    const { email } = cast.leaving;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    await ask(page, house, "objection", email);
    await confirm(page, await codeFor(house, email));
    await page.waitForURL(/\/request$/);
    const reference = (await page.locator(".facts .mono").first().textContent()) ?? "";
    expect(await page.locator(".facts").textContent()).toContain("Het gaat om");
    await openRequest(staff, house, reference);
    await accessible(staff.page);
    await picture(staff.page, "console-objection");
    expect(await staff.page.locator("main").textContent()).toContain("Dit is meteen gestopt");
    await staff.page.getByRole("button", { name: "Geef gelijk, met eerst een kopie" }).click();
    const letter = await house.inbox.waitFor(
      (mail) => mail.to.includes(email) && /\/download\//.test(mail.text),
      20_000,
    );
    expect(letter.subject).toContain("gelijk");
    await context.close();
  });

  test("no more marketing needs the code and nobody of staff", async () => {
    const { browser, house } = at;
    const { email } = cast.unsubscribed;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    await ask(page, house, "marketing-objection", email);
    await confirm(page, await codeFor(house, email));
    await page.waitForURL(/\/request$/);
    expect(await page.locator("main").textContent()).toContain("Afgehandeld");
    await picture(page, "follow-stopped");
    const letter = await house.inbox.waitFor(
      (mail) => mail.to.includes(email) && mail.subject.includes("Gedaan"),
      20_000,
    );
    expect(letter.text).toContain("geen reclame meer");
    await context.close();
  });

  test("a complaint needs words; staff agree, and the person reads why", async () => {
    const { browser, house, staff } = at;
    const { email } = cast.guest;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    await page.goto(`${house.url}/nl/ask/complaint`);
    await page.locator("#f-email").fill(email);
    await page.locator("main form button[type=submit]").first().click();
    expect(await page.locator(".error").first().textContent()).toContain("Schrijf op");
    await page.locator("#f-message").fill("De nieuwsbrief komt elke dag.");
    await page.locator("main form button[type=submit]").first().click();
    await page.waitForURL(/\/confirm\//);
    await confirm(page, await codeFor(house, email));
    await page.waitForURL(/\/request$/);
    const reference = (await page.locator(".facts .mono").first().textContent()) ?? "";
    await opened(staff.page, house, reference);
    await staff.page.locator("#f-explanation").first().fill("Dat was niet goed. Het is nu eens per week.");
    await picture(staff.page, "console-complaint");
    await accessible(staff.page);
    await staff.page.getByRole("button", { name: "Geef de persoon gelijk" }).click();
    const letter = await house.inbox.waitFor(
      (mail) => mail.to.includes(email) && mail.text.includes("eens per week"),
      20_000,
    );
    expect(letter.subject).toContain(reference);
    await context.close();
  });

  test("staff enter what came by telephone, and the person confirms it", async () => {
    const { house, staff } = at;
    await staff.page.goto(`${house.url}/console/requests/new`);
    await accessible(staff.page);
    await picture(staff.page, "console-entry");
    await staff.page.locator("#f-kind").selectOption("erasure");
    await staff.page.locator("#f-email").fill("beller@voorbeeld.example");
    await staff.page.locator("main form button[type=submit]").click();
    expect(await staff.page.locator(".callout-good .mono").textContent()).toMatch(/^G-/);
    expect(await codeFor(house, "beller@voorbeeld.example")).toMatch(/^\d{4} ?\d{4}$/);
  });
});

async function reloaded(page: Page, look: () => Promise<number>): Promise<void> {
  await waitFor(async () => {
    await page.reload();
    return (await look()) > 0;
  });
}

/** The console page of this request, when it waits for staff. */
async function opened(page: Page, house: TestHouse, reference: string): Promise<void> {
  await waitFor(async () => {
    await page.goto(`${house.url}/console`);
    const row = page.locator("tr", { hasText: reference });
    if ((await row.getByText(/uw besluit/).count()) === 0) return false;
    await row.locator("a[data-row]").click();
    await page.waitForURL(/\/console\/requests\//);
    return true;
  });
}
