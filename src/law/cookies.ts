/** When something may be stored on or read from a person's device without asking, and which signals of a browser count. */
import type { LocalDate, Period } from "#base";
import { isEea } from "./countries.ts";
import { type Cited, from, inForceOn, recalled, seen, type Titled } from "./source.ts";

/** What may be stored or read without consent. Everything else needs it, before it happens and per purpose. */
export type CookieExemption =
  | "transmission"
  | "strictly-necessary"
  /** Measuring one's own service, under the conditions of the rule. */
  | "own-statistics"
  | "appearance"
  | "emergency-location";

export interface CookieRule extends Cited {
  /** ISO 3166-1 alpha-2; `EU` where a member has no row of its own. */
  readonly place: string;
  readonly exempt: readonly CookieExemption[];
  /** What an exemption of this country asks for. */
  readonly conditions?: Titled;
  /** What a banner must and must not do, beyond being prior, active, per purpose and as easily withdrawn as given. */
  readonly banner: readonly Titled[];
  /** How long a statistics cookie may live where statistics are exempt, how long what it measured is kept, how long a choice is remembered. */
  readonly statisticsLife?: Period & Cited;
  readonly statisticsKept?: Period & Cited;
  readonly rememberChoice?: Period & Cited;
}

const always: readonly CookieExemption[] = ["transmission", "strictly-necessary"];
const medium = { confidence: "medium" } as const;

const equalRefusal: Titled = { nl: "weigeren is even makkelijk als toestaan", en: "refusing is as easy as accepting" };
const nothingTicked: Titled = { nl: "niets staat vooraf aan", en: "nothing is ticked in advance" };
const refuseBeside: Titled = {
  nl: "de knop om te weigeren staat naast die om toe te staan, in dezelfde laag",
  en: "the button to refuse stands beside the one to accept, on the same layer",
};
const noWall: Titled = { nl: "geen toegang in ruil voor toestemming", en: "no access in exchange for consent" };
const noTricks: Titled = { nl: "geen misleidende kleuren of plaatsen", en: "no deceptive colours or places" };

export const cookieRules: readonly CookieRule[] = [
  {
    place: "EU",
    exempt: always,
    banner: [nothingTicked],
    ...recalled("Directive 2002/58/EC art. 5(3); GDPR art. 4(11), 7", {
      note: "Whether the data are personal does not matter. CJEU C-673/17: no pre-ticked box, and lifetimes and third parties are told; EDPB Guidelines 05/2020: browsing on is no consent.",
    }),
  },
  {
    place: "NL",
    exempt: [...always, "own-statistics"],
    conditions: {
      nl: "alleen informatie over kwaliteit of werking van de dienst, met geen of weinig gevolgen voor de privacy; niet gedeeld met een advertentienetwerk en niet voor profielen",
      en: "only information on the quality or effectiveness of the service, with no or little effect on private life; not shared with an advertising network and not for profiles",
    },
    banner: [nothingTicked, refuseBeside, equalRefusal, noTricks],
    ...recalled("Telecommunicatiewet art. 11.7a(3)(b)", {
      ...medium,
      note: "The Autoriteit Persoonsgegevens supervises. Consent is not mixed up with legitimate interest.",
    }),
  },
  {
    place: "BE",
    exempt: always,
    banner: [refuseBeside, noWall, noTricks, nothingTicked],
    ...recalled("Act of 30 July 2018 art. 10/2", {
      ...medium,
      note: "Since January 2022; no exemption for statistics. A settings button is not enough (GBA, 20 October 2023).",
    }),
  },
  {
    place: "FR",
    exempt: [...always, "own-statistics"],
    conditions: { nl: "alleen eigen bereikmeting", en: "only one's own audience measurement" },
    banner: [equalRefusal, { nl: "zwijgen is weigeren", en: "silence is refusal" }],
    statisticsLife: { amount: 13, unit: "month", ...recalled("CNIL recommendation 2020-092", medium) },
    statisticsKept: { amount: 25, unit: "month", ...recalled("CNIL recommendation 2020-092", medium) },
    rememberChoice: {
      amount: 6,
      unit: "month",
      ...recalled("CNIL recommendation 2020-092", { ...medium, note: "Good practice, for a yes and for a no." }),
    },
    ...recalled("Loi Informatique et Libertés art. 82; CNIL guidelines 2020-091", medium),
  },
  {
    place: "DE",
    exempt: always,
    banner: [nothingTicked],
    ...recalled("TDDDG § 25", { ...medium, note: "Recognised consent services exist since 2025 (EinwV)." }),
  },
  {
    place: "GB",
    exempt: [...always, "own-statistics", "appearance", "emergency-location"],
    conditions: {
      nl: "met informatie en de mogelijkheid om te weigeren",
      en: "with information and a way to opt out",
    },
    banner: [nothingTicked],
    ...seen("PECR reg. 6, Schedule A1", { ...from("2026-02-05"), ...medium }),
  },
];

/** The rule of a country on a day; that of the EU for a member without a row, `undefined` where we know none. */
export function cookieRuleFor(country: string, on: LocalDate): CookieRule | undefined {
  const own = cookieRules.find((rule) => rule.place === country && inForceOn(rule, on));
  return own ?? (isEea(country) ? cookieRules.find((rule) => rule.place === "EU") : undefined);
}

/** A signal that a browser sends for its user. */
export interface SignalRule extends Cited {
  readonly signal: "gpc" | "dnt";
  readonly place: string;
  /** `honour`: it counts as an opt-out. `disclose`: the policy says what is done with it. `may-object`: it can be read as an objection. */
  readonly duty: "honour" | "disclose" | "may-object";
}

export const signalRules: readonly SignalRule[] = [
  {
    signal: "gpc",
    place: "US-CA",
    duty: "honour",
    ...recalled("11 CCR 7025", {
      note: "For the browser, the profile behind it and the known consumer. Not where nothing is sold or shared (7025(c)(1)).",
    }),
  },
  {
    signal: "gpc",
    place: "US-CA",
    duty: "disclose",
    ...seen("11 CCR 7025(c)(6)", { ...from("2026-01-01"), note: "The site shows that the opt-out was carried out." }),
  },
  ...["CO", "CT", "DE", "MD", "MT", "NE", "NH", "NJ", "OR", "TX"].map(
    (state): SignalRule => ({
      signal: "gpc",
      place: `US-${state}`,
      duty: "honour",
      ...seen("State privacy act", medium),
    }),
  ),
  {
    signal: "gpc",
    place: "EU",
    duty: "may-object",
    ...recalled("GDPR art. 21(5)", { ...medium, note: "Not mandated. Reading it as a refusal is safe." }),
  },
  {
    signal: "dnt",
    place: "US-CA",
    duty: "disclose",
    ...recalled("Bus. & Prof. Code 22575(b)(5)", {
      note: "Nothing needs to be honoured; what happens with it is told.",
    }),
  },
  {
    signal: "dnt",
    place: "DE",
    duty: "may-object",
    ...recalled("GDPR art. 21(5)", { ...medium, note: "LG Berlin, 24 August 2023, 16 O 420/19." }),
  },
];
