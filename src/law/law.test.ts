import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addPeriod, type LocalDate, localDate, yearOf } from "#base";
import {
  authorities,
  authority,
  authorityForCountry,
  countryCodes,
  countryName,
  eeaCountries,
  isCountry,
  keptThrough,
  legalMonthDue,
  regimeFor,
  retentionDuties,
  retentionDuty,
  spanFor,
  timeZoneOf,
  transferGround,
} from "./index.ts";

const anyDay: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 40_000 })
  .map((days) => addPeriod(localDate("1990-01-01"), { amount: days, unit: "day" }));

describe("the month of the law", () => {
  test("ends on the day with the same number, or on the last day of a shorter month, and never later", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 12 }), (day, months) => {
        const due = legalMonthDue(day, months);
        const [, , number] = due.split("-");
        expect(due > day).toBe(true);
        if (number === day.slice(8)) return;
        expect(Number(number)).toBeLessThan(Number(day.slice(8)));
        expect(addPeriod(due, { amount: 1, unit: "day" }).slice(8)).toBe("01");
      }),
    );
  });

  test("never decreases when a request comes a day later", () => {
    fc.assert(
      fc.property(
        anyDay,
        (day) => legalMonthDue(day, 1) <= legalMonthDue(addPeriod(day, { amount: 1, unit: "day" }), 1),
      ),
    );
  });

  test("is that of the GDPR, and of the UK GDPR in the United Kingdom", () => {
    expect(regimeFor("NL").id).toBe("eu-gdpr");
    expect(regimeFor("US").id).toBe("eu-gdpr");
    expect(regimeFor("GB").id).toBe("uk-gdpr");
  });
});

describe("duties to keep", () => {
  test.each(retentionDuties)("$id cites its law and covers every day once, with whole years", (duty) => {
    expect(duty.article).not.toBe("");
    expect(duty.id.startsWith(`${duty.country.toLowerCase()}.`)).toBe(true);
    const [first, ...rest] = duty.spans;
    expect(first?.from).toBeUndefined();
    expect(duty.spans.at(-1)?.before).toBeUndefined();
    let edge = first?.before;
    for (const span of rest) {
      expect(span.from).toBe(edge);
      edge = span.before;
    }
    fc.assert(fc.property(anyDay, (day) => (spanFor(duty, day)?.years ?? 0) > 0));
  });

  test("Dutch tax records are kept through 31 December of the seventh year after the book year", () => {
    const duty = retentionDuty("nl.tax.records");
    if (duty === undefined) throw new Error("known");
    expect(keptThrough(duty, localDate("2015-03-01"))).toBe("2022-12-31");
    expect(keptThrough(duty, localDate("2023-12-31"))).toBe("2030-12-31");
  });

  test("Belgian invoices are kept seven years from before 2023 and ten from 2023", () => {
    const duty = retentionDuty("be.tax.invoices");
    if (duty === undefined) throw new Error("known");
    expect(keptThrough(duty, localDate("2022-12-31"))).toBe("2029-12-31");
    expect(keptThrough(duty, localDate("2023-01-01"))).toBe("2033-12-31");
  });

  test("end after the document, never on a day of its own year", () => {
    fc.assert(
      fc.property(fc.constantFrom(...retentionDuties), anyDay, (duty, day) => {
        expect(yearOf(keptThrough(duty, day))).toBeGreaterThan(yearOf(day));
      }),
    );
  });
});

describe("countries and authorities", () => {
  test("every member of the EEA is a country with a time zone that exists and an authority of its own", () => {
    for (const country of eeaCountries) {
      expect(isCountry(country)).toBe(true);
      expect(new Intl.DateTimeFormat("en", { timeZone: timeZoneOf(country) }).resolvedOptions().timeZone).toBeTruthy();
      expect(authorityForCountry(country)?.country).toBe(country);
      expect(transferGround(country).kind).toBe("inside-eea");
    }
    expect(eeaCountries).toHaveLength(30);
  });

  test("countries have two letters, once each, and a name", () => {
    expect(new Set(countryCodes).size).toBe(countryCodes.length);
    expect(countryCodes).toHaveLength(249);
    for (const code of countryCodes) expect(countryName(code, "nl")).not.toBe(code);
  });

  test("authorities have an id of their own and an address to complain at", () => {
    expect(new Set(authorities.map((each) => each.id)).size).toBe(authorities.length);
    for (const each of authorities) expect(new URL(each.complaintPage).protocol).toBe("https:");
    expect(authority("nl.ap")?.name).toBe("Autoriteit Persoonsgegevens");
    expect(authority("nl.xx")).toBeUndefined();
  });

  test("a transfer needs a ground that fits the country", () => {
    expect(transferGround("GB").kind).toBe("adequacy");
    expect(transferGround("US").kind).toBe("partial-adequacy");
    expect(transferGround("IN").kind).toBe("needs-safeguard");
  });
});
