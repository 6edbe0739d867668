/** Calendar days that count back from the day a sample is built for: as values for rows by hand, as SQL for volume. */
import { roll } from "./random.ts";

/** `YYYY-MM-DD`, so many days before. */
export type Day = (daysAgo: number) => string;

export function daysBack(today: string): Day {
  return (daysAgo) => new Date(Date.parse(`${today}T00:00:00Z`) - daysAgo * 86_400_000).toISOString().slice(0, 10);
}

/** An instant on a day. */
export const at = (day: string, time = "10:15:00"): string => `${day}T${time}Z`;

/** An SQL date; `days` is an SQL number. */
export const daysBefore = (today: string, days: string): string => `(date '${today}' - (${days})::int)`;

/** An SQL instant by daylight on an SQL date; `salt` is the row's number. */
export const instant = (day: string, salt: string): string =>
  `((${day})::timestamp at time zone 'UTC' + make_interval(secs => 28800 + ${roll(salt, 17, 36_000)}))`;
