/** A version that concerns persons: staff look at the letter and at how many there are, and send it. */
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { localDate } from "#base";
import { hashOfFiles } from "#versions";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, fitsTheScreen, picture } from "./steps.ts";

const reader = "sanne.bakker@post.example";
const other = "other.reader@post.example";

describe.runIf(chromiumPath !== undefined)("telling people of a new version", () => {
  const at = scene(() => ({ at: "2026-11-22T12:00:00.000Z", customers: 5 }));
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

  test("staff see who and what before anything is sent, in both languages and on a phone", async () => {
    const { page } = at.staff;
    await page.goto(`${at.house.url}/console/versions/2`);
    await accessible(page);
    await picture(page, "console-version-tell");
    await page.getByRole("link", { name: "Bekijk de brief en het aantal" }).click();
    await page.waitForURL(/\/announcement$/);
    await page.locator("summary").first().click();
    expect(await page.locator("pre.letter").first().textContent()).toContain("24 december 2026");
    // Who has an account, and who only wrote or was written to; nobody twice because their letters bear their address too.
    const [known] = await at.house.shop.query<{ accounts: string; count: string }>(
      `select (select count(*) from customers) as accounts, (select count(*) from customers) + count(*) as count from (
         select lower(btrim(to_address)) from mail_messages union select lower(btrim(email)) from contact_messages
         except select lower(btrim(email)) from customers) x`,
    );
    const customers = Number(await page.locator("table tbody tr").first().locator("td").nth(1).textContent());
    expect(customers).toBeGreaterThanOrEqual(Number(known?.accounts));
    expect(customers).toBeLessThanOrEqual(Number(known?.count));
    await accessible(page);
    await picture(page, "console-tell-before");
    expect(at.house.inbox.messages().some(({ to }) => to.includes(reader))).toBe(false);
    await page.setViewportSize({ width: 360, height: 740 });
    await fitsTheScreen(page);
    await picture(page, "phone-console-tell");
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("after a confirmation that names the number, each gets one letter with a link to the version", async () => {
    const { page } = at.staff;
    const send = { name: /^Verstuur \d+ brieven$/ };
    await page.getByRole("button", send).click();
    expect(await page.locator("dialog").textContent()).toMatch(/U verstuurt nu \d+ brieven/);
    await picture(page, "console-tell-confirm");
    await page.locator("dialog").getByRole("button", send).click();
    await page.waitForURL(/said=started/);
    const letter = await at.house.inbox.waitFor((message) => message.to.includes(reader), 30_000);
    const link = /http\S+\/nl\/privacy\/versions\/2/.exec(letter.text)?.[0] ?? "";
    // So many letters a minute: the pause after the last of them.
    at.house.clock.set("2026-11-22T12:01:00.000Z");
    await page.goto(address());
    await expect.poll(() => page.locator("#plan").textContent(), { timeout: 30_000 }).toContain("klaar");
    await accessible(page);
    await picture(page, "console-tell-done");
    expect(at.house.inbox.messages().filter(({ to }) => to.includes(reader))).toHaveLength(1);
    expect(at.house.inbox.messages().filter(({ to }) => to.includes(other))).toHaveLength(1);
    const context = await visitor(at.browser);
    const theirs = await context.newPage();
    await theirs.goto(link);
    expect(await theirs.locator("main").textContent()).toContain("24 december 2026");
    await accessible(theirs);
    await context.close();
  });
});
