/** Consents as they stand in the company's own rows: counted, put out of force, and put in force again for one person. */
import type { PlanId, Result } from "#base";
import type { ConsentRecord } from "#policy";
import type { EraseRefusal, Subject } from "./contract.ts";

/** From when a version holds: what was given before it was given to another version. */
export interface ConsentBoundary {
  readonly before: Date;
  /** IANA name: days and times of columns that name no zone are counted here. */
  readonly timeZone: string;
}

export interface ConsentCount {
  /** Rows of the consent that are in force. */
  readonly inForce: number;
  /** Of those, how many were given before the boundary, or at a moment that is not known. */
  readonly older: number;
}

export interface SuspendOrder extends ConsentBoundary {
  readonly record: ConsentRecord;
  /** With `step` the key under which the system remembers how far it is. */
  readonly plan: PlanId;
  readonly step: number;
  /** Rises with every try. A lower one that wakes up late is fenced off and changes nothing. */
  readonly attempt: number;
  /** Rows of one transaction. */
  readonly rowsPerTransaction: number;
  /** Called at named places, so that tests can crash there; does nothing in production. */
  readonly crashPoint?: (name: SuspendCrashPoint) => Promise<void> | void;
}
export const suspendCrashPoints = ["claimed", "before-change", "before-commit", "after-commit", "before-done"] as const;
export type SuspendCrashPoint = (typeof suspendCrashPoints)[number];

export interface SuspendOutcome {
  /** Rows that were put out of force, over all tries. */
  readonly rows: number;
  /** False when an earlier try had ended already. */
  readonly appliedNow: boolean;
}

export interface FreshConsent {
  readonly record: ConsentRecord;
  readonly subject: Subject;
  /** From when it counts. */
  readonly at: Date;
  /** Only rows that are in force now, so that they go on; for an answer given before it counts. */
  readonly inForceOnly?: boolean;
  readonly timeZone: string;
  /** Goes into the record's column for it, when there is one. */
  readonly version: string;
}

export interface EndedConsent {
  readonly record: ConsentRecord;
  readonly subject: Subject;
  /** When it was withdrawn. */
  readonly at: Date;
  readonly timeZone: string;
}
export interface EndOutcome {
  /** Rows that were put out of force now. */
  readonly rows: number;
  /** Rows that concern this person and are in force still: shared with somebody else, or nothing in them can say that they ended. */
  readonly left: number;
}

export interface ConsentRows {
  /** Throws OperationalError `mapping-wrong` when the database has no such column, or none of a kind that can be read. */
  count(record: ConsentRecord, boundary: ConsentBoundary): Promise<ConsentCount>;
  /**
   * Puts consents from before the boundary out of force, batch by batch. Where nothing in the rows can say so, it changes
   * nothing and answers 0. Rows that are in force again afterwards were given after the boundary, so it can be repeated.
   * Throws OperationalError `change-undone` when the database puts a row in force again by itself.
   */
  suspend(order: SuspendOrder): Promise<Result<SuspendOutcome, EraseRefusal>>;
  /**
   * Puts the rows of this person, and of nobody else, in force. Answers how many. A row that has this very moment already
   * and is not in force was withdrawn since, and stays so.
   */
  renew(fresh: FreshConsent): Promise<number>;
  /** Puts the rows of this person, and of nobody else, out of force. Doing it again changes nothing. */
  end(ended: EndedConsent): Promise<EndOutcome>;
}
