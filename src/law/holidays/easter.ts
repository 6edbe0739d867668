import { addPeriod, type LocalDate, localDate } from "#base";

/** Easter Sunday of the western churches (Gregorian computus, Meeus–Jones–Butcher). */
export function westernEaster(year: number): LocalDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const moon =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - moon - (inCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * moon + 22 * weekday) / 451);
  const days = moon + weekday - 7 * shift + 114;
  return dayOf(year, Math.floor(days / 31), (days % 31) + 1);
}

/** Easter Sunday of the orthodox churches (Julian computus), as a day of the Gregorian calendar; for 1900 to 2099. */
export function orthodoxEaster(year: number): LocalDate {
  const moon = (19 * (year % 19) + 15) % 30;
  const weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
  const days = moon + weekday + 114;
  // Between 1900 and 2099 the two calendars differ by thirteen days.
  return addPeriod(dayOf(year, Math.floor(days / 31), (days % 31) + 1), { amount: 13, unit: "day" });
}

export function dayOf(year: number, month: number, day: number): LocalDate {
  return localDate(
    `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`,
  );
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(day: LocalDate): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
