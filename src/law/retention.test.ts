import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addPeriod, type LocalDate, localDate, yearOf } from "#base";
import { eeaCountries, keepUntil, retentionDuties, retentionDuty, retentionGuidance, spanFor } from "./index.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 200);
const anyDay: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => addPeriod(localDate("1990-01-01"), { amount: days, unit: "day" }));
const anyDuty = fc.constantFrom(...retentionDuties);

describe("duties to keep", () => {
  test.each(retentionDuties)("$id cites its law and covers every day once, with whole years", (duty) => {
    expect(duty.article).not.toBe("");
    expect(duty.id.startsWith(`${duty.country.toLowerCase()}.`)).toBe(true);
    const [first, ...rest] = duty.spans;
    expect(first?.from).toBeUndefined();
    expect(duty.spans.at(-1)?.before).toBeUndefined();
    let edge = first?.before;
    for (const span of rest) {
      expect(span.from).toBe(edge);
      edge = span.before;
    }
    fc.assert(fc.property(anyDay, (day) => (spanFor(duty, day)?.years ?? 0) > 0));
  });

  test("have an id each, and every state of the EEA has one for invoices or books", () => {
    expect(new Set(retentionDuties.map((duty) => duty.id)).size).toBe(retentionDuties.length);
    for (const country of eeaCountries) expect(retentionDuties.some((duty) => duty.country === country)).toBe(true);
    expect(retentionDuty("nl.tax.records")?.country).toBe("NL");
    expect(retentionDuty("nl.tax.nothing")).toBeUndefined();
  });

  test("end after the document, never on a day of its own year", () => {
    fc.assert(
      fc.property(anyDuty, anyDay, (duty, on) => {
        expect(yearOf(keepUntil(duty, { on }))).toBeGreaterThan(yearOf(on));
      }),
      { numRuns: runs },
    );
  });

  test("never keep a later document shorter, also where the years changed", () => {
    const gaps = fc.integer({ min: 0, max: 5000 });
    fc.assert(
      fc.property(anyDuty, anyDay, gaps, (duty, on, days) => {
        const later = addPeriod(on, { amount: days, unit: "day" });
        expect(keepUntil(duty, { on }) <= keepUntil(duty, { on: later })).toBe(true);
      }),
      { numRuns: runs * 5 },
    );
    for (const duty of retentionDuties)
      for (const { from } of duty.spans) {
        if (from === undefined) continue;
        const before = addPeriod(from, { amount: -1, unit: "day" });
        expect(keepUntil(duty, { on: before }) <= keepUntil(duty, { on: from })).toBe(true);
      }
  });

  test("count from the end of a book year that is not the calendar year, where they count from book years", () => {
    const on = localDate("2024-03-01");
    const bookYearEndsOn = localDate("2024-06-30");
    for (const duty of retentionDuties) {
      const ends = keepUntil(duty, { on, bookYearEndsOn });
      if (duty.countsFrom === "end-of-book-year") expect(ends.slice(4)).toBe("-06-30");
      else expect(ends).toBe(keepUntil(duty, { on }));
    }
  });
});

test("what an authority advises is no duty", () => {
  for (const { id, period } of retentionGuidance) {
    expect(retentionDuty(id)).toBeUndefined();
    expect(period.amount).toBeGreaterThan(0);
  }
});
