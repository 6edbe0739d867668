/** In which language somebody writes to us. */
import type { Language } from "#base";

const words: Readonly<Record<Language, RegExp>> = {
  nl: /\b(de|het|een|ik|mijn|mij|u|uw|jullie|wij|en|van|niet|wil|graag|gegevens|verzoek|met|bij|dat|dit)\b/giu,
  en: /\b(the|a|an|i|my|me|you|your|we|and|of|not|want|please|data|request|with|at|that|this|would|like)\b/giu,
};

/** The most likely of these; the first when nothing says so. */
export function languageOf(text: string, among: readonly Language[]): Language {
  const [first = "nl"] = among;
  const start = text.slice(0, 5_000);
  const count = (language: Language) => start.match(words[language])?.length ?? 0;
  return among.reduce((best, language) => (count(language) > count(best) ? language : best), first);
}
