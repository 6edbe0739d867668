/**
 * What other rooms need for declarations of their own in YAML: the grammar that policies are read with, so that whoever
 * writes one meets the same rules, the same kind of messages with file, line and column, and a reference made from it.
 */
import { type Problem, worst } from "#base";
import { Reader } from "./document/reader.ts";
import type { Kind } from "./grammar/kind.ts";
import { listed } from "./parse.ts";
import { chaptersOf } from "./reference/chapters.ts";
import { chapterText } from "./reference/reference.ts";

export { insteadOf } from "./document/suggest.ts";
export { changed, type Entry, list, mapping, may, named, need, type Read } from "./grammar/collections.ts";
export { type Kind, type Place, type Placed, report, wrongType } from "./grammar/kind.ts";
export { literal, oneOf, text, textKind, wholeNumber } from "./grammar/values.ts";
export { table } from "./reference/reference.ts";

export type Report = (at: Problem["at"], path: string, finding: Omit<Problem, "severity" | "at" | "path">) => void;

/**
 * Reads a document of another language. `what` is what messages call it; `complete` makes the value of what was read without
 * an error, and may report further problems. The value is there exactly when no problem is an error. Throws nothing.
 */
export function readDocument<A, B>(
  options: { readonly what: string; readonly file: string; readonly kind: Kind<A> },
  text: string,
  complete: (read: A, report: Report) => B,
): { readonly value?: B; readonly problems: readonly Problem[] } {
  const { what, file, kind } = options;
  const reader = new Reader(file, what);
  const root = reader.open(text);
  if (root === undefined && reader.problems.length === 0)
    reader.report(reader.start, "", {
      code: "empty",
      message: `The ${what} is empty.`,
      remedy: "Start from an example in the documents.",
    });
  const read = root === undefined ? undefined : kind.read(root, { reader, path: "" });
  const value =
    read === undefined || worst(reader.problems) === "error"
      ? undefined
      : complete(read, (at, path, finding) => reader.report(at ?? reader.start, path, finding));
  const problems = listed(reader.problems, file);
  return value === undefined || worst(reader.problems) === "error" ? { problems } : { value, problems };
}

/** The mappings of a language as chapters in Markdown, each before its parts. */
export function chaptersText(kind: Kind<unknown>): string {
  return chaptersOf(kind).map(chapterText).join("\n\n");
}
