/** A customer for whom data is used: its letter, its page without JavaScript on a phone, and what staff see of it. */
import { describe, expect, test } from "vitest";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, ask, codeFor, confirm, fitsTheScreen, picture, waitFor } from "./steps.ts";

const onBehalf = (text: string) =>
  `${text.replace("\npersons:\n", "\npersons:\n  reader: {title: {nl: lezer, en: reader}}\n").replace(
    "      customers:\n",
    `      readers:
        person: {is: reader, email: email}
        columns: {email: contact.email}
        other: [shop_id]
        keep: profile
        erase: delete
      partners:
        person: {email: mail, of: customer}
        columns: {mail: contact.email, name: name}
        keep: profile
        erase: keep
      customers:
`,
  )}
onBehalf:
  letters:
    title: {nl: nieuwsbrieven sturen aan hun lezers, en: sending newsletters to their readers}
    customers: {nl: winkels die via ons hun nieuwsbrief sturen, en: shops that send their newsletter through us}
    of: reader
    data: contact.email
    tables: shop.readers
    customer: {of: shop.readers, by: shop_id, is: shop.partners, email: mail, name: name}
    redirects: {}
`;

describe.runIf(chromiumPath !== undefined)("a customer for whom data is used", () => {
  const at = scene(() => ({ alsoInPolicy: onBehalf, guard: false }));

  test("sees whose request it is, has it carried out, and staff see that it was told", async () => {
    const { browser, house, staff } = at;
    await house.shop.query("create table partners (id int primary key, name text, mail text)");
    await house.shop.query("create table readers (id int primary key, email text, shop_id int references partners)");
    await house.shop.query("insert into partners values (1, 'Bakkerij Voorbeeld', 'baas@bakkerij.example')");
    await house.shop.query("insert into readers values (1, 'lezer@thuis.example', 1)");
    const context = await visitor(browser, { javaScript: false, phone: true });
    const page = await context.newPage();
    await ask(page, house, "erasure", "lezer@thuis.example");
    await confirm(page, await codeFor(house, "lezer@thuis.example"));
    const letter = await house.inbox.waitFor(({ to }) => to.includes("baas@bakkerij.example"), 20_000);
    expect(letter.text).not.toContain("lezer@thuis.example");
    const link = /http:\S+\/customer\/\S+/.exec(letter.text)?.[0] ?? "";
    await page.goto(link);
    expect(page.url()).toBe(`${house.url}/nl/customer`);
    expect(await page.locator("main").textContent()).toContain("lezer@thuis.example");
    await fitsTheScreen(page);
    await picture(page, "customer-asked");
    // axe is a script: it looks at the same page where scripts run.
    const looking = await browser.newContext({ storageState: await context.storageState() });
    const looked = await looking.newPage();
    await looked.goto(page.url());
    await accessible(looked);
    await looking.close();
    await page.getByText("Wis wat u over deze persoon voor ons hebt").click();
    await page.getByRole("button", { name: "Verstuur" }).click();
    expect(await page.locator("main").textContent()).toMatch(/onder kenmerk G-/);
    await page.goto(link);
    expect(await page.locator("main").textContent()).toContain("werkt niet meer");
    await context.close();

    await waitFor(async () => {
      await staff.page.goto(`${house.url}/console`);
      return (await staff.page.locator("a[data-row]").count()) === 2;
    });
    const pages: string[] = [];
    for (const link of await staff.page.locator("a[data-row]").all())
      pages.push(new URL((await link.getAttribute("href")) ?? "", house.url).href);
    const texts: string[] = [];
    for (const [number, url] of pages.entries()) {
      await staff.page.goto(url);
      await accessible(staff.page);
      await fitsTheScreen(staff.page);
      await picture(staff.page, `console-customer-${number}`);
      texts.push((await staff.page.locator("main").textContent()) ?? "");
    }
    expect(texts.some((text) => text.includes("vroeg ons om te wissen"))).toBe(true);
    expect(texts.some((text) => text.includes("opdracht van een klant"))).toBe(true);
  }, 90_000);
});
