/** What stands on pages of a company, and why what a tag wanted to send was held back. */
import type { Language } from "#base";
import type { Listed } from "./messages.ts";

const faults: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  nl: {
    mail: "een e-mailadres",
    hash: "iets wat lijkt op de hash van een e-mailadres",
    typed: "wat een bezoeker typte",
    setting: "een bericht zonder de parameters waaraan de instelling te zien is",
  },
  en: {
    mail: "a mail address",
    hash: "something like the hash of a mail address",
    typed: "what a visitor typed",
    setting: "a request without the parameters that show its settings",
  },
};

export function faultsText({ shown, more }: Listed, language: Language): Listed {
  return { shown: shown.map((fault) => faults[language][fault] ?? fault), more };
}

const known: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  nl: { "opt-out": "De link die nee zegt tegen verkoop", age: "De vraag naar de leeftijd" },
  en: { "opt-out": "The link that says no to sale", age: "The question for an age" },
};

const noteAt: Readonly<Record<Language, string>> = { nl: "De uitleg bij het formulier", en: "The note at the form" };

export function sightText(sight: string, language: Language): string {
  return known[language][sight] ?? `${noteAt[language]} "${sight.slice("note.".length)}"`;
}
