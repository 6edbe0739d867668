import { localDate } from "#base";
import { recalled, seen, type Titled } from "../source.ts";
import type { RetentionDuty } from "./duty.ts";

const in2023 = localDate("2023-01-01");
const supply: Titled = { nl: "de levering", en: "the supply" };
const endOfRelation: Titled = { nl: "het einde van de relatie", en: "the end of the relationship" };
const oneStopShop: Titled = {
  nl: "verkopen onder het éénloketsysteem voor de btw",
  en: "sales under the VAT One Stop Shop",
};
const invoices: Titled = { nl: "facturen en boekhouding", en: "invoices and accounting records" };

/** Duties of the Netherlands, Belgium, Luxembourg and the Union. */
export const beneluxDuties: readonly RetentionDuty[] = [
  {
    id: "nl.tax.records",
    country: "NL",
    title: { nl: "de administratie voor de belastingdienst", en: "business records for the tax authority" },
    countsFrom: "end-of-book-year",
    spans: [{ years: 7 }],
    ...seen("AWR art. 52(4)", {
      note: "Ledger, debtors and creditors, stock, purchases, sales, payroll, invoices. See also BW 2:10(3) and 3:15i.",
    }),
  },
  {
    id: "nl.tax.property",
    country: "NL",
    title: { nl: "gegevens over onroerende zaken voor de btw", en: "VAT records on immovable property" },
    countsFrom: "end-of-calendar-year",
    event: { nl: "het eerste gebruik", en: "the first use" },
    spans: [{ years: 9 }],
    yearsInAll: 10,
    ...seen("Wet OB 1968 art. 34a", {
      note: "Counts from the year in which the property was first used: nine years after it, ten in all.",
    }),
  },
  {
    id: "nl.oss",
    country: "NL",
    title: oneStopShop,
    countsFrom: "end-of-calendar-year",
    event: supply,
    spans: [{ years: 10 }],
    ...seen("Directive 2006/112/EC art. 369k, 242a", { note: "Also for sales that a platform facilitates." }),
  },
  {
    id: "nl.wage-tax-identity",
    country: "NL",
    title: {
      nl: "loonbelastingverklaring en kopie identiteitsbewijs",
      en: "wage tax statement and copy of identity document",
    },
    countsFrom: "end-of-calendar-year",
    event: { nl: "het einde van het dienstverband", en: "the end of the employment" },
    spans: [{ years: 5 }],
    ...recalled("Uitvoeringsregeling loonbelasting 2011 art. 7.5, 7.9", {
      confidence: "medium",
      note: "Counts from the end of the year in which the employment ended.",
    }),
  },
  {
    id: "nl.wwft",
    country: "NL",
    title: { nl: "cliëntenonderzoek (Wwft)", en: "client due diligence (Wwft)" },
    countsFrom: "date",
    event: endOfRelation,
    spans: [{ years: 5 }],
    ...recalled("Wwft art. 33", { confidence: "medium", note: "Obliged entities only." }),
  },
  {
    id: "be.tax.invoices",
    country: "BE",
    title: { nl: "facturen en btw-stukken", en: "invoices and VAT documents" },
    countsFrom: "end-of-calendar-year",
    spans: [
      { before: in2023, years: 7 },
      { from: in2023, years: 10 },
    ],
    ...seen("W.BTW art. 60; WIB92 art. 315 (Act of 20 November 2022)", {
      note: "Counts from 1 January of the year after the document. Seven years for documents before 2023, ten from 2023.",
    }),
  },
  {
    id: "be.tax.income",
    country: "BE",
    title: { nl: "boeken en stukken voor de inkomstenbelasting", en: "books and documents for income tax" },
    countsFrom: "end-of-calendar-year",
    spans: [
      { before: in2023, years: 7 },
      { from: in2023, years: 10 },
    ],
    ...seen("WIB92 art. 315 (Act of 20 November 2022)", { note: "The longer term applies from tax year 2023." }),
  },
  {
    id: "be.tax.property",
    country: "BE",
    title: { nl: "btw-stukken over onroerende goederen", en: "VAT documents on immovable property" },
    countsFrom: "end-of-calendar-year",
    spans: [{ years: 15 }],
    upToYears: 25,
    ...seen("W.BTW, rules on revision", { confidence: "medium", note: "Up to twenty-five years in some cases." }),
  },
  {
    id: "be.books",
    country: "BE",
    title: { nl: "boeken en verantwoordingsstukken", en: "accounting books and vouchers" },
    countsFrom: "end-of-book-year",
    spans: [{ years: 7 }],
    ...seen("WER art. III.86, III.88", {
      note: "From 1 January after closing. For a sales invoice the tax term is longer: use be.tax.invoices.",
    }),
  },
  {
    id: "be.internal-documents",
    country: "BE",
    title: {
      nl: "stukken die niet als bewijs tegenover derden dienen",
      en: "documents that do not serve as proof towards third parties",
    },
    countsFrom: "end-of-book-year",
    spans: [{ years: 3 }],
    ...seen("WER art. III.86"),
  },
  {
    id: "be.social-documents",
    country: "BE",
    title: { nl: "sociale documenten", en: "payroll and social documents" },
    countsFrom: "date",
    spans: [{ years: 5 }],
    ...recalled("Royal Decree no. 5 of 23 October 1978", { confidence: "medium" }),
  },
  {
    id: "lu.accounting",
    country: "LU",
    title: invoices,
    countsFrom: "end-of-book-year",
    spans: [{ years: 10 }],
    ...recalled("Code de commerce art. 16"),
  },
  {
    id: "eu.vat-oss",
    country: "EU",
    title: oneStopShop,
    countsFrom: "end-of-calendar-year",
    event: supply,
    spans: [{ years: 10 }],
    ...recalled("Directive 2006/112/EC art. 369k; Implementing Regulation (EU) 282/2011 art. 63c"),
  },
  {
    id: "eu.due-diligence",
    country: "EU",
    title: { nl: "cliëntenonderzoek tegen witwassen", en: "customer due diligence against money laundering" },
    countsFrom: "date",
    event: endOfRelation,
    spans: [{ years: 5 }],
    ...recalled("Directive (EU) 2015/849 art. 40", { note: "Obliged entities only." }),
  },
];
