/** A version that concerns persons: staff look at the letter and at how many there are, and send it. */
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { localDate } from "#base";
import { hashOfFiles } from "#versions";
import { chromiumPath, type Page, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, fitsTheScreen, picture } from "./steps.ts";

const reader = "sanne.bakker@post.example";
const other = "other.reader@post.example";

/** Kind, persons, and how many of them without an address, as the page shows it. */
async function rowsOf(page: Page): Promise<string[][]> {
  const rows = page.locator("table", { hasText: "Zonder e-mailadres" }).locator("tbody tr");
  return Promise.all((await rows.all()).map((row) => row.locator("td").allTextContents()));
}

async function fact(page: Page, name: string): Promise<string> {
  const pair = page.locator("main dl div", { hasText: name }).first();
  return ((await pair.locator("dd").textContent()) ?? "").trim();
}

describe.runIf(chromiumPath !== undefined)("telling people of a new version", () => {
  // More letters than go in the first five seconds, so that there is something to stop.
  const at = scene(() => ({ at: "2026-11-22T12:00:00.000Z", customers: 60 }));
  const address = () => `${at.house.url}/console/versions/2/announcement`;

  beforeAll(async () => {
    const text = await readFile(at.house.configuration.policyFile, "utf8");
    const wider = text.replace(
      "uses: [contact.email, preferences, consent,",
      "uses: [name, contact.email, preferences, consent,",
    );
    expect(wider).not.toBe(text);
    const files = [{ path: "policy.yaml", text: wider }];
    const days = { effectiveOn: localDate("2026-12-24"), today: localDate("2026-11-22") };
    const made = await at.house.house.versions.publish({ files, hash: hashOfFiles(files), ...days, by: "noor" });
    expect(made).toMatchObject({ ok: true });
    await at.house.shop.query(
      "insert into newsletter_subscriptions (email, list, consented_at) select e, 'nieuws', '2026-01-05' from unnest($1::text[]) e",
      [[reader, other]],
    );
    await at.house.look();
  });

  /**
   * Counted by hand, over the rows of the shop: who has an account, and who only wrote or was written to; nobody twice because
   * their letters bear their address too. A message in a conversation is whose the first one was.
   */
  async function concerned(): Promise<string[][]> {
    const [known] = await at.house.shop.query<{ customers: string; without: string; subscribers: string }>(
      `select (select count(*) from customers) + (select count(*) from (
           select lower(btrim(to_address)) from mail_messages
           union select lower(btrim(email)) from contact_messages c where not exists (select from contact_messages p where p.id = c.reply_to)
           except select lower(btrim(email)) from customers) x(email) where email <> '') as customers,
         (select count(*) from customers where coalesce(btrim(email), '') = '') as without,
         (select count(distinct lower(btrim(email))) from newsletter_subscriptions where btrim(email) <> '') as subscribers`,
    );
    return [
      ["klant met een account", String(known?.customers), String(known?.without)],
      ["abonnee van de nieuwsbrief", String(known?.subscribers), "0"],
    ];
  }

  async function addresses(): Promise<number> {
    const [found] = await at.house.shop.query<{ count: string }>(
      `select count(*) from (select lower(btrim(email)) from customers union select lower(btrim(to_address)) from mail_messages
         union select lower(btrim(email)) from contact_messages c where not exists (select from contact_messages p where p.id = c.reply_to)
         union select lower(btrim(email)) from newsletter_subscriptions) x(email) where email <> ''`,
    );
    return Number(found?.count);
  }

  async function withoutAddress(): Promise<number> {
    return (await concerned()).reduce((sum, [, , without]) => sum + Number(without), 0);
  }

  /** What the board says of the promise to tell people. */
  async function promised(): Promise<string | undefined> {
    const all = await at.house.house.promises.check();
    return all.find(({ id }) => id === "changes.affected-told")?.status;
  }

  test("staff see who and what before anything is sent, in both languages and on a phone", async () => {
    const { page } = at.staff;
    await page.goto(`${at.house.url}/console/versions/2`);
    await accessible(page);
    await picture(page, "console-version-tell");
    await page.getByRole("link", { name: "Bekijk de brief en het aantal" }).click();
    await page.waitForURL(/\/announcement$/);
    await page.locator("summary").first().click();
    expect(await page.locator("pre.letter").first().textContent()).toContain("24 december 2026");
    expect(await rowsOf(page)).toEqual(await concerned());
    await accessible(page);
    await picture(page, "console-tell-before");
    expect(at.house.inbox.messages().some(({ to }) => to.includes(reader))).toBe(false);
    await page.setViewportSize({ width: 360, height: 740 });
    await fitsTheScreen(page);
    await picture(page, "phone-console-tell");
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("after a confirmation that names the number letters go, until staff stop them, and go on from there", async () => {
    const { page } = at.staff;
    const send = { name: /^Verstuur \d+ brieven$/ };
    const letters = Number(/\d+/u.exec((await page.getByRole("button", send).textContent()) ?? "")?.[0]);
    // One for each address: those of all kinds, each once.
    expect(letters).toBe(await addresses());
    await page.getByRole("button", send).click();
    expect(await page.locator("dialog").textContent()).toContain(`U verstuurt nu ${letters} brieven`);
    await picture(page, "console-tell-confirm");
    await page.locator("dialog").getByRole("button", send).click();
    await page.waitForURL(/said=started/);
    // So many go at once; then the clock stands still.
    const together = 50;
    await expect.poll(() => fact(page, "Verstuurd"), { timeout: 30_000 }).toBe(String(together));
    expect(await fact(page, "Wachten nog")).toBe(String(letters - together));
    await accessible(page);
    await picture(page, "console-tell-sending");
    await page.getByRole("button", { name: "Stop het versturen" }).click();
    await page.waitForURL(/said=stopped/);
    at.house.clock.set("2026-11-22T12:01:00.000Z");
    await accessible(page);
    await picture(page, "console-tell-stopped");
    await page.reload();
    expect([await fact(page, "Stand"), await fact(page, "Verstuurd")]).toEqual(["gestopt", String(together)]);
    expect(at.house.inbox.messages()).toHaveLength(together);
    await page.getByRole("button", { name: "Ga verder" }).click();
    await page.waitForURL(/said=resumed/);
    // As many rounds as it takes; the page follows by itself.
    const now = new Date("2026-11-22T12:01:00.000Z");
    await expect
      .poll(
        () => {
          now.setSeconds(now.getSeconds() + 5);
          at.house.clock.set(now.toISOString());
          return fact(page, "Stand");
        },
        { timeout: 30_000, interval: 250 },
      )
      .toBe("klaar");
    expect([await fact(page, "Verstuurd"), await fact(page, "Niet aangekomen")]).toEqual([String(letters), "0"]);
    expect(at.house.inbox.messages()).toHaveLength(letters);
    for (const theirs of [reader, other])
      expect(at.house.inbox.messages().filter(({ to }) => to.includes(theirs))).toHaveLength(1);
    await accessible(page);
    await picture(page, "console-tell-done");
  });

  test("the letter leads to the version, which says from when on it holds", async () => {
    const letter = at.house.inbox.messages().find(({ to }) => to.includes(reader));
    const link = /http\S+\/nl\/privacy\/versions\/2/.exec(letter?.text ?? "")?.[0] ?? "";
    const context = await visitor(at.browser);
    const theirs = await context.newPage();
    await theirs.goto(link);
    expect(await theirs.locator("main").textContent()).toContain("24 december 2026");
    await accessible(theirs);
    await context.close();
  });

  test("letters that come back show why, and staff record whom they told in another way, and undo a mistake", async () => {
    const { page } = at.staff;
    const [{ messageId } = { messageId: "" }] = at.house.inbox.messages();
    const report = `Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; x\nAction: failed\nStatus: 5.1.1\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${messageId}\n--b--\n`;
    expect(await at.house.house.mail.takeReturned(Buffer.from(report))).toMatchObject({ failed: 1 });
    await page.goto(address());
    expect(await fact(page, "Niet aangekomen")).toBe("1");
    const why = page.locator("table", { hasText: "Waarom brieven niet aankwamen" }).locator("tbody td");
    expect(await why.allTextContents()).toEqual(["It came back undelivered: 5.1.1.", "1"]);
    const unreached = 1 + (await withoutAddress());
    expect(await fact(page, "Niet bereikt per e-mail")).toBe(String(unreached));
    expect(await fact(page, "Daarvan nog niet verteld")).toBe(String(unreached));
    await accessible(page);
    await picture(page, "console-tell-unreached");

    const record = async (people: number) => {
      await page.locator("#f-people").fill(String(people));
      await page.getByRole("button", { name: "Leg vast" }).click();
      expect(await page.locator("dialog").textContent()).toContain("Dat komt in het logboek");
      await page.locator("dialog").getByRole("button", { name: "Leg vast" }).click();
    };
    await record(unreached + 1);
    await page.getByText("Zoveel mensen zijn er niet meer over").waitFor();
    await page.locator("#f-how").selectOption("telephone");
    await record(unreached);
    await page.waitForURL(/said=recorded/);
    expect(await fact(page, "Daarvan nog niet verteld")).toBe("0");
    const line = page.locator("table", { hasText: "Wat is vastgelegd" }).locator("tbody tr").first();
    expect(await line.textContent()).toMatch(new RegExp(`22 november 2026.*telefoon.*${unreached}.*ja`, "su"));
    await accessible(page);
    await picture(page, "console-tell-otherwise");
    expect(await promised()).toBe("kept");

    await line.getByRole("button", { name: "Maak ongedaan" }).click();
    await page.locator("dialog").getByRole("button", { name: "Maak ongedaan" }).click();
    await page.waitForURL(/said=undone/);
    expect(await line.textContent()).toContain("ongedaan gemaakt");
    expect(await fact(page, "Daarvan nog niet verteld")).toBe(String(unreached));
    expect(await promised()).toBe("unproven");
  });

  test.each([
    ["nl", false],
    ["en", true],
  ] as const)("reads well on a phone, in %s, dark: %s", async (language, dark) => {
    const { browser, house, staff } = at;
    const context = await visitor(browser, { phone: true, dark });
    await context.addCookies(await staff.context.cookies());
    await context.addCookies([{ name: "gestand-language", value: language, url: `${house.url}/console` }]);
    const page = await context.newPage();
    await page.goto(address());
    expect(await page.evaluate<string>("document.documentElement.lang")).toBe(language);
    await page.getByText(language === "en" ? "Told in another way" : "Op een andere manier verteld").waitFor();
    await fitsTheScreen(page);
    await accessible(page);
    await picture(page, `phone-console-tell-done-${language}${dark ? "-dark" : ""}`);
    await page.goto(`${house.url}/console/versions/2`);
    await fitsTheScreen(page);
    await accessible(page);
    await context.close();
  });
});
