/** Where people live, as a policy names it: `california`, `eea`, or a country. Rights and notices can differ by it. */
import type { Language, Localized } from "#base";
import { countryAfterIn, isCountry, isEea } from "#law";

/** One of `regionNames`, or an ISO 3166-1 alpha-2 code in capitals for a country that has no name there. */
export type Region = string;

interface Named {
  /** `residents of the European Economic Area`. */
  readonly title: Required<Localized>;
  /** The place as the law room knows it; none for everyone. */
  readonly place?: string;
}

const named: Readonly<Record<string, Named>> = {
  everyone: { title: { nl: "iedereen", en: "everyone" } },
  eea: { title: { nl: "de Europese Economische Ruimte", en: "the European Economic Area" }, place: "EU" },
  eu: { title: { nl: "de Europese Unie", en: "the European Union" }, place: "EU" },
  uk: { title: { nl: "het Verenigd Koninkrijk", en: "the United Kingdom" }, place: "GB" },
  ch: { title: { nl: "Zwitserland", en: "Switzerland" }, place: "CH" },
  california: { title: { nl: "Californië", en: "California" }, place: "US-CA" },
  nevada: { title: { nl: "Nevada", en: "Nevada" }, place: "US-NV" },
  canada: { title: { nl: "Canada", en: "Canada" }, place: "CA" },
};

export const regionNames: readonly string[] = Object.keys(named);

/** The one name of a region: `GB` is `uk`. `CA` could be two places, so it is none. */
export function regionOf(written: string): Region | undefined {
  if (Object.hasOwn(named, written)) return written;
  if (written === "GB") return "uk";
  if (written === "CH") return "ch";
  return written !== "CA" && isCountry(written) ? written : undefined;
}

/** Where it is, in a sentence after "in": `Californië`, `the European Union`, `België`; or `iedereen`. */
export function regionTitle(region: Region, language: Language): string {
  return named[region]?.title[language] ?? countryAfterIn(region, language);
}

/** Its place in the tables of the law room: `EU` for the EEA, `US-CA` for California; `undefined` for everyone. */
export function placeOfRegion(region: Region): string | undefined {
  if (Object.hasOwn(named, region)) return named[region]?.place;
  return isEea(region) ? "EU" : region;
}
