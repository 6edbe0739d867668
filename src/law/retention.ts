/** How long the law obliges to keep documents, per country, kind of document and date. */
import { addPeriod, type LocalDate, localDate, type Period, yearOf } from "#base";
import { beneluxDuties } from "./retention/benelux.ts";
import type { RetentionDuty, RetentionSpan } from "./retention/duty.ts";
import { otherDuties } from "./retention/elsewhere.ts";
import { europeanDuties } from "./retention/europe.ts";
import { type Cited, recalled, type Titled } from "./source.ts";

export type { CountsFrom, RetentionDuty, RetentionDutyId, RetentionSpan } from "./retention/duty.ts";

/** Every duty we know, by country. A duty that is not here cannot be relied on in a policy. */
export const retentionDuties: readonly RetentionDuty[] = [...beneluxDuties, ...europeanDuties, ...otherDuties];

const byId = new Map(retentionDuties.map((duty) => [duty.id, duty]));

export function retentionDuty(id: string): RetentionDuty | undefined {
  return byId.get(id);
}

/** The stretch that covers a document of this day. Always one: the spans of a duty cover every day. */
export function spanFor(duty: RetentionDuty, on: LocalDate): RetentionSpan | undefined {
  return duty.spans.find((span) => (span.from ?? on) <= on && (span.before === undefined || on < span.before));
}

/** The stretches whose documents can still be under the duty on this day; a book year is taken to end a year late at most. */
export function spansRunning(duty: RetentionDuty, on: LocalDate): readonly RetentionSpan[] {
  return duty.spans.filter((span) => span.before === undefined || yearOf(span.before) + span.years >= yearOf(on));
}

/** What the term of a document depends on. */
export interface DocumentFacts {
  /** The day of the document, or of the event that the duty counts from (`RetentionDuty.event`). */
  readonly on: LocalDate;
  /** The last day of its book year, where that is not 31 December; only duties that count from a book year look at it. */
  readonly bookYearEndsOn?: LocalDate;
}

/** The last day on which a document must be kept. A later document of the same duty is never kept shorter. */
export function keepUntil(duty: RetentionDuty, { on, bookYearEndsOn }: DocumentFacts): LocalDate {
  const years = spanFor(duty, on)?.years ?? Math.max(...duty.spans.map((span) => span.years));
  const endOfYear = localDate(`${String(yearOf(on)).padStart(4, "0")}-12-31`);
  const startsAfter = { "end-of-book-year": bookYearEndsOn ?? endOfYear, "end-of-calendar-year": endOfYear, date: on };
  return addPeriod(startsAfter[duty.countsFrom], { amount: years, unit: "year" });
}

/** What an authority advises as the longest time to keep; no law, and no ground to hold against erasure. */
export interface RetentionGuidance extends Cited {
  readonly id: string;
  readonly country: string;
  readonly title: Titled;
  readonly period: Period;
  /** With the person's consent. */
  readonly withConsent?: Period;
}

export const retentionGuidance: readonly RetentionGuidance[] = [
  {
    id: "nl.applicants",
    country: "NL",
    title: { nl: "gegevens van sollicitanten", en: "data of job applicants" },
    period: { amount: 4, unit: "week" },
    withConsent: { amount: 1, unit: "year" },
    ...recalled("Guidance of the Autoriteit Persoonsgegevens", {
      confidence: "medium",
      note: "After the procedure ends.",
    }),
  },
  {
    id: "nl.camera-images",
    country: "NL",
    title: { nl: "camerabeelden", en: "camera images" },
    period: { amount: 4, unit: "week" },
    ...recalled("Guidance of the Autoriteit Persoonsgegevens", { confidence: "medium" }),
  },
];
