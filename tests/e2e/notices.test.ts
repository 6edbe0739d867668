/** The notices of all samples in both languages, as somebody meets them: on a screen, on a narrow phone, on paper. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleNames } from "#app";
import { parsePolicy, type Policy } from "#policy";
import { noticeOf } from "#notice";
import { noticeFile } from "#server";
import { type Browser, chromiumPath, launchBrowser, type Page, visitor } from "../harness/browser.ts";
import { axeViolations } from "./axe.ts";

function policyOf(name: string): Policy {
  const folder = new URL(`../../examples/${name}/`, import.meta.url);
  const read = (path: string): string => readFileSync(new URL(path, folder), "utf8");
  const { policy } = parsePolicy("policy.yaml", read("policy.yaml"), read);
  if (policy === undefined) throw new Error(`the policy of ${name} has errors`);
  return policy;
}

const notices = exampleNames().flatMap((name) => {
  const policy = policyOf(name);
  return policy.languages.map((language) => ({ name, language, policy }));
});

describe.runIf(chromiumPath !== undefined)("the notice of a sample", () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await (await visitor(browser)).newPage();
  });
  afterAll(async () => {
    await browser.close();
  });

  test.each(notices)("$name in $language passes axe, and fits a phone of 360 pixels", async ({ policy, language }) => {
    const text = await noticeFile({
      policy,
      policyHash: "0".repeat(64),
      notice: noticeOf(policy, language),
      publicUrl: new URL("https://privacy.example"),
    });
    await page.setViewportSize({ width: 1180, height: 860 });
    await page.setContent(text);
    expect(await axeViolations(page)).toEqual([]);
    const hidden = "[...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > e.clientWidth).length";
    expect(await page.evaluate(hidden)).toBe(0);

    await page.setViewportSize({ width: 360, height: 740 });
    const wide =
      "[document.documentElement, ...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > Math.min(e.clientWidth, 360)).length";
    expect(await page.evaluate(wide)).toBe(0);
    const levels = await page.evaluate<number[]>(
      "[...document.querySelectorAll('h1,h2,h3,h4')].map((e) => Number(e.tagName[1]))",
    );
    expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
    const broken =
      "[...document.querySelectorAll('a[href^=\"#\"]')].filter((a) => document.getElementById(a.getAttribute('href').slice(1)) === null).length";
    expect(await page.evaluate(broken)).toBe(0);
  });
});
