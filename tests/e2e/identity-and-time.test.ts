/** Doubt about who asks, and what the passing of time does. */
import { describe, expect, test } from "vitest";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { cast } from "../../examples/webshop-nl/index.ts";
import { accessible, askAndConfirm, linkFor, openRequest, picture, reloadUntil } from "./steps.ts";
import { scene } from "./scene.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe.runIf(chromiumPath !== undefined)("doubt and time", () => {
  const at = scene();

  test("a copy asked for from another address waits for identification, and is refused when it is not shown", async () => {
    const { browser, house, staff } = at;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    const reference = await askAndConfirm(page, house, "access", "someone@else.example", {
      knownEmail: cast.active.email,
    });
    await openRequest(staff, house, reference);
    await staff.page.getByRole("button", { name: "Vraag om identificatie" }).click();
    await reloadUntil(page, "Laat zien wie u bent");
    await page.locator("#f-file").setInputFiles({ name: "bestelling.png", mimeType: "image/png", buffer: png });
    await page.getByRole("button", { name: "Verstuur" }).click();
    await picture(page, "identity-shown");
    await staff.page.reload();
    await picture(staff.page, "console-identity");
    await accessible(staff.page);
    await staff.page.getByRole("button", { name: "Niet aangetoond" }).click();
    await staff.page.getByText("Afwijzen", { exact: true }).first().click();
    await staff.page.locator("select[name=reason]").selectOption("identity-not-shown");
    await staff.page.locator("#f-explanation").fill("Uit het bestand blijkt niet dat u het bent.");
    await staff.page.getByRole("button", { name: "Afwijzen" }).click();
    await reloadUntil(page, "Afgewezen");
    await picture(page, "follow-refused");
    expect(await page.locator("main").innerText()).toContain("Autoriteit Persoonsgegevens");
    expect(
      house.inbox.messages().some((mail) => mail.to.includes("someone@else.example") && /\/download\//.test(mail.text)),
    ).toBe(false);
    await context.close();
  });

  test("staff extend once, with a reason, and the person sees the new date and why", async () => {
    const { browser, house, staff } = at;
    const context = await visitor(browser, { javaScript: false, language: "en-GB" });
    const page = await context.newPage();
    const reference = await askAndConfirm(page, house, "access", cast.dormant.email, { language: "en" });
    await openRequest(staff, house, reference);
    await staff.page.getByText("Eén keer verlengen").first().click();
    await staff.page.locator("#f-reason").fill("We must read eleven years of archives.");
    await staff.page.getByRole("button", { name: "Eén keer verlengen" }).click();
    await reloadUntil(page, "We need more time");
    expect(await page.locator("main").innerText()).toContain("We must read eleven years of archives.");
    await picture(page, "follow-extended");
    await context.close();
  });

  test("a link that was not used in time does not work, and the copy is gone", async () => {
    const { browser, house, staff } = at;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    const reference = await askAndConfirm(page, house, "access", cast.reviewer.email);
    await openRequest(staff, house, reference);
    await staff.page.getByRole("button", { name: "Keur dit plan goed" }).click();
    const link = await linkFor(house, cast.reviewer.email, "download");
    house.clock.advance(8 * 86_400_000);
    await page.goto(link);
    expect(await page.locator("h1").textContent()).toContain("werkt niet");
    await picture(page, "link-expired");
    await house.house.requests.tidy();
    const [left] = await house.own.query<{ count: string }>("select count(*) from gestand.answer_chunk");
    expect(Number(left?.count)).toBe(0);
    await context.close();
  });
});
