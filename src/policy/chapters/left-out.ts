/** Sentences of an old policy that were left out, each with the reason, so that nothing disappears unnoticed. */
import { named } from "../grammar/collections.ts";
import { text } from "../grammar/values.ts";
import { chapter } from "./chapter.ts";
import { eachEntry } from "./phrases.ts";

export interface LeftOut {
  /** The reference, as `cites` would give it. */
  readonly cite: string;
  readonly reason: string;
}

export const leftOut = chapter({
  word: "leftOut",
  doc: "References to sentences of an old policy that this one leaves out, each with the reason. Never published.",
  kind: named({
    what: "a reference",
    kind: text,
    check: (name) =>
      /^\S{1,80}$/.test(name)
        ? undefined
        : { message: "A reference has no white space.", remedy: "Write it as in cites: 002-020." },
  }),
  resolve: (read): readonly LeftOut[] => eachEntry(read, (reason, name) => ({ cite: name.text, reason })),
  promises: () => [],
});
