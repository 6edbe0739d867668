import type { Language, Localized, Location } from "#base";
import type { Finding, Reader } from "../document/reader.ts";
import { insteadOf } from "../document/suggest.ts";
import type { Word } from "../grammar/kind.ts";
import { clip } from "../grammar/values.ts";
import type { Said } from "../language/words.ts";
import type { Declared } from "../model.ts";

/** What can be referred to by name. The keys are the codes of problems: `unknown-purpose`. */
export type Nameable =
  | "person"
  | "category"
  | "purpose"
  | "rule"
  | "recipient"
  | "system"
  | "form"
  | "source"
  | "consent"
  | "message"
  | "contact"
  | "identity"
  | "role";

const articles: Readonly<Record<Nameable, string>> = {
  person: "a kind of person",
  category: "a category",
  purpose: "a purpose",
  rule: "a rule for keeping",
  recipient: "a recipient",
  system: "a system",
  form: "a form",
  source: "a source",
  consent: "a consent",
  message: "a message",
  contact: "a contact",
  identity: "an identity",
  role: "a role of the staff",
};

/** Knows every name that the document declares, and turns what was read into parts of the model. */
export class Names {
  readonly #reader: Reader;
  readonly #declared = new Map<Nameable, ReadonlySet<string>>();
  readonly language: Language;
  readonly #languages: readonly Language[];

  constructor(reader: Reader, languages: readonly Language[]) {
    this.#reader = reader;
    this.#languages = languages;
    this.language = languages[0] ?? "en";
  }

  declare(what: Nameable, names: Iterable<string>): void {
    this.#declared.set(what, new Set(names));
  }

  has(what: Nameable, name: string): boolean {
    return this.#declared.get(what)?.has(name) ?? false;
  }

  /** The name when it is declared; otherwise a problem, and nothing. */
  resolve(what: Nameable, word: Word): string | undefined {
    if (this.has(what, word.text)) return word.text;
    return this.unknown(what, articles[what], word, [...(this.#declared.get(what) ?? [])]);
  }

  unknown(code: string, what: string, word: Word, known: readonly string[]): undefined {
    const noun = what.replace(/^an? /, "");
    this.report(word.at, word.path, {
      code: `unknown-${code}`,
      message: `There is no ${noun} "${clip(word.text)}".`,
      remedy: this.#reader.isFull ? `Write ${what} that is declared.` : insteadOf(word.text, known, what),
    });
    return undefined;
  }

  /** Each declared name once, in order; a name given twice is a problem. */
  resolveAll(what: Nameable, words: readonly Word[] | undefined): readonly string[] {
    const found = new Set<string>();
    for (const word of words ?? []) {
      const name = this.resolve(what, word);
      if (name !== undefined && found.has(name)) this.namedTwice(word, "this list");
      if (name !== undefined) found.add(name);
    }
    return [...found];
  }

  namedTwice(word: Word, where: string): void {
    this.report(word.at, word.path, {
      code: "named-twice",
      message: `"${clip(word.text)}" is named twice in ${where}.`,
      remedy: "Keep one of the two.",
    });
  }

  report(at: Location, path: string, finding: Finding): void {
    this.#reader.report(at, path, finding);
  }

  texts(said: Said): Localized {
    return "plain" in said ? { [this.language]: said.plain } : said.texts;
  }

  /** A name of the outside world, the same in every language unless it was given per language. */
  properName(said: Said): Localized {
    if (!("plain" in said)) return said.texts;
    return Object.fromEntries(this.#languages.map((language) => [language, said.plain]));
  }

  /** The written title, or the name itself in words, in every language of the policy. */
  title(said: Said | undefined, name: string): Localized {
    if (said !== undefined) return this.texts(said);
    const words = name.replace(/[-_.]/g, " ");
    return Object.fromEntries(this.#languages.map((language) => [language, words]));
  }

  declaredBy(
    read: { readonly cites?: readonly string[] | undefined; readonly says?: Said | undefined } | undefined,
    at: Location,
  ): Declared {
    return {
      cites: [...new Set(read?.cites ?? [])],
      ...(read?.says === undefined ? {} : { says: this.texts(read.says) }),
      at,
    };
  }
}
