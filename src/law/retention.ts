import { addPeriod, type LocalDate, type Localized, localDate, yearOf } from "#base";
import type { Cited } from "./source.ts";

/** What a term counts from. A book year is taken to be a calendar year. */
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
  readonly title: Localized & { readonly nl: string; readonly en: string };
  readonly countsFrom: CountsFrom;
  /** Together they cover every day once, oldest first. */
  readonly spans: readonly RetentionSpan[];
  /** What a reader of the figure must know. */
  readonly note?: string;
}

export type RetentionDutyId =
  | "nl.tax.records"
  | "nl.tax.property"
  | "nl.oss"
  | "nl.wage-tax-identity"
  | "be.tax.invoices"
  | "be.tax.income"
  | "be.books"
  | "be.social-documents"
  | "eu.vat-oss";

const in2023 = localDate("2023-01-01");

/** Every duty we know, by country. A duty that is not here cannot be relied on in a policy. */
export const retentionDuties: readonly RetentionDuty[] = [
  {
    id: "nl.tax.records",
    country: "NL",
    title: { nl: "de administratie voor de belastingdienst", en: "business records for the tax authority" },
    article: "AWR art. 52(4)",
    confidence: "high",
    basis: "seen",
    countsFrom: "end-of-book-year",
    spans: [{ years: 7 }],
    note: "Ledger, debtors and creditors, stock, purchases, sales, payroll, invoices. See also BW 2:10(3) and 3:15i.",
  },
  {
    id: "nl.tax.property",
    country: "NL",
    title: { nl: "gegevens over onroerende zaken voor de btw", en: "VAT records on immovable property" },
    article: "Wet OB 1968 art. 34a",
    confidence: "high",
    basis: "seen",
    countsFrom: "end-of-calendar-year",
    spans: [{ years: 9 }],
    note: "Counts from the year in which the property was first used: nine years after it, ten in all.",
  },
  {
    id: "nl.oss",
    country: "NL",
    title: { nl: "verkopen onder het éénloketsysteem voor de btw", en: "sales under the VAT One Stop Shop" },
    article: "Directive 2006/112/EC art. 369k, 242a",
    confidence: "high",
    basis: "seen",
    countsFrom: "end-of-calendar-year",
    spans: [{ years: 10 }],
    note: "Also for sales that a platform facilitates.",
  },
  {
    id: "nl.wage-tax-identity",
    country: "NL",
    title: {
      nl: "loonbelastingverklaring en kopie identiteitsbewijs",
      en: "wage tax statement and copy of identity document",
    },
    article: "Uitvoeringsregeling loonbelasting 2011 art. 7.5, 7.9",
    confidence: "medium",
    basis: "recalled",
    countsFrom: "end-of-calendar-year",
    spans: [{ years: 5 }],
    note: "Counts from the end of the year in which the employment ended.",
  },
  {
    id: "be.tax.invoices",
    country: "BE",
    title: { nl: "facturen en btw-stukken", en: "invoices and VAT documents" },
    article: "W.BTW art. 60; WIB92 art. 315 (Act of 20 November 2022)",
    confidence: "high",
    basis: "seen",
    countsFrom: "end-of-calendar-year",
    spans: [
      { before: in2023, years: 7 },
      { from: in2023, years: 10 },
    ],
    note: "Counts from 1 January of the year after the document. Seven years for documents before 2023, ten from 2023.",
  },
  {
    id: "be.tax.income",
    country: "BE",
    title: { nl: "boeken en stukken voor de inkomstenbelasting", en: "books and documents for income tax" },
    article: "WIB92 art. 315 (Act of 20 November 2022)",
    confidence: "high",
    basis: "seen",
    countsFrom: "end-of-calendar-year",
    spans: [
      { before: in2023, years: 7 },
      { from: in2023, years: 10 },
    ],
    note: "The longer term applies from tax year 2023.",
  },
  {
    id: "be.books",
    country: "BE",
    title: { nl: "boeken en verantwoordingsstukken", en: "accounting books and vouchers" },
    article: "WER art. III.86, III.88",
    confidence: "high",
    basis: "seen",
    countsFrom: "end-of-book-year",
    spans: [{ years: 7 }],
    note: "For a sales invoice the tax term is longer: use be.tax.invoices.",
  },
  {
    id: "be.social-documents",
    country: "BE",
    title: { nl: "sociale documenten", en: "payroll and social documents" },
    article: "Royal Decree no. 5 of 23 October 1978",
    confidence: "medium",
    basis: "recalled",
    countsFrom: "date",
    spans: [{ years: 5 }],
  },
  {
    id: "eu.vat-oss",
    country: "EU",
    title: { nl: "verkopen onder het éénloketsysteem voor de btw", en: "sales under the VAT One Stop Shop" },
    article: "Directive 2006/112/EC art. 369k; Implementing Regulation (EU) 282/2011 art. 63c",
    confidence: "high",
    basis: "recalled",
    countsFrom: "end-of-calendar-year",
    spans: [{ years: 10 }],
  },
];

export function retentionDuty(id: string): RetentionDuty | undefined {
  return retentionDuties.find((duty) => duty.id === id);
}

/** The stretch that covers a document of this day. Always one: the spans of a duty cover every day. */
export function spanFor(duty: RetentionDuty, on: LocalDate): RetentionSpan | undefined {
  return duty.spans.find((span) => (span.from ?? on) <= on && (span.before === undefined || on < span.before));
}

/** The last day on which a document must be kept; `on` is its date, or any day of its book year. */
export function keptThrough(duty: RetentionDuty, on: LocalDate): LocalDate {
  const years = spanFor(duty, on)?.years ?? Math.max(...duty.spans.map((span) => span.years));
  switch (duty.countsFrom) {
    case "end-of-book-year":
    case "end-of-calendar-year":
      return localDate(`${String(yearOf(on) + years).padStart(4, "0")}-12-31`);
    case "date":
      return addPeriod(on, { amount: years, unit: "year" });
  }
}
