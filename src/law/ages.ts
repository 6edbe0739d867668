/** From which age a person can consent alone, and who consents below it. */
import type { LocalDate } from "#base";
import { eeaCountries } from "./countries.ts";
import { type Cited, from, inForceOn, recalled, seen, through } from "./source.ts";

/** `online-service`: consent to an online service offered directly to a child. `sale-or-sharing`: to the sale of data. */
export type ConsentFor = "online-service" | "sale-or-sharing";

export interface ConsentAge extends Cited {
  /** ISO 3166-1 alpha-2, or a subdivision such as `US-CA`. */
  readonly place: string;
  readonly for: ConsentFor;
  /** From this age a person consents alone, or needs no consent to a sale; absent where capacity of judgement is looked at case by case. */
  readonly age?: number;
  /** Who consents below `age`. `parent-below-13`: the parent below 13, from 13 the person itself. */
  readonly below: "parent" | "parent-and-child-together" | "parent-below-13" | "case-by-case";
}

type Row = readonly [place: string, age: number, cited: Cited];

const lowered: readonly Row[] = [
  ["AT", 14, seen("DSG s. 4(4)")],
  ["BE", 13, seen("Act of 30 July 2018 art. 7")],
  ["BG", 14, recalled("PDPA art. 25c", { confidence: "medium" })],
  ["CY", 14, recalled("Law 125(I)/2018 s. 8", { confidence: "medium" })],
  ["CZ", 15, seen("Act 110/2019 s. 7")],
  ["DK", 13, seen("Databeskyttelsesloven s. 6", through("2023-12-31"))],
  ["DK", 15, seen("Databeskyttelsesloven s. 6 (as amended)", from("2024-01-01"))],
  ["EE", 13, recalled("IKS s. 8", { confidence: "medium" })],
  [
    "ES",
    14,
    seen("LOPDGDD art. 7", {
      confidence: "medium",
      note: "A bill to raise it to 16 has been before parliament since April 2025; outcome not verified.",
    }),
  ],
  ["FI", 13, seen("Tietosuojalaki s. 5")],
  ["GR", 15, seen("Law 4624/2019 art. 21", { confidence: "medium" })],
  ["IS", 13, recalled("Act 90/2018 art. 10", { confidence: "medium" })],
  ["IT", 14, seen("Codice privacy art. 2-quinquies")],
  ["LT", 14, recalled("ADTAĮ art. 6", { confidence: "medium" })],
  ["LV", 13, recalled("Personal Data Processing Law s. 33", { confidence: "medium" })],
  ["MT", 13, recalled("S.L. 586.11", { confidence: "medium" })],
  [
    "NO",
    13,
    seen("Personopplysningsloven s. 5", {
      confidence: "medium",
      note: "A proposal to raise it to 15 was notified in September 2025; outcome not verified.",
    }),
  ],
  ["PT", 13, recalled("Law 58/2019 art. 16", { confidence: "medium" })],
  ["SE", 13, seen("Act 2018:218 ch. 2 s. 4")],
  ["SI", 15, recalled("ZVOP-2", { ...from("2023-01-26"), confidence: "medium" })],
];

const sixteen: readonly Row[] = [
  ["DE", 16, seen("GDPR art. 8(1)")],
  ["HR", 16, recalled("GDPR art. 8(1)", { confidence: "medium" })],
  ["HU", 16, seen("GDPR art. 8(1)", { confidence: "medium" })],
  ["IE", 16, seen("Data Protection Act 2018 s. 31")],
  ["LI", 16, recalled("GDPR art. 8(1)", { confidence: "low" })],
  ["LU", 16, recalled("GDPR art. 8(1)", { confidence: "medium" })],
  [
    "NL",
    16,
    seen("GDPR art. 8(1); UAVG art. 5", {
      note: "A bill (36264) on rights exercised by minors of 12 to 16 is pending; adoption not verified.",
    }),
  ],
  ["PL", 16, recalled("GDPR art. 8(1)", { confidence: "medium" })],
  ["RO", 16, recalled("GDPR art. 8(1)", { confidence: "medium" })],
  ["SI", 16, recalled("GDPR art. 8(1)", { ...through("2023-01-25"), confidence: "medium" })],
  ["SK", 16, seen("Act 18/2018 s. 15")],
];

/** Where no country has set another age: 16, and never below 13 (GDPR art. 8(1)). */
export const defaultConsentAge: Cited & { readonly age: number; readonly floor: number } = {
  age: 16,
  floor: 13,
  ...recalled("GDPR art. 8(1)"),
};

const online = ([place, age, cited]: Row): ConsentAge => ({
  place,
  for: "online-service",
  age,
  below: "parent",
  ...cited,
});

export const consentAges: readonly ConsentAge[] = [
  ...lowered.map(online),
  ...sixteen.map(online),
  {
    ...online(["FR", 15, seen("Loi Informatique et Libertés art. 45")]),
    below: "parent-and-child-together",
  },
  online(["GB", 13, seen("DPA 2018 s. 9")]),
  {
    place: "CH",
    for: "online-service",
    below: "case-by-case",
    ...recalled("Civil Code art. 16, 19c", {
      confidence: "medium",
      note: "Capacity of judgement decides; there is no age.",
    }),
  },
  online(["US", 13, recalled("COPPA, 15 U.S.C. 6501(1), 6502")]),
  {
    place: "US-CA",
    for: "sale-or-sharing",
    age: 16,
    below: "parent-below-13",
    ...recalled("Civ. Code 1798.120(c)-(d)", { note: "From 16 an opt-out is enough." }),
  },
  online([
    "CA",
    13,
    recalled("OPC guidance on meaningful consent", { confidence: "medium", note: "Guidance, not statute." }),
  ]),
  online(["CA-QC", 14, recalled("CQLR c. P-39.1 s. 4.1")]),
];

/**
 * The rule on the age of consent in a place on a day. A subdivision without a rule of its own has that of its country; a
 * country of the EEA without a row has the default of the GDPR. `undefined` where we know no rule.
 */
export function consentAge(place: string, on: LocalDate, what: ConsentFor = "online-service"): ConsentAge | undefined {
  const own = consentAges.find((each) => each.place === place && each.for === what && inForceOn(each, on));
  if (own !== undefined) return own;
  const country = place.slice(0, 2);
  if (country !== place) return consentAge(country, on, what);
  if (what !== "online-service" || !eeaCountries.includes(place)) return undefined;
  const { age, floor: _, ...cited } = defaultConsentAge;
  return { place, for: what, age, below: "parent", ...cited };
}
