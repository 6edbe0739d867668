/** Part of what was promised is on paper: staff get a task, tick it off, and only then is the request done. */
import { describe, expect, test } from "vitest";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { cast } from "../../examples/webshop-nl/index.ts";
import { accessible, askAndConfirm, fitsTheScreen, openRequest, picture, reloadUntil, waitFor } from "./steps.ts";
import { scene } from "./scene.ts";

const paper = `stores:
  letters:
    kind: paper
    title: {nl: brieven in de kast, en: letters in the cupboard}
    holds: [name, address]
    of: customer
    keep: profile
`;

describe.runIf(chromiumPath !== undefined)("what no program can do", () => {
  const at = scene(() => ({ alsoInPolicy: paper }));

  test("waits for a person, says what to do and for whom, and is ticked off by keyboard", async () => {
    const { browser, house, staff } = at;
    const { email } = cast.leaving;
    const context = await visitor(browser, { javaScript: false });
    const visitorPage = await context.newPage();
    const reference = await askAndConfirm(visitorPage, house, "erasure", email);
    await openRequest(staff, house, reference);
    const { page } = staff;
    await page.getByRole("button", { name: "Keur goed en wis" }).click();
    await page.locator("dialog").getByRole("button", { name: "Keur goed en wis" }).click();
    await waitFor(async () => {
      await page.goto(`${house.url}/console`);
      return (await page.getByRole("link", { name: "wacht op 1 taak" }).count()) > 0;
    }, 60_000);
    await picture(page, "console-queue-with-task");
    await page.goto(`${house.url}/console/waiting`);
    expect(await page.locator("main").innerText()).toContain("Een mens");
    await accessible(page);
    await picture(page, "console-waiting");
    await page.goto(`${house.url}/console/tasks`);
    await accessible(page);
    await picture(page, "console-tasks");
    await page.getByRole("link", { name: "Wissen" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Wissen: Brieven in de kast" }).waitFor();
    expect(await page.locator("main").innerText()).toContain(email);
    await accessible(page);
    await fitsTheScreen(page);
    await picture(page, "console-task");
    const task = page.url();
    await page.getByLabel("Gedaan", { exact: true }).focus();
    await page.keyboard.press("Space");
    await page.getByLabel("Waaraan is te zien").fill("Map 12, vernietigd.");
    await page.getByRole("button", { name: "Vink af" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog").getByRole("button", { name: "Vink af" }).click();
    await page.getByText("Het verzoek gaat verder").waitFor();
    await accessible(page);
    await reloadUntil(visitorPage, "Afgehandeld", 60_000);
    await page.goto(task);
    const closed = await page.locator("main").innerText();
    expect(closed).toContain("Afgevinkt door Noor de Jong");
    // The key of the request is gone, and with it the note and whom it was about.
    expect(closed).not.toContain(email);
    await page.goto(`${house.url}/console/tasks`);
    expect(await page.locator("main").innerText()).toContain("Er is niets te doen");
    await context.close();
  });
});
