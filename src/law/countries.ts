import type { Language } from "#base";

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

/** Countries whose name takes an article, as it follows "in". */
const withArticle: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  nl: { US: "de", GB: "het", AE: "de", PH: "de", BS: "de", MV: "de", SC: "de" },
  en: { US: "the", GB: "the", AE: "the", PH: "the", BS: "the", MV: "the", NL: "the", GM: "the" },
};

/** Its name as it follows "in": `de Verenigde Staten`, `the Netherlands`, `België`. */
export function countryAfterIn(code: string, language: Language): string {
  const article = withArticle[language][code];
  const name = countryName(code, language);
  return article === undefined ? name : `${article} ${name}`;
}

/** Members of the European Economic Area; data may move between them freely (GDPR art. 1(3), EEA Joint Committee decision 154/2018). */
export const eeaCountries: readonly string[] =
  "AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" ");

export function isEea(country: string): boolean {
  return eeaCountries.includes(country);
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
