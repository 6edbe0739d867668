/** Ordered steps over systems, run exactly once in effect. Requests and, later, retention use this one engine. */
import type { LocalDate, Personal, PlanId, Problem, Result, StaffId } from "#base";
import type {
  ConnectedStore,
  ConnectedSystem,
  Correction,
  EraseCrashPoint,
  Identifiers,
  Located,
  Preview,
  ResidueFinding,
  StoreCrashPoint,
  StoreFinding,
  Subject,
  TableFinding,
  StoreSubject,
  SweepCrashPoint,
} from "#connectors";
import type { Evidence } from "#evidence";
import type { KnownAs, Policy } from "#policy";
import type { KeyId, Reader, Store, Transaction } from "#store";
import type { FinishTaskRefusal, Task, TaskDetail, TaskFinished, Waiting } from "./task-contract.ts";

export type * from "./task-contract.ts";

/** `portability`: only what the person provided (GDPR art. 20). `lifting` ends a restriction. */
export type PersonAction = "access" | "portability" | "erasure" | "rectification" | "restriction" | "lifting";
/** `retention`: rows of one table whose term is over, whoever's they are. */
export type PlanAction = PersonAction | "retention";

/** What a plan is for. */
export type PlanOrder = {
  /** The request's reference. */
  readonly about: string;
  readonly subject: Personal<Subject>;
  /** Seals the subject and all that is remembered of it. */
  readonly key: KeyId;
  /** When the answer is due; tasks for a person are due before. */
  readonly dueOn?: LocalDate;
} & (
  | { readonly action: Exclude<PersonAction, "rectification"> }
  | { readonly action: "rectification"; readonly corrections: Personal<readonly Correction[]> }
);

/** The table that a plan sweeps. */
export interface SweepPlanOrder {
  readonly about: string;
  readonly system: string;
  readonly table: string;
}

/** preparing → ready | blocked → approved → running → done | failed; abandoned from any state before running. */
export type PlanState = "preparing" | "ready" | "blocked" | "approved" | "running" | "done" | "failed" | "abandoned";

export type StepKind =
  /** Gathers what must be known before anything changes: identifiers and what stores know the person by, sealed. */
  | "identify"
  /** Reads every system and store into one sealed ZIP, in one pass, so that no working copy is ever made. */
  | "collect"
  /** Erases in one system or store. */
  | "erase"
  /** Corrects in one system or store. */
  | "correct"
  /** Puts the rows in one system out of use, and back. */
  | "restrict"
  | "lift"
  /** Takes rows whose term is over out of one table. */
  | "sweep"
  /** A person does in one system or store what no connector can. */
  | "do"
  /** Looks again in one system or store. */
  | "verify"
  /** Working copies and working tables are gone; the record is closed. */
  | "close";

/** `pending`: another waits to be done with it: a person with a task, a store that took an order and is not done. */
export type StepState = "waiting" | "running" | "pending" | "done" | "failed";

/** `system` is present where one step speaks of several. Of a `store` the rows are its items, and the table is its name. */
export type StepFinding = TableFinding & { readonly system?: string; readonly store?: string };

/** What the execution met that the dry run had not shown: the data changed between the two. */
export interface Difference {
  readonly system: string;
  readonly table: string;
  readonly what: "rows" | "read" | "deleted" | "anonymised" | "kept";
  readonly approved: number;
  readonly found: number;
}

export interface Step {
  readonly ordinal: number;
  readonly kind: StepKind;
  readonly system?: string;
  readonly store?: string;
  readonly state: StepState;
  /** 0 before the first try. */
  readonly attempt: number;
  readonly progress?: { readonly done: number; readonly total: number };
  readonly tables: readonly StepFinding[];
  readonly residue: readonly ResidueFinding[];
  readonly differences: readonly Difference[];
  /** `retryable`: it is being tried again by itself. Otherwise the plan failed here. */
  readonly error?: { readonly message: string; readonly retryable: boolean };
  /** Since when it waits for somebody else, or tries what fails. */
  readonly waitingSince?: Date;
  readonly evidenceIndex?: number;
  readonly finishedAt?: Date;
}

export interface Plan {
  readonly id: PlanId;
  readonly about: string;
  readonly action: PlanAction;
  readonly state: PlanState;
  /**
   * SHA-256, hex, over the canonical JSON of what is approved: action, about, keyed digest of the subject, policy hash,
   * today, steps, previews, stores. Shown to staff, checked at approval. Empty while there is no dry run to approve.
   */
  readonly hash: string;
  readonly previews: readonly Preview[];
  /** What the dry run says of each store that the plan concerns. */
  readonly stores: readonly StorePreview[];
  /** Why the plan is blocked, each with what to do; also what is worth knowing about a plan that is ready. */
  readonly problems: readonly Problem[];
  readonly steps: readonly Step[];
  readonly createdAt: Date;
  readonly approvedAt?: Date;
  readonly finishedAt?: Date;
}

export interface StorePreview {
  readonly store: string;
  /** Who does it there. */
  readonly by: "connector" | "person";
  /** Keys and values of the person that rows of the databases hold for it. */
  readonly keys: number;
  /** Present when the connector looked. */
  readonly finding?: Omit<StoreFinding, "store" | "problems">;
}

export type ApproveRefusal = {
  readonly reason: "changed" | "blocked" | "already-decided" | "unknown-plan";
  readonly message: string;
};
export type ResumeRefusal = { readonly reason: "not-failed" | "unknown-plan"; readonly message: string };
export type PrepareRefusal = { readonly reason: "already-decided" | "unknown-plan"; readonly message: string };

/** A value in a row of a person. Personal. */
export interface PersonValue {
  readonly system: string;
  readonly table: string;
  readonly category: string;
  readonly value: string;
}

export interface Plans {
  /** Looks addresses, and what else somebody says to be known as, up in every system. Nothing is stored. */
  locate(emails: readonly string[], known?: readonly KnownAs[]): Promise<ReadonlyMap<string, Located>>;
  /**
   * Values of these categories in rows that are this person's alone, as they stand now, our own database left out. Longer
   * ones, and more of a table than an answer shows at once, are left out. Nothing is stored.
   */
  ownValues(subject: Personal<Subject>, categories: readonly string[]): Promise<Personal<readonly PersonValue[]>>;
  /** What this person is entitled to by the columns that the policy names so, one text for each row. Nothing is stored. */
  entitlements(subject: Personal<Subject>): Promise<Personal<readonly string[]>>;
  /** Creates the plan and the job that makes its dry run. */
  prepare(tx: Transaction, order: PlanOrder): Promise<PlanId>;
  /** As `prepare`, for a sweep. */
  prepareSweep(tx: Transaction, order: SweepPlanOrder): Promise<PlanId>;
  /** A sweep that runs ends between two batches, as failed; it can be resumed. Answers false when none runs. */
  stop(tx: Transaction, plan: PlanId): Promise<boolean>;
  /** Makes the dry run anew: of a blocked plan after what blocked it was mended, or of a ready one that is no longer fresh. */
  prepareAgain(tx: Transaction, plan: PlanId): Promise<Result<Plan, PrepareRefusal>>;
  /** Two approvals at once: one wins, the other gets `already-decided`. */
  approve(tx: Transaction, plan: PlanId, hash: string, by: StaffId): Promise<Result<Plan, ApproveRefusal>>;
  /** Ends a plan that did not start, and its working copies. Answers false, and changes nothing, when it did start or had ended. */
  abandon(tx: Transaction, plan: PlanId): Promise<boolean>;
  /**
   * A failed plan goes on from every step that failed. Tables in which such a step met more than was approved (its
   * `differences`) are thereby accepted: whoever resumes has seen them.
   */
  resume(tx: Transaction, plan: PlanId): Promise<Result<Plan, ResumeRefusal>>;
  get(reader: Reader, plan: PlanId): Promise<Plan | undefined>;
  /** Tasks for a person, the one due first in front: of those that are open at most 500, or all of one plan. Nothing personal. */
  tasks(reader: Reader, plan?: PlanId): Promise<readonly Task[]>;
  /** How many open tasks each of these requests waits for, by reference; those without any are left out. */
  openTasksAbout(reader: Reader, references: readonly string[]): Promise<ReadonlyMap<string, number>>;
  task(reader: Reader, id: string): Promise<TaskDetail | undefined>;
  /** Ticks a task off; the plan goes on in the same transaction. */
  finishTask(tx: Transaction, id: string, how: TaskFinished): Promise<Result<Task, FinishTaskRefusal>>;
  /** What waits for whom, the longest first: systems that are down, pending stores, tasks. */
  waiting(reader: Reader): Promise<readonly Waiting[]>;
  /**
   * The finished answer of an access plan, decrypted as it streams; `undefined` when there is none, or its key was
   * shredded. The stream throws OperationalError when the answer is dropped while it is being read.
   */
  openAnswer(
    reader: Reader,
    plan: PlanId,
  ): Promise<{ sizeBytes: number; stream: AsyncIterable<Uint8Array> } | undefined>;
  /** Deletes the answer of an access plan. Idempotent. */
  dropAnswer(tx: Transaction, plan: PlanId): Promise<void>;
  /** Declares the jobs; call before `queue.start`. */
  serve(): void;
}

/** Told inside the transaction in which a plan reaches the state, `preparing` left out. Touches nothing but `tx`. */
export type PlanFollower = (tx: Transaction, plan: Plan) => Promise<void>;

/** Systems by name, connected when they are first needed. */
export interface SystemPool {
  /** Names, in the order of the policy. */
  readonly names: readonly string[];
  /** Throws OperationalError when the system cannot be reached. What `work` throws passes through. */
  use<T>(name: string, work: (system: ConnectedSystem) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Stores that a connector reaches, by name. */
export interface StorePool {
  readonly names: readonly string[];
  use<T>(name: string, work: (store: ConnectedStore) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Places at which a test may let the process die; nothing happens there in production. */
export const planCrashPoints = [
  "prepare-begun",
  "prepare-looked",
  "prepare-recorded",
  "step-begun",
  "answer-chunk-written",
  "effect-done",
  "recorded-not-committed",
  "step-recorded",
] as const;
export type PlanCrashPoint = (typeof planCrashPoints)[number];
export interface CrashPlace {
  readonly plan: PlanId;
  readonly ordinal?: number;
  readonly kind?: StepKind;
  readonly system?: string;
  readonly store?: string;
}

/** By what a store was asked about a person. */
export interface StoreTold {
  readonly plan: PlanId;
  readonly action: PlanAction;
  readonly store: string;
  readonly subject: Personal<StoreSubject>;
}

export interface PlansOptions {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly policy: Policy;
  /** SHA-256, hex, of the policy document. A plan made under another policy cannot be approved. */
  readonly policyHash: string;
  readonly systems: SystemPool;
  /** Absent: every store is a task for a person. */
  readonly stores?: StorePool;
  /** Told in this order. */
  readonly followers: readonly PlanFollower[];
  readonly crashPoint?: (
    name: PlanCrashPoint | EraseCrashPoint | StoreCrashPoint | SweepCrashPoint,
    place: CrashPlace,
  ) => Promise<void> | void;
  /** Told in the transaction that records a step which called a store: whoever runs it learned that. For the ledger of disclosures. */
  readonly onStoreTold?: (tx: Transaction, told: StoreTold) => Promise<void>;
  /**
   * Told in the transaction that closes a plan that changed something, just before what pointed at the person is forgotten;
   * per system. For keeping keyed digests, and for telling others.
   */
  readonly onIdentifiers?: (
    tx: Transaction,
    plan: Plan,
    identifiers: ReadonlyMap<string, Personal<Identifiers>>,
    corrections?: Personal<readonly Correction[]>,
  ) => Promise<void>;
}
