/** What waiting for a person does to the clock. Only the law of the United Kingdom gives time for it by itself. */
import { addPeriod, daysBetween, type LocalDate } from "#base";
import type { RegimeId } from "./regimes.ts";
import { type Cited, from, inForceOn, recalled, seen } from "./source.ts";

/** What the person was asked for: proof of who asks, what exactly is asked, or a fee that the law allows. */
export type WaitKind = "identity" | "clarification" | "fee";

/** A stretch of waiting for the person. */
export interface Wait {
  readonly kind: WaitKind;
  readonly askedOn: LocalDate;
  /** The day it came; absent while it has not. An open wait moves no date: it may never be answered. */
  readonly answeredOn?: LocalDate;
}

export interface PauseRule extends Cited {
  readonly regime: RegimeId;
  readonly kind: WaitKind;
  /**
   * `starts-later`: the term begins on the day it came. `days-do-not-count`: the days of waiting are added. `none`: the clock
   * runs on.
   */
  readonly effect: "starts-later" | "days-do-not-count" | "none";
}

export const pauseRules: readonly PauseRule[] = [
  {
    regime: "eu-gdpr",
    kind: "identity",
    effect: "none",
    ...seen("GDPR art. 12(6)", {
      confidence: "medium",
      note: "EDPB Guidelines 01/2022 section 5.3 accepts a suspension when identity is reasonably in doubt and more was asked without delay. No rule says how a suspended month is counted, so the month runs on here.",
    }),
  },
  {
    regime: "eu-gdpr",
    kind: "clarification",
    effect: "none",
    ...recalled("GDPR recital 63", {
      confidence: "medium",
      note: "The same guidelines accept it where much is held and the person was asked to specify. The month runs on here.",
    }),
  },
  {
    regime: "uk-gdpr",
    kind: "identity",
    effect: "starts-later",
    ...seen("UK GDPR art. 12A (DUAA 2025 s. 76)", from("2026-02-05")),
  },
  {
    regime: "uk-gdpr",
    kind: "fee",
    effect: "starts-later",
    ...seen("UK GDPR art. 12A (DUAA 2025 s. 76)", from("2026-02-05")),
  },
  {
    regime: "uk-gdpr",
    kind: "clarification",
    effect: "days-do-not-count",
    ...seen("UK GDPR art. 12A (DUAA 2025 s. 76)", {
      ...from("2026-02-05"),
      note: "Where clarification of the scope is reasonably needed.",
    }),
  },
  {
    regime: "us-ca-ccpa",
    kind: "identity",
    effect: "none",
    ...seen("11 CCR 7021(b)", {
      note: "The days of verification count; who cannot be verified within them may be refused.",
    }),
  },
];

/** What waiting of this kind does under a regime on the day of receipt; `undefined` where no provision says anything. */
export function pauseRuleOf(regime: RegimeId, kind: WaitKind, receivedOn: LocalDate): PauseRule | undefined {
  return pauseRules.find((each) => each.regime === regime && each.kind === kind && inForceOn(each, receivedOn));
}

/** When the term of a regime began, and how many days of waiting are added to it. */
export interface Clock {
  readonly startsOn: LocalDate;
  readonly addedDays: number;
  /** The rules that moved it; empty where waiting changed nothing. */
  readonly because: readonly PauseRule[];
}

/** The clock of a request under a regime. Stretches of waiting that overlap, and waiting before the term began, count once. */
export function clockOf(regime: RegimeId, receivedOn: LocalDate, waits: readonly Wait[]): Clock {
  const answered = waits.flatMap(({ kind, askedOn, answeredOn }) => {
    const rule = pauseRuleOf(regime, kind, receivedOn);
    if (rule === undefined || rule.effect === "none" || answeredOn === undefined || answeredOn <= askedOn) return [];
    return [{ rule, askedOn, answeredOn }];
  });
  const later = answered.filter(({ rule, answeredOn }) => rule.effect === "starts-later" && answeredOn > receivedOn);
  const startsOn = later.reduce((day, { answeredOn }) => (answeredOn > day ? answeredOn : day), receivedOn);
  let addedDays = 0;
  let countedThrough = startsOn;
  const pausing = answered
    .filter(({ rule, answeredOn }) => rule.effect === "days-do-not-count" && answeredOn > startsOn)
    .toSorted((one, other) => (one.askedOn < other.askedOn ? -1 : 1));
  for (const { askedOn, answeredOn } of pausing) {
    const begin = askedOn > countedThrough ? askedOn : countedThrough;
    if (answeredOn <= begin) continue;
    addedDays += daysBetween(begin, answeredOn);
    countedThrough = answeredOn;
  }
  return { startsOn, addedDays, because: [...new Set([...later, ...pausing].map(({ rule }) => rule))] };
}

/** A day with the days of waiting added. */
export function withWaiting(day: LocalDate, clock: Clock): LocalDate {
  return addPeriod(day, { amount: clock.addedDays, unit: "day" });
}
