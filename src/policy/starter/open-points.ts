import { Lexer } from "yaml";

/** What begins a comment that says what is still open in a policy. The text behind it, on the same line, says what to do. */
export const openMark = "# OPEN:";

export interface OpenPoint {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** The open points of a policy as it is written, in its order. They are comments, so that nothing else of the policy knows them. */
export function openPoints(text: string): readonly OpenPoint[] {
  const found: OpenPoint[] = [];
  let line = 1;
  // Texts are tokens of their own, which begin with their quote or indentation and never with a comment's sign.
  for (const token of new Lexer().lex(text)) {
    const words = /^#\s*OPEN:\s*(\S.*)$/u.exec(token)?.[1];
    if (words !== undefined) found.push({ line, text: words.trim() });
    line += token.split("\n").length - 1;
  }
  return found;
}
