/** What the board says, in every language. */
import { describe, expect, it } from "vitest";
import { type Language, languages } from "#base";
import { en } from "./en.ts";
import type { MessageKey, Value } from "./messages.ts";
import { nl } from "./nl.ts";
import { sayMessages } from "./say-messages.ts";

const keys = Object.keys(en) as MessageKey[];

/** A value for whatever a sentence asks, by its name; `many` decides between one and a thousand. */
function told(many: boolean): Record<string, Value> {
  const listed = { shown: ["G-1", "G-2", "G-3"], more: many ? 1_200 : 0 };
  const given: Record<string, Value> = {
    part: "categories",
    why: "receipt-not-logged",
    without: "broken",
    checkedAt: "2026-03-01T12:00:00.000Z",
    country: "NL",
    sight: "note.checkout",
    policyHash: "f".repeat(64),
  };
  const lists = new Set(["which", "others", "places", "countries"]);
  return new Proxy(given, {
    get: (known, name: string) =>
      known[name] ?? (name.endsWith("On") ? "2026-03-01" : lists.has(name) ? listed : many ? 1_200 : 1),
  });
}

function answered(number: number, language: Language): string {
  return sayMessages([{ key: "answer.in-time", values: { answered: number, open: number } }], language);
}

describe("every message", () => {
  it("is said in every language, whole, for one and for many", () => {
    expect(Object.keys(nl).toSorted()).toEqual(keys.toSorted());
    for (const language of languages)
      for (const key of keys)
        for (const many of [true, false]) {
          const text = sayMessages([{ key, values: told(many) }], language);
          expect(text, `${language} ${key}`).toMatch(/\S/);
          expect(text, `${language} ${key}`).not.toMatch(/undefined|\[object|NaN|Invalid|\$\{/);
        }
  });

  it("speaks Dutch in Dutch: no word of the English sentence that only English has", () => {
    const english = /\b(the|were|nothing|nobody|request|requests|erasure|copy|copies|notice|their|which)\b/i;
    for (const key of keys) {
      if (key === "as-written") continue;
      const text = sayMessages([{ key, values: told(true) }], "nl").replaceAll(/“[^”]*”/g, "");
      expect(text, key).not.toMatch(english);
      expect(text, key).not.toBe(sayMessages([{ key, values: told(true) }], "en"));
    }
  });

  it("says one of one and many of many, and how many more there are than it shows", () => {
    expect(answered(1, "nl")).toBe(
      "1 verzoek beantwoord, allemaal op tijd. Er is nog 1 open en geen daarvan is te laat.",
    );
    expect(answered(1_200, "nl")).toContain("1.200 verzoeken beantwoord");
    expect(answered(1_200, "en")).toContain("1,200 requests answered");
    const which = { shown: ["G-1", "G-2"], more: 3 };
    expect(sayMessages([{ key: "answer.late", values: { which } }], "nl")).toBe(
      "Te laat beantwoord: G-1, G-2 en nog 3.",
    );
  });

  it("says the key itself when a newer program stored one that is not known here", () => {
    for (const key of ["new.thing", "constructor", "__proto__"])
      expect(sayMessages([{ key: key as MessageKey, values: {} }], "nl")).toBe(key);
  });
});
