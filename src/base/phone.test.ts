import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasPhonePlan, normalisePhone, phoneSpellings } from "./phone.ts";

const eea = "AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" ");

describe("a telephone number", () => {
  test.each([
    ["06-12345678", "NL", "+31612345678"],
    ["06 12 34 56 78", "NL", "+31612345678"],
    ["(030) 123 45 67", "NL", "+31301234567"],
    ["+31 (0)6 1234 5678", "NL", "+31612345678"],
    ["0031 6 12345678", "NL", "+31612345678"],
    ["31612345678", "NL", "+31612345678"],
    ["tel:+31-6-12345678", "BE", "+31612345678"],
    ["0470/12.34.56", "BE", "+32470123456"],
    ["02 123 45 67", "BE", "+3221234567"],
    ["0171 1234567", "DE", "+491711234567"],
    ["612 34 56 78", "ES", "+34612345678"],
    ["06 1234 5678", "IT", "+390612345678"],
    ["06 30 123 4567", "HU", "+36301234567"],
    ["(212) 555-1234", "US", "+12125551234"],
    ["1-212-555-1234", "US", "+12125551234"],
    ["011 31 6 12345678", "US", "+31612345678"],
    ["+353 86 123 4567", "NL", "+353861234567"],
    ["+230 5251 1234", "NL", "+23052511234"],
  ])("%s, dialled in %s, is %s", (text, country, number) => {
    expect(normalisePhone(text, country)).toBe(number);
  });

  test.each([
    ["", "nothing"],
    ["-", "a sign for nothing"],
    ["unknown", "a word"],
    ["0612345678 / 0301234567", "two numbers"],
    ["0612345678 ext. 5", "an extension"],
    ["06-1234567", "a digit too few"],
    ["06-123456789", "a digit too many"],
    ["612345678", "no code and no prefix"],
    ["+31 612345678+", "a sign at the end"],
    ["06+12345678", "a sign in between"],
    ["+0612345678", "no country begins with 0"],
    ["00 0612345678", "no country begins with 0"],
    ["06\n12345678\n0612345679", "two lines"],
    ["٠٦١٢٣٤٥٦٧٨", "digits that no system here writes"],
  ])("%j is none: %s", (text) => {
    expect(normalisePhone(text, "NL")).toBeUndefined();
  });

  test("of every country of the EEA can be told without its code", () => {
    expect(eea.filter((country) => !hasPhonePlan(country))).toEqual([]);
  });

  const digits = fc.string({ unit: fc.constantFrom(..."0123456789".split("")), minLength: 4, maxLength: 13 });
  const country = fc.constantFrom(...eea, "GB", "CH", "US", "CA", "XK");

  test("is the same number in each of its spellings, and no spelling is that of another", () => {
    fc.assert(
      fc.property(digits, digits, country, fc.constantFrom("", "+", "00", "0"), (one, other, here, before) => {
        const [a, b] = [normalisePhone(before + one, here), normalisePhone(before + other, here)];
        if (a === undefined) return;
        const spellings = phoneSpellings(a, here);
        expect(spellings).toContain(a);
        expect(spellings, `${before}${one}`).toContain(before + one);
        for (const spelling of spellings) expect(normalisePhone(spelling, here)).toBe(a);
        if (b !== undefined && b !== a)
          expect(phoneSpellings(b, here).filter((each) => spellings.includes(each))).toEqual([]);
      }),
      { numRuns: Number(process.env["GESTAND_RUNS"] ?? 2_000) },
    );
  });
});
