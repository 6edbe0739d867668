import type { Language, LocalDate } from "#base";
import type { Difference, NoticeSection } from "#policy";

/** One statement. `text` is plain; nothing in it is markup. */
export interface Sentence {
  readonly text: string;
  /** Anchor of the promise it states; the page shows it as `data-promise`. Absent: a fact that no promise was made of. */
  readonly promise?: string;
  /** Anchors of further promises that the same words state. */
  readonly also?: readonly string[];
  /** Where it was promised: `002-017`. */
  readonly cites: readonly string[];
  /** Stretches of `text` that are addresses (`https://…` or an e-mail address), for whoever makes links of them. */
  readonly links?: readonly string[];
}

export type Block =
  /** A heading one level under that of its section. */
  | { readonly kind: "heading"; readonly text: string }
  | ({ readonly kind: "paragraph" } & Sentence)
  | { readonly kind: "list"; readonly items: readonly Sentence[] }
  | {
      readonly kind: "table";
      readonly caption: string;
      readonly columns: readonly string[];
      readonly rows: readonly Row[];
    };

/** A row states the promise whose anchor it carries; a cell can state one of its own. */
export interface Row {
  readonly promise?: string;
  readonly also?: readonly string[];
  readonly cites: readonly string[];
  /** As many as columns; the first names the row. */
  readonly cells: readonly Sentence[];
}

export interface Section<Id extends string = string> {
  readonly id: Id;
  readonly heading: string;
  /** Words of the house above what the system says: shown apart from it, and no part of what is promised. */
  readonly house?: string;
  readonly blocks: readonly Block[];
}

/** A question on top of the notice with its answer in a few sentences; the section has the whole of it. */
export interface SummaryPoint {
  readonly section: NoticeSection;
  readonly question: string;
  readonly answer: string;
  /** Addresses in the answer. */
  readonly links?: readonly string[];
}

/** What differs from an earlier version, for the section about changes. */
export interface Changed {
  /** The day from which that version was in force. */
  readonly since: LocalDate;
  /** Of `diffPolicies`, those that are to be shown; none says that only words differ. */
  readonly differences: readonly Pick<Difference, "says">[];
}

/** The published notice in one language. Two languages of one policy have the same sections and blocks in the same order. */
export interface NoticeDocument {
  readonly language: Language;
  readonly title: string;
  readonly inForceOn: LocalDate;
  /** The language that decides when two differ. */
  readonly authoritative: Language;
  /** What stands above words of the house: `In our own words`. */
  readonly houseLabel: string;
  /** The first layer: who, what for, how long, rights, contact. Nothing in it is said there only. */
  readonly summary: readonly SummaryPoint[];
  readonly sections: readonly Section<NoticeSection>[];
}

/** What goes with a person's copy: everything GDPR art. 15(1)(a)–(h) and 15(2) asks beside the data itself. */
export interface AnswerDocument {
  readonly language: Language;
  readonly title: string;
  readonly sections: readonly Section<AnswerSection>[];
}

/** The letters of GDPR art. 15(1), and the safeguards of 15(2). */
export type AnswerSection =
  | "purposes"
  | "categories"
  | "recipients"
  | "safeguards"
  | "retention"
  | "rights"
  | "complaint"
  | "source"
  | "automated-decisions"
  | "controller";

/** Where what was promised is stated: its anchor, and where it was promised. */
export interface Stating {
  readonly promise: string;
  readonly cites: readonly string[];
}

/** Every sentence of a document, in reading order, headings left out. A row is a sentence of its cells, before those. */
export function sentencesOf(document: { readonly sections: readonly Section[] }): readonly Sentence[] {
  return document.sections.flatMap((section) => section.blocks.flatMap(sentencesIn));
}

function sentencesIn(block: Block): readonly Sentence[] {
  switch (block.kind) {
    case "heading":
      return [];
    case "paragraph":
      return [block];
    case "list":
      return block.items;
    case "table":
      return block.rows.flatMap(({ cells, ...row }) => [{ ...row, text: textOf(cells) }, ...cells]);
  }
}

function textOf(cells: readonly Sentence[]): string {
  return cells.map(({ text }) => text).join(" ");
}

/** The anchors of all promises that these words state. */
export function anchorsOf({ promise, also = [] }: Pick<Sentence, "promise" | "also">): readonly string[] {
  return promise === undefined ? also : [promise, ...also];
}
