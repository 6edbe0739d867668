/** Data that is only stored: because somebody asked it for themselves, and because somebody said that it is of a child. */
import { describe, expect, test } from "vitest";
import { Personal } from "#base";
import { cast } from "../../examples/webshop-nl/index.ts";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, askAndConfirm, fitsTheScreen, openRequest, picture, reloadUntil, waitFor } from "./steps.ts";

const closedToChildren = (text: string) =>
  text.replace(
    "\nrights:\n",
    "\nminors: {age: 16, check: declared, below: refused, found: {does: [deactivate, erase]}, report: {}}\nrights:\n",
  );

describe.runIf(chromiumPath !== undefined)("data that is only stored", () => {
  const at = scene(() => ({ alsoInPolicy: closedToChildren }));

  /** Staff approve, and tick off what only a person can do. */
  async function approved(reference: string): Promise<void> {
    const { house, staff } = at;
    await openRequest(staff, house, reference);
    await accessible(staff.page);
    await picture(staff.page, "console-only-stored");
    const approve = staff.page.locator("form[action$='/approve'] button");
    const name = (await approve.textContent()) ?? "";
    const erases = name === "Keur goed en wis";
    await approve.click();
    if (erases) await staff.page.locator("dialog").getByRole("button", { name }).click();
    await staff.page.getByText("Goedgekeurd").first().waitFor();
    const state = async () =>
      (
        await house.own.query<{ state: string }>("select state from gestand.request where reference = $1", [reference])
      )[0]?.state;
    await waitFor(async () => {
      await staff.page.goto(`${house.url}/console/tasks`);
      const task = staff.page.locator("a[href^='/console/tasks/']").first();
      if ((await task.count()) === 0) return (await state()) === "done";
      await task.click();
      await staff.page.locator("input[name=outcome][value=done]").check();
      await staff.page.locator("main form button[type=submit]").first().click();
      return false;
    });
  }

  test("somebody has their data only stored, sees that it holds, and has it used again", async () => {
    const { browser, house } = at;
    const context = await visitor(browser, { phone: true });
    const page = await context.newPage();
    const reference = await askAndConfirm(page, house, "restriction", cast.active.email);
    await approved(reference);
    await reloadUntil(page, "Mogen wij uw gegevens weer gebruiken?");
    await accessible(page);
    await fitsTheScreen(page);
    await picture(page, "follow-restricted");
    await page
      .getByRole("link", { name: /gebruik/i })
      .first()
      .click();
    expect(page.url()).toBe(`${house.url}/nl/ask/lifting`);
    const lifting = await askAndConfirm(page, house, "lifting", cast.active.email);
    await approved(lifting);
    expect(await house.house.requests.stops(house.house.store.reader, new Personal(cast.active.email))).toEqual([]);
    await context.close();
  });

  test("somebody reports a child without JavaScript, and staff erase it", async () => {
    const { browser, house } = at;
    const { email } = cast.reviewer;
    const context = await visitor(browser, { phone: true });
    const page = await context.newPage();
    await page.goto(`${house.url}/nl/ask/under-age-report`);
    await accessible(page);
    await fitsTheScreen(page);
    await picture(page, "ask-under-age");
    await page.locator("#f-email").fill(email);
    await page.locator("#f-message").fill("Ik ben de leraar. Dit kind is twaalf.");
    await page.locator("main form button[type=submit]").click();
    await page.waitForURL(/\/taken\//);
    await accessible(page);
    await picture(page, "under-age-taken");
    const reference = decodeURIComponent(page.url().split("/").at(-1) ?? "");
    await approved(reference);
    expect(await house.shop.query("select 1 from customers where lower(btrim(email)) = $1", [email])).toEqual([]);
    await context.close();
  });
});
