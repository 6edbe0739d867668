/** What sections are made of. */
import type { Block, Sentence } from "./document.ts";
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

/** A table in front of what is said of each row. */
export function overview(
  { caption, columns }: { readonly caption: string; readonly columns: readonly string[] },
  rows: readonly (readonly string[])[],
): readonly Block[] {
  return rows.length === 0 ? [] : [{ kind: "table", caption, columns, rows }];
}
