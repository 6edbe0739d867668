/** After a backup was restored: who had been erased since it was made, and erasing them again. */
import type { LocalDate, PlanId, StaffId } from "#base";
import type { Plan, PlanFollower, Plans } from "#plans";
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
export interface ReplayFinding {
  /** Erasures since the day that are remembered. */
  readonly erasures: number;
  readonly reappeared: readonly Reappeared[];
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
   * Makes an erasure of each that can be repeated, and goes on with those that had stopped. Its dry run is approved by
   * itself in the name of `by`: what is to go was decided when it was erased. Answers what it found; nothing is done
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
}
