/** How long the law obliges keeping a row, as the connectors are told it. */
import type { LocalDate } from "#base";

/** One stretch of a dated duty: terms that start in [from, before) last this many years after the end of their year. */
export interface HoldSpan {
  readonly from?: LocalDate;
  readonly before?: LocalDate;
  readonly years: number;
  /** `date`: from the day itself. Anything else, as tax law counts: from the end of its year. */
  readonly countsFrom?: string;
  /** In which a moment counts as a day; that of the session when left out. */
  readonly timeZone?: string;
}

/** The spans of a rule that holds rows against erasure; `undefined` when the rule holds nothing. */
export type HoldTerms = (rule: string) => readonly HoldSpan[] | undefined;
