import { localDate } from "#base";
import { type Cited, recalled, seen, type Titled } from "../source.ts";
import type { CountsFrom, RetentionDuty } from "./duty.ts";

const invoices: Titled = { nl: "facturen en boekhouding", en: "invoices and accounting records" };
const vouchers: Titled = { nl: "boekingsstukken", en: "accounting vouchers" };
const taxRecords: Titled = { nl: "stukken voor de belasting", en: "records for tax" };
const books: Titled = { nl: "boeken en jaarrekeningen", en: "books and annual accounts" };

/** Where the provision is not known to name a start, the end of the book year is taken: the latest of the usual readings. */
function duty(
  id: string,
  title: Titled,
  years: number,
  cited: Cited,
  countsFrom: CountsFrom = "end-of-book-year",
): RetentionDuty {
  return { id, country: id.slice(0, 2).toUpperCase(), title, countsFrom, spans: [{ years }], ...cited };
}

const medium = { confidence: "medium" } as const;

/** Invoices, vouchers and books in the other states of the EEA, the United Kingdom and Switzerland. */
export const europeanDuties: readonly RetentionDuty[] = [
  duty("at.accounting", invoices, 7, seen("BAO § 132; UGB § 212"), "end-of-calendar-year"),
  duty("bg.accounting", invoices, 10, recalled("Accountancy Act art. 12", medium)),
  duty("ch.accounting", invoices, 10, recalled("Code of Obligations art. 958f")),
  duty("cy.accounting", invoices, 6, recalled("Companies Law; Assessment and Collection of Taxes Law", medium)),
  duty("cz.vat", invoices, 10, recalled("VAT Act (235/2004) s. 35", medium)),
  duty("cz.vouchers", vouchers, 5, recalled("Act 563/1991 s. 31", medium)),
  {
    id: "de.invoices",
    country: "DE",
    title: { nl: "facturen en boekingsstukken", en: "invoices and accounting vouchers" },
    countsFrom: "end-of-calendar-year",
    spans: [
      { before: localDate("2015-01-01"), years: 10 },
      { from: localDate("2015-01-01"), before: localDate("2016-01-01"), years: 9 },
      { from: localDate("2016-01-01"), years: 8 },
    ],
    ...seen("AO § 147(3); HGB § 257(4); UStG § 14b(1), 27(40)", {
      note: "Eight years since 1 January 2025, also for older documents whose ten years were still running then. Documents of 2015 had been kept nine years on that day; those of 2014 their full ten. Supervised financial firms had one year more.",
    }),
  },
  duty("de.books", books, 10, seen("AO § 147(3); HGB § 257(4)"), "end-of-calendar-year"),
  duty(
    "de.letters",
    { nl: "handelsbrieven", en: "commercial letters" },
    6,
    seen("AO § 147(3); HGB § 257(4)"),
    "end-of-calendar-year",
  ),
  duty("dk.accounting", invoices, 5, recalled("Bogføringsloven § 12")),
  duty("ee.accounting", invoices, 7, recalled("Accounting Act § 12")),
  duty("es.accounting", invoices, 6, seen("Código de comercio art. 30")),
  duty("es.tax", taxRecords, 4, recalled("Ley General Tributaria art. 66, 70")),
  duty("fi.vouchers", vouchers, 6, recalled("Kirjanpitolaki 2:10", medium)),
  duty("fi.books", books, 10, recalled("Kirjanpitolaki 2:10", medium)),
  duty("fr.accounting", invoices, 10, seen("Code de commerce art. L123-22")),
  duty("fr.tax", taxRecords, 6, seen("Livre des procédures fiscales art. L102 B")),
  duty("gb.tax", taxRecords, 6, seen("FA 1998 Sch. 18 para 21; VATA 1994 Sch. 11 para 6")),
  duty("gr.accounting", invoices, 5, recalled("Law 4308/2014 art. 7", medium)),
  duty("hr.accounting", invoices, 11, recalled("Accounting Act", medium)),
  duty("hu.accounting", invoices, 8, recalled("Act C of 2000 s. 169")),
  duty("ie.accounting", invoices, 6, recalled("TCA 1997 s. 886")),
  duty("is.accounting", invoices, 7, recalled("Accounting Act 145/1994", medium)),
  duty("it.accounting", invoices, 10, seen("Codice civile art. 2220")),
  duty("li.accounting", invoices, 10, recalled("PGR", medium)),
  duty("lt.accounting", invoices, 10, recalled("Archive rules for accounting documents", medium)),
  duty("lv.accounting", invoices, 5, recalled("Accounting Law", medium)),
  duty("mt.accounting", invoices, 10, recalled("Companies Act s. 163", medium)),
  duty("mt.vat", taxRecords, 6, recalled("VAT Act", medium)),
  duty("no.accounting", invoices, 5, recalled("Bokføringsloven § 13")),
  duty("pl.accounting", invoices, 5, seen("Accounting Act art. 74")),
  duty("pt.accounting", invoices, 10, recalled("CIRC art. 123; CIVA art. 52")),
  duty("ro.accounting", invoices, 5, recalled("Accounting Law 82/1991 art. 25", { confidence: "low" })),
  duty("se.accounting", invoices, 7, recalled("Bokföringslagen 7:2")),
  duty("si.accounting", invoices, 10, recalled("ZDDV-1 art. 86")),
  duty("sk.accounting", invoices, 10, recalled("Accounting Act § 35")),
];
