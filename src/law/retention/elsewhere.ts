import { recalled } from "../source.ts";
import type { RetentionDuty } from "./duty.ts";

/** Outside Europe. California, Nevada and Quebec have no such duty in their privacy law. */
export const otherDuties: readonly RetentionDuty[] = [
  {
    id: "ca.tax",
    country: "CA",
    title: { nl: "boeken en stukken voor de belasting", en: "books and records for tax" },
    countsFrom: "end-of-book-year",
    spans: [{ years: 6 }],
    ...recalled("Income Tax Act s. 230", { note: "From the end of the tax year." }),
  },
];
