import { addPeriod, type LocalDate, type Period } from "#base";
import { workingDays } from "./holidays/working-days.ts";
import { type Cited, recalled, seen, type Titled } from "./source.ts";

/** A length of time as laws write it: calendar time, working days or hours. */
export type Term =
  | Period
  | { readonly amount: number; readonly unit: "business-day" }
  | { readonly amount: number; readonly unit: "hour" };

/** A way of counting. Laws differ in whether the first day counts and in what a shorter month does. */
export type CountingId =
  | "eu-months"
  | "eu-hours"
  | "uk-months"
  | "us-ca-calendar-days"
  | "us-ca-business-days"
  | "calendar-days";

export interface Counting extends Cited, Titled {
  readonly id: CountingId;
}

/**
 * Some of these laws move an end on a weekend or holiday to the next working day. We never do: the unmoved day is never too
 * late. `outerBound` shows what moving would give.
 */
export const countings: Readonly<Record<CountingId, Counting>> = {
  "eu-months": {
    id: "eu-months",
    nl: "De dag van ontvangst telt niet. De termijn eindigt op de dag met hetzelfde nummer, of op de laatste dag van een kortere maand.",
    en: "The day of receipt does not count. The term ends on the day with the same number, or on the last day of a shorter month.",
    ...seen("Regulation (EEC, Euratom) 1182/71 art. 3(1), 3(2)(c)", {
      note: "Art. 3(4) moves an end on a Saturday, Sunday or public holiday of the Member State where the act is due (art. 2(1)) to the next working day. See also EDPB Guidelines 01/2022 section 5.3.",
    }),
  },
  "eu-hours": {
    id: "eu-hours",
    nl: "Opeenvolgende uren vanaf het moment van kennis; nachten, weekeinden en feestdagen tellen mee.",
    en: "Consecutive hours from the moment of awareness; nights, weekends and holidays count.",
    ...recalled("Regulation (EEC, Euratom) 1182/71 art. 3(1), 3(4); GDPR art. 33(1)", {
      note: "The hour of the event itself does not count; we count it, so that the end is never too late. Art. 3(5), which gives a period of two days or more at least two working days, is not relied on.",
    }),
  },
  "uk-months": {
    id: "uk-months",
    nl: "Van de dag waarop de termijn begint tot de dag met hetzelfde nummer in de volgende maand, of de laatste dag van die maand.",
    en: "From the day the time begins to the corresponding day of the next month, or its last day.",
    ...seen("UK GDPR art. 12(3), 12A; ICO guidance on time limits", {
      confidence: "medium",
      note: "An end on a weekend or bank holiday moves to the next working day.",
    }),
  },
  "us-ca-calendar-days": {
    id: "us-ca-calendar-days",
    nl: "Kalenderdagen; de dag van ontvangst is de eerste dag.",
    en: "Calendar days; the day of receipt is the first.",
    ...seen("11 CCR 7021(b)", {
      note: "Whether the day of receipt is day 0 or day 1 is not settled; day 1 is the safe reading.",
    }),
  },
  "us-ca-business-days": {
    id: "us-ca-business-days",
    nl: "Werkdagen na de dag van ontvangst; zaterdagen, zondagen en feestdagen van Californië tellen niet.",
    en: "Working days after the day of receipt; Saturdays, Sundays and state holidays of California do not count.",
    ...recalled("11 CCR 7021(a), 7026(f), 7027(g)", { confidence: "medium" }),
  },
  "calendar-days": {
    id: "calendar-days",
    nl: "Kalenderdagen na de dag van ontvangst.",
    en: "Calendar days after the day of receipt.",
    ...recalled("The provision that sets the term", {
      note: "Interpretation acts may move an end on a Sunday or holiday (Canada, Quebec) or to the next working day (Switzerland).",
    }),
  },
};

/**
 * The last day of a term that begins on this day, as this law counts. Never moved off a weekend or holiday. A term of 0 ends
 * on the day itself. Terms in hours have no last day: see `breachDeadline`.
 */
export function lastDayOf(term: Exclude<Term, { unit: "hour" }>, startsOn: LocalDate, counting: CountingId): LocalDate {
  if (term.unit === "business-day") return workingDays(startsOn, term.amount, "US-CA");
  const end = addPeriod(startsOn, term);
  // The day of receipt is the first day, so the last one comes a day sooner.
  return counting === "us-ca-calendar-days" && term.unit === "day" && term.amount > 0
    ? addPeriod(end, { amount: -1, unit: "day" })
    : end;
}
