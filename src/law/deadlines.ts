import { addPeriod, type LocalDate, type Period } from "#base";
import { isEea } from "./countries.ts";
import type { Cited } from "./source.ts";

/** A body of data protection law that decides deadlines. The law of the organisation's country selects one. */
export type RegimeId = "eu-gdpr" | "uk-gdpr";

export interface Regime extends Cited {
  readonly id: RegimeId;
  /** Within which a request is answered, from the day after receipt. */
  readonly answer: Period;
  /** What may be added once, with reasons, told within the first period. */
  readonly extension: Period & Cited;
  /** The rule of counting. */
  readonly counting: Cited;
}

const month: Period = { amount: 1, unit: "month" };
const twoMonths: Period = { amount: 2, unit: "month" };

const regimes: Readonly<Record<RegimeId, Regime>> = {
  "eu-gdpr": {
    id: "eu-gdpr",
    answer: month,
    article: "GDPR art. 12(3)",
    confidence: "high",
    basis: "seen",
    extension: { ...twoMonths, article: "GDPR art. 12(3)", confidence: "high", basis: "seen" },
    counting: { article: "Regulation (EEC, Euratom) 1182/71 art. 3(1), 3(2)(c)", confidence: "high", basis: "seen" },
  },
  "uk-gdpr": {
    id: "uk-gdpr",
    answer: month,
    article: "UK GDPR art. 12(3)",
    confidence: "high",
    basis: "seen",
    extension: { ...twoMonths, article: "UK GDPR art. 12(3)", confidence: "high", basis: "seen" },
    counting: { article: "UK GDPR art. 12(3), 12A; ICO guidance on time limits", confidence: "medium", basis: "seen" },
  },
};

/** The regime for an organisation in this country. Outside the EEA and the UK the GDPR is taken: it is the strictest we know. */
export function regimeFor(country: string): Regime {
  return country === "GB" && !isEea(country) ? regimes["uk-gdpr"] : regimes["eu-gdpr"];
}

/**
 * The last day of a period of calendar months that began on the day of receipt: that day itself does not count, the
 * period ends on the day with the same number, or on the last day of a shorter month (Regulation (EEC, Euratom) 1182/71
 * art. 3(1) and 3(2)(c)). Art. 3(4) would move an end on a weekend or holiday to the next working day; we never do:
 * the unmoved day is never too late.
 */
export function legalMonthDue(receivedOn: LocalDate, months: number): LocalDate {
  return addPeriod(receivedOn, { amount: months, unit: "month" });
}

/** Hours within which a breach is notified to the authority, from becoming aware of it; weekends and holidays count. */
export const breachNotice: Cited & { readonly hours: number } = {
  hours: 72,
  article: "GDPR art. 33(1); Regulation (EEC, Euratom) 1182/71 art. 3(1)",
  confidence: "high",
  basis: "seen",
};
