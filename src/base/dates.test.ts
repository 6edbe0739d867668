import { expect, test } from "vitest";
import { addPeriod, isLocalDate, localDate } from "./dates.ts";

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
