import type { LocalDate, PlanId, Refusal, Result, StaffId } from "#base";
import type { PlanFollower, Plans, SystemPool } from "#plans";
import type { Policy, SweepDoes } from "#policy";
import type { Reader, Store } from "#store";

/** looking → waiting | running | ended; running → done | failed; failed → running. `ended`: there was nothing to take, or it was made anew. */
export type SweepState = "looking" | "waiting" | "running" | "failed" | "done" | "ended";

/** Why staff must look: the rule never ran here, it would take a large share of the table, or it cannot run. */
export type SweepAsks = "first" | "share" | "blocked";

export interface Sweep {
  readonly plan: PlanId;
  readonly state: SweepState;
  readonly asks?: SweepAsks;
  /** Rows of the table when it was planned. */
  readonly rows: number;
  /** Rows that were deleted or anonymised. */
  readonly taken?: number;
  readonly madeAt: Date;
  readonly endedAt?: Date;
}

/** A table that a rule keeps, as the last night found it. */
export interface TableTerm {
  readonly system: string;
  readonly table: string;
  readonly rule: string;
  /** What becomes of rows past their term; absent when the policy leaves them alone. */
  readonly does?: SweepDoes;
  readonly countedAt: Date;
  readonly rows: number;
  /** Past their term on the day of counting, and in each of the twelve months after it. */
  readonly over: readonly number[];
  /** Rows that do not say when their term starts. */
  readonly unknown: number;
  /** Of those past their term now: held by law for somebody who was erased, or restricted at their person's wish. */
  readonly excused: number;
  readonly oldest?: LocalDate;
  /** Why no sweep takes them; absent when one does. */
  readonly leaves?: string;
  /** The last one that was not empty. */
  readonly sweep?: Sweep;
}

export type SweepRefusal = Refusal & { readonly reason: "unknown-sweep" | "not-now" | "changed" | "blocked" };

export interface Retention {
  /** Tables in the order of the policy. Empty before the first night. */
  tables(reader: Reader): Promise<readonly TableTerm[]>;
  /** The same night's work now: counts all, and plans what is due. Once, however often it is asked. */
  look(): Promise<void>;
  /** Lets this dry run be carried out, and those of later nights by the same rule while they are small. */
  approve(plan: PlanId, hash: string, by: StaffId): Promise<Result<undefined, SweepRefusal>>;
  /** Ends a sweep between two batches; `resume` goes on. */
  stop(plan: PlanId): Promise<Result<undefined, SweepRefusal>>;
  resume(plan: PlanId): Promise<Result<undefined, SweepRefusal>>;
  readonly planFollower: PlanFollower;
  /** Declares the jobs; call before `queue.start`. */
  serve(): void;
}

export interface RetentionOptions {
  readonly store: Store;
  readonly policy: Policy;
  readonly systems: SystemPool;
  readonly plans: Plans;
  /** Of a table; more than this share is never taken without somebody who looked. Default `limits.sweptShare`. */
  readonly share?: number;
}
