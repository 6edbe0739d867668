/** Names that stand in their own language in a text of another one, so that they can be read aloud as they are written. */
import type { Language } from "#base";
import { authorities } from "#law";

export interface Stretch {
  readonly text: string;
  /** BCP 47; absent for the language of the text itself. */
  readonly language?: string;
}

/** Of the countries whose authorities call themselves by a name in one language; of others no language is claimed. */
const languageOf: Readonly<Record<string, string>> = {
  NL: "nl",
  BE: "nl",
  DE: "de",
  AT: "de",
  FR: "fr",
  ES: "es",
  IT: "it",
  PT: "pt",
  PL: "pl",
  IE: "en",
  GB: "en",
  CA: "en",
  US: "en",
};

const english = [
  "Do Not Track",
  "Global Privacy Control",
  "Shine the Light",
  "California Consumer Privacy Act",
  "California Online Privacy Protection Act",
  "Data (Use and Access) Act 2025",
  "Data Privacy Framework",
  "UK GDPR",
];

const names: ReadonlyMap<string, string> = new Map([
  ...authorities.flatMap(({ name, country }) => {
    const language = languageOf[country.slice(0, 2)];
    return language === undefined ? [] : [[name, language] as const];
  }),
  ...english.map((name) => [name, "en"] as const),
]);

/** The longest first, so that a name within another one is no name of its own. */
const anyName = new RegExp(
  [...names.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[()[\]{}.*+?^$|\\/]/g, String.raw`\$&`))
    .join("|"),
  "gu",
);

/** The text in stretches; together they are the text. */
export function stretchesOf(text: string, language: Language): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  for (const { 0: name, index } of text.matchAll(anyName)) {
    const own = names.get(name);
    if (own === undefined || own === language) continue;
    if (index > from) stretches.push({ text: text.slice(from, index) });
    stretches.push({ text: name, language: own });
    from = index + name.length;
  }
  if (from < text.length || stretches.length === 0) stretches.push({ text: text.slice(from) });
  return stretches;
}
