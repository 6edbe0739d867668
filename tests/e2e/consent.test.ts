/** A version that does more than was consented to: staff let consents lapse, and a person gives theirs again. */
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { localDate } from "#base";
import { hashOfFiles } from "#versions";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, fitsTheScreen, picture } from "./steps.ts";

const subscriber = "sanne.bakker@post.example";

describe.runIf(chromiumPath !== undefined)("consent that must be given again", () => {
  const at = scene(() => ({ at: "2026-11-22T12:00:00.000Z", customers: 5 }));
  const on = async () =>
    (
      await at.house.shop.query<{ email: string }>(
        "select lower(btrim(email)) as email from newsletter_subscriptions where unsubscribed_at is null",
      )
    ).map(({ email }) => email);

  beforeAll(async () => {
    const text = await readFile(at.house.configuration.policyFile, "utf8");
    const wider = text.replace(
      "uses: [contact.email, preferences, consent,",
      "uses: [name, contact.email, preferences, consent,",
    );
    expect(wider).not.toBe(text);
    const files = [{ path: "policy.yaml", text: wider }];
    const days = { effectiveOn: localDate("2026-11-22"), today: localDate("2026-11-22") };
    const { versions } = at.house.house;
    expect(await versions.publish({ files, hash: hashOfFiles(files), ...days, by: "noor" })).toMatchObject({
      ok: true,
    });
    await at.house.shop.query("delete from newsletter_subscriptions where lower(btrim(email)) = $1", [subscriber]);
    await at.house.shop.query(
      "insert into newsletter_subscriptions (email, list, consented_at) values ($1, 'nieuws', '2026-01-05')",
      [subscriber],
    );
    await at.house.look();
  });

  test("staff count them first, and let them lapse", async () => {
    const { page } = at.staff;
    await page.goto(`${at.house.url}/console/versions/2`);
    await accessible(page);
    await picture(page, "console-version-renewal");
    await page.getByRole("link", { name: "Toestemmingen bekijken" }).click();
    await page.waitForURL(/\/renewal$/);
    expect(await page.locator("main .callout").first().textContent()).toContain("niemand heeft dit goedgekeurd");
    await accessible(page);
    await picture(page, "console-renewal-before");
    const approve = { name: /toestemmingen laten vervallen/ };
    await page.getByRole("button", approve).click();
    await page.locator("dialog").getByRole("button", approve).click();
    await page.waitForURL(/said=approved/);
    await expect.poll(on, { timeout: 20_000 }).toEqual([]);
    await page.goto(`${at.house.url}/console/versions/2/renewal`);
    await expect.poll(() => page.locator("main dl").first().textContent(), { timeout: 20_000 }).toContain("klaar");
    await accessible(page);
    await picture(page, "console-renewal-done");
  });

  test("a person opens the link of the letter, says yes, and is on again; on a phone and in both languages", async () => {
    const { announcements } = at.house.house;
    expect(await announcements.announce(2, "noor")).toMatchObject({ ok: true });
    const letter = await at.house.inbox.waitFor((message) => message.to.includes(subscriber), 30_000);
    const link = /http\S+\/consent\/[\w-]{43}/.exec(letter.text)?.[0] ?? "";
    expect(link).not.toBe("");
    const context = await visitor(at.browser);
    const page = await context.newPage();
    await page.goto(link);
    expect(page.url()).toBe(`${at.house.url}/nl/consent`);
    await accessible(page);
    await picture(page, "consent-nl");
    await page.getByRole("link", { name: "English" }).click();
    await page.waitForURL(/\/en\/consent$/);
    await accessible(page);
    await picture(page, "consent-en");
    await page.setViewportSize({ width: 360, height: 740 });
    await fitsTheScreen(page);
    await picture(page, "phone-consent");
    expect(await page.locator("input:checked").count()).toBe(0);
    await page.getByLabel("Yes, you may").check();
    await page.getByRole("button", { name: "Save my choice" }).click();
    await page.getByText("You chose: yes, you may.").waitFor();
    await accessible(page);
    await picture(page, "phone-consent-given");
    await expect.poll(on, { timeout: 20_000 }).toEqual([subscriber]);
    await context.close();
  });
});
