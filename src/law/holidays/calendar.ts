import type { Cited } from "../source.ts";
import type { HolidayRule } from "./rules.ts";

/** The public holidays of one place, as rules. */
export interface HolidayCalendar extends Cited {
  /** ISO 3166-1 alpha-2, or a subdivision such as `US-CA`. */
  readonly place: string;
  readonly days: readonly HolidayRule[];
}
