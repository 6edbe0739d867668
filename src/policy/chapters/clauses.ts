/**
 * Clauses: promises that have no facts of their own, so that `{}` is enough to make one. A chapter lists its clauses in a
 * table; words, model and promises follow from it.
 */
import type { Localized } from "#base";
import { promise } from "../compile/draft.ts";
import { mapping, may, type Member, type Read } from "../grammar/collections.ts";
import { declared } from "../language/words.ts";
import type { Declared, NoticeSection, Policy } from "../model.ts";
import type { Mechanism, PolicyPromise, PromiseCheck } from "../promises.ts";
import type { Names } from "../resolve/names.ts";
import { present } from "../resolve/present.ts";
import { beside, underTitle } from "./phrases.ts";

export interface Clause {
  /** One sentence for editors and the reference. */
  readonly doc: string;
  readonly mechanism: Mechanism;
  /** What shows that it is kept, beside the notice; that the mechanism carries it out when left out. */
  readonly checks?: readonly PromiseCheck[];
  readonly article?: string;
  readonly nl: string;
  readonly en: string;
}

/** What a chapter with these clauses holds of them. */
export type Clauses<Word extends string> = { readonly [K in Word]?: Declared };

const clause = mapping({
  name: "Clause",
  doc: "Something that is promised as soon as it stands here. `{}` is enough.",
  example: "changes:\n  archive: {}\n  dated: {cites: [000-122]}",
  members: { ...declared },
});

export type ClauseRead = Read<typeof declared>;

export function clauseMembers<Word extends string>(
  clauses: Readonly<Record<Word, Clause>>,
): { readonly [K in Word]: Member<ClauseRead, false> } {
  return mapEach(clauses, ({ doc }) => may(clause, doc));
}

export function clausesOf<Word extends string>(
  clauses: Readonly<Record<Word, Clause>>,
  read: { readonly [K in NoInfer<Word>]: ClauseRead | undefined },
  names: Names,
): Clauses<Word> {
  const given = words(clauses).flatMap((word) => {
    const written = read[word];
    return written === undefined ? [] : [[word, names.declaredBy(written, written.at)]];
  });
  return Object.fromEntries(given) as Clauses<Word>;
}

/** One promise per clause that stands in the policy: `<prefix>.<word>`. */
export function clausePromises<Word extends string>(
  clauses: Readonly<Record<Word, Clause>>,
  given: Clauses<Word>,
  where: {
    readonly prefix: string;
    readonly section: NoticeSection;
    readonly about?: string;
    /** Leads each sentence, when there are several of what it is about; the notice has it as a heading instead. */
    readonly title?: Localized;
    /** Whose row it stands in, where the notice has a table of who promised what. */
    readonly row?: Localized;
  },
  policy: Policy,
): readonly PolicyPromise[] {
  return words(clauses).flatMap((word) => {
    const { mechanism, checks, article, nl, en } = clauses[word];
    const from = given[word];
    if (from === undefined) return [];
    return [
      promise(policy, {
        ...present({ article }),
        id: `${where.prefix}.${word}`,
        mechanism,
        section: where.section,
        ...present({ about: where.about }),
        checks: checks ?? [{ kind: "carried-out", by: mechanism }],
        ...(where.title === undefined ? { nl, en } : underTitle(where.title, nl, en)),
        ...(where.row === undefined ? {} : { pieces: beside(where.row, nl, en) }),
        from,
      }),
    ];
  });
}

function words<Word extends string>(clauses: Readonly<Record<Word, Clause>>): readonly Word[] {
  return Object.keys(clauses) as Word[];
}

function mapEach<Word extends string, A, B>(
  record: Readonly<Record<Word, A>>,
  make: (value: A) => B,
): { readonly [K in Word]: B } {
  return Object.fromEntries(words(record as never).map((word) => [word, make(record[word as Word])])) as {
    readonly [K in Word]: B;
  };
}
