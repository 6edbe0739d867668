/** The clock of a request: until when it is answered, acknowledged and extended, and whether waiting for the person stops it. */
import { assert, type LocalDate, type Period } from "#base";
import {
  acknowledgeBy,
  type Cited,
  type Confidence,
  type DueReason,
  dueAmong,
  extendedUntil,
  isConfirmed,
  pauseRuleOf,
  type RegimeId,
  regimeFor,
  type RightUnder,
  type Wait,
  type WaitKind,
} from "#law";
import type { Policy } from "../model.ts";
import type { DueGround } from "../vocabulary.ts";
import { type Asked, lawsFor, namesInLaw, rightsUnder } from "./laws.ts";

/** By when a request must be answered, and why. */
export interface Due {
  /** The last day on which an answer is in time. */
  readonly on: LocalDate;
  /** Which of the two decided. */
  readonly because: DueGround;
  readonly promisedOn?: LocalDate;
  readonly legalOn: LocalDate;
  /** The provision that sets `legalOn`. */
  readonly article: string;
  /** A figure behind `legalOn` was not confirmed: whoever shows it says so. */
  readonly unconfirmed: boolean;
}

/** What the clock depends on beside the day of receipt. */
export interface Clocked {
  /** As `lawsFor` gave them at receipt; those of the organisation while it is not known where the person lives. */
  readonly laws?: readonly RegimeId[];
  readonly waits?: readonly Wait[];
}

/**
 * The earliest of what the policy promises and what every law that holds requires. Days are those of the policy's time zone;
 * an end on a weekend or holiday is never moved later; waiting for the person moves what the law itself lets it move, and
 * never the promise (see `dueAmong` of the law room).
 */
export function dueFor(policy: Policy, asked: Asked, receivedOn: LocalDate, clocked: Clocked = {}): Due {
  const under = rightsUnder(policy, asked, receivedOn, clocked.laws);
  const due = dueAmong({ receivedOn, waits: counted(under, receivedOn, clocked) }, under, promiseOf(policy, asked));
  assert(due !== undefined, "what is asked has a term under one law at least");
  const law = due.reasons.find((reason) => reason.kind === "law") as DueReason;
  const promise = due.reasons.find((reason) => reason.kind === "promise");
  return {
    on: due.on,
    because: due.because === "promise" ? "promised-days" : law.term?.unit === "month" ? "legal-month" : "legal-term",
    ...(promise === undefined ? {} : { promisedOn: promise.on }),
    legalOn: law.on,
    article: law.article ?? "",
    unconfirmed: !isConfirmed(law),
  };
}

/**
 * The same for a request that waits for the person, as if what was asked came today: an open wait may never end, so that it
 * moves no date by itself, but while it lasts the clock stands where a law lets it stand.
 */
export function dueWhileWaiting(
  policy: Policy,
  asked: Asked,
  receivedOn: LocalDate,
  { laws, waits = [], today }: Clocked & { readonly today: LocalDate },
): Due {
  const ended = waits.map((wait) => ({ ...wait, answeredOn: wait.answeredOn ?? today }));
  return dueFor(policy, asked, receivedOn, { ...(laws === undefined ? {} : { laws }), waits: ended });
}

/** The end of the one extension, and by when the person must know of it and why. */
export interface ExtendedDue extends Due {
  readonly because: "extension";
  /** The last day to tell the person. */
  readonly tellBy: LocalDate;
}

/**
 * Of all laws that hold the shortest extension; `undefined` where one of them allows none. What was promised does not change
 * it: an extension is told instead of a promise kept. Where a law sets no length, the two months of the general law count.
 */
export function extendedDue(
  policy: Policy,
  asked: Asked,
  receivedOn: LocalDate,
  clocked: Clocked = {},
): ExtendedDue | undefined {
  const under = rightsUnder(policy, asked, receivedOn, clocked.laws);
  const facts = { receivedOn, waits: counted(under, receivedOn, clocked) };
  const each = under.map(({ regime, right }) => extendedUntil({ ...facts, right }, regime));
  const allowed = each.flatMap((extension) => extension ?? []);
  if (allowed.length < each.length) return undefined;
  const general = extendedUntil({ ...facts, right: "access" }, regimeFor(policy.organisation.country).id);
  const lengths = allowed.flatMap((one) => (one.on === undefined ? [] : [{ ...one, on: one.on }]));
  const [first] = [...lengths, ...(lengths.length === 0 && general?.on !== undefined ? [general] : [])].toSorted(
    (one, other) => ((one.on ?? "") < (other.on ?? "") ? -1 : 1),
  );
  assert(first?.on !== undefined, "the general law of every country has an extension");
  const { article } = lengths.length === 0 ? (allowed[0] ?? first) : first;
  return {
    on: first.on,
    because: "extension",
    legalOn: first.on,
    article,
    unconfirmed: !isConfirmed(first),
    tellBy: allowed.map(({ tellBy }) => tellBy).toSorted()[0] ?? first.tellBy,
  };
}

/** The day by which receipt is acknowledged, of all laws that hold the earliest; `undefined` where none asks for it. */
export function acknowledgementDue(
  policy: Policy,
  asked: Asked,
  receivedOn: LocalDate,
  laws: readonly RegimeId[] = lawsFor(policy),
): { readonly on: LocalDate; readonly article: string; readonly confidence: Confidence } | undefined {
  return laws
    .flatMap((regime) => namesInLaw(asked).flatMap((right) => acknowledgeBy({ right, receivedOn }, regime) ?? []))
    .map(({ on, article, confidence }) => ({ on, article, confidence }))
    .toSorted((one, other) => (one.on < other.on ? -1 : 1))[0];
}

/** Whether the clock stands while the person is waited for, and the provisions that say so or say that it runs. */
export interface Pause {
  readonly stops: boolean;
  readonly because: readonly Cited[];
}

/** The clock stands only where every law that holds lets it, and never beyond the day that was promised. */
export function pauseWhile(
  policy: Policy,
  asked: Asked,
  kind: WaitKind,
  receivedOn: LocalDate,
  laws?: readonly RegimeId[],
): Pause {
  const under = rightsUnder(policy, asked, receivedOn, laws);
  const rules = under.flatMap(({ regime }) => pauseRuleOf(regime, kind, receivedOn) ?? []);
  const due = dueFor(policy, asked, receivedOn, laws === undefined ? {} : { laws });
  const stops = letsStand(under, kind, receivedOn) && due.because !== "promised-days";
  return { stops, because: rules.filter(({ effect }) => (effect === "none") !== stops) };
}

function letsStand(under: readonly RightUnder[], kind: WaitKind, receivedOn: LocalDate): boolean {
  return under.every(({ regime }) => (pauseRuleOf(regime, kind, receivedOn)?.effect ?? "none") !== "none");
}

/** Waiting that every law that holds lets count: one under which the clock runs on is better for the person. */
function counted(under: readonly RightUnder[], receivedOn: LocalDate, { waits = [] }: Clocked): readonly Wait[] {
  return waits.filter(({ kind }) => letsStand(under, kind, receivedOn));
}

/** What the policy says of complaints counts for them, where it says anything. */
function promiseOf(policy: Policy, asked: Asked): Period | undefined {
  const complaints = asked === "complaint" ? policy.complaints?.answerWithin?.period : undefined;
  const days = policy.rights.answerWithinDays;
  return complaints ?? (days === undefined ? undefined : { amount: days, unit: "day" });
}
