import { expect, test } from "vitest";
import { addPeriod, isLocalDate, localDate, startOfDay, zoneOffsets } from "./dates.ts";

test.each([
  ["2024-02-29", { amount: 1, unit: "year" }, "2025-02-28"],
  ["2026-01-31", { amount: 1, unit: "month" }, "2026-02-28"],
  ["2026-12-31", { amount: 1, unit: "day" }, "2027-01-01"],
  ["9999-12-31", { amount: 1, unit: "day" }, "9999-12-31"],
  ["9999-12-01", { amount: 1, unit: "month" }, "9999-12-31"],
  ["2026-05-05", { amount: 9999, unit: "year" }, "9999-12-31"],
  ["2026-05-05", { amount: -9999, unit: "year" }, "0000-01-01"],
  ["0000-01-05", { amount: -9, unit: "week" }, "0000-01-01"],
  ["0096-02-29", { amount: 4, unit: "year" }, "0100-02-28"],
] as const)("from %s, %o later is %s, and never a day that cannot be written", (from, period, to) => {
  expect(addPeriod(localDate(from), period)).toBe(to);
});

test("leap years are those of the calendar, also long ago", () => {
  expect(["0000-02-29", "0004-02-29", "2000-02-29", "1900-02-29", "0100-02-29", "2027-02-29"].map(isLocalDate)).toEqual(
    [true, true, true, false, false, false],
  );
});

test.each([
  ["2026-03-29", "Europe/Amsterdam", "2026-03-28T23:00:00.000Z"],
  ["2026-03-30", "Europe/Amsterdam", "2026-03-29T22:00:00.000Z"],
  ["2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z"],
  ["2026-06-01", "Pacific/Kiritimati", "2026-05-31T10:00:00.000Z"],
])("%s begins in %s at %s", (day, zone, instant) => {
  expect(startOfDay(localDate(day), zone).toISOString()).toBe(instant);
});

const offsetsOf = (zone: string, from: string, until: string) =>
  zoneOffsets(zone, new Date(from), new Date(until)).map(({ since, minutes }) => [since.toISOString(), minutes]);

test("the clocks of a zone go on and back, each at its instant", () => {
  expect(offsetsOf("Europe/Amsterdam", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")).toEqual([
    ["2026-01-01T00:00:00.000Z", 60],
    ["2026-03-29T01:00:00.000Z", 120],
    ["2026-10-25T01:00:00.000Z", 60],
  ]);
  expect(offsetsOf("America/St_Johns", "2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")).toEqual([
    ["2026-06-01T00:00:00.000Z", -150],
  ]);
});
