/** Ordered steps over systems, run exactly once in effect. Requests and, later, retention use this one engine. */
import type { Personal, PlanId, Problem, Result, StaffId } from "#base";
import type { Identifiers, Located, Preview, ResidueFinding, Subject, TableFinding } from "#connectors";
import type { KeyId, Reader, Transaction } from "#store";

export type PlanAction = "access" | "erasure";

/** preparing → ready | blocked → approved → running → done | failed; abandoned from any state before running. */
export type PlanState = "preparing" | "ready" | "blocked" | "approved" | "running" | "done" | "failed" | "abandoned";

export type StepKind =
  /** Gathers what must be known before anything changes: identifiers, sealed. */
  | "identify"
  /** Reads one system into the answer. Access only. */
  | "collect"
  /** Makes the sealed ZIP. Access only. */
  | "package"
  /** Erases in one system. */
  | "erase"
  /** Looks again in one system. */
  | "verify"
  /** Working copies and working tables are gone; the record is closed. */
  | "close";

export type StepState = "waiting" | "running" | "done" | "failed";

export interface Step {
  readonly ordinal: number;
  readonly kind: StepKind;
  readonly system?: string;
  readonly state: StepState;
  readonly attempt: number;
  readonly progress?: { readonly done: number; readonly total: number };
  readonly tables: readonly TableFinding[];
  readonly residue: readonly ResidueFinding[];
  readonly error?: { readonly message: string; readonly retryable: boolean };
  readonly evidenceIndex?: number;
  readonly finishedAt?: Date;
}

export interface Plan {
  readonly id: PlanId;
  readonly about: string;
  readonly action: PlanAction;
  readonly state: PlanState;
  /** SHA-256 over the canonical JSON of what was approved: action, policy hash, steps, previews. Shown to staff, checked at approval. */
  readonly hash: string;
  readonly previews: readonly Preview[];
  readonly problems: readonly Problem[];
  readonly steps: readonly Step[];
  readonly createdAt: Date;
  readonly approvedAt?: Date;
  readonly finishedAt?: Date;
}

export type ApproveRefusal = {
  readonly reason: "changed" | "blocked" | "already-decided" | "unknown-plan";
  readonly message: string;
};

export interface Plans {
  /** Looks an address up in every system. Nothing is stored. */
  locate(emails: readonly string[]): Promise<ReadonlyMap<string, Located>>;
  /** Creates the plan and the job that makes its dry run. `key` seals the subject; `about` is the request's reference. */
  prepare(
    tx: Transaction,
    order: { about: string; action: PlanAction; subject: Personal<Subject>; key: KeyId },
  ): Promise<PlanId>;
  /** Two approvals at once: one wins, the other gets `already-decided`. */
  approve(tx: Transaction, plan: PlanId, hash: string, by: StaffId): Promise<Result<Plan, ApproveRefusal>>;
  abandon(tx: Transaction, plan: PlanId): Promise<void>;
  /** A failed plan goes on from the step that failed. */
  resume(
    tx: Transaction,
    plan: PlanId,
  ): Promise<Result<Plan, { reason: "not-failed" | "unknown-plan"; message: string }>>;
  get(reader: Reader, plan: PlanId): Promise<Plan | undefined>;
  /** The finished answer of an access plan, decrypted as it streams; `undefined` when shredded. */
  openAnswer(
    reader: Reader,
    plan: PlanId,
  ): Promise<{ sizeBytes: number; stream: AsyncIterable<Uint8Array> } | undefined>;
  /** Deletes the answer of an access plan. Idempotent. */
  dropAnswer(tx: Transaction, plan: PlanId): Promise<void>;
  /** Full-text search for the person in every text column; on request of staff, before or after. */
  serve(): void;
}

/** Told inside the transaction in which a plan reaches the state. */
export type PlanFollower = (tx: Transaction, plan: Plan) => Promise<void>;

export type { Identifiers };
