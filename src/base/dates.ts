import { dateFormat } from "./formats.ts";

declare const dateBrand: unique symbol;

/** A calendar day, `YYYY-MM-DD`, without a time zone. Compares correctly as text. */
export type LocalDate = string & { readonly [dateBrand]: true };
/** An instant as ISO 8601 text in UTC. */
export type IsoInstant = string;

/** A length of calendar time. Exactly one unit, as laws and policies write it. */
export interface Period {
  readonly amount: number;
  readonly unit: "day" | "week" | "month" | "year";
}

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

export function isLocalDate(text: string): text is LocalDate {
  const parts = shape.exec(text);
  if (parts === null) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Asserts that the text is a calendar day; for text that was checked or written by us. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`"${text}" is not a calendar day of the form YYYY-MM-DD`);
  return text;
}

/** The day it is at this instant in this IANA time zone. */
export function localDateOf(instant: Date, timeZone: string): LocalDate {
  return localDate(
    dateFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(instant),
  );
}

/** The first instant of a day in this IANA time zone; days can have 23 or 25 hours, and begin after midnight. */
export function startOfDay(day: LocalDate, timeZone: string): Date {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const day36 = 36 * 3_600_000;
  let [before, from] = [noon - day36, noon + day36];
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (localDateOf(new Date(middle), timeZone) < day) before = middle;
    else from = middle;
  }
  return new Date(from);
}

/**
 * What the clocks of this IANA time zone are ahead of UTC, in minutes: each stretch by the instant at which it begins, from the one
 * in which `from` is to the last that begins before `until`.
 */
export function zoneOffsets(
  timeZone: string,
  from: Date,
  until: Date,
): readonly { readonly since: Date; readonly minutes: number }[] {
  const stretches = [{ since: from, minutes: offsetAt(timeZone, from) }];
  for (let [at, last] = [from.getTime(), stretches[0]?.minutes]; at < until.getTime(); ) {
    const next = Math.min(at + week, until.getTime());
    const minutes = offsetAt(timeZone, new Date(next));
    if (minutes !== last) stretches.push({ since: changeBetween(timeZone, at, next), minutes });
    [at, last] = [next, minutes];
  }
  return stretches;
}

/** No zone changes its clocks twice within it. */
const week = 7 * 86_400_000;

function changeBetween(timeZone: string, before: number, after: number): Date {
  const old = offsetAt(timeZone, new Date(before));
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(timeZone, new Date(middle)) === old) before = middle;
    else after = middle;
  }
  return new Date(after);
}

function offsetAt(timeZone: string, instant: Date): number {
  const clock = dateFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(instant);
  const local = Date.parse(`${clock.replace(" ", "T")}Z`);
  return Math.round((local - Math.floor(instant.getTime() / 1_000) * 1_000) / 60_000);
}

/**
 * The day a period later. Months and years keep the day's number, or take the last day of a shorter month, as
 * Regulation (EEC, Euratom) 1182/71 art. 3(2)(c) counts them. What would come after the last day that can be written, 31
 * December 9999, is that day; before the first one, the first.
 */
export function addPeriod(date: LocalDate, period: Period): LocalDate {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  switch (period.unit) {
    case "day":
      return plusDays(date, period.amount);
    case "week":
      return plusDays(date, period.amount * 7);
    case "month":
      return clamped(year, month + period.amount, day);
    case "year":
      return clamped(year + period.amount, month, day);
  }
}

/** Whole days from one day to the other; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((utc(to) - utc(from)) / 86_400_000);
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

/** Reads `30 days`, `26 weeks`, `1 month`, `7 years` (also singular) or ISO 8601 `P30D`, `P26W`, `P1M`, `P7Y`. */
export function parsePeriod(text: string): Period | undefined {
  const words = /^(\d{1,4})\s*(day|week|month|year)s?$/.exec(text.trim());
  if (words !== null) return { amount: Number(words[1]), unit: words[2] as Period["unit"] };
  const iso = /^P(\d{1,4})([DWMY])$/.exec(text.trim());
  if (iso === null) return undefined;
  const unit = ({ D: "day", W: "week", M: "month", Y: "year" } as const)[iso[2] as "D" | "W" | "M" | "Y"];
  return { amount: Number(iso[1]), unit };
}

const firstDay = "0000-01-01" as LocalDate;
const lastDay = "9999-12-31" as LocalDate;

function plusDays(date: LocalDate, days: number): LocalDate {
  const day = utc(date) + days * 86_400_000;
  if (day > utc(lastDay)) return lastDay;
  return day < utc(firstDay) ? firstDay : localDate(new Date(day).toISOString().slice(0, 10));
}

function clamped(year: number, month: number, day: number): LocalDate {
  const index = year * 12 + (month - 1);
  const [y, m] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  if (y < 0) return firstDay;
  if (y > 9999) return lastDay;
  const text = `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-${String(Math.min(day, daysInMonth(y, m))).padStart(2, "0")}`;
  return localDate(text);
}

function daysInMonth(year: number, month: number): number {
  // The calendar repeats itself every 400 years, and `Date.UTC` takes a year below 100 for one of the last century.
  return new Date(Date.UTC(year + 400, month, 0)).getUTCDate();
}

function utc(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}
