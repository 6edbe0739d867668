/** Languages that Gestand itself speaks. Others follow by adding them here; the compiler then names every missing text. */
export const languages = ["nl", "en"] as const;
export type Language = (typeof languages)[number];

export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

/** A text per language. At least one is present. */
export type Localized = Partial<Record<Language, string>>;

/** The text in this language, or in the first language that has one; empty only when there is none at all. */
export function say(text: Localized | undefined, language: Language): string {
  if (text === undefined) return "";
  return text[language] ?? languages.map((other) => text[other]).find((found) => found !== undefined) ?? "";
}
