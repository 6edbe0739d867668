/** Runs each promise's check against the running system and keeps its status and history. */
import type { Language, LocalDate, Personal, PlanId, StaffId } from "#base";
import type { Identifiers } from "#connectors";
import type { Announcements, Renewals, Withdrawals } from "#changes";
import type { Evidence } from "#evidence";
import type { Plan, PlanFacts, StorePool, SystemPool } from "#plans";
import type { NoticeSection, Policy, PolicyPromise, PromiseStatusKind } from "#policy";
import type { Disclosures, Recipients } from "#recipients";
import type { RequestFacts } from "#requests";
import type { TableTerm } from "#retention";
import type { Reader, Store, Transaction } from "#store";
import type { Versions } from "#versions";
import type { Message } from "./words/messages.ts";

export type { PromiseStatusKind };
export type { Listed, Message, MessageKey } from "./words/messages.ts";

/** One line of the board; also what `gestand promises --json` prints. */
export interface PromiseStatus {
  readonly id: string;
  readonly cites: readonly string[];
  /** In the language that was asked for, as far as the policy has it. */
  readonly statement: string;
  readonly mechanism: string;
  /** The heading of the notice under which it stands. */
  readonly section: NoticeSection;
  readonly status: PromiseStatusKind;
  /** ISO 8601 UTC; absent when never checked. */
  readonly checkedAt?: string;
  readonly evidence: {
    /** What was looked at and what was found, in the language that was asked for; never personal data. */
    readonly summary: string;
    /** The same for machines: a stable key per sentence, with its values. */
    readonly messages: readonly Message[];
    readonly facts: Readonly<Record<string, string | number | boolean>>;
    /** Entry of the evidence log that records the last change of status. */
    readonly logIndex?: number;
  };
}
/** Something wrong with the policy that somebody answers for, or did until the waiver ended. Stands beside the promises. */
export interface WaivedFindingStatus {
  /** Of the finding: `own-use-denied`. */
  readonly code: string;
  /** The member of the policy: `recipients.mail.ownUse`; empty for all of it. */
  readonly path: string;
  /** Where it stands in the policy's files, when that is known. */
  readonly at?: { readonly file: string; readonly line: number };
  /** What was found, in English, as `gestand check` says it. */
  readonly message: string;
  readonly article?: string;
  readonly by: string;
  readonly reason: string;
  readonly untilOn: LocalDate;
  /** Until the last day, which still counts; negative when the waiver is over. */
  readonly daysLeft: number;
  /** `waived`, or `broken` when the waiver is over and the finding stands again. */
  readonly status: Extract<PromiseStatusKind, "waived" | "broken">;
}

/** An erasure under watch of which something is there again. Nothing in it identifies the person. */
export interface ReturnedErasure {
  readonly plan: PlanId;
  /** Of the request. */
  readonly reference?: string;
  readonly erasedOn?: LocalDate;
  /** Columns in which a value stands in more rows than the erasure left there with a ground (`grounded`). */
  readonly places: readonly {
    readonly system: string;
    readonly table: string;
    readonly column: string;
    readonly rows: number;
    readonly grounded: number;
  }[];
}
export interface ReturnedPersons {
  /** Erasures since then that are under watch. */
  readonly erasures: number;
  readonly persons: readonly {
    /** Of the erasure. */
    readonly plan: PlanId;
    /** Of its request. */
    readonly about: string;
    readonly erasedOn: LocalDate;
    readonly places: ReturnedErasure["places"];
    readonly values: Personal<readonly { readonly category: string; readonly value: string }[]>;
  }[];
  readonly notLookedAt: readonly { readonly system: string; readonly why: string }[];
}
export interface PromiseBoard {
  /**
   * Runs all checks now and records changes. Calls during a run share the next one, so that each sees what was done before it. Words, here and below, are in
   * the first language of the policy unless another is asked for.
   */
  check(language?: Language): Promise<readonly PromiseStatus[]>;
  /** In the order of the policy; a promise that was never checked is `unproven`. */
  latest(reader: Reader, language?: Language): Promise<readonly PromiseStatus[]>;
  /** Findings of the policy's check that a waiver is about, the soonest to end first. */
  waivedFindings(): readonly WaivedFindingStatus[];
  /** Changes, newest first. */
  history(
    reader: Reader,
    id: string,
    limit: number,
    language?: Language,
  ): Promise<readonly { status: PromiseStatusKind; checkedAt: string; summary: string }[]>;
  /**
   * To be called in the transaction that closes an erasure (`PlansOptions.onIdentifiers`): keeps keyed digests of what
   * pointed at the person, so that its return is noticed until the register forgets the request.
   */
  watchErasure(tx: Transaction, plan: Plan, identifiers: ReadonlyMap<string, Personal<Identifiers>>): Promise<void>;
  /** What the last round found again of erased persons, and the promises (ids) that it breaks. */
  returned(
    reader: Reader,
  ): Promise<{ readonly promises: readonly string[]; readonly erasures: readonly ReturnedErasure[] }>;
  /** Who was erased on or after this day and is there again, with what points at them now. Looks into every system. */
  returnedSince(since: LocalDate): Promise<ReturnedPersons>;
  /**
   * Ends the watch of one erasure, because the person came back as a customer: `by` says so. Recorded in the evidence log.
   * Answers false, and changes nothing, when this erasure is not under watch.
   */
  endWatch(tx: Transaction, plan: PlanId, by: StaffId): Promise<boolean>;
  /**
   * Sends a round that does not wait for the hour, where a promise was never checked: after the first start, and when a
   * version brings new ones. A moment later, so that the pages it looks at are there.
   */
  checkNew(): Promise<void>;
  /** Declares the hourly job, which also signs a checkpoint of the evidence log; call before `queue.start`. */
  serve(): void;
}

/** By name: when it was last said, and how often. */
export type Sights = ReadonlyMap<string, { readonly at: Date; readonly times: number }>;

export interface PromiseBoardOptions {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly versions: Versions;
  readonly policy: Policy;
  /** SHA-256 of the policy document that this process runs with, hex. */
  readonly policyHash: string;
  /** `promisesOf(policy)`. */
  readonly promises: readonly PolicyPromise[];
  /** What visitors' browsers had that the policy does not name; without it that stays unproven. */
  readonly undeclared?: (reader: Reader, since: Date, times: number) => Promise<readonly string[]>;
  /** What somebody stopped and the company's rows do not say yet; without it nothing can be said of them. */
  readonly withdrawals?: Pick<Withdrawals, "waiting">;
  /** The unsubscribe link of a message for an address that is nobody's, and how many used theirs; undefined when it has none. */
  readonly unsubscribing?: (message: string) => Promise<{ readonly url: string; readonly used: number } | undefined>;
  /** Ways to say no without a link that this installation serves: letters to the watched mailbox. */
  readonly answersMail?: boolean;
  /** Proof that is kept of these purposes: choices of persons, months of choices of browsers, and how many of both are kept too long. */
  readonly proof?: (
    purposes: readonly string[],
  ) => Promise<{ readonly lines: number; readonly months: number; readonly overdue: number }>;
  /** What parents confirmed for a child, and yeses to these purposes without one; without it nothing can be said of either. */
  readonly parents?: (
    reader: Reader,
    purposes: readonly string[],
  ) => Promise<{ readonly confirmed: number; readonly alone: number }>;
  /** Yeses of persons to these purposes by the way they came, and whether by a link of their own; without it nothing can be said of either. */
  readonly yeses?: (
    reader: Reader,
    purposes: readonly string[],
  ) => Promise<readonly { readonly channel: string; readonly confirmed: boolean; readonly lines: number }[]>;
  /** What the company's pages say they have and held back; without it that stays unproven. */
  readonly sights?: (reader: Reader, since: Date) => Promise<Sights>;
  /** What the last night found of each table that a rule keeps; without it nothing can be said of terms. */
  readonly retained?: (reader: Reader) => Promise<readonly TableTerm[]>;
  readonly systems: SystemPool;
  /** Absent: no store is reached by a connector. */
  readonly stores?: StorePool;
  /** Who was told of which version. Without it a promise to tell people is unproven. */
  readonly announcements?: Pick<Announcements, "told">;
  /** Whether consents of before count that should be given again; without it nothing can be said of them. */
  readonly renewals?: Pick<Renewals, "overdue" | "since">;
  /** Who heard of what was done; without it nothing can be said of them. */
  readonly recipients?: Pick<Recipients, "facts">;
  /** What was given to others, at the word of programs or because somebody could demand it; without it nothing can be said of that. */
  readonly disclosures?: Pick<Disclosures, "demands" | "given">;
  /** Where the privacy centre and the notice are published, without a slash at the end; read over HTTP as a visitor would. */
  readonly publicUrl: string;
  /** Default: the platform's. */
  readonly fetch?: (url: string, init: { signal: AbortSignal }) => Promise<Response>;
  /** Default: as the rooms that own them read them from their tables. */
  readonly requestFacts?: RequestFacts;
  readonly planFacts?: PlanFacts;
  /** Whether a contract's document (path as the policy names it) is on file. Without it such a promise is unproven. */
  readonly documentExists?: (path: string) => Promise<boolean>;
}
