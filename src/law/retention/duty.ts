import type { LocalDate } from "#base";
import type { Cited, Titled } from "../source.ts";

/** What a term counts from. A book year is taken to be a calendar year unless the facts say otherwise. */
export type CountsFrom = "end-of-book-year" | "end-of-calendar-year" | "date";

/** How many years, for documents of a stretch of time. `from` is included, `before` is not. */
export interface RetentionSpan {
  readonly from?: LocalDate;
  readonly before?: LocalDate;
  readonly years: number;
}

/** A duty in law to keep documents. Beats erasure as long as it lasts (GDPR art. 17(3)(b)). */
export interface RetentionDuty extends Cited {
  readonly id: RetentionDutyId;
  /** ISO 3166-1 alpha-2 of the country whose law it is; `EU` for Union law. */
  readonly country: string;
  /** What is kept, as the notice names it. */
  readonly title: Titled;
  readonly countsFrom: CountsFrom;
  /** Of what the date is from which the years count: the document when left out. */
  readonly event?: Titled;
  /** Together they cover every day once, oldest first. */
  readonly spans: readonly RetentionSpan[];
  /** The years as the law counts them, where it counts the year of the event as the first. */
  readonly yearsInAll?: number;
  /** The law lets the term grow up to this many years. */
  readonly upToYears?: number;
}

/** `<country>.<what>`: `nl.tax.records`. Only ids of the table are accepted in a policy. */
export type RetentionDutyId = string;
