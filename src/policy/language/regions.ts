/** Where people live, as far as law cares: `everyone`, unions and states by name, countries by code. */
import type { Language, Localized } from "#base";
import { countryName, isCountry } from "#law";
import { insteadOf } from "../document/suggest.ts";
import type { Kind } from "../grammar/kind.ts";
import { clip, textKind } from "../grammar/values.ts";

const named = {
  everyone: { nl: "iedereen", en: "everyone" },
  eea: { nl: "de Europese Economische Ruimte", en: "the European Economic Area" },
  eu: { nl: "de Europese Unie", en: "the European Union" },
  uk: { nl: "het Verenigd Koninkrijk", en: "the United Kingdom" },
  ch: { nl: "Zwitserland", en: "Switzerland" },
  california: { nl: "Californië", en: "California" },
  nevada: { nl: "Nevada", en: "Nevada" },
  canada: { nl: "Canada", en: "Canada" },
} as const satisfies Record<string, Required<Localized>>;

/** A word above, or the code of a country (ISO 3166-1 alpha-2). */
export type Region = string;

const words = Object.keys(named);

export const region: Kind<Region> = textKind<Region>({
  expects: "a region such as everyone, eea, california, or the code of a country such as NL",
  label: `${words.map((word) => `\`${word}\``).join(", ")}, or a country code`,
  schema: { anyOf: [{ enum: words }, { pattern: "^[A-Z]{2}$" }] },
  parse: (value) =>
    Object.hasOwn(named, value) || isCountry(value)
      ? value
      : {
          wrong: `"${clip(value)}" is not a region.`,
          remedy: insteadOf(value, words, "a region or the code of a country"),
          code: "unknown-word",
        },
});

/** As it follows "in": `de Europese Unie`. Of `everyone`, the word itself. */
export function regionName(region: Region, language: Language): string {
  return Object.hasOwn(named, region) ? named[region as keyof typeof named][language] : countryName(region, language);
}
