/** A customer leaves; staff look at the dry run and approve; everything of theirs goes, everything else stays. */
import { describe, expect, test } from "vitest";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { cast } from "../../examples/webshop-nl/index.ts";
import {
  accessible,
  askAndConfirm,
  atRest,
  fitsTheScreen,
  openRequest,
  picture,
  reloadUntil,
  waitFor,
} from "./steps.ts";
import { scene } from "./scene.ts";

describe.runIf(chromiumPath !== undefined)("a person has their data erased", () => {
  const at = scene();

  test("the profile is gone, the held invoice is hidden from staff, the person has a receipt that checks", async () => {
    const { browser, house, staff } = at;
    const { email, customerId } = cast.leaving;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    const reference = await askAndConfirm(page, house, "leaving", email);
    await openRequest(staff, house, reference);
    await picture(staff.page, "console-request-erasure");
    await accessible(staff.page);
    await staff.page.getByRole("button", { name: "Keur goed en wis" }).click();
    await picture(staff.page, "console-confirm");
    await staff.page.locator("dialog").getByRole("button", { name: "Keur goed en wis" }).click();
    await reloadUntil(page, "Afgehandeld", 60_000);
    await picture(page, "follow-done");
    expect(await page.locator("main").innerText()).toMatch(
      /Wat wij hebben gewist\n+\d+ regels met uw gegevens zijn gewist of anoniem gemaakt\.\n+Dit blijft bewaard:/,
    );
    expect(await page.locator("main li").allInnerTexts()).toContainEqual(
      expect.stringMatching(
        /^de database van de webwinkel: \d+ regels?\. .*31 december 2030: .*\(AWR art\. 52 lid 4\)\.$/,
      ),
    );
    // Axe is a script, and this visitor runs none.
    const looking = await visitor(browser, { phone: true });
    await looking.addCookies(await context.cookies());
    const phone = await looking.newPage();
    for (const [language, heading] of [
      ["nl", "Wat wij hebben gewist"],
      ["en", "What we erased"],
    ] as const) {
      await phone.goto(`${house.url}/${language}/request`);
      await phone.getByRole("heading", { name: heading }).waitFor();
      await accessible(phone);
      await fitsTheScreen(phone);
      await picture(phone, `phone-centre-follow-done-${language}`);
    }
    await looking.close();
    await atRest(staff);

    expect(await house.shop.query("select 1 from customers where id = $1", [customerId])).toEqual([]);
    const held = await house.shop.query<{ book_year: number }>(
      // Registered by this plan; the guard registered the invoice of somebody who was erased before Gestand came.
      `select i.book_year from invoices i join gestand.held h on h.relation = 'public.invoices' and h.row_key = jsonb_build_array(i.id)::text
       where h.plan in (select plan from gestand.applied) order by 1`,
    );
    expect(held.map((row) => row.book_year)).toEqual([2023]);

    const receipt = await page.request.get(`${house.url}/nl/request/receipt`);
    expect(receipt.ok()).toBe(true);
    await page.goto(`${house.url}/nl/proof`);
    await page.locator("#f-receipt").fill(await receipt.text());
    await page.locator("main form button[type=submit]").click();
    expect(await page.locator(".callout").textContent()).toContain("Dit bewijs klopt");
    await picture(page, "receipt-checked");
    await context.close();
  });

  test("who was given their data hears of it, answers behind a link, and staff see who has not", async () => {
    const { browser, house, staff } = at;
    const letter = await house.inbox.waitFor(({ to }) => to.includes("privacy@parcels.example"), 20_000);
    expect(letter.text).toContain("Wis ook wat u van deze persoon hebt");
    const link = /https?:\/\/\S+\/recipient\/\S+/.exec(letter.text)?.[0] ?? "";
    await staff.page.goto(`${house.url}/console/recipients`);
    const row = staff.page.locator("tr", { hasText: "Example Parcels" }).first();
    expect(await row.innerText()).toContain("wacht op antwoord");
    await accessible(staff.page);
    await picture(staff.page, "console-recipients");

    const context = await visitor(browser, { phone: true });
    const page = await context.newPage();
    await page.goto(link);
    expect(new URL(page.url()).pathname).toBe("/nl/recipient");
    await accessible(page);
    await fitsTheScreen(page);
    await picture(page, "phone-centre-recipient");
    await page.getByLabel("Het is gedaan, ook in de kopieën").check();
    await page.getByRole("button", { name: "Antwoord versturen" }).click();
    await page.getByRole("heading", { name: "Dank u wel" }).waitFor();
    await page.goto(link);
    await page.getByRole("heading", { name: "Deze link werkt niet meer" }).waitFor();
    await context.close();

    await staff.page.reload();
    const answered = staff.page.locator("table", { hasText: "Antwoord" }).locator("tr", { hasText: "Example Parcels" });
    expect(await answered.innerText()).toContain("gedaan");
    const byHand = staff.page.locator("tr", { hasText: "u moet het zelf laten weten" }).first();
    await byHand.locator("a").click();
    await accessible(staff.page);
    await picture(staff.page, "console-recipient");
    await staff.page.getByRole("button", { name: "Ik heb het zelf laten weten" }).click();
    await staff.page.getByText("Vastgelegd dat de ontvanger het weet.").waitFor();
    await staff.page.getByLabel("heeft niets van deze persoon").check();
    await staff.page.getByRole("button", { name: "Vastleggen" }).click();
    await staff.page.getByText("Het antwoord is vastgelegd.").waitFor();
  });

  test("the register proves it and names nobody; the board says so", async () => {
    const { house, staff } = at;
    const { page } = staff;
    await page.goto(`${house.url}/console/register`);
    await accessible(page);
    await picture(page, "console-register");
    expect(await page.locator("main").innerText()).not.toContain(cast.leaving.email);
    await page.goto(`${house.url}/console/promises`);
    await page.getByRole("button", { name: "Controleer nu" }).click();
    await page.waitForURL(/\/console\/promises/);
    await accessible(page);
    await picture(page, "console-promises");
    await page.goto(`${house.url}/console/evidence`);
    await page.getByRole("button", { name: "Controleer nu het hele logboek" }).click();
    await accessible(page);
    await picture(page, "console-evidence");
    expect(await page.locator(".callout-good").count()).toBe(1);
    const board = await house.house.promises.latest(house.house.store.reader);
    expect(
      board
        .filter((promise) => promise.status === "broken")
        .map((promise) => `${promise.id}: ${promise.evidence.summary}`),
    ).toEqual([]);
  });

  test("a value that comes back is shown by request and column, and staff say that the person is a customer again", async () => {
    const { house, staff } = at;
    const { page } = staff;
    await house.shop.query("update customers set email = $1 where id = (select max(id) from customers)", [
      cast.leaving.email,
    ]);
    await page.goto(`${house.url}/console/promises`);
    await page.getByRole("button", { name: "Controleer nu" }).click();
    const returned = page.locator("#returned");
    await waitFor(async () => (await returned.count()) === 1);
    expect(await returned.innerText()).toMatch(/G-\w{4}-\w{4}, gewist op 22 november 2026[^]*shop\.customers\.email/);
    expect(await page.locator("main").innerText()).not.toContain(cast.leaving.email);
    await accessible(page);
    await picture(page, "console-promises-returned");
    await returned.getByRole("button", { name: "Deze persoon is weer klant" }).click();
    await page.locator("dialog").getByRole("button", { name: "Deze persoon is weer klant" }).click();
    await page.waitForURL(/said=watch-ended/);
    await accessible(page);
    expect(await returned.count()).toBe(0);
    const { reader } = house.house.store;
    const [ended] = await house.house.evidence.entries(reader, { from: 0, limit: 9, kind: "promise.watch-ended" });
    const [member] = await house.own.query<{ id: string }>("select id from gestand.staff");
    expect(ended?.body).toMatchObject({ because: "person-returned", by: "staff", staff: member?.id });
    const board = await house.house.promises.latest(reader);
    expect(board.filter(({ status }) => status === "broken")).toEqual([]);
  });

  test("the queue and account pages pass axe, and keys work", async () => {
    const { browser, house, staff } = at;
    const context = await visitor(browser, { javaScript: false });
    const visitorPage = await context.newPage();
    await askAndConfirm(visitorPage, house, "access", cast.dormant.email);
    const { page } = staff;
    await waitFor(async () => {
      await page.goto(`${house.url}/console`);
      return (await page.locator("a[data-row]").count()) > 0;
    });
    await accessible(page);
    await picture(page, "console-queue");
    await page.keyboard.press("j");
    expect(await page.locator("tr.selected").count()).toBe(1);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/console\/requests\//);
    await page.keyboard.press("g");
    await page.keyboard.press("p");
    await page.waitForURL(/\/console\/promises/);
    await page.goto(`${house.url}/console/account`);
    await accessible(page);
    await picture(page, "console-account");
    await context.close();
  });
});
