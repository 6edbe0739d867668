/** How things are said in a sentence: lists, dates, periods, a capital. The one home of these for every room. */
import type { LocalDate, Period } from "./dates.ts";
import { dateFormat } from "./formats.ts";
import type { Language } from "./language.ts";

/** With a capital first letter. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** `name, address and e-mail address`; each once. */
export function enumerated(items: readonly string[], language: Language): string {
  return joined(items, language === "nl" ? "en" : "and", language);
}

/** `by e-mail, by letter or in the app`; each once. */
export function alternatives(items: readonly string[], language: Language): string {
  return joined(items, language === "nl" ? "of" : "or", language);
}

/**
 * Where an item has a comma of its own, or is long and has an `and` of its own, semicolons stand between; where a short one
 * has an `and` of its own, a comma stands before the last: nobody has to guess where an item ends.
 */
function joined(items: readonly string[], word: string, language: Language): string {
  const doubled = doubling[language];
  const unique = [...new Set(items)];
  const last = unique.at(-1) ?? "";
  if (unique.length < 2) return last;
  const first = unique.slice(0, -1);
  const long = unique.length > 2 && unique.some((item) => doubled.test(item) && item.split(" ").length > longest);
  if (long || unique.some((item) => /[,;] /.test(item))) return `${first.join("; ")}; ${word} ${last}`;
  if (unique.some((item) => doubled.test(item))) return `${first.join(", ")}, ${word} ${last}`;
  return `${first.join(", ")} ${word} ${last}`;
}

const doubling: Readonly<Record<Language, RegExp>> = { nl: / (?:en|of) /, en: / (?:and|or) / };
/** Words. */
const longest = 7;

const locales: Readonly<Record<Language, string>> = { nl: "nl-NL", en: "en-GB" };

/** `1 december 2026`; of a day, also as it comes out of JSON. */
export function dateText(date: LocalDate | string, language: Language): string {
  return dateFormat(locales[language], { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

const units: Readonly<Record<Language, Readonly<Record<Period["unit"], readonly [string, string]>>>> = {
  nl: { day: ["dag", "dagen"], week: ["week", "weken"], month: ["maand", "maanden"], year: ["jaar", "jaar"] },
  en: { day: ["day", "days"], week: ["week", "weeks"], month: ["month", "months"], year: ["year", "years"] },
};

/** `1 maand`, `26 weken`. */
export function periodText({ amount, unit }: Period, language: Language): string {
  return `${amount} ${units[language][unit][amount === 1 ? 0 : 1]}`;
}
