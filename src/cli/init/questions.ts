import type { Language } from "#base";
import { type StarterKind, starterKinds } from "#policy";
import type { Terminal } from "../terminal.ts";
import { type Both, type Read, readCountry, readEmail, readKind, readLanguages, readName } from "./answers.ts";

/** What was answered. What is missing has its default, or stays open. */
export interface Answers {
  readonly kind?: StarterKind;
  readonly name?: string;
  readonly country?: string;
  readonly email?: string;
  readonly languages?: readonly Language[];
  /** An address, or the name of the variable that holds it. Never written, never printed. */
  readonly database?: string;
}

export const defaults = { kind: "webshop", country: "NL", languages: ["nl", "en"] } as const;

const questions = {
  start: {
    nl: "Een paar vragen. Enter neemt wat tussen [ ] staat; Ctrl-C stopt, dan wordt er niets geschreven.",
    en: "A few questions. Enter takes what stands in [ ]; Ctrl-C stops, and nothing is written.",
  },
  kind: { nl: "Wat voor organisatie is het?", en: "What kind of organisation is it?" },
  name: { nl: "Hoe heet de organisatie?", en: "What is the organisation called?" },
  country: { nl: "In welk land is die gevestigd?", en: "In which country is it?" },
  email: {
    nl: "Op welk adres komen vragen over privacy binnen?",
    en: "At which address do questions about privacy arrive?",
  },
  languages: { nl: "In welke talen komt de verklaring?", en: "In which languages is the notice?" },
  database: {
    nl: "Adres van uw database, of de variabele waar dat in staat? Het komt niet in het bestand.",
    en: "Address of your database, or the variable that holds it? It is not written to the file.",
  },
  later: { nl: "later", en: "later" },
  none: { nl: "geen", en: "none" },
} as const satisfies Readonly<Record<string, Both>>;

/** Asks what the command line did not say. */
export async function ask(terminal: Terminal, given: Answers, language: Language): Promise<Answers> {
  const { ask: answer } = terminal;
  if (answer === undefined) return given;
  const put = async <T>(question: Both, shown: string, read: (text: string) => Read<T>): Promise<T | undefined> => {
    for (;;) {
      const text = (await answer(`${question[language]} [${shown}] `)).trim();
      if (text === "") return undefined;
      const found = read(text);
      if ("value" in found) return found.value;
      terminal.out(`${found.wrong[language]}\n`);
    }
  };
  terminal.out(`${questions.start[language]}\n`);
  const later = questions.later[language];
  const kinds = { ...questions.kind, [language]: `${questions.kind[language]} (${starterKinds.join(", ")})` };
  const kind = given.kind ?? (await put(kinds, defaults.kind, readKind));
  const name = given.name ?? (await put(questions.name, later, readName));
  const country = given.country ?? (await put(questions.country, defaults.country, readCountry));
  const email = given.email ?? (await put(questions.email, later, readEmail));
  const languages = given.languages ?? (await put(questions.languages, defaults.languages.join(","), readLanguages));
  const address = given.database ?? (await put(questions.database, questions.none[language], (value) => ({ value })));
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(name === undefined ? {} : { name }),
    ...(country === undefined ? {} : { country }),
    ...(email === undefined ? {} : { email }),
    ...(languages === undefined ? {} : { languages }),
    ...(address === undefined ? {} : { database: address }),
  };
}
