import { addPeriod, type LocalDate, yearOf } from "#base";
import { type Confidence, isConfirmed, type Titled } from "../source.ts";
import { calendarOf } from "./calendars.ts";
import { weekdayOf } from "./easter.ts";
import { saturday, sunday } from "./rules.ts";

export interface Holiday extends Titled {
  /** The day on which it is kept, after moving off a weekend where the law moves it. */
  readonly on: LocalDate;
  readonly confidence: Confidence;
}

/** The public holidays of a place in a year, by day; empty for a place whose calendar we do not have. */
export function holidaysIn(place: string, year: number): readonly Holiday[] {
  const calendar = calendarOf(place);
  if (calendar === undefined) return [];
  return calendar.days
    .flatMap(({ nl, en, on, confidence = calendar.confidence }): Holiday[] =>
      // A New Year's Day on a Saturday may be kept on the Friday before: in another year than its own.
      [year - 1, year, year + 1]
        .map(on)
        .filter((day) => day !== undefined && yearOf(day) === year)
        .map((day) => ({ nl, en, on: day as LocalDate, confidence })),
    )
    .toSorted((one, other) => (one.on < other.on ? -1 : Number(one.on > other.on)));
}

/**
 * Whether work is done on this day: no Saturday, no Sunday, no confirmed public holiday of the place. A holiday that is not
 * confirmed counts as a working day: holidays lengthen terms, and we lengthen none on a guess.
 */
export function isWorkingDay(day: LocalDate, place: string): boolean {
  const weekday = weekdayOf(day);
  if (weekday === saturday || weekday === sunday) return false;
  return !holidaysIn(place, yearOf(day)).some((holiday) => holiday.on === day && isConfirmed(holiday));
}

/** The day that is this many working days after a day; the day itself does not count. 0 gives the day itself. */
export function workingDays(after: LocalDate, amount: number, place: string): LocalDate {
  let day = after;
  for (let left = amount; left > 0; ) {
    day = addPeriod(day, { amount: 1, unit: "day" });
    if (isWorkingDay(day, place)) left -= 1;
  }
  return day;
}

/**
 * The last day that a law which moves ends off weekends and holidays would still allow (for the EU, Regulation (EEC,
 * Euratom) 1182/71 art. 3(4)): the day itself, or the next working day of the place of the organisation. To show beside a due
 * day; nothing is planned on it.
 */
export function outerBound(due: LocalDate, place: string): LocalDate {
  let day = due;
  while (!isWorkingDay(day, place)) day = addPeriod(day, { amount: 1, unit: "day" });
  return day;
}
