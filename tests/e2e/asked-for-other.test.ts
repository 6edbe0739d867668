/** Somebody asks for somebody else: the form on a phone without JavaScript, the page of the person, and what staff decide. */
import { describe, expect, test } from "vitest";
import { cast } from "../../examples/webshop-nl/index.ts";
import { chromiumPath, type Page, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, codeFor, confirm, fitsTheScreen, linkFor, openRequest, picture, reloadUntil } from "./steps.ts";

const agent = "kantoor@gemachtigde.example";

async function fillIn(page: Page, as: "agent" | "parent", email: string, by = agent): Promise<void> {
  await page.locator("#f-email").fill(by);
  await page
    .locator("details", { has: page.locator("#f-forName") })
    .locator("summary")
    .click();
  await page.locator(`input[name=forOther][value=${as}]`).check();
  await page.locator("#f-forName").fill("Kantoor J. de Vries");
  await page.locator("#f-forEmail").fill(email);
}

describe.runIf(chromiumPath !== undefined)("somebody asks for somebody else", () => {
  const at = scene();

  test("an agent asks, the person says that it is right, staff agree, and the copy goes to the person", async () => {
    const { browser, house, staff } = at;
    const { email } = cast.active;
    const context = await visitor(browser, { phone: true });
    const page = await context.newPage();
    await page.goto(`${house.url}/nl/ask/access`);
    await fillIn(page, "agent", email);
    await page.locator("#f-forName").fill("www.evil.example");
    await page.locator("main form button[type=submit]").click();
    await page.getByText("Vul uw naam in, zonder webadres").waitFor();
    await accessible(page);
    await fitsTheScreen(page);
    await picture(page, "ask-for-other");
    await page.locator("#f-forName").fill("Kantoor J. de Vries");
    await page.locator("main form button[type=submit]").click();
    await page.waitForURL(/\/confirm\//);
    await confirm(page, await codeFor(house, agent));
    await page.waitForURL(/\/request$/);
    await page.getByText("Laat zien dat u dit mag vragen").waitFor();
    const reference = (await page.locator(".facts .mono").first().textContent()) ?? "";
    await accessible(page);
    await fitsTheScreen(page);
    await picture(page, "follow-for-other");

    const person = await (await visitor(browser, { phone: true })).newPage();
    await person.goto(await linkFor(house, email, "for-you"));
    expect(person.url(), "the token is not in the address").toBe(`${house.url}/nl/for-you`);
    expect(await person.locator("main").textContent()).toContain(`Kantoor J. de Vries, namens u (${agent})`);
    await accessible(person);
    await fitsTheScreen(person);
    await picture(person, "for-you");
    await person.locator("input[value=right]").check();
    await person.locator("main form button[type=submit]").click();
    await person.getByText("Wij weten nu dat het klopt").waitFor();
    await accessible(person);

    await openRequest(staff, house, reference);
    expect(await staff.page.locator("main").textContent()).toContain("zei via de link in onze brief dat het klopt");
    await accessible(staff.page);
    await picture(staff.page, "console-for-other");
    await staff.page.getByRole("button", { name: "Dit mag worden gevraagd, voor deze persoon" }).click();
    await openRequest(staff, house, reference);
    await staff.page.getByRole("button", { name: "Keur dit plan goed" }).click();
    const link = await linkFor(house, email, "download");
    expect(house.inbox.messages().some(({ to, text }) => to.includes(agent) && text.includes("/download/"))).toBe(
      false,
    );
    await person.goto(link);
    expect(await person.locator("h1").textContent()).toContain("kopie");
    await person.context().close();
    await context.close();
  });

  test("a parent shows who they are; the child's address says stop, and it is over for everybody", async () => {
    const { browser, house, staff } = at;
    const { email } = cast.dormant;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    await page.goto(`${house.url}/en/ask/erasure`);
    await fillIn(page, "parent", email, "ouder@thuis.example");
    await page.locator("main form button[type=submit]").click();
    await confirm(page, await codeFor(house, "ouder@thuis.example"));
    await page.waitForURL(/\/request$/);
    const reference = (await page.locator(".facts .mono").first().textContent()) ?? "";
    await page.locator("#f-file").setInputFiles({
      name: "register.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.7 parental responsibility"),
    });
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("We have what we need").waitFor();
    await openRequest(staff, house, reference);
    expect(await staff.page.locator("main").textContent()).toContain("als ouder of voogd");
    await picture(staff.page, "console-parent");

    const child = await (await visitor(browser, { javaScript: false, language: "en-GB" })).newPage();
    await child.goto(await linkFor(house, email, "for-you"));
    await child.locator("input[value=wrong]").check();
    await child.locator("main form button[type=submit]").click();
    await child.getByText("We stopped.").waitFor();
    await reloadUntil(page, "Withdrawn");
    await child.context().close();
    await context.close();
  });
});
