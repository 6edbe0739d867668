/** Who must be told of a breach of personal data, when it comes to that, and by when. */
import { addPeriod, type LocalDate, localDateOf } from "#base";
import type { Term } from "./counting.ts";
import type { RegimeId } from "./regimes.ts";
import { type Cited, from, inForceOn, recalled, seen, through, type Titled } from "./source.ts";

/** `controller`: whom a processor tells. */
export type BreachAudience = "authority" | "persons" | "controller";

/** From which moment the term runs. */
export type BreachStart = "awareness" | "discovery" | "notice-to-persons";

export interface BreachDuty extends Cited {
  readonly regime: RegimeId;
  readonly to: BreachAudience;
  /** The number, where the law has one; otherwise only `urgency`. */
  readonly within?: Extract<Term, { unit: "hour" | "day" | "week" | "month" | "year" }>;
  readonly startsAt: BreachStart;
  /** How soon, in the words of the law. */
  readonly urgency: Titled;
  /** What must be the case before the duty arises. */
  readonly threshold: Titled;
  /** The duty arises only when more persons than this are concerned. */
  readonly moreThanPersons?: number;
}

const withoutDelay: Titled = { nl: "zonder onredelijke vertraging", en: "without undue delay" };
const feasible: Titled = { nl: "zo snel als kan", en: "as soon as feasible" };
const promptly: Titled = { nl: "onmiddellijk", en: "promptly" };
const always: Titled = { nl: "altijd", en: "always" };
const notUnlikely: Titled = {
  nl: "tenzij een risico voor mensen onwaarschijnlijk is",
  en: "unless a risk to people is unlikely",
};
const highRisk: Titled = {
  nl: "als een hoog risico voor mensen waarschijnlijk is",
  en: "when a high risk to people is likely",
};
const significantHarm: Titled = {
  nl: "bij een reëel risico op ernstige schade",
  en: "when there is a real risk of significant harm",
};
const seriousInjury: Titled = { nl: "bij een risico op ernstig nadeel", en: "when there is a risk of serious injury" };
const unencrypted: Titled = {
  nl: "als onversleutelde gegevens zijn bemachtigd of dat redelijk te verwachten is",
  en: "when unencrypted data were acquired, or are reasonably believed to have been",
};

function european(regime: "eu-gdpr" | "uk-gdpr", law: string): readonly BreachDuty[] {
  return [
    {
      regime,
      to: "authority",
      within: { amount: 72, unit: "hour" },
      startsAt: "awareness",
      urgency: withoutDelay,
      threshold: notUnlikely,
      ...recalled(`${law} art. 33(1); Regulation (EEC, Euratom) 1182/71 art. 3`, {
        note: "Later only with reasons; may come in phases (33(4)). Weekends and holidays count.",
      }),
    },
    {
      regime,
      to: "persons",
      startsAt: "awareness",
      urgency: withoutDelay,
      threshold: highRisk,
      ...recalled(`${law} art. 34`),
    },
    {
      regime,
      to: "controller",
      startsAt: "awareness",
      urgency: withoutDelay,
      threshold: always,
      ...recalled(`${law} art. 33(2)`),
    },
  ];
}

export const breachDuties: readonly BreachDuty[] = [
  ...european("eu-gdpr", "GDPR"),
  ...european("uk-gdpr", "UK GDPR"),
  {
    regime: "ch-fadp",
    to: "authority",
    startsAt: "awareness",
    urgency: { nl: "zo snel mogelijk", en: "as soon as possible" },
    threshold: highRisk,
    ...seen("FADP art. 24(1)-(2)", from("2023-09-01")),
  },
  {
    regime: "ch-fadp",
    to: "persons",
    startsAt: "awareness",
    urgency: { nl: "zo snel als nodig", en: "as soon as needed" },
    threshold: {
      nl: "als dat nodig is om hen te beschermen, of de toezichthouder het vraagt",
      en: "when needed for their protection, or ordered by the FDPIC",
    },
    ...seen("FADP art. 24(4)", from("2023-09-01")),
  },
  {
    regime: "ch-fadp",
    to: "controller",
    startsAt: "awareness",
    urgency: { nl: "zo snel mogelijk", en: "as quickly as possible" },
    threshold: always,
    ...seen("FADP art. 24(3)", from("2023-09-01")),
  },
  {
    regime: "us-ca-ccpa",
    to: "persons",
    startsAt: "discovery",
    urgency: { nl: "zo snel mogelijk, zonder onredelijke vertraging", en: "in the most expedient time possible" },
    threshold: unencrypted,
    ...recalled("Civ. Code 1798.82(a)", { ...through("2025-12-31"), confidence: "medium" }),
  },
  {
    regime: "us-ca-ccpa",
    to: "persons",
    within: { amount: 30, unit: "day" },
    startsAt: "discovery",
    urgency: { nl: "binnen dertig dagen", en: "within thirty days" },
    threshold: unencrypted,
    ...seen("Civ. Code 1798.82 (SB 446)", {
      ...from("2026-01-01"),
      note: "Later only for law enforcement, or to determine the scope and restore integrity.",
    }),
  },
  {
    regime: "us-ca-ccpa",
    to: "authority",
    within: { amount: 15, unit: "day" },
    startsAt: "notice-to-persons",
    urgency: {
      nl: "binnen vijftien dagen na het bericht aan de mensen",
      en: "within fifteen days of telling the persons",
    },
    threshold: {
      nl: "bij meer dan 500 inwoners van Californië",
      en: "when more than 500 residents of California are concerned",
    },
    moreThanPersons: 500,
    ...seen("Civ. Code 1798.82(f) (SB 446)", { ...from("2026-01-01"), note: "To the Attorney General." }),
  },
  {
    regime: "us-nv-603a",
    to: "persons",
    startsAt: "discovery",
    urgency: {
      nl: "zo snel mogelijk, zonder onredelijke vertraging",
      en: "in the most expedient time possible, without unreasonable delay",
    },
    threshold: unencrypted,
    ...recalled("NRS 603A.220", { note: "No authority is told in general (confidence medium)." }),
  },
  {
    regime: "ca-pipeda",
    to: "authority",
    startsAt: "awareness",
    urgency: feasible,
    threshold: significantHarm,
    ...recalled("PIPEDA s. 10.1"),
  },
  {
    regime: "ca-pipeda",
    to: "persons",
    startsAt: "awareness",
    urgency: feasible,
    threshold: significantHarm,
    ...recalled("PIPEDA s. 10.1(3)"),
  },
  {
    regime: "ca-qc-law25",
    to: "authority",
    startsAt: "awareness",
    urgency: promptly,
    threshold: seriousInjury,
    ...recalled("CQLR c. P-39.1 s. 3.5"),
  },
  {
    regime: "ca-qc-law25",
    to: "persons",
    startsAt: "awareness",
    urgency: promptly,
    threshold: seriousInjury,
    ...recalled("CQLR c. P-39.1 s. 3.5"),
  },
];

/** The duties of a regime that hold on a day. */
export function breachDutiesOf(regime: RegimeId, on: LocalDate): readonly BreachDuty[] {
  return breachDuties.filter((duty) => duty.regime === regime && inForceOn(duty, on));
}

export interface BreachFacts {
  /** When the organisation became aware of it, or discovered it. */
  readonly awareAt: Date;
  /** IANA zone in which days are counted. */
  readonly timeZone: string;
  /** The day on which the persons were told; absent while they were not. */
  readonly personsToldOn?: LocalDate;
}

/** By when a duty must be done. */
export type BreachDeadline =
  | { readonly kind: "instant"; readonly at: Date }
  | { readonly kind: "day"; readonly on: LocalDate }
  /** The law has no number: as soon as its words say. */
  | { readonly kind: "words"; readonly urgency: Titled }
  /** The term has not begun: the persons were not told yet. */
  | { readonly kind: "not-begun" };

/**
 * By when a duty to tell of a breach must be done. Hours run from the moment itself, through nights, weekends and holidays;
 * days are calendar days after the day of the start. Nothing is moved later.
 */
export function breachDeadline(duty: BreachDuty, facts: BreachFacts): BreachDeadline {
  if (duty.within === undefined) return { kind: "words", urgency: duty.urgency };
  if (duty.within.unit === "hour")
    return { kind: "instant", at: new Date(facts.awareAt.getTime() + duty.within.amount * 3_600_000) };
  const start =
    duty.startsAt === "notice-to-persons" ? facts.personsToldOn : localDateOf(facts.awareAt, facts.timeZone);
  return start === undefined ? { kind: "not-begun" } : { kind: "day", on: addPeriod(start, duty.within) };
}
