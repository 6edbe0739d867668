import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addPeriod, daysBetween, type LocalDate, localDate, yearOf } from "#base";
import { eeaCountries, holidaysIn, isWorkingDay, workingDays } from "../index.ts";
import { holidayCalendars } from "./calendars.ts";
import { orthodoxEaster, weekdayOf, westernEaster } from "./easter.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 200);
const anyDay: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 3287 })
  .map((days) => addPeriod(localDate("2024-01-01"), { amount: days, unit: "day" }));
const anyPlace = fc.constantFrom(...holidayCalendars.map((calendar) => calendar.place), "XX");

describe("Easter", () => {
  test("is on the days that the churches published", () => {
    const western = ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21"];
    const orthodox = ["2024-05-05", "2025-04-20", "2026-04-12", "2027-05-02", "2028-04-16", "2029-04-08", "2030-04-28"];
    expect(western.map((day) => westernEaster(Number(day.slice(0, 4))))).toEqual(western);
    expect(orthodox.map((day) => orthodoxEaster(Number(day.slice(0, 4))))).toEqual(orthodox);
    // The ends of what is possible.
    expect(westernEaster(1818)).toBe("1818-03-22");
    expect(westernEaster(2038)).toBe("2038-04-25");
  });

  test("is always a Sunday, and the orthodox one never earlier", () => {
    for (let year = 1900; year < 2100; year += 1) {
      expect(weekdayOf(westernEaster(year))).toBe(0);
      expect(weekdayOf(orthodoxEaster(year))).toBe(0);
      expect(orthodoxEaster(year) >= westernEaster(year)).toBe(true);
    }
  });
});

describe("public holidays", () => {
  test("are known for every state of the EEA, the United Kingdom, Switzerland and the places in America", () => {
    const places = holidayCalendars.map((calendar) => calendar.place);
    expect(new Set(places).size).toBe(places.length);
    expect(places.toSorted()).toEqual([...eeaCountries, "GB", "CH", "CA", "CA-QC", "US-CA", "US-NV"].toSorted());
  });

  test.each(holidayCalendars)("of $place fall in their year, in order, and come back each year", ({ place }) => {
    for (let year = 2024; year <= 2032; year += 1) {
      const days = holidaysIn(place, year).map((holiday) => holiday.on);
      expect(days).toEqual(days.toSorted());
      for (const day of days) expect(yearOf(day)).toBe(year);
      expect(days.length).toBeGreaterThanOrEqual(4);
      expect(days.length).toBeLessThanOrEqual(17);
    }
  });

  test("kept on the Friday before belong to the year of that Friday", () => {
    expect(holidaysIn("US-NV", 2027).map((holiday) => holiday.on)).toContain("2027-12-31");
    expect(holidaysIn("US-NV", 2028).map((holiday) => holiday.on)).not.toContain("2027-12-31");
  });
});

describe("working days", () => {
  test("are counted one by one: none is skipped and the last one is one", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 30 }), anyPlace, (after, amount, place) => {
        const end = workingDays(after, amount, place);
        expect(isWorkingDay(end, place)).toBe(true);
        let counted = 0;
        for (let day = after; day < end; ) {
          day = addPeriod(day, { amount: 1, unit: "day" });
          if (isWorkingDay(day, place)) counted += 1;
        }
        expect(counted).toBe(amount);
        expect(daysBetween(after, end)).toBeGreaterThanOrEqual(amount);
      }),
      { numRuns: runs },
    );
  });

  test("never lengthen by a holiday that is not confirmed", () => {
    // 5 May and Good Friday of the Netherlands, the day after Thanksgiving in California, 26 October in Austria.
    expect(isWorkingDay(localDate("2026-05-05"), "NL")).toBe(true);
    expect(isWorkingDay(localDate("2026-04-03"), "NL")).toBe(true);
    expect(isWorkingDay(localDate("2026-11-27"), "US-CA")).toBe(true);
    expect(isWorkingDay(localDate("2026-10-26"), "AT")).toBe(true);
    expect(isWorkingDay(localDate("2026-04-06"), "NL")).toBe(false);
    expect(isWorkingDay(localDate("2026-11-26"), "US-CA")).toBe(false);
  });
});
