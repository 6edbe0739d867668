/** By when the law wants what. Terms stand in `terms.ts`, ways of counting in `counting.ts`, waiting in `pauses.ts`. */
import { addPeriod, type LocalDate, type Period } from "#base";
import { countings, lastDayOf } from "./counting.ts";
import { type Clock, clockOf, type Wait, withWaiting } from "./pauses.ts";
import type { RegimeId } from "./regimes.ts";
import type { Right } from "./rights.ts";
import { type Cited, type Confidence, inForceOn, type Titled, weakest } from "./source.ts";
import { acknowledgementDuties, type DayTerm, type RightTerm, rightTerms } from "./terms.ts";

/** What is known of a request. Days are those of the organisation's time zone. */
export interface RequestFacts extends ClockFacts {
  readonly right: Right;
}

/** What moves the clock, whatever right is used. */
export interface ClockFacts {
  readonly receivedOn: LocalDate;
  /** Stretches of waiting for the person; none when left out. */
  readonly waits?: readonly Wait[];
}

/** One of the days that were compared, with what sets it. */
export interface DueReason extends Titled {
  readonly kind: "law" | "promise";
  readonly on: LocalDate;
  /** The provision behind `on`; absent for a promise. */
  readonly article?: string;
  readonly regime?: RegimeId;
  /** What was counted; absent for a promise. */
  readonly term?: DayTerm;
  /** Of the weakest figure behind `on`; a promise is sure. */
  readonly confidence: Confidence;
}

/** A right as one law has it. Laws that hold at once can know the same thing under different names. */
export interface RightUnder {
  readonly regime: RegimeId;
  readonly right: Right;
}

/** By when a request must be answered, and why. */
export interface DueDate {
  /** The last day on which an answer is in time. */
  readonly on: LocalDate;
  readonly because: "law" | "promise";
  /** Every day that was compared, the earliest first; `on` is the first of them. */
  readonly reasons: readonly [DueReason, ...DueReason[]];
}

/**
 * The earliest of what a regime requires and what was promised (a length of calendar time, counted from the day after
 * receipt). An end on a weekend or holiday is never moved later; waiting moves only what the regime itself lets it move,
 * never the promise. `undefined` when neither says a day: the regime does not have the right, or names no term for it.
 */
export function dueOn(facts: RequestFacts, regime: RegimeId, promise?: Period): DueDate | undefined {
  return dueUnder(facts, [regime], promise);
}

/** As `dueOn`, where several regimes hold at once: the earliest day of all of them and of the promise. */
export function dueUnder(facts: RequestFacts, regimes: readonly RegimeId[], promise?: Period): DueDate | undefined {
  const under = regimes.map((regime) => ({ regime, right: facts.right }));
  return dueAmong(facts, under, promise);
}

/** As `dueUnder`, where they call what is asked by different names. */
export function dueAmong(facts: ClockFacts, under: readonly RightUnder[], promise?: Period): DueDate | undefined {
  const reasons = under.flatMap(({ regime, right }) => legalReason({ ...facts, right }, regime) ?? []);
  if (promise !== undefined) reasons.push(promiseReason(facts, promise));
  // The sort is stable and laws stand first: when a promise falls on the same day, the law is the reason.
  const [first, ...rest] = reasons.toSorted((one, other) => (one.on < other.on ? -1 : Number(one.on > other.on)));
  return first === undefined ? undefined : { on: first.on, because: first.kind, reasons: [first, ...rest] };
}

/** By when receipt is acknowledged; `undefined` where the regime asks for no acknowledgement of this right. */
export function acknowledgeBy(facts: RequestFacts, regime: RegimeId): (Cited & { readonly on: LocalDate }) | undefined {
  const duty = acknowledgementDuties.find(
    (each) => each.regime === regime && each.rights.includes(facts.right) && inForceOn(each, facts.receivedOn),
  );
  if (duty === undefined) return undefined;
  const { regime: _, rights: __, within, counting, ...cited } = duty;
  const confidence = weakest(duty, countings[counting]);
  return { ...cited, confidence, on: lastDayOf(within, facts.receivedOn, counting) };
}

/** The last day after an extension, and by when the person must know of it. */
export interface ExtendedDueDate extends Cited {
  /** Absent where the law sets no length: the organisation names the day when it tells the person. */
  readonly on?: LocalDate;
  /** The last day to tell the person. */
  readonly tellBy: LocalDate;
  readonly withReasons: boolean;
}

/**
 * The last day after the one extension that a regime allows, counted from receipt over term and extension together;
 * `undefined` where it allows none. What was promised does not change it: an extension is told instead of a promise kept.
 */
export function extendedUntil(facts: RequestFacts, regime: RegimeId): ExtendedDueDate | undefined {
  const term = rightTermOf(facts, regime);
  if (term?.answer === undefined || term.counting === undefined || term.extension === undefined) return undefined;
  const { adds, tellWithin, withReasons, ...cited } = term.extension;
  const clock = clockOf(regime, facts.receivedOn, facts.waits ?? []);
  const confidence = weakest(term, term.extension, countings[term.counting]);
  const tellBy = lastDay(tellWithin, term, clock);
  if (adds === undefined) return { ...cited, confidence, tellBy, withReasons };
  const whole = { amount: term.answer.amount + adds.amount, unit: term.answer.unit } as DayTerm;
  return { ...cited, confidence, on: lastDay(whole, term, clock), tellBy, withReasons };
}

/** The entry of a right under a regime on the day of receipt; `undefined` where the right does not exist there then. */
export function rightTermOf(
  facts: Pick<RequestFacts, "right" | "receivedOn">,
  regime: RegimeId,
): RightTerm | undefined {
  return rightTerms.find(
    (term) => term.regime === regime && term.right === facts.right && inForceOn(term, facts.receivedOn),
  );
}

function legalReason(facts: RequestFacts, regime: RegimeId): DueReason | undefined {
  const term = rightTermOf(facts, regime);
  if (term?.answer === undefined || term.counting === undefined) return undefined;
  // What must happen at once waits for nobody.
  const clock = clockOf(regime, facts.receivedOn, term.answer.amount === 0 ? [] : (facts.waits ?? []));
  const counting = countings[term.counting];
  return {
    kind: "law",
    regime,
    on: lastDay(term.answer, term, clock),
    term: term.answer,
    ...inWords(term.answer, clock),
    article: [term.article, ...articlesOf(counting), ...clock.because.map((rule) => rule.article)].join("; "),
    confidence: weakest(term, counting, ...clock.because),
  };
}

function promiseReason(facts: ClockFacts, promise: Period): DueReason {
  const on = addPeriod(facts.receivedOn, promise);
  return {
    kind: "promise",
    on,
    nl: `beloofd: ${termText(promise, "nl")} na ontvangst`,
    en: `promised: ${termText(promise, "en")} after receipt`,
    confidence: "high",
  };
}

function lastDay(term: DayTerm, { counting }: RightTerm, clock: Clock): LocalDate {
  return withWaiting(lastDayOf(term, clock.startsOn, counting ?? "calendar-days"), clock);
}

function inWords(term: DayTerm, clock: Clock): Titled {
  const waiting = clock.addedDays;
  const nl = term.amount === 0 ? "wet: meteen" : `wet: ${termText(term, "nl")} vanaf ${clock.startsOn}`;
  const en = term.amount === 0 ? "law: at once" : `law: ${termText(term, "en")} from ${clock.startsOn}`;
  if (waiting === 0) return { nl, en };
  return {
    nl: `${nl}, en ${waiting} ${waiting === 1 ? "dag" : "dagen"} wachten`,
    en: `${en}, and ${waiting} ${waiting === 1 ? "day" : "days"} of waiting`,
  };
}

/** The rule of counting adds an article of its own, unless it is only the provision of the term. */
function articlesOf(counting: Cited & { readonly id: string }): readonly string[] {
  return counting.id === "calendar-days" ? [] : [counting.article];
}

const unitNames = {
  nl: {
    day: ["dag", "dagen"],
    week: ["week", "weken"],
    month: ["maand", "maanden"],
    year: ["jaar", "jaar"],
    "business-day": ["werkdag", "werkdagen"],
    hour: ["uur", "uur"],
  },
  en: {
    day: ["day", "days"],
    week: ["week", "weeks"],
    month: ["month", "months"],
    year: ["year", "years"],
    "business-day": ["business day", "business days"],
    hour: ["hour", "hours"],
  },
} as const;

/** A term in words: `1 maand`, `45 days`, `10 business days`. */
export function termText(
  term: { readonly amount: number; readonly unit: keyof (typeof unitNames)["nl"] },
  language: "nl" | "en",
): string {
  const [one, many] = unitNames[language][term.unit];
  return `${term.amount} ${term.amount === 1 ? one : many}`;
}
