import { describe, expect, test } from "vitest";
import { localDate } from "#base";
import {
  adequacies,
  authorities,
  authority,
  authorityFor,
  breachDeadline,
  breachDuties,
  breachDutiesOf,
  confirmationMark,
  consentAge,
  consentAges,
  countryCodes,
  countryName,
  eeaCountries,
  inForceOn,
  isConfirmed,
  isCountry,
  timeZoneOf,
  transferGround,
  unconfirmed,
} from "./index.ts";

const today = localDate("2026-11-22");
const host = (address: string): string => new URL(address).hostname.replace(/^www\./, "");

describe("countries and authorities", () => {
  test("every member of the EEA is a country with a time zone that exists and an authority of its own", () => {
    for (const country of eeaCountries) {
      expect(isCountry(country)).toBe(true);
      expect(new Intl.DateTimeFormat("en", { timeZone: timeZoneOf(country) }).resolvedOptions().timeZone).toBeTruthy();
      expect(authorityFor(country)?.country).toBe(country);
      expect(transferGround(country).kind).toBe("inside-eea");
      expect(consentAge(country, today)?.age).toBeGreaterThanOrEqual(13);
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
    for (const each of authorities) {
      expect(new URL(each.complaintPage).protocol).toBe("https:");
      expect(host(each.complaintPage)).toBe(host(each.site));
    }
    expect(authority("nl.ap")?.name).toBe("Autoriteit Persoonsgegevens");
    expect(authority("nl.xx")).toBeUndefined();
  });

  test("a place without an authority of its own has that of its country; a country without one has none", () => {
    expect(authorityFor("CA-QC")?.id).toBe("ca-qc.cai");
    expect(authorityFor("CA-ON")?.id).toBe("ca.opc");
    expect(authorityFor("US-CA")?.id).toBe("us-ca.cppa");
    expect(authorityFor("CH")?.id).toBe("ch.edoeb");
    expect(authorityFor("US")).toBeUndefined();
    expect(authorityFor("US-TX")).toBeUndefined();
  });
});

describe("transfers", () => {
  test("need a ground that fits the country", () => {
    expect(transferGround("GB").kind).toBe("adequacy");
    expect(transferGround("US").kind).toBe("partial-adequacy");
    expect(transferGround("CA").kind).toBe("partial-adequacy");
    expect(transferGround("IN").kind).toBe("needs-safeguard");
  });

  test("rest on a decision only while it holds", () => {
    expect(transferGround("BR", localDate("2025-12-31")).kind).toBe("needs-safeguard");
    expect(transferGround("BR", today).kind).toBe("adequacy");
    expect(transferGround("GB", localDate("2031-12-28")).kind).toBe("needs-safeguard");
    expect(transferGround("US", localDate("2023-07-09")).kind).toBe("needs-safeguard");
    expect(new Set(adequacies.map((each) => each.country)).size).toBe(adequacies.length);
  });
});

describe("ages", () => {
  test("have one rule per place, day and matter", () => {
    for (const { place, for: what } of consentAges)
      for (const day of ["2020-01-01", "2023-01-25", "2023-01-26", "2023-12-31", "2024-01-01", "2026-11-22"]) {
        const same = consentAges.filter((each) => each.place === place && each.for === what);
        expect(same.filter((each) => inForceOn(each, localDate(day)))).toHaveLength(1);
      }
  });
});

describe("breaches", () => {
  test("leave a number, words, or a term that has not begun", () => {
    const awareAt = new Date("2026-12-24T22:30:00Z");
    const facts = { awareAt, timeZone: "Europe/Amsterdam" };
    for (const duty of breachDuties) {
      const deadline = breachDeadline(duty, facts);
      if (duty.within === undefined) expect(deadline).toEqual({ kind: "words", urgency: duty.urgency });
      else if (duty.startsAt === "notice-to-persons") expect(deadline).toEqual({ kind: "not-begun" });
      else if (deadline.kind === "instant") expect(deadline.at > awareAt).toBe(true);
      else expect(deadline).toMatchObject({ kind: "day" });
    }
  });

  test("count days where the organisation is: late in the evening it is tomorrow there", () => {
    const [duty] = breachDutiesOf("us-ca-ccpa", today).filter((each) => each.to === "persons");
    if (duty === undefined) throw new Error("known");
    const awareAt = new Date("2026-11-22T23:30:00Z");
    expect(breachDeadline(duty, { awareAt, timeZone: "UTC" })).toEqual({ kind: "day", on: "2026-12-22" });
    expect(breachDeadline(duty, { awareAt, timeZone: "Europe/Amsterdam" })).toEqual({ kind: "day", on: "2026-12-23" });
  });
});

test("a figure that is not confirmed carries one mark, in both languages", () => {
  expect(isConfirmed({ confidence: "high" })).toBe(true);
  expect(confirmationMark({ confidence: "high" }, "nl")).toBe("");
  for (const confidence of ["medium", "low"] as const) {
    expect(isConfirmed({ confidence })).toBe(false);
    expect(confirmationMark({ confidence }, "nl")).toBe(unconfirmed.nl);
    expect(confirmationMark({ confidence }, "en")).toBe("unconfirmed");
  }
});
