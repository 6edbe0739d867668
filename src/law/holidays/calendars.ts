import { americanCalendars } from "./america.ts";
import type { HolidayCalendar } from "./calendar.ts";
import { confirmedCalendars } from "./europe-confirmed.ts";
import { middleCalendars } from "./europe-middle.ts";
import { northernCalendars } from "./europe-north.ts";
import { southernCalendars } from "./europe-south.ts";

/** Public holidays of the whole place; days of one region, municipality or trade are left out. */
export const holidayCalendars: readonly HolidayCalendar[] = [
  ...confirmedCalendars,
  ...northernCalendars,
  ...middleCalendars,
  ...southernCalendars,
  ...americanCalendars,
];

const byPlace = new Map(holidayCalendars.map((calendar) => [calendar.place, calendar]));

/** The calendar of a place: `NL`, `GB`, `US-CA`. */
export function calendarOf(place: string): HolidayCalendar | undefined {
  return byPlace.get(place);
}
