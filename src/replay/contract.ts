/** After a backup was restored: who had been erased or restricted, and doing it again; who had been corrected since. */
import type { LocalDate, PlanId, StaffId } from "#base";
import type { Plan, PlanFollower, Plans, SystemPool } from "#plans";
import type { Policy } from "#policy";
import type { PromiseBoard } from "#promises";
import type { Evidence } from "#evidence";
import type { Reader, Store } from "#store";

/** Why somebody who was erased, and is there again, is not erased again by itself. */
export type NotRepeated =
  /** Their address is on file since a day after the erasure: it is not the backup that brought them back. */
  | "came-back"
  /** What is there again does not lead to an address or a row that is theirs. */
  | "no-address";

export interface Reappeared {
  /** The erasure. */
  readonly plan: PlanId;
  /** Reference of its request. */
  readonly about: string;
  readonly erasedOn: LocalDate;
  readonly places: readonly {
    readonly system: string;
    readonly table: string;
    readonly column: string;
    readonly rows: number;
  }[];
  readonly notRepeated?: NotRepeated;
}
/** A restriction that stands, and is gone where the person has rows. */
export interface LostRestriction {
  /** The plan that carried it out. */
  readonly plan: PlanId;
  /** Reference of its request. */
  readonly about: string;
  readonly systems: readonly string[];
}
/** What was corrected is not kept anywhere once its request ended, so that it can only be done again by asking. */
export interface CorrectedSince {
  /** Reference of its request. */
  readonly about: string;
  readonly correctedOn: LocalDate;
}
export interface ReplayFinding {
  /** Erasures since the day that are remembered. */
  readonly erasures: number;
  readonly reappeared: readonly Reappeared[];
  readonly restrictions: readonly LostRestriction[];
  /** Requests since the day whose corrections a backup may have undone. */
  readonly corrections: readonly CorrectedSince[];
  /** Systems that could not be looked into: whoever is there again is not known. */
  readonly notLookedAt: readonly { readonly system: string; readonly why: string }[];
}
/** One that is being done, or was. */
export interface Repeated {
  readonly about: string;
  readonly plan: Plan;
}

export interface Replay {
  /** Changes nothing. Takes as long as reading every identifying column once. */
  find(since: LocalDate): Promise<ReplayFinding>;
  /**
   * Erases and restricts again whom it can, and goes on with those that had stopped. The dry run is approved by
   * itself in the name of `by`: it was decided the first time. Answers what it found; nothing is done
   * while a system cannot be looked into.
   */
  repeat(since: LocalDate, by: StaffId): Promise<ReplayFinding & { readonly started: number }>;
  /** Those that were not finished, and those finished on or after the day. */
  standing(reader: Reader, since: LocalDate): Promise<readonly Repeated[]>;
  /** Whether this plan repeats another: what others were told then they need not hear again. */
  isRepeated(reader: Reader, plan: PlanId): Promise<boolean>;
  readonly planFollower: PlanFollower;
}

export interface ReplayOptions {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly policy: Policy;
  readonly plans: Plans;
  readonly promises: Pick<PromiseBoard, "returnedSince">;
  readonly systems: SystemPool;
  /** The restrictions that stand, with the digests of the addresses of each person. */
  readonly restrictions: (
    reader: Reader,
  ) => Promise<readonly { readonly plan: PlanId; readonly about: string; readonly digests: readonly string[] }[]>;
  /** The digest by which they are remembered. */
  readonly requesterDigest: (email: string) => string;
  readonly corrections: (reader: Reader, since: LocalDate) => Promise<readonly CorrectedSince[]>;
}
