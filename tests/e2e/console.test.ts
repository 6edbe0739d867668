/** The console when a mail does not arrive, when a colleague leaves, and on a phone. */
import { describe, expect, test } from "vitest";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { refusingInbox, type RefusingInbox } from "../harness/refusing-inbox.ts";
import { cast } from "../../examples/webshop-nl/index.ts";
import {
  accessible,
  askAndConfirm,
  download,
  fitsTheScreen,
  linkFor,
  openRequest,
  picture,
  signInStaff,
  waitFor,
} from "./steps.ts";
import { scene } from "./scene.ts";

describe.runIf(chromiumPath !== undefined)("the console", () => {
  let mail: RefusingInbox;
  const at = scene(async () => ({ inbox: (mail = await refusingInbox()) }));

  test("says of what is empty that it is, and what will come there", async () => {
    const { house, staff } = at;
    for (const name of ["", "/tasks", "/waiting", "/register", "/promises", "/evidence"]) {
      await staff.page.goto(`${house.url}/console${name}`);
      await accessible(staff.page);
      await picture(staff.page, `console-empty${name.replace("/", "-")}`);
    }
  });

  test("shows of the board what was chosen, and beside it the findings that somebody answers for", async () => {
    const { house, staff } = at;
    const { page } = staff;
    await page.goto(`${house.url}/console/promises`);
    await page.getByRole("button", { name: "Controleer nu" }).click();
    await page.locator("#findings").waitFor();
    const counts = page.locator(".counts");
    expect(await counts.innerText()).toMatch(/\b3\s+Opgeschorte bevindingen/i);
    const found = page.locator("#findings tbody tr").first();
    expect(await found.innerText()).toMatch(
      /own-use-denied · recipients\..*Team privacy.*1 november 2027.*nog \d+ dagen/s,
    );
    const board = page.locator("table").first().locator("tbody tr");
    const all = await board.count();
    await page.getByLabel("Zoek").fill("invoices bewaar");
    await page.getByLabel("Onderdeel van de verklaring").selectOption("retention");
    await page.getByRole("button", { name: "Toon" }).click();
    expect(page.url()).toContain("section=retention");
    const shown = await board.count();
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(all / 10);
    await accessible(page);
    await picture(page, "console-promises-chosen");
    await page.getByLabel("Zoek").fill("zzz");
    await page.getByRole("button", { name: "Toon" }).click();
    await page.getByText("Niets gevonden").waitFor();
    await accessible(page);
    await page.getByRole("link", { name: "Toon alles" }).click();
    expect(await board.count()).toBe(all);
    await fitsTheScreen(page);
  });

  test("says when the mail with the link was refused, and sends a new link to the same address", async () => {
    const { browser, house, staff } = at;
    const { email } = cast.active;
    const context = await visitor(browser, { javaScript: false });
    const visitorPage = await context.newPage();
    const reference = await askAndConfirm(visitorPage, house, "access", email);
    await openRequest(staff, house, reference);
    const { page } = staff;
    mail.refuses = true;
    await page.getByRole("button", { name: "Keur dit plan goed" }).click();
    await waitFor(async () => {
      await page.goto(page.url());
      return (await page.getByText("Een e-mail is niet aangekomen").count()) > 0;
    });
    await picture(page, "console-link-lost");
    await accessible(page);
    await page.goto(`${house.url}/console`);
    expect(await page.locator("tr", { hasText: reference }).innerText()).toContain("hulp");
    await page.locator("tr", { hasText: reference }).locator("a[data-row]").click();

    mail.refuses = false;
    await page.getByRole("button", { name: "Stuur de link opnieuw" }).click();
    await page.locator("dialog").getByRole("button", { name: "Stuur de link opnieuw" }).click();
    await page.getByText("Er is een nieuwe link onderweg").waitFor();
    await picture(page, "console-sent-again");
    await accessible(page);
    expect(await page.getByRole("button", { name: "Stuur de link opnieuw" }).count()).toBe(0);
    await visitorPage.goto(await linkFor(house, email, "download"));
    expect((await download(visitorPage)).length).toBeGreaterThan(1_000);
    await context.close();
  });

  test("closes the account of a colleague, who is out at once, and opens it again", async () => {
    const { browser, house, staff } = at;
    const eva = await signInStaff(browser, house, "Eva Smit");
    const { page } = staff;
    await page.goto(`${house.url}/console/account`);
    await accessible(page);
    await picture(page, "console-accounts");
    const row = page.locator("tr", { hasText: "eva@webshop-nl.example" });
    await row.getByRole("button", { name: "Sluit account" }).click();
    await page.locator("dialog").getByRole("button", { name: "Sluit account" }).click();
    await page.getByText("Het account is gesloten").waitFor();
    await accessible(page);
    await picture(page, "console-account-closed");
    await eva.page.reload();
    expect(new URL(eva.page.url()).pathname).toBe("/console/sign-in");
    await row.getByRole("button", { name: "Open weer" }).click();
    await page.getByText("Het account is weer open").waitFor();
    await eva.page.locator("#f-email").fill("eva@webshop-nl.example");
    await eva.page.locator("#f-password").fill("een lange zin als wachtwoord");
    await eva.page.locator("main form button[type=submit]").click();
    await eva.page.waitForURL(/\/console$/);
    await eva.context.close();
  });

  test.each([
    ["nl", false],
    ["en", true],
  ] as const)("reads well on a phone, in %s, dark: %s", async (language, dark) => {
    const { browser, house, staff } = at;
    const context = await visitor(browser, { phone: true, dark });
    await context.addCookies([{ name: "gestand-language", value: language, url: `${house.url}/console` }]);
    const page = await context.newPage();
    const look = async (name: string, path: string) => {
      await page.goto(`${house.url}${path}`);
      await fitsTheScreen(page);
      await accessible(page);
      await picture(page, `phone-console-${name}-${language}${dark ? "-dark" : ""}`);
    };
    await look("sign-in", "/console/sign-in");
    await look("welcome", new URL(await house.invite()).pathname);
    await context.addCookies(await staff.context.cookies());
    await context.addCookies([{ name: "gestand-language", value: language, url: `${house.url}/console` }]);
    await look("request", await waitingErasure());
    for (const name of ["register", "promises", "evidence", "account"]) await look(name, `/console/${name}`);
    await look("queue", "/console");
    await context.close();
  });

  let waiting: string | undefined;
  /** The page of an erasure that waits for a decision. */
  async function waitingErasure(): Promise<string> {
    if (waiting !== undefined) return waiting;
    const { browser, house, staff } = at;
    const context = await visitor(browser, { javaScript: false });
    await openRequest(staff, house, await askAndConfirm(await context.newPage(), house, "leaving", cast.leaving.email));
    await house.house.promises.check();
    await context.close();
    return (waiting = new URL(staff.page.url()).pathname);
  }
});
