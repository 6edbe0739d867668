/** Somebody writes a letter instead of filling in the form; staff see it, with what came along, and sort what is not clear. */
import { ImapFlow } from "imapflow";
import { afterAll, describe, expect, test } from "vitest";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { imapServer, password } from "#harness";
import { cast } from "../../examples/webshop-nl/index.ts";
import { mime, withFiles } from "../../src/inbox/test-box.ts";
import {
  accessible,
  askAndConfirm,
  codeFor,
  confirm,
  fitsTheScreen,
  openRequest,
  picture,
  reloadUntil,
  waitFor,
} from "./steps.ts";
import { scene } from "./scene.ts";

const user = "privacy@webshop-nl.example";
const pdf = Buffer.from("%PDF-1.7\nHello");

describe.runIf(chromiumPath !== undefined)("a letter in the watched mailbox", async () => {
  const server = chromiumPath === undefined ? undefined : await imapServer();
  afterAll(() => server?.[Symbol.asyncDispose]());
  const at = scene(() => ({
    alsoInPolicy: "channels:\n  mailbox: {url: env:PRIVACY_MAILBOX_URL, moveTo: Gestand, deleteAfter: 30 days}\n",
    secrets: { PRIVACY_MAILBOX_URL: server?.url(user) ?? "" },
  }));

  async function write(letter: Parameters<typeof mime>[0]): Promise<void> {
    const client = new ImapFlow({
      host: "127.0.0.1",
      port: server?.port ?? 0,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass: password },
      logger: false,
    });
    await client.connect();
    await client.append("INBOX", mime(letter), [], at.house.clock.now());
    await client.logout();
  }

  const came = (letters: number) =>
    waitFor(async () => {
      await at.house.house.incoming.look();
      const rows = await at.house.own.query<{ count: string }>("select count(*) from gestand.inbox_message");
      return Number(rows[0]?.count) >= letters;
    });

  test("is a request once its sender entered the code, and staff see it with its file", async () => {
    const { browser, house, staff } = at;
    const { email } = cast.leaving;
    const { page } = staff;
    await page.goto(`${house.url}/console/letters`);
    expect(await page.locator("main").innerText()).toContain("Er is niets te sorteren");
    await accessible(page);
    await write({
      from: email,
      subject: "Mijn gegevens",
      body: withFiles("Goedendag,\n\nIk wil graag inzage in mijn gegevens.\n\n<b>Groet</b>", [
        { name: "bestelling.pdf", bytes: pdf },
        { name: "factuur.pdf", bytes: Buffer.from("MZ\0\0 not what it says") },
      ]),
    });
    await came(1);
    const code = await codeFor(house, email);
    const letter = house.inbox.messages().find(({ to, text }) => to.includes(email) && text.includes("/confirm/"));
    const context = await visitor(browser, { javaScript: false });
    const person = await context.newPage();
    await person.goto(/http\S+\/confirm\/\S+/u.exec(letter?.text ?? "")?.[0] ?? "");
    await confirm(person, code);
    await person.waitForURL(/\/request$/u);
    await context.close();
    await page.goto(`${house.url}/console`);
    await page.locator("tr a[data-row]").first().click();
    await page.getByRole("heading", { name: "Berichten" }).waitFor();
    const main = await page.locator("main").innerText();
    for (const said of ["e-mail", "bestelling.pdf", "<b>Groet</b>", "factuur.pdf: een soort bestand"])
      expect(main).toContain(said);
    await accessible(page);
    await picture(page, "console-request-with-letter");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Ophalen" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("bestelling.pdf");
    await page.getByRole("button", { name: "Verwijderen" }).click();
    await page.locator("dialog").getByRole("button", { name: "Verwijderen" }).click();
    await page.getByText("Het bestand is verwijderd.").waitFor();
    expect(await page.locator("main").innerText()).toContain("verwijderd op");
    await waitFor(async () => house.inbox.messages().some(({ subject }) => subject.includes("niet bewaard")));
  });

  test("waits for staff when it is not clear what is asked", async () => {
    const { house, staff } = at;
    const { page } = staff;
    await write({
      from: "kees@elders.example",
      subject: "Vraagje",
      text: "Kunt u mijn gegevens sturen en daarna mijn account verwijderen?",
    });
    await came(2);
    await page.goto(`${house.url}/console/waiting`);
    expect(await page.locator("main").innerText()).toContain("1 brief");
    await page.getByRole("link", { name: "1 brief" }).click();
    await accessible(page);
    await picture(page, "console-letters");
    await page.getByRole("link", { name: "Vraagje" }).click();
    await page.getByRole("heading", { name: "Wat is dit?" }).waitFor();
    await accessible(page);
    await fitsTheScreen(page);
    await picture(page, "console-letter");
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, "console-letter-dark");
    await page.emulateMedia({ colorScheme: "light" });
    await page.getByLabel("Wat vraagt de afzender?").selectOption("erasure");
    await page.getByRole("button", { name: "Maak er een verzoek van" }).click();
    await page.locator("dialog").getByRole("button", { name: "Maak er een verzoek van" }).click();
    await page.getByText("De code is onderweg").waitFor();
    expect(await codeFor(house, "kees@elders.example")).toMatch(/^\d{8}$/u);
    const metrics = await (await fetch(`${house.url}/metrics`)).text();
    expect(metrics).toMatch(/gestand_mailbox_up 1\n[^]*gestand_letters_to_sort 0\n/u);
    await server?.stop();
    await house.house.incoming.look();
    await page.goto(`${house.url}/console/waiting`);
    expect(await page.locator("main").innerText()).toContain("De mailserver is niet te bereiken");
    await page.goto(`${house.url}/console/letters`);
    expect(await page.locator("main").innerText()).toContain("Er gaat niets verloren");
    await picture(page, "console-letters-down");
  });

  test("and who takes data along says to which company it goes, and staff look at whose address it is", async () => {
    const { browser, house, staff } = at;
    const context = await visitor(browser);
    const person = await context.newPage();
    const { email } = cast.active;
    const reference = await askAndConfirm(person, house, "portability", email);
    await person.getByLabel("Adres van het andere bedrijf").fill("http://other.example/in");
    await person.getByRole("button", { name: "Geef dit adres door" }).click();
    await person.getByText("Er is niets bewaard").waitFor();
    await accessible(person);
    await picture(person, "follow-hand-over");
    await person.getByLabel("Adres van het andere bedrijf").fill("https://import.other.example/in?token=abc");
    await person.getByRole("button", { name: "Geef dit adres door" }).click();
    await person.getByText("Wij kijken eerst van wie dit adres is").waitFor();
    expect(await person.locator("main").innerText()).toContain("import.other.example");
    await openRequest(staff, house, reference);
    const { page } = staff;
    await page.getByRole("heading", { name: "Naar een ander bedrijf" }).waitFor();
    expect(await page.locator("main").innerText()).not.toContain("token=abc");
    await accessible(page);
    await picture(page, "console-hand-over");
    await page.getByText("Stuur het daar niet heen").first().click();
    await page.getByLabel("Waarom niet?").fill("Dit bedrijf kennen wij niet.");
    await page.getByRole("button", { name: "Stuur het daar niet heen" }).click();
    await page.getByText("De persoon leest waarom").waitFor();
    await reloadUntil(person, "De reden staat in onze e-mail");
    await accessible(person);
    await context.close();
  });
});
