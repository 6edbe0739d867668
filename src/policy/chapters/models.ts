/** The subjects a policy may have a chapter about, by the word at the top of the document. */
import type { Minors } from "./minors.ts";

export type * from "./minors.ts";

export interface Chapters {
  readonly minors: Minors;
}
