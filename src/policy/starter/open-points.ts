import { Lexer } from "yaml";

/** What begins a comment that says what is still open in a policy. The text behind it, on the same line, says what to do. */
export const openMark = "# OPEN:";

export interface OpenPoint {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Before the text of a scalar, which may look like a comment (https://eemeli.org/yaml/#working-with-cst-nodes). */
const scalarFollows = "\u001F";

/** The open points of a policy as it is written, in its order. They are comments, so that nothing else of the policy knows them. */
export function openPoints(text: string): readonly OpenPoint[] {
  const found: OpenPoint[] = [];
  let line = 1;
  let last = "";
  for (const token of new Lexer().lex(text)) {
    const words = last === scalarFollows ? undefined : /^#\s*OPEN:\s*(\S.*)$/u.exec(token)?.[1];
    if (words !== undefined) found.push({ line, text: words.trim() });
    line += token.split("\n").length - 1;
    last = token;
  }
  return found;
}
