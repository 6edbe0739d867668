/** Rows of one table whose term is over are deleted, or lose their person, whoever's they are. */
import type { LocalDate, PlanId, Result } from "#base";
import type { SweepDoes } from "#policy";
import type { EraseRefusal } from "./facts-contract.ts";

/** What a sweep of one table would take on a day. The four counts below `due` add up to it. */
export interface SweepPreview {
  readonly table: string;
  readonly rule: string;
  readonly does: SweepDoes;
  /** What was anonymised before is left out, here and below. */
  readonly rows: number;
  /** Rows past their term. */
  readonly due: number;
  readonly free: number;
  /** On the list of rows that a law holds longer, of a person who was erased. */
  readonly held: number;
  /** Restricted at the wish of their person (GDPR art. 18): only stored, until that is lifted. */
  readonly restricted: number;
  /** Rows of other tables, or of this one, still lead to them, so that they cannot be deleted. */
  readonly referredTo: number;
  /** Tables that can do so. */
  readonly referring: readonly string[];
  /** The earliest start among those that are due. */
  readonly oldest?: LocalDate;
  /** Rows are found by an index; without one the whole table is read in pieces. */
  readonly indexed: boolean;
}

export interface SweepOrder {
  /** With `step` the key under which the system remembers how far it is. */
  readonly plan: PlanId;
  readonly step: number;
  /** Rises with every try. A lower one that wakes up late is fenced off and changes nothing. */
  readonly attempt: number;
  readonly table: string;
  /** Rows go whose last day is before this one. */
  readonly today: LocalDate;
  /** What was approved. With more to take it ends there, as `blocked`, having taken no more. */
  readonly atMost: number;
  /** At most so many rows in one transaction; fewer when somebody waits for one of ours. */
  readonly rowsPerTransaction: number;
  readonly onProgress?: (done: number) => void;
  /** Asked between two transactions; false ends the sweep there, as `blocked`. */
  readonly goesOn?: () => Promise<boolean>;
  /** Called at named places, so that tests can crash there; does nothing in production. */
  readonly crashPoint?: (name: SweepCrashPoint) => Promise<void> | void;
}
export const sweepCrashPoints = ["claimed", "before-change", "before-commit", "after-commit", "before-done"] as const;
export type SweepCrashPoint = (typeof sweepCrashPoints)[number];

export interface SweepOutcome {
  /** Rows that were deleted or anonymised, over all tries. */
  readonly rows: number;
  /** False when an earlier try had ended already. */
  readonly appliedNow: boolean;
}
export type SweepAnswer = Result<SweepOutcome, EraseRefusal>;
