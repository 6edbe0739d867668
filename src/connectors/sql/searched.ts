/**
 * The values that are searched for, and whether a text holds one: whole, without outer blanks and case, or, when it is long
 * enough to mean somebody, as a word of its own inside a longer text. `an@x.nl` is not found in `jan@x.nl`.
 */

/** Shorter values are only compared whole, and only with columns of their own category. */
export const wordCharacters = 5;

export interface Wanted {
  readonly category: string;
  readonly value: string;
  readonly alsoOthers?: boolean;
}

const betweenWords = /[^\p{L}\p{N}]+/u;
const stands = { before: /[\p{L}\p{N}_%+.-]$/u, after: /^(?:[\p{L}\p{N}_%+-]|\.[\p{L}\p{N}])/u };

export function plain(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}

export class Searched {
  readonly list: readonly Wanted[];
  readonly #whole: ReadonlyMap<string, readonly Wanted[]>;
  readonly #byWord: ReadonlyMap<string, readonly { readonly wanted: Wanted; readonly form: string }[]>;

  constructor(list: readonly Wanted[]) {
    this.list = list.filter(({ value }) => plain(value) !== "");
    this.#whole = Map.groupBy(this.list, ({ value }) => plain(value));
    const words = this.list.flatMap((wanted) => {
      const form = plain(wanted.value);
      return Array.from(form).length < wordCharacters ? [] : [{ wanted, form }];
    });
    this.#byWord = Map.groupBy(words, ({ form }) => longestWord(form));
  }

  /** Words of which a text that holds a value has one, in any case, and values that stand alone. */
  words(): { readonly words: readonly string[]; readonly whole: readonly string[] } {
    return { words: [...this.#byWord.keys()], whole: [...this.#whole.keys()] };
  }

  /** The values that a text holds. `categories`: of the column; short values count only there. */
  met(text: string, categories: readonly string[], holdsWords: boolean): readonly Wanted[] {
    const small = plain(text);
    const found = new Set<Wanted>();
    for (const wanted of this.#whole.get(small) ?? [])
      if (Array.from(small).length >= wordCharacters || categories.includes(wanted.category)) found.add(wanted);
    if (holdsWords)
      for (const word of new Set([...small.split(betweenWords), ""]))
        for (const { wanted, form } of this.#byWord.get(word) ?? []) if (asWord(small, form)) found.add(wanted);
    return [...found];
  }
}

function longestWord(text: string): string {
  return text.split(betweenWords).reduce((longest, word) => (word.length > longest.length ? word : longest), "");
}

function asWord(text: string, form: string): boolean {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
    if (!stands.before.test(text.slice(Math.max(0, at - 2), at)) && !stands.after.test(text.slice(at + form.length)))
      return true;
  return false;
}
