/** Runs each promise's check against the running system and keeps its status and history. */
import type { LocalDate, Personal, PlanId } from "#base";
import type { Identifiers, KeptBecause } from "#connectors";
import type { Evidence } from "#evidence";
import type { Plan, SystemPool } from "#plans";
import type { Policy, PolicyPromise } from "#policy";
import type { Due, Outcome, RefusalReason, RequestKind, RequestState } from "#requests";
import type { Reader, Store, Transaction } from "#store";

/**
 * `kept`: the check looked at the running system and found it so. `broken`: it found a violation. `unproven`: there is
 * nothing to look at yet, or the check could not be run. `stated`: words only. `waived`: the policy says for how long.
 */
export type PromiseStatusKind = "kept" | "broken" | "unproven" | "stated" | "waived";

/** One line of the board; also what `gestand promises --json` prints. */
export interface PromiseStatus {
  readonly id: string;
  readonly cites: readonly string[];
  /** In the first language of the policy. */
  readonly statement: string;
  readonly mechanism: string;
  readonly status: PromiseStatusKind;
  /** ISO 8601 UTC; absent when never checked. */
  readonly checkedAt?: string;
  readonly evidence: {
    /** What was looked at and what was found, in English; never personal data. */
    readonly summary: string;
    readonly facts: Readonly<Record<string, string | number | boolean>>;
    /** Entry of the evidence log that records the last change of status. */
    readonly logIndex?: number;
  };
}
export interface PromiseBoard {
  /** Runs all checks now and records changes. Concurrent calls in one process share one run. */
  check(): Promise<readonly PromiseStatus[]>;
  /** In the order of the policy; a promise that was never checked is `unproven`. */
  latest(reader: Reader): Promise<readonly PromiseStatus[]>;
  /** Changes, newest first. */
  history(
    reader: Reader,
    id: string,
    limit: number,
  ): Promise<readonly { status: PromiseStatusKind; checkedAt: string; summary: string }[]>;
  /**
   * To be called in the transaction that closes an erasure (`PlansOptions.onIdentifiers`): keeps keyed digests of what
   * pointed at the person, so that its return is noticed until the register forgets the request.
   */
  watchErasure(tx: Transaction, plan: Plan, identifiers: ReadonlyMap<string, Personal<Identifiers>>): Promise<void>;
  /** Ends the watch of one erasure, because the person came back as a customer. Recorded in the evidence log. */
  endWatch(tx: Transaction, plan: PlanId): Promise<void>;
  /** Declares the hourly job, which also signs a checkpoint of the evidence log; call before `queue.start`. */
  serve(): void;
}

export interface PromiseBoardOptions {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly policy: Policy;
  /** `promisesOf(policy)`. */
  readonly promises: readonly PolicyPromise[];
  readonly systems: SystemPool;
  /** Where the privacy centre and the notice are published, without a slash at the end; read over HTTP as a visitor would. */
  readonly publicUrl: string;
  /** Default: the platform's. */
  readonly fetch?: (url: string, init: { signal: AbortSignal }) => Promise<Response>;
  /** Default: read from our own tables. */
  readonly requestFacts?: RequestFacts;
  readonly planFacts?: PlanFacts;
  /** Whether a contract's document (path as the policy names it) is on file. Without it such a promise is unproven. */
  readonly documentExists?: (path: string) => Promise<boolean>;
}

/** One request as the checks need it: dates, states and counts; nothing personal. Only verified facts of our own tables. */
export interface RequestFact {
  readonly reference: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly receivedAt: Date;
  readonly receivedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly dueBecause: Due["because"];
  /** When the person had the answer or the link to it. */
  readonly answeredOn?: LocalDate;
  readonly closedOn?: LocalDate;
  readonly outcome?: Outcome;
  readonly refusalReason?: RefusalReason;
  /** The plan that carries it out, and what that plan does. */
  readonly plan?: PlanId;
  readonly planAction?: Plan["action"];
  /** Present when a copy was handed over (its link was sent). */
  readonly delivery?: { readonly toKnownAddress: boolean; readonly identityAccepted: boolean };
  /** Whether staff decided about identity, and whether what was shown for it is still stored. */
  readonly identityDecided: boolean;
  readonly identityEvidenceStored: boolean;
  /** The entry still has the keyed digest of who asked. */
  readonly requesterKnown: boolean;
  /** Values still sealed for it, its key included. */
  readonly sealedLeft: number;
  readonly shreddedAt?: Date;
  readonly closedAt?: Date;
}
export interface RequestFacts {
  /** Every request, in order of receipt. */
  all(reader: Reader): Promise<readonly RequestFact[]>;
}

/** One finished plan as the checks need it. */
export interface PlanFact {
  readonly id: PlanId;
  readonly about: string;
  readonly action: Plan["action"];
  readonly finishedOn: LocalDate;
  /** The dry run that was approved, per system. */
  readonly approved: readonly SystemFact[];
  /** What was read or erased in fact, per system. */
  readonly done: readonly SystemFact[];
  /** What the search after an erasure found, and why it stays. */
  readonly residue: readonly {
    readonly system: string;
    readonly table: string;
    readonly column: string;
    readonly rows: number;
    readonly because?: KeptBecause;
  }[];
  /** What the answer itself says, when that was recorded as it was made. Access only. */
  readonly answer?: {
    /** Names of recipients listed in it. */
    readonly recipients?: readonly string[];
    /** Categories for which it holds data or says there is none. */
    readonly categories?: readonly string[];
    /** Data files in a machine-readable format. */
    readonly dataFiles?: number;
  };
}
export interface SystemFact {
  readonly system: string;
  readonly tables: readonly TableFact[];
  /** Recipients for which the policy's `holdsWhen` found rows. */
  readonly recipients: readonly string[];
}
export interface TableFact {
  readonly table: string;
  readonly rows: number;
  readonly shared: number;
  readonly read: number;
  readonly deleted: number;
  readonly anonymised: number;
  readonly kept: readonly { readonly because: KeptBecause; readonly rows: number }[];
  readonly categories: readonly string[];
}
export interface PlanFacts {
  /** Every plan that is done, oldest first. */
  finished(reader: Reader): Promise<readonly PlanFact[]>;
}
