import type { Language } from "#base";
import type { Cited } from "./source.ts";

const codes =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/** ISO 3166-1 alpha-2, upper case. */
export const countryCodes: readonly string[] = codes.split(" ");

export function isCountry(code: string): boolean {
  return countryCodes.includes(code);
}

/** The usual name of a country, for sentences: `Nederland`, `Netherlands`. */
export function countryName(code: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: "region", fallback: "code" }).of(code) ?? code;
}

/** Members of the European Economic Area; data may move between them freely (GDPR art. 1(3), EEA Joint Committee decision 154/2018). */
export const eeaCountries: readonly string[] =
  "AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" ");

export function isEea(country: string): boolean {
  return eeaCountries.includes(country);
}

export interface Adequacy extends Cited {
  readonly country: string;
  /** When the decision covers only some recipients: which ones. A policy must then say that its recipient is one. */
  readonly onlyFor?: string;
}

const commission = "Commission adequacy decision under GDPR art. 45";

/** Countries with an adequacy decision. A partial one (`onlyFor`) does not cover a recipient by its country alone. */
export const adequacies: readonly Adequacy[] = [
  ...["AD", "AR", "CH", "FO", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "UY"].map(
    (country): Adequacy => ({ country, article: commission, confidence: "high", basis: "recalled" }),
  ),
  { country: "BR", article: `${commission} (January 2026)`, confidence: "medium", basis: "seen" },
  { country: "GB", article: `${commission} (renewed 19 December 2025)`, confidence: "medium", basis: "seen" },
  {
    country: "CA",
    onlyFor: "commercial organisations under PIPEDA",
    article: commission,
    confidence: "high",
    basis: "recalled",
  },
  {
    country: "US",
    onlyFor: "organisations on the Data Privacy Framework list",
    article: "Commission Implementing Decision (EU) 2023/1795",
    confidence: "high",
    basis: "seen",
  },
];

/** Ways to make a transfer lawful, as a policy writes them. */
export type Safeguard = "adequacy" | "dpf" | "scc" | "bcr" | "code-of-conduct" | "certification" | "derogation";

export const safeguards: Readonly<Record<Safeguard, { readonly nl: string; readonly en: string } & Cited>> = {
  adequacy: {
    nl: "een adequaatheidsbesluit van de Europese Commissie",
    en: "an adequacy decision of the European Commission",
    article: "GDPR art. 45",
    confidence: "high",
    basis: "recalled",
  },
  dpf: {
    nl: "deelname aan het EU-VS Data Privacy Framework",
    en: "participation in the EU-US Data Privacy Framework",
    article: "GDPR art. 45; Commission Implementing Decision (EU) 2023/1795",
    confidence: "high",
    basis: "seen",
  },
  scc: {
    nl: "standaardcontractbepalingen van de Europese Commissie",
    en: "standard contractual clauses of the European Commission",
    article: "GDPR art. 46(2)(c); Commission Implementing Decision (EU) 2021/914",
    confidence: "high",
    basis: "seen",
  },
  bcr: {
    nl: "bindende bedrijfsvoorschriften",
    en: "binding corporate rules",
    article: "GDPR art. 46(2)(b), 47",
    confidence: "high",
    basis: "recalled",
  },
  "code-of-conduct": {
    nl: "een goedgekeurde gedragscode",
    en: "an approved code of conduct",
    article: "GDPR art. 46(2)(e)",
    confidence: "high",
    basis: "recalled",
  },
  certification: {
    nl: "een goedgekeurde certificering",
    en: "an approved certification",
    article: "GDPR art. 46(2)(f)",
    confidence: "high",
    basis: "recalled",
  },
  derogation: {
    nl: "een uitzondering voor bijzondere gevallen",
    en: "a derogation for specific situations",
    article: "GDPR art. 49(1)",
    confidence: "high",
    basis: "recalled",
  },
};

/** How data may go to a recipient in this country. */
export type TransferGround =
  | { readonly kind: "inside-eea" }
  | { readonly kind: "adequacy"; readonly decision: Adequacy }
  /** Only some recipients there are covered: the safeguard must say so, or be another one. */
  | { readonly kind: "partial-adequacy"; readonly decision: Adequacy }
  | { readonly kind: "needs-safeguard" };

export function transferGround(country: string): TransferGround {
  if (isEea(country)) return { kind: "inside-eea" };
  const decision = adequacies.find((adequacy) => adequacy.country === country);
  if (decision === undefined) return { kind: "needs-safeguard" };
  return { kind: decision.onlyFor === undefined ? "adequacy" : "partial-adequacy", decision };
}

const timeZones: Readonly<Record<string, string>> = {
  AT: "Europe/Vienna",
  BE: "Europe/Brussels",
  BG: "Europe/Sofia",
  CH: "Europe/Zurich",
  CY: "Asia/Nicosia",
  CZ: "Europe/Prague",
  DE: "Europe/Berlin",
  DK: "Europe/Copenhagen",
  EE: "Europe/Tallinn",
  ES: "Europe/Madrid",
  FI: "Europe/Helsinki",
  FR: "Europe/Paris",
  GB: "Europe/London",
  GR: "Europe/Athens",
  HR: "Europe/Zagreb",
  HU: "Europe/Budapest",
  IE: "Europe/Dublin",
  IS: "Atlantic/Reykjavik",
  IT: "Europe/Rome",
  LI: "Europe/Vaduz",
  LT: "Europe/Vilnius",
  LU: "Europe/Luxembourg",
  LV: "Europe/Riga",
  MT: "Europe/Malta",
  NL: "Europe/Amsterdam",
  NO: "Europe/Oslo",
  PL: "Europe/Warsaw",
  PT: "Europe/Lisbon",
  RO: "Europe/Bucharest",
  SE: "Europe/Stockholm",
  SI: "Europe/Ljubljana",
  SK: "Europe/Bratislava",
};

/** The time zone of a country that has one (of its mainland, for Spain and Portugal); otherwise the policy must say it. */
export function timeZoneOf(country: string): string | undefined {
  return timeZones[country];
}
