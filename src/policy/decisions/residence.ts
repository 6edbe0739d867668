/** Where a person lives, as far as it changes what they may expect. */
import type { Language } from "#base";
import { countryAfterIn, countryName, eeaCountries, isCountry, isEea } from "#law";
import type { Policy } from "../model.ts";
import { placeOfRegion, type Region } from "../regions.ts";

/**
 * ISO 3166-1 alpha-2, or a part of a country that has a law of its own here: `NL`, `GB`, `US-CA`, `CA-QC`. Where somebody
 * did not say it, it is `undefined`, and nothing is guessed.
 */
export type Residence = string;

/** Parts of countries whose law we know. */
const partNames: Readonly<Record<Residence, Readonly<Record<Language, string>>>> = {
  "US-CA": { nl: "Californië", en: "California" },
  "US-NV": { nl: "Nevada", en: "Nevada" },
  "CA-QC": { nl: "Québec", en: "Quebec" },
};
const parts: readonly Residence[] = Object.keys(partNames);

export function isResidence(text: string): boolean {
  return isCountry(text) || parts.includes(text);
}

/** As a list shows it: `Nederland`, `Verenigde Staten: Californië`, so that parts stand behind their country. */
export function residenceName(residence: Residence, language: Language): string {
  const part = partNames[residence];
  const country = countryName(residence.slice(0, 2), language);
  return part === undefined ? country : `${country}: ${part[language]}`;
}

/** As it follows "in": `de Verenigde Staten`, `California`. */
export function residenceAfterIn(residence: Residence, language: Language): string {
  return partNames[residence]?.[language] ?? countryAfterIn(residence, language);
}

/** Whether people who live there are among those of a region. */
export function isIn(residence: Residence, region: Region): boolean {
  const place = placeOfRegion(region);
  if (place === undefined || place === residence) return true;
  // The region of one country of the EEA has the place of all of them.
  if (place === "EU") return region === "eea" || region === "eu" ? isEea(residence) : region === residence;
  return residence.startsWith(`${place}-`);
}

/**
 * Every region that the policy speaks to: its users, residents that it names, and those to whom it grants a right, a way to
 * ask, an opt-out or an authority.
 */
export function regionsNamed({ scope, rights, sale, complaints }: Policy): ReadonlySet<Region> {
  return new Set([
    ...(scope?.users?.is ?? []),
    ...(scope?.residents ?? []).map(({ region }) => region),
    ...rights.granted.flatMap((granted) => granted.for),
    ...rights.ways.flatMap((way) => way.for),
    ...(sale?.optOut?.for ?? []),
    ...(sale?.shares?.countsIn ?? []),
    ...(complaints?.authorities ?? []).flatMap((each) => each.for),
    ...(complaints?.bodies ?? []).flatMap((each) => each.for),
  ]);
}

/**
 * From which places somebody can choose when asking: those that the policy speaks to and that of the organisation. Empty
 * when there is only one, for then the answer changes nothing and is not asked.
 */
export function residencesAsked(policy: Policy): readonly Residence[] {
  const named = [...regionsNamed(policy)].flatMap(placesIn);
  const all = [...new Set([policy.organisation.country, ...named])];
  return all.length > 1 ? all : [];
}

function placesIn(region: Region): readonly Residence[] {
  const place = placeOfRegion(region);
  if (place === undefined) return [];
  if (region === "eea" || region === "eu") return eeaCountries;
  if (place === "EU") return [region];
  return [place, ...parts.filter((part) => part.startsWith(`${place}-`))];
}
