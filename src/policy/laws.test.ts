import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addPeriod, type LocalDate, localDate } from "#base";
import {
  type Asked,
  builtInCategories,
  checkPolicy,
  dueFor,
  extendedDue,
  holdTerms,
  isCategory,
  isHeld,
  parsePolicy,
  type Policy,
  promisesOf,
} from "./index.ts";
import { policyIn, sample } from "./testing.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 200);
const anyDay: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => addPeriod(localDate("2015-01-01"), { amount: days, unit: "day" }));
const anyDays = fc.option(fc.integer({ min: 1, max: 366 }), { nil: undefined });
const base = policyIn();

function promising(answerWithinDays: number | undefined): Policy {
  const { answerWithinDays: _, ...rights } = base.rights;
  return { ...base, rights: answerWithinDays === undefined ? rights : { ...rights, answerWithinDays } };
}

function readable(text: string): void {
  const { policy, problems } = parsePolicy("p", text);
  const errors = problems.filter((problem) => problem.severity === "error");
  expect(policy === undefined).toBe(errors.length > 0);
  for (const problem of problems) {
    expect(problem.message).not.toBe("");
    expect(problem.remedy).not.toBe("");
    if (problem.code === "more-problems") continue;
    expect(problem.at?.line).toBeGreaterThan(0);
    expect(problem.at?.column).toBeGreaterThan(0);
    expect(problem.at?.line).toBeLessThanOrEqual(text.split(/\r?\n/).length + 1);
  }
  if (policy === undefined) return;
  checkPolicy(policy);
  const ids = promisesOf(policy).map((promise) => promise.id);
  expect(new Set(ids).size).toBe(ids.length);
}

describe("due dates", () => {
  test("are never later than the month of the law, whatever was promised", () => {
    fc.assert(
      fc.property(anyDay, anyDays, (day, days) => {
        const due = dueFor(promising(days), "access", day);
        expect(due.on <= due.legalOn).toBe(true);
        expect(due.on > day).toBe(true);
        expect(due.on <= (extendedDue(promising(days), "access", day)?.on ?? "")).toBe(true);
      }),
      { numRuns: runs },
    );
  });

  test("never come later for a stricter promise, nor for a promise at all", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 365 }), (day, days) => {
        const strict = dueFor(promising(days), "erasure", day).on;
        expect(strict <= dueFor(promising(days + 1), "erasure", day).on).toBe(true);
        expect(strict <= dueFor(promising(undefined), "erasure", day).on).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

describe("every kind of request", () => {
  test("has a due day and an extension in every country, with the article of its own right where the law has one", () => {
    const asked = [
      "access",
      "rectification",
      "erasure",
      "restriction",
      "portability",
      "objection",
      "automated-decision",
    ];
    const others = ["withdraw-consent", "complaint", "leaving"];
    const day = localDate("2027-02-05");
    for (const country of ["NL", "GB", "CH", "CA", "US", "IN"])
      for (const kind of [...asked, ...others] as readonly Asked[]) {
        const policy = { ...base, organisation: { ...base.organisation, country } };
        expect(dueFor(policy, kind, day).legalOn).toBe("2027-03-05");
        // The Canadian law adds thirty days to its thirty; the Swiss one knows no extension for portability.
        const short = country === "CA" && ["access", "withdraw-consent", "complaint"].includes(kind);
        const none = country === "CH" && kind === "portability";
        expect(extendedDue(policy, kind, day)?.on, `${country} ${kind}`).toBe(
          none ? undefined : short ? "2027-04-06" : "2027-05-05",
        );
      }
    expect(dueFor(base, "erasure", day).article).toContain("GDPR art. 17, 12(3)");
    expect(dueFor(base, "leaving", day).article).toContain("GDPR art. 17, 12(3)");
  });

  test("of a Swiss or Canadian organisation is due on the earlier of thirty days and the month", () => {
    const swiss = { ...promising(undefined), organisation: { ...base.organisation, country: "CH" } };
    expect(dueFor(swiss, "access", localDate("2027-03-05"))).toMatchObject({
      on: "2027-04-04",
      article: "FADP art. 25",
    });
    expect(dueFor(swiss, "access", localDate("2027-02-05"))).toMatchObject({ on: "2027-03-05" });
  });
});

describe("holds", () => {
  test("end once and do not come back", () => {
    expect(holdTerms(base, "invoices")).toEqual([
      { years: 7, countsFrom: "end-of-book-year", timeZone: "Europe/Amsterdam" },
    ]);
    expect(holdTerms(base, "profile")).toEqual([]);
    fc.assert(
      fc.property(anyDay, anyDay, fc.integer({ min: 0, max: 4000 }), (start, today, later) => {
        const after = addPeriod(today, { amount: later, unit: "day" });
        if (!isHeld(base, "invoices", start, today)) expect(isHeld(base, "invoices", start, after)).toBe(false);
      }),
      { numRuns: runs },
    );
  });
});

describe("categories", () => {
  test("belong by whole parts: a name that merely begins alike is another category", () => {
    expect(isCategory("contact.email", "contact")).toBe(true);
    expect(isCategory("contact", "contact.email")).toBe(false);
    expect(isCategory("contactless", "contact")).toBe(false);
    expect(isCategory("contact-other", "contact")).toBe(false);
    for (const { name } of builtInCategories) {
      expect(isCategory(name, name)).toBe(true);
      expect(isCategory(`${name}x`, name)).toBe(false);
    }
    expect(new Set(builtInCategories.map((category) => category.name)).size).toBe(builtInCategories.length);
  });
});

describe("reading", () => {
  test("never throws and always says why there is no policy", () => {
    const anyText = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.string({ unit: "grapheme", maxLength: 400 }),
    );
    fc.assert(fc.property(anyText, readable), { numRuns: runs });
  });

  test("never throws on a policy with a stretch cut out, doubled or replaced", () => {
    const scraps = fc.constantFrom(
      "",
      "\n",
      "\t",
      "  ",
      ": ",
      "- ",
      "[",
      "]",
      "{",
      "}",
      "*a",
      "&a ",
      "!!x ",
      "'",
      '"',
      "null",
      "0",
      "é",
      "\0",
      "->",
      "<<: ",
      "? ",
      "%",
      "---\n",
      "#",
    );
    const mutation = fc.record({ at: fc.nat(sample.length), length: fc.nat(60), put: scraps, twice: fc.boolean() });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const text = mutations.reduce((now, { at, length, put, twice }) => {
          const cut = now.slice(at, at + length);
          return now.slice(0, at) + put + (twice ? cut + cut : "") + now.slice(at + length);
        }, sample);
        readable(text);
      }),
      { numRuns: runs },
    );
  });

  test("never throws on a policy in which a value was replaced by one of another form", () => {
    const lines = sample.split("\n");
    const values = fc.constantFrom(
      "",
      "null",
      "7",
      "true",
      "[]",
      "{}",
      "[[]]",
      "{a: b}",
      "[1, x]",
      "text",
      "'2020-01-01'",
      "-1",
      "1e400",
      "~",
      "'  '",
      "{a: {b: {c: [d]}}}",
    );
    fc.assert(
      fc.property(fc.nat(lines.length - 1), values, (index, value) => {
        readable(lines.map((line, i) => (i === index ? line.replace(/: ?.*$/, `: ${value}`) : line)).join("\n"));
      }),
      { numRuns: runs },
    );
  });
});
