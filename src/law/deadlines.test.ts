import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addPeriod, type LocalDate, localDate, type Period } from "#base";
import {
  acknowledgeBy,
  dueOn,
  dueUnder,
  extendedUntil,
  outerBound,
  type RegimeId,
  type Right,
  regime,
  regimeFor,
  regimes,
  regimesFor,
  rightNames,
  rightTerms,
  type Wait,
} from "./index.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 200);

/** 2024 to 2032: three leap years, every weekday on every month's end. */
const anyDay: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 3287 })
  .map((days) => addPeriod(localDate("2024-01-01"), { amount: days, unit: "day" }));
const everyDay: readonly LocalDate[] = Array.from({ length: 3288 }, (_, days) =>
  addPeriod(localDate("2024-01-01"), { amount: days, unit: "day" }),
);
const anyRegime = fc.constantFrom(...regimes.map((each) => each.id));
const anyRight = fc.constantFrom(...(Object.keys(rightNames) as Right[]));
const anyPromise: fc.Arbitrary<Period | undefined> = fc.option(
  fc.record({
    amount: fc.integer({ min: 1, max: 120 }),
    unit: fc.constantFrom("day" as const, "week" as const, "month" as const),
  }),
  { nil: undefined },
);
const anyWaits: fc.Arbitrary<(day: LocalDate) => readonly Wait[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom("identity" as const, "clarification" as const, "fee" as const),
      after: fc.integer({ min: -5, max: 40 }),
      lasting: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
    }),
    { maxLength: 4 },
  )
  .map(
    (waits) => (day) =>
      waits.map(({ kind, after, lasting }): Wait => {
        const askedOn = addPeriod(day, { amount: after, unit: "day" });
        if (lasting === undefined) return { kind, askedOn };
        return { kind, askedOn, answeredOn: addPeriod(askedOn, { amount: lasting, unit: "day" }) };
      }),
  );

/** The law's own day, found in another way: by walking the calendar day by day. */
function walkedMonth(day: LocalDate, months: number): LocalDate {
  let [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  for (let left = months; left > 0; left -= 1) [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  const prefix = `${year}-${String(month).padStart(2, "0")}`;
  let found = localDate(`${prefix}-01`);
  while (found.slice(8) < day.slice(8)) {
    const next = addPeriod(found, { amount: 1, unit: "day" });
    if (!next.startsWith(prefix)) break;
    found = next;
  }
  return found;
}

describe("the month of the GDPR", () => {
  test("ends on the same number or the last day of a shorter month, for every day of 2024 to 2032", () => {
    for (const receivedOn of everyDay) {
      expect(dueOn({ right: "access", receivedOn }, "eu-gdpr")?.on).toBe(walkedMonth(receivedOn, 1));
      expect(extendedUntil({ right: "access", receivedOn }, "eu-gdpr")?.on).toBe(walkedMonth(receivedOn, 3));
    }
  });

  test("never ends earlier for a request that comes a day later", () => {
    for (const [index, receivedOn] of everyDay.slice(1).entries()) {
      const before = dueOn({ right: "erasure", receivedOn: everyDay[index] as LocalDate }, "eu-gdpr");
      expect((before?.on ?? "") <= (dueOn({ right: "erasure", receivedOn }, "eu-gdpr")?.on ?? "")).toBe(true);
    }
  });

  test("runs on while a person is asked who it is, and while it is asked what it wants", () => {
    fc.assert(
      fc.property(anyDay, anyWaits, (receivedOn, waits) => {
        const plain = dueOn({ right: "access", receivedOn }, "eu-gdpr");
        expect(dueOn({ right: "access", receivedOn, waits: waits(receivedOn) }, "eu-gdpr")).toEqual(plain);
      }),
      { numRuns: runs },
    );
  });
});

describe("a due day", () => {
  test("is never later than the law of any regime that holds, and never later than what was promised", () => {
    fc.assert(
      fc.property(
        anyDay,
        anyRight,
        fc.uniqueArray(anyRegime, { minLength: 1 }),
        anyPromise,
        anyWaits,
        (receivedOn, right, holding, promise, waits) => {
          const facts = { right, receivedOn, waits: waits(receivedOn) };
          const due = dueUnder(facts, holding, promise);
          const legal = holding.flatMap((each) => dueOn(facts, each) ?? []);
          if (due === undefined) {
            expect(legal).toEqual([]);
            expect(promise).toBeUndefined();
            return;
          }
          for (const each of legal) expect(due.on <= each.on).toBe(true);
          if (promise !== undefined) expect(due.on <= addPeriod(receivedOn, promise)).toBe(true);
          expect(due.on >= receivedOn).toBe(true);
          expect(due.reasons[0].on).toBe(due.on);
          expect(due.reasons.map((reason) => reason.on)).toEqual(due.reasons.map((reason) => reason.on).toSorted());
          expect(due.reasons[0].kind).toBe(due.because);
        },
      ),
      { numRuns: runs },
    );
  });

  test("never loosens when a promise gets stricter, is added, or when another law comes to hold", () => {
    fc.assert(
      fc.property(
        anyDay,
        anyRight,
        anyRegime,
        anyRegime,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 100 }),
        (receivedOn, right, one, other, amount, looser) => {
          const facts = { right, receivedOn };
          const strict = dueUnder(facts, [one], { amount, unit: "day" })?.on ?? "";
          const loose = dueUnder(facts, [one], { amount: amount + looser, unit: "day" })?.on ?? "";
          expect(strict <= loose).toBe(true);
          expect(strict <= (dueOn(facts, one)?.on ?? "9999")).toBe(true);
          expect((dueUnder(facts, [one, other])?.on ?? "9999") <= (dueOn(facts, one)?.on ?? "9999")).toBe(true);
        },
      ),
      { numRuns: runs },
    );
  });

  test("is moved by waiting only where the law moves it, and never to before the day without waiting", () => {
    fc.assert(
      fc.property(anyDay, anyRegime, anyRight, anyWaits, (receivedOn, id, right, waits) => {
        const plain = dueOn({ right, receivedOn }, id);
        const waited = dueOn({ right, receivedOn, waits: waits(receivedOn) }, id);
        if (id === "uk-gdpr" && receivedOn >= "2026-02-05") expect((waited?.on ?? "") >= (plain?.on ?? "")).toBe(true);
        else expect(waited).toEqual(plain);
      }),
      { numRuns: runs },
    );
  });

  test("is not moved by a question that was never answered", () => {
    const facts = { right: "access", receivedOn: localDate("2026-06-01") } as const;
    const open: Wait = { kind: "identity", askedOn: localDate("2026-06-02") };
    expect(dueOn({ ...facts, waits: [open] }, "uk-gdpr")).toEqual(dueOn(facts, "uk-gdpr"));
  });

  test("says of itself how sure it is: as its weakest figure", () => {
    const facts = { right: "access", receivedOn: localDate("2026-06-01") } as const;
    expect(dueOn(facts, "eu-gdpr")?.reasons[0]).toMatchObject({
      confidence: "high",
      article: "GDPR art. 15, 12(3); Regulation (EEC, Euratom) 1182/71 art. 3(1), 3(2)(c)",
      nl: "wet: 1 maand vanaf 2026-06-01",
      en: "law: 1 month from 2026-06-01",
    });
    expect(dueOn(facts, "uk-gdpr")?.reasons[0].confidence).toBe("medium");
  });

  test("does not exist for a right that a law does not have, or has without a term", () => {
    const receivedOn = localDate("2026-06-01");
    expect(dueOn({ right: "opt-out-of-sale", receivedOn }, "eu-gdpr")).toBeUndefined();
    expect(dueOn({ right: "erasure", receivedOn }, "ch-fadp")).toBeUndefined();
    expect(dueOn({ right: "portability", receivedOn: localDate("2024-09-21") }, "ca-qc-law25")).toBeUndefined();
    expect(dueOn({ right: "portability", receivedOn: localDate("2024-09-22") }, "ca-qc-law25")?.on).toBe("2024-10-22");
    expect(dueOn({ right: "erasure", receivedOn }, "ch-fadp", { amount: 3, unit: "week" })?.because).toBe("promise");
  });
});

describe("an extension", () => {
  test("ends after the first day, and is told by then", () => {
    fc.assert(
      fc.property(anyDay, anyRegime, anyRight, anyWaits, (receivedOn, id, right, waits) => {
        const facts = { right, receivedOn, waits: waits(receivedOn) };
        const extended = extendedUntil(facts, id);
        if (extended === undefined) return;
        const due = dueOn(facts, id);
        expect(due).toBeDefined();
        expect(extended.tellBy).toBe(due?.on);
        if (extended.on !== undefined) expect(extended.on > (due?.on ?? "")).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

describe("an acknowledgement", () => {
  test("comes before the answer is due", () => {
    fc.assert(
      fc.property(anyDay, anyRegime, anyRight, (receivedOn, id, right) => {
        const acknowledged = acknowledgeBy({ right, receivedOn }, id);
        const due = dueOn({ right, receivedOn }, id);
        if (acknowledged === undefined || due === undefined) return;
        expect(acknowledged.on > receivedOn).toBe(true);
        expect(acknowledged.on <= due.on).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

describe("the outer bound", () => {
  test("is the day itself or a later working day, never used as the day we keep to", () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom("NL", "BE", "DE", "FR", "GB", "XX"), (day, place) => {
        expect(outerBound(day, place) >= day).toBe(true);
        expect(outerBound(outerBound(day, place), place)).toBe(outerBound(day, place));
      }),
      { numRuns: runs },
    );
  });
});

const ids = (place: string): readonly RegimeId[] => regimesFor(place).map((each) => each.id);

describe("regimes", () => {
  test("that of a place comes with the GDPR, which binds whoever has customers in the EEA", () => {
    expect(ids("NL")).toEqual(["eu-gdpr"]);
    expect(ids("NO")).toEqual(["eu-gdpr"]);
    expect(ids("GB")).toEqual(["uk-gdpr"]);
    expect(ids("CH")).toEqual(["eu-gdpr", "ch-fadp"]);
    expect(ids("CA")).toEqual(["eu-gdpr", "ca-pipeda"]);
    expect(ids("CA-QC")).toEqual(["eu-gdpr", "ca-pipeda", "ca-qc-law25"]);
    expect(ids("US-CA")).toEqual(["eu-gdpr", "us-ca-ccpa", "us-ca-shine-the-light", "us-ca-caloppa"]);
    expect(ids("US")).toEqual(["eu-gdpr"]);
    expect(regimeFor("GB").id).toBe("uk-gdpr");
    expect(regimeFor("US").id).toBe("eu-gdpr");
  });

  test("have one entry for each right at a time, and only known ones", () => {
    for (const { id } of regimes) {
      expect(regime(id).id).toBe(id);
      const rights = rightTerms.filter((term) => term.regime === id).map((term) => term.right);
      expect(new Set(rights).size).toBe(rights.length);
    }
    for (const term of rightTerms) expect(term.answer === undefined).toBe(term.counting === undefined);
  });
});
