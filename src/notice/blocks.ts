/** What sections are made of. */
import type { Block, Row, Sentence, Stating } from "./document.ts";
import type { Writing } from "./phrases.ts";
import type { Promised } from "./promised.ts";

/** Writes a section from the facts and from what was promised under it. */
export type Write = (writing: Writing, promised: Promised) => readonly Block[];

export const fact = (text: string, ...links: string[]): Sentence => ({
  // A name may end in a full stop of its own.
  text: text.replace(/\.\.$/, "."),
  cites: [],
  ...(links.length === 0 ? {} : { links }),
});
export const paragraph = (text: string, ...links: string[]): Block => ({ kind: "paragraph", ...fact(text, ...links) });
/** A fact about these names; none when there are none. */
export const unless = (names: readonly string[], text: () => string): readonly Sentence[] =>
  names.length === 0 ? [] : [fact(text())];
export const list = (items: readonly Sentence[]): readonly Block[] =>
  items.length === 0 ? [] : [{ kind: "list", items }];

/** A cell that states a promise is a sentence; the others are text. */
export type Cell = string | Sentence;

/** A row, and what it states. */
export function row(cells: readonly Cell[], ...stated: readonly (Stating | undefined)[]): Row {
  return { ...stating(stated), cells: cells.map((cell) => (typeof cell === "string" ? fact(cell) : cell)) };
}

/** The same words for several promises. */
export function stating(all: readonly (Stating | undefined)[]): Pick<Sentence, "promise" | "also" | "cites"> {
  const stated = all.filter((one) => one !== undefined);
  const [first, ...rest] = stated.map(({ promise }) => promise);
  return {
    ...(first === undefined ? {} : { promise: first }),
    ...(rest.length === 0 ? {} : { also: rest }),
    cites: [...new Set(stated.flatMap(({ cites }) => cites))],
  };
}

/** None when there are no rows. */
export function table(
  { caption, columns }: { readonly caption: string; readonly columns: readonly string[] },
  rows: readonly Row[],
): readonly Block[] {
  return rows.length === 0 ? [] : [{ kind: "table", caption, columns, rows }];
}
