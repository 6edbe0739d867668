/**
 * A chapter is everything the language knows of one subject: the words, the model, what is promised and what is wrong with
 * it. A policy without the subject has no chapter of it. To add a subject, write one file here, and name it in `models.ts`
 * and `all.ts`.
 */
import type { Problem } from "#base";
import { type Entry, may, type Member } from "../grammar/collections.ts";
import type { Kind } from "../grammar/kind.ts";
import type { Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import type { Nameable, Names } from "../resolve/names.ts";
import type { Chapters } from "./models.ts";

interface Spec<K extends keyof Chapters, Written> {
  /** Its word at the top of the document. */
  readonly word: K;
  /** One sentence for editors and the reference. */
  readonly doc: string;
  readonly kind: Kind<Written>;
  /** When other parts refer to its entries by name. */
  readonly declares?: { readonly what: Nameable; readonly names: (written: Written) => readonly string[] };
  /** Every name of the policy is declared by now. */
  readonly resolve: (written: Written, names: Names) => Chapters[K];
  readonly promises: (chapter: Chapters[K], policy: Policy) => readonly PolicyPromise[];
  /** What is wrong with it, also beside the rest of the policy. */
  readonly problems?: (chapter: Chapters[K], policy: Policy) => readonly Problem[];
}

/** A chapter as the parser, the compiler and the checks see it, whatever its subject. */
export interface Chapter {
  readonly word: keyof Chapters;
  readonly member: Member<unknown, false>;
  readonly declare: (written: unknown, names: Names) => void;
  readonly resolve: (written: unknown, names: Names) => unknown;
  readonly promises: (policy: Policy) => readonly PolicyPromise[];
  readonly problems: (policy: Policy) => readonly Problem[];
}

export function chapter<K extends keyof Chapters, Written>(spec: Spec<K, Written>): Chapter {
  const of = (policy: Partial<Chapters>): Chapters[K] | undefined => policy[spec.word];
  return {
    word: spec.word,
    member: may(spec.kind, spec.doc),
    // What was written was read by `spec.kind`, so it has its type.
    declare: (written, names) => {
      if (spec.declares !== undefined) names.declare(spec.declares.what, spec.declares.names(written as Written));
    },
    resolve: (written, names) => spec.resolve(written as Written, names),
    promises: (policy) => {
      const found = of(policy);
      return found === undefined ? [] : spec.promises(found, policy);
    },
    problems: (policy) => {
      const found = of(policy);
      return found === undefined ? [] : (spec.problems?.(found, policy) ?? []);
    },
  };
}

/** The names in a mapping whose names are the author's own, for `declares`. */
export function entryNames(entries: readonly Entry<unknown>[]): readonly string[] {
  return entries.map((entry) => entry.name.text);
}
