/** A build in which no would weigh less than yes is refused here. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contrast, plainLook } from "#policy";
import { bannerTexts } from "./texts/index.ts";

const source = (name: string) => readFileSync(new URL(`./browser/${name}`, import.meta.url), "utf8");
const css = source("style.ts");

describe("an honest question", () => {
  test("styles every button alike: no rule tells one from another", () => {
    expect(css).not.toMatch(/reject|accept|data-gestand-button|nth-|first-child|last-child|:first|:last/);
    expect(css.match(/\.gestand button\{/g)).toHaveLength(3);
  });

  test("has no on the first layer, before yes", () => {
    const banner = source("banner.ts");
    expect(banner.indexOf('"reject"')).toBeGreaterThan(0);
    expect(banner.indexOf('"reject"')).toBeLessThan(banner.indexOf('"accept"'));
  });

  test("ticks nothing that was not chosen", () => {
    expect(source("preferences.ts")).toContain("checked: acts.allowed(name)");
    expect([...source("preferences.ts").matchAll(/checked/g)]).toHaveLength(3);
  });

  test.each(Object.entries(bannerTexts))("gives no as few words as yes in %s, and says what both are", (_, texts) => {
    const ratio = texts.rejectAll.length / texts.acceptAll.length;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(1.6);
    expect(new Set([texts.rejectAll, texts.acceptAll, texts.settings, texts.save]).size).toBe(4);
  });

  test("can be read in the light and in the dark", () => {
    expect(contrast(plainLook.ink, plainLook.ground)).toBeGreaterThan(4.5);
    const dark = css.slice(css.indexOf("prefers-color-scheme:dark"));
    const of = (name: string) => new RegExp(`--gestand-${name},(#[0-9a-f]{6})`).exec(dark)?.[1] ?? "";
    expect(contrast(of("ink"), of("ground"))).toBeGreaterThan(4.5);
    expect(contrast(of("button-ink"), of("button"))).toBeGreaterThan(4.5);
    expect(contrast(of("button"), of("ground"))).toBeGreaterThan(3);
    for (const [part, colour] of Object.entries(plainLook)) {
      const name = part === "buttonInk" ? "button-ink" : part;
      expect(css, part).toMatch(new RegExp(`--gestand-${name},${colour === "#ffffff" ? "#fff" : colour}`));
    }
  });
});
