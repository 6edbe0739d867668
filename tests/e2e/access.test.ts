/** A customer asks for their data, in a real browser, without JavaScript. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { chromiumPath, visitor } from "../harness/browser.ts";
import { unzip } from "../harness/unzip.ts";
import { cast } from "../../examples/webshop-nl/index.ts";
import {
  accessible,
  ask,
  askAndConfirm,
  confirm,
  codeFor,
  download,
  fitsTheScreen,
  linkFor,
  openRequest,
  picture,
  reloadUntil,
  waitFor,
} from "./steps.ts";
import { scene } from "./scene.ts";

describe.runIf(chromiumPath !== undefined)("a person asks to see their data", () => {
  const at = scene();

  test("every page of the centre reads well in both languages and passes axe", async () => {
    const { browser, house } = at;
    const context = await visitor(browser);
    const page = await context.newPage();
    for (const path of ["", "/privacy", "/ask/access", "/ask/erasure", "/ask/leaving", "/complain", "/proof"]) {
      for (const language of ["nl", "en"]) {
        await page.goto(`${house.url}/${language}${path}`);
        await accessible(page);
        expect(await page.locator("h1").count()).toBe(1);
        if (language === "nl") await picture(page, `centre${path.replaceAll("/", "-")}`);
      }
    }
    await context.close();
  });

  test.each([
    ["nl", false],
    ["en", true],
  ] as const)("the centre reads well on a phone, in %s, dark: %s", async (language, dark) => {
    const { browser, house } = at;
    const context = await visitor(browser, { phone: true, dark, language });
    const page = await context.newPage();
    const look = async (name: string) => {
      await fitsTheScreen(page);
      await accessible(page);
      await picture(page, `phone-centre-${name}-${language}${dark ? "-dark" : ""}`);
    };
    for (const path of ["", "/privacy", "/ask/access", "/ask/leaving", "/complain", "/proof", "/download/none"]) {
      await page.goto(`${house.url}/${language}${path}`);
      await look(path.slice(1).replaceAll("/", "-") || "home");
    }
    const email = `phone-${language}-${dark}@nowhere.example`;
    await ask(page, house, "access", email, { language });
    await look("confirm");
    await confirm(page, await codeFor(house, email));
    await page.waitForURL(/\/request$/);
    await look("follow");
    await context.close();
  });

  test("the dark pages pass axe too", async () => {
    const { browser, house } = at;
    const context = await visitor(browser, { dark: true });
    const page = await context.newPage();
    for (const path of ["/nl", "/nl/privacy", "/nl/ask/access"]) {
      await page.goto(`${house.url}${path}`);
      await accessible(page);
    }
    await picture(page, "centre-dark");
    await context.close();
  });

  test("the copy comes by a link that works once, holds everything with its category, and is gone afterwards", async () => {
    const { browser, house, staff } = at;
    const { email } = cast.active;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    const reference = await askAndConfirm(page, house, "access", email);
    await picture(page, "follow");
    await expect.poll(() => page.url()).not.toMatch(/token|follow\//);

    await openRequest(staff, house, reference);
    await picture(staff.page, "console-request-access");
    await accessible(staff.page);
    await staff.page.getByRole("button", { name: "Keur dit plan goed" }).click();

    const link = await linkFor(house, email, "download");
    await page.goto(link);
    await picture(page, "download");
    const bytes = await download(page);
    const files = await unzip(bytes);
    expect([...files.keys()]).toEqual(expect.arrayContaining(["leesmij.html", "readme.html", "index.json"]));
    const readable = files.get("leesmij.html")?.toString("utf8") ?? "";
    expect(readable).toContain(cast.active.name);
    const index = JSON.parse(files.get("index.json")?.toString("utf8") ?? "{}") as {
      files: { path: string; sha256: string }[];
    };
    for (const file of index.files) {
      expect(
        createHash("sha256")
          .update(files.get(file.path) ?? "")
          .digest("hex"),
      ).toBe(file.sha256);
    }
    const all = [...files.values()].map((content) => content.toString("utf8")).join("\n");
    for (const other of [cast.dormant, cast.reviewer, cast.sharingFirst]) expect(all).not.toContain(other.email);

    // The link is used up when the server has handed over the last byte, which the browser may know a moment earlier.
    await waitFor(async () => {
      await page.goto(link);
      return ((await page.locator("h1").textContent()) ?? "").includes("werkt niet");
    }, 10_000);
    const readablePage = await context.newPage();
    await readablePage.setContent(readable);
    await picture(readablePage, "answer");
    await context.close();
  });

  test("an address that nobody knows sees the same pages", async () => {
    const { browser, house } = at;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    await ask(page, house, "access", "stranger@nowhere.example");
    const known = await context.newPage();
    await ask(known, house, "access", cast.dormant.email);
    const text = async (shown: typeof page) =>
      (await shown.locator("main").innerText()).replaceAll(/G-[0-9A-Z-]+/g, "G");
    expect(await text(page)).toBe(await text(known));
    await confirm(page, await codeFor(house, "stranger@nowhere.example"));
    await page.waitForURL(/\/request$/);
    await reloadUntil(page, "Een medewerker kijkt ernaar");
    await context.close();
  });

  test("a wrong code five times ends the request", async () => {
    const { browser, house } = at;
    const context = await visitor(browser, { javaScript: false });
    const page = await context.newPage();
    await ask(page, house, "access", cast.reviewer.email);
    const right = await codeFor(house, cast.reviewer.email);
    const wrong = right === "00000000" ? "11111111" : "00000000";
    for (let attempt = 1; attempt <= 5; attempt++) await confirm(page, wrong);
    expect(await page.locator("[role=alert]").textContent()).toContain("te vaak");
    await picture(page, "too-many-tries");
    const again = await page.request.post(`${house.url}/nl/confirm`, {
      form: { reference: (await page.locator(".mono").textContent()) ?? "", code: right },
      headers: { origin: house.url },
    });
    expect(again.status()).toBe(422);
    await context.close();
  });
});
