/** How the day of a holiday is found in a year. Each rule is a function of the year; nothing is listed year by year. */
import { addPeriod, type LocalDate } from "#base";
import { type Cited, type Confidence, recalled, type Titled } from "../source.ts";
import { dayOf, orthodoxEaster, weekdayOf, westernEaster } from "./easter.ts";

/** The day in this year on which it is kept; `undefined` in a year that has none. */
export type YearRule = (year: number) => LocalDate | undefined;

export interface HolidayRule extends Titled {
  readonly on: YearRule;
  /** When it is less sure than its calendar. */
  readonly confidence?: Confidence;
}

export const sunday = 0;
export const monday = 1;
export const thursday = 4;
export const friday = 5;
export const saturday = 6;

export function holiday(nl: string, en: string, on: YearRule, confidence?: Confidence): HolidayRule {
  return { nl, en, on, ...(confidence === undefined ? {} : { confidence }) };
}

export const fixed =
  (month: number, day: number): YearRule =>
  (year) =>
    dayOf(year, month, day);

/** Days after (or, negative, before) Easter Sunday. */
export const easter =
  (days: number): YearRule =>
  (year) =>
    addPeriod(westernEaster(year), { amount: days, unit: "day" });

export const orthodox =
  (days: number): YearRule =>
  (year) =>
    addPeriod(orthodoxEaster(year), { amount: days, unit: "day" });

/** The first such weekday on or after a day of the year. */
export const firstFrom =
  (weekday: number, month: number, day: number): YearRule =>
  (year) =>
    onOrAfter(dayOf(year, month, day), weekday);

/** The last such weekday before a day of the year. */
export const lastBefore =
  (weekday: number, month: number, day: number): YearRule =>
  (year) =>
    onOrAfter(addPeriod(dayOf(year, month, day), { amount: -7, unit: "day" }), weekday);

/** The nth such weekday of a month. */
export const nth = (count: number, weekday: number, month: number): YearRule =>
  firstFrom(weekday, month, 1 + 7 * (count - 1));

/** The last such weekday of a month. */
export const last =
  (weekday: number, month: number): YearRule =>
  (year) =>
    month === 12 ? lastBefore(weekday, 1, 1)(year + 1) : lastBefore(weekday, month + 1, 1)(year);

/** From a year on, until a year (both included), on another day in single years, or only once. */
export const since =
  (from: number, rule: YearRule): YearRule =>
  (year) =>
    year >= from ? rule(year) : undefined;

export const until =
  (end: number, rule: YearRule): YearRule =>
  (year) =>
    year <= end ? rule(year) : undefined;

export const except =
  (moved: Readonly<Record<number, LocalDate>>, rule: YearRule): YearRule =>
  (year) =>
    moved[year] ?? rule(year);

/** In every year but these. */
export const notIn =
  (years: readonly number[], rule: YearRule): YearRule =>
  (year) =>
    years.includes(year) ? undefined : rule(year);

export const only =
  (day: LocalDate): YearRule =>
  (year) =>
    day.startsWith(String(year)) ? day : undefined;

/** Kept some days later when it falls on a Saturday or a Sunday; 0 leaves it where it is. */
export const moved =
  (ifSaturday: number, ifSunday: number, rule: YearRule): YearRule =>
  (year) => {
    const day = rule(year);
    if (day === undefined) return undefined;
    const shift = { [saturday]: ifSaturday, [sunday]: ifSunday }[weekdayOf(day)] ?? 0;
    return addPeriod(day, { amount: shift, unit: "day" });
  };

function onOrAfter(day: LocalDate, weekday: number): LocalDate {
  return addPeriod(day, { amount: (weekday - weekdayOf(day) + 7) % 7, unit: "day" });
}

export const newYear = holiday("Nieuwjaarsdag", "New Year's Day", fixed(1, 1));
export const epiphany = holiday("Driekoningen", "Epiphany", fixed(1, 6));
export const maundyThursday = holiday("Witte Donderdag", "Maundy Thursday", easter(-3));
export const goodFriday = holiday("Goede Vrijdag", "Good Friday", easter(-2));
export const easterMonday = holiday("Tweede Paasdag", "Easter Monday", easter(1));
export const labourDay = holiday("Dag van de Arbeid", "Labour Day", fixed(5, 1));
export const ascension = holiday("Hemelvaartsdag", "Ascension Day", easter(39));
export const whitMonday = holiday("Tweede Pinksterdag", "Whit Monday", easter(50));
export const corpusChristi = holiday("Sacramentsdag", "Corpus Christi", easter(60));
export const assumption = holiday("Maria-Tenhemelopneming", "Assumption Day", fixed(8, 15));
export const allSaints = holiday("Allerheiligen", "All Saints' Day", fixed(11, 1));
export const immaculateConception = holiday("Onbevlekte Ontvangenis", "Immaculate Conception", fixed(12, 8));
export const christmasEve = holiday("Kerstavond", "Christmas Eve", fixed(12, 24));
export const christmas = holiday("Eerste Kerstdag", "Christmas Day", fixed(12, 25));
export const secondChristmas = holiday("Tweede Kerstdag", "Second day of Christmas", fixed(12, 26));
export const midsummer = holiday("Midzomerdag", "Midsummer Day", firstFrom(saturday, 6, 20));
export const saturdayOfAllSaints = holiday("Allerheiligen", "All Saints' Day", firstFrom(saturday, 10, 31));
export const orthodoxGoodFriday = holiday("Orthodoxe Goede Vrijdag", "Orthodox Good Friday", orthodox(-2));
export const orthodoxEasterMonday = holiday("Orthodoxe Tweede Paasdag", "Orthodox Easter Monday", orthodox(1));
export const orthodoxWhitMonday = holiday("Orthodoxe Tweede Pinksterdag", "Orthodox Whit Monday", orthodox(50));
export const cleanMonday = holiday("Schone Maandag", "Clean Monday", orthodox(-48));
export const victoryDay = holiday("Dag van de overwinning", "Victory Day", fixed(5, 8));

export const day = (nl: string, en: string, month: number, number: number): HolidayRule =>
  holiday(nl, en, fixed(month, number));
export const national = (month: number, number: number): HolidayRule =>
  day("Nationale feestdag", "National Day", month, number);

/** The source of a calendar that was written down from knowledge and not checked against published days. */
export const unchecked = (source: string, note?: string): Cited =>
  recalled(source, { confidence: "medium", ...(note === undefined ? {} : { note }) });
