/**
 * Telephone numbers as people and systems write them, and the one form in which they are compared: E.164, `+31612345678`.
 * Strict: what is not surely one number of a known plan is no number. Calling codes and lengths are those of the national
 * numbering plans that ITU-T publishes for E.164.
 */
interface Plan {
  readonly code: string;
  /** What is dialled before a number inside the country; empty where nothing is. */
  readonly trunk: readonly string[];
  /** Digits of a number without code and trunk prefix. */
  readonly digits: readonly [fewest: number, most: number];
}

const zero = ["0"];
const plan = (code: string, trunk: readonly string[], fewest: number, most = fewest): Plan => ({
  code,
  trunk,
  digits: [fewest, most],
});

/** By country, ISO 3166-1 alpha-2. */
const plans: Readonly<Record<string, Plan>> = {
  AT: plan("43", zero, 6, 13),
  AU: plan("61", zero, 9),
  BE: plan("32", zero, 8, 9),
  BG: plan("359", zero, 7, 9),
  BR: plan("55", zero, 10, 11),
  CA: plan("1", ["1"], 10),
  CH: plan("41", zero, 9),
  CY: plan("357", [], 8),
  CZ: plan("420", [], 9),
  DE: plan("49", zero, 6, 12),
  DK: plan("45", [], 8),
  EE: plan("372", [], 7, 8),
  ES: plan("34", [], 9),
  FI: plan("358", zero, 6, 11),
  FR: plan("33", zero, 9),
  GB: plan("44", zero, 9, 10),
  GR: plan("30", [], 10),
  HR: plan("385", zero, 8, 9),
  HU: plan("36", ["06"], 8, 9),
  IE: plan("353", zero, 7, 9),
  IN: plan("91", zero, 10),
  IS: plan("354", [], 7, 9),
  // A number in a town begins with a 0 that is dialled from abroad as well.
  IT: plan("39", [], 8, 11),
  JP: plan("81", zero, 9, 10),
  LI: plan("423", [], 7, 9),
  LT: plan("370", ["0", "8"], 8),
  LU: plan("352", [], 6, 11),
  LV: plan("371", [], 8),
  MT: plan("356", [], 8),
  NL: plan("31", zero, 9),
  NO: plan("47", [], 8),
  NZ: plan("64", zero, 8, 10),
  PL: plan("48", [], 9),
  PT: plan("351", [], 9),
  RO: plan("40", zero, 9),
  SE: plan("46", zero, 7, 9),
  SI: plan("386", zero, 8),
  SK: plan("421", zero, 9),
  TR: plan("90", zero, 10),
  UA: plan("380", zero, 9),
  US: plan("1", ["1"], 10),
};

/** What people write between digits; nothing else may stand in a number, so that no extension or second number is lost. */
const written = /^\s*(?:tel:)?\s*[+(]?[\d(][-\d(). /\u00a0\u2010-\u2013]*$/iu;

/** Countries whose numbers can be told without a country code. */
export function hasPhonePlan(country: string): boolean {
  return Object.hasOwn(plans, country);
}

/**
 * The number in E.164, or `undefined` when the text is not surely one telephone number. `country` is where a number without
 * a country code is dialled.
 */
export function normalisePhone(text: string, country: string): string | undefined {
  const trimmed = text.trim();
  if (!written.test(trimmed) || trimmed.lastIndexOf("+") > trimmed.search(/\d/)) return undefined;
  const marked = trimmed.includes("+");
  const digits = trimmed.replace(/\D/g, "");
  if (marked) return international(digits);
  const here = Object.hasOwn(plans, country) ? plans[country] : undefined;
  const abroad = prefixAbroad(here);
  if (digits.startsWith(abroad)) return international(digits.slice(abroad.length));
  if (here === undefined) return undefined;
  return national(digits, here) ?? (standsAlone(digits, here) ? international(digits) : undefined);
}

/**
 * Every way in which a system of this country may have written the number, reduced to digits and a leading plus sign:
 * `+31612345678`, `0031612345678`, `0612345678`. A text that is one of them after `[^0-9+]` was taken out is this number.
 */
export function phoneSpellings(number: string, country: string): readonly string[] {
  const digits = number.replace(/^\+/, "");
  const here = Object.hasOwn(plans, country) ? plans[country] : undefined;
  const abroad = prefixAbroad(here);
  const plan = planOf(digits);
  const rest = plan === undefined ? "" : digits.slice(plan.code.length);
  // As in +31 (0)6.
  const bracketed =
    plan?.trunk.includes("0") === true ? [`+${plan.code}0${rest}`, `${abroad}${plan.code}0${rest}`] : [];
  const all = [`+${digits}`, `${abroad}${digits}`, ...bracketed];
  if (here === undefined || plan === undefined) return all.filter(isThis);
  if (plan.code === here.code)
    all.push(...(here.trunk.length === 0 ? [rest] : here.trunk.map((trunk) => `${trunk}${rest}`)));
  if (here.code === "1") all.push(rest);
  if (standsAlone(digits, here)) all.push(digits, ...(bracketed.length === 0 ? [] : [`${plan.code}0${rest}`]));
  return [...new Set(all)].filter(isThis);

  function isThis(spelling: string): boolean {
    return normalisePhone(spelling, country) === number;
  }
}

function prefixAbroad(here: Plan | undefined): string {
  if (here?.code === "1") return "011";
  return here?.code === "61" ? "0011" : here?.code === "81" ? "010" : "00";
}

function planOf(digits: string): Plan | undefined {
  // No code is the beginning of another one.
  return Object.values(plans).find(({ code }) => digits.startsWith(code));
}

function fits(rest: string, { digits: [fewest, most] }: Plan): boolean {
  return rest.length >= fewest && rest.length <= most;
}

function international(digits: string): string | undefined {
  const known = planOf(digits);
  // A country whose plan is not here: only what E.164 itself asks.
  if (known === undefined) return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined;
  const rest = digits.slice(known.code.length);
  const bare = known.trunk.includes("0") && rest.startsWith("0") ? rest.slice(1) : rest;
  return fits(bare, known) && !(known.trunk.includes("0") && bare.startsWith("0"))
    ? `+${known.code}${bare}`
    : undefined;
}

function national(digits: string, here: Plan): string | undefined {
  const rests = here.trunk.flatMap((trunk) => (digits.startsWith(trunk) ? [digits.slice(trunk.length)] : []));
  if (here.trunk.length === 0 || here.code === "1") rests.push(digits);
  const fitting = rests.filter((rest) => fits(rest, here) && !(here.trunk.includes("0") && rest.startsWith("0")));
  return fitting.length === 1 ? `+${here.code}${fitting[0]}` : undefined;
}

/** Digits with the country code and no sign before it: sure only where numbers of the country itself begin with a zero. */
function standsAlone(digits: string, here: Plan): boolean {
  const known = planOf(digits);
  return known !== undefined && (here.trunk.includes("0") || known.code === here.code) && !digits.startsWith("0");
}
