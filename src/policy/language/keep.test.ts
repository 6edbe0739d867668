import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addPeriod, localDate } from "#base";
import { endsByDate, keptUntil, lastStartOver, parsePolicy, promisesOf } from "../index.ts";
import { changed, policyIn } from "../testing.ts";

const keeping = (until: string) =>
  changed("{until: 26 weeks after visited, then: aggregate}", `{until: ${until}, then: erase}`);
const said = (until: string) =>
  promisesOf(policyIn(keeping(until))).find(({ id }) => id === "keep.visits.limited")?.statement;
const end = (until: string) => keptUntil(policyIn(keeping(until)), "visits", localDate("2024-03-01"));

describe("how long data is kept", () => {
  test.each([
    ["26 weeks after visited", "tot 26 weken na uw bezoek", "2024-08-30"],
    ["when ban ended", "tot “ban ended”", "2024-03-01"],
    ["{after: ban ended, called: het einde van de blokkade}", "tot het einde van de blokkade", "2024-03-01"],
    [
      "{after: contract ends, period: 2 years, called: {nl: het einde van uw contract, en: the end of your contract}}",
      "2 jaar na het einde van uw contract",
      "2026-03-01",
    ],
    [
      "{longest: [1 year after visited, 400 days after visited]}",
      "zolang als het langste hiervan: tot 1 jaar na uw bezoek of tot 400 dagen na uw bezoek",
      "2025-04-05",
    ],
  ])("%s", (until, text, last) => {
    expect(said(until)?.nl).toContain(text);
    expect(end(until)).toBe(last);
  });

  test.each([
    "1 month after visited",
    "26 weeks after visited",
    "when ban ended",
    "{law: be.tax.invoices}",
    "{longest: [1 year after visited, {law: nl.tax.records}]}",
  ])("%s: on the day after its last one, and not a day sooner, data is past its term", (until) => {
    const policy = policyIn(keeping(until));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8_000 }), (days) => {
        const start = addPeriod(localDate("2015-01-01"), { amount: days, unit: "day" });
        const last = keptUntil(policy, "visits", start) ?? start;
        expect((lastStartOver(policy, "visits", last) ?? "") < start).toBe(true);
        expect((lastStartOver(policy, "visits", addPeriod(last, { amount: 1, unit: "day" })) ?? "") >= start).toBe(
          true,
        );
      }),
    );
    expect(lastStartOver(policy, "visits", localDate("0001-01-01"))).toBeUndefined();
  });

  test("nothing is past a term that no date ends", () => {
    const policy = policyIn(keeping("{longest: [relationship ends, {law: nl.tax.records}]}"));
    expect(lastStartOver(policy, "visits", localDate("9000-01-01"))).toBeUndefined();
    expect([endsByDate(policy, "visits"), endsByDate(policy, "profile")]).toEqual([false, false]);
  });

  test("the longest of a law and the contract has no date of its own while the person stays", () => {
    expect(end("{longest: [relationship ends, {law: nl.tax.records}]}")).toBeUndefined();
    expect(end("{longest: [1 year after visited, {law: nl.tax.records}]}")).toBe("2031-12-31");
  });

  test("a figure of the law that is not confirmed says so", () => {
    expect(said("{law: nl.wwft}")?.nl).toContain(", niet bevestigd)");
    expect(said("{law: nl.wwft}")?.en).toContain(", unconfirmed)");
    expect(said("{law: nl.tax.records}")?.en).not.toContain("unconfirmed");
  });

  test.each([
    ["nothing", "{}", "wrong-value"],
    ["two ends at once", "{law: nl.tax.records, after: contract ends}", "wrong-value"],
    ["a name for the end of a law", "{law: nl.tax.records, called: iets}", "wrong-value"],
    ["a duty that is unknown", "{longest: [{law: nl.tax.record}]}", "unknown-duty"],
    ["an endless one among several", "{longest: [always, 1 year after visited]}", "retention-without-end"],
    ["a word that is none", "{aftr: contract ends}", "unknown-word"],
  ])("%s is refused", (_, until, code) => {
    const { policy, problems } = parsePolicy("policy.yaml", keeping(until));
    expect(policy).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toContain(code);
  });
});
