/**
 * What every kind of system must be able to do for a person's rights, and what it says of itself. One folder beside this
 * file per kind; one conformance suite that all pass. A connector decides nothing: the policy says whose a row is, what
 * is kept and what replaces a value; the connector finds, reads, changes and looks again.
 */
import type { ConsentRows } from "./consent-contract.ts";
import type { LocalDate, Personal, PlanId, Problem, Result } from "#base";
import type { KnownAs, Policy, System } from "#policy";
import type { SweepAnswer, SweepOrder, SweepPreview } from "./sweep-contract.ts";
import type { Correction, EraseRefusal, KeptBecause, ResidueFinding, StoreKeys } from "./facts-contract.ts";

export type * from "./facts-contract.ts";

/** What a kind of system can do, as data. What it cannot do becomes a task for a person, never silence. */
export interface Abilities {
  readonly kind: string;
  readonly read: boolean;
  readonly erase: boolean;
  /** A dry run of an erasure executes everything and rolls it back, so constraints and triggers are met. */
  readonly rehearsal: boolean;
  /** Held rows can be put out of reach of staff by the system itself. */
  readonly guard: boolean;
  readonly searchEverywhere: boolean;
  /** `correct` is there. */
  readonly correct?: boolean;
  /** `restrict` has its guard: what it puts on the list is hidden and cannot be changed. As of the last `inspect`. */
  readonly restrict?: boolean;
}

export interface CorrectOrder {
  readonly plan: PlanId;
  readonly step: number;
  /** As of an erasure: idempotent by plan and step, fenced by the attempt. */
  readonly attempt: number;
  readonly subject: Subject;
  readonly corrections: readonly Correction[];
  readonly crashPoint?: (name: EraseCrashPoint) => Promise<void> | void;
}
export interface CorrectOutcome {
  readonly columns: readonly { readonly table: string; readonly column: string; readonly rows: number }[];
  readonly appliedNow: boolean;
}
/** Only storing is allowed (GDPR art. 18(2)) from `restrict` until `lift`: rows are hidden from the roles and cannot be changed. */
export interface RestrictOrder {
  readonly plan: PlanId;
  readonly step: number;
  readonly attempt: number;
  readonly subject: Subject;
  readonly crashPoint?: (name: EraseCrashPoint) => Promise<void> | void;
}
export interface RestrictedRows {
  readonly table: string;
  /** Rows that are theirs alone. */
  readonly rows: number;
  /** Rows that are somebody else's too, and stay in use. */
  readonly shared: number;
}
export interface RestrictOutcome {
  readonly tables: readonly RestrictedRows[];
  readonly appliedNow: boolean;
}

/** A person as systems know them. E-mail addresses are normalised. */
export interface Subject {
  readonly emails: readonly string[];
  /** What else they are known as, such as a telephone number; only once staff found that it is theirs. */
  readonly known?: readonly KnownAs[];
  /** Rows that are this person, as chosen at verification: table and key values as text, in key order. */
  readonly anchors: readonly Anchor[];
}
export interface Anchor {
  readonly system: string;
  readonly table: string;
  readonly key: readonly string[];
}

/** One candidate found for an e-mail address, or for what else somebody is known as. Two candidates for one address must be told apart by staff. */
export interface Candidate {
  readonly anchor: Anchor;
  /** Which kind; the first that it can be when the row does not say. */
  readonly person: string;
  /** For staff to tell two candidates apart; personal. */
  readonly label: Personal<string>;
  /** Since when this address is on file, when the system knows. */
  readonly addressSince?: Date;
  /** Whose customer's person this is, where the policy says where that stands and the row does. */
  readonly customer?: {
    /** Of `onBehalf`. */
    readonly of: string;
    readonly key: string;
    /** Absent when the customer has none. */
    readonly email?: Personal<string>;
    readonly name?: Personal<string>;
  };
}
export interface Located {
  readonly candidates: readonly Candidate[];
  /** Rows that are found by the address alone (guest orders, newsletter), per table. */
  readonly byAddress: readonly { readonly table: string; readonly rows: number }[];
}

export interface TableFinding {
  readonly table: string;
  /** Rows of this person, shared ones included. */
  readonly rows: number;
  readonly shared: number;
  /** What would happen or did happen; adds up to `rows`. */
  readonly read: number;
  readonly deleted: number;
  readonly anonymised: number;
  readonly kept: readonly { readonly because: KeptBecause; readonly rows: number }[];
  /** Categories met in the person's rows. */
  readonly categories: readonly string[];
  /** Kinds of person that those rows say they are about; absent where the table does not say it row by row. */
  readonly persons?: readonly string[];
}

/** Files in a store of the policy that rows of the person have keys of. Nothing reads or erases them yet. */
export interface FilesElsewhere {
  /** A name of the policy. */
  readonly store: string;
  readonly files: number;
}

/** The dry run. `problems` with severity error block approval: unmapped columns, refused constraints, failing triggers. */
export interface Preview {
  readonly system: string;
  readonly tables: readonly TableFinding[];
  readonly problems: readonly Problem[];
  /** Recipients (names of the policy) for which the policy's `holdsWhen` found rows. */
  readonly recipients: readonly string[];
  /** Files that the answer or the erasure does not reach, each also a warning; absent when there are none. */
  readonly elsewhere?: readonly FilesElsewhere[];
}

/**
 * One stretch of an answer: all values of one category (top level) in one system, as a JSON array in UTF-8 with an object
 * for each table: `table`, `columns`, and `rows`, each an array of values in the order of the columns, so that a name is
 * written once and not with every row. A column has a `name`, a `type` as its system calls it, and `is`, its category;
 * `key: true` when it is part of what names the row; `members` with the categories inside a document. Last, where rows
 * are also about somebody else, a column that only `is` `shared`. What is not handed out stands as `{"withheld": why}`.
 */
export interface AnswerFile {
  readonly system: string;
  /** Top-level category: `contact` holds `contact.email` and `contact.phone`. */
  readonly category: string;
  /** Opens the stream; called once, files in order. The stream is a valid JSON document. */
  open(): AsyncIterable<Uint8Array>;
}
/** Of one table no more than these categories. */
export interface OnlyTable {
  readonly table: string;
  readonly categories: readonly string[];
}
export interface Answer {
  readonly files: readonly AnswerFile[];
  /** At most `limits.rowsInReadableAnswer` rows per table, for the readable part. Values are display texts. May be asked again. */
  readable(): AsyncIterable<ReadableTable>;
  readonly tables: readonly TableFinding[];
  /** Recipients (names of the policy) for which the policy's `holdsWhen` found rows. */
  readonly recipients: readonly string[];
  close(): Promise<void>;
}
export interface ReadableTable {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly category: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly totalRows: number;
}

export interface EraseOrder {
  readonly plan: PlanId;
  /** Order of this system's erasure inside the plan; with `plan` the idempotency key. */
  readonly step: number;
  /** Rises with every try. A lower attempt that wakes up late is fenced off and changes nothing. */
  readonly attempt: number;
  readonly subject: Subject;
  readonly today: LocalDate;
  /** More rows than this are done in batches, each its own transaction with a checkpoint. */
  readonly rowsPerTransaction: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** Called at named places, so that tests can crash there; does nothing in production. */
  readonly crashPoint?: (name: EraseCrashPoint) => Promise<void> | void;
}
export const eraseCrashPoints = [
  "before-begin",
  "after-collect",
  "before-change",
  "between-tables",
  "before-commit",
  "after-commit",
  "between-batches",
] as const;
export type EraseCrashPoint = (typeof eraseCrashPoints)[number];

export interface EraseOutcome {
  readonly tables: readonly TableFinding[];
  /** False when an earlier attempt had already committed; the counts are then that attempt's. */
  readonly appliedNow: boolean;
}

/** Values that point at this person, gathered before erasure and searched for after it. */
export interface Identifiers {
  readonly values: readonly {
    readonly category: string;
    readonly value: string;
    /** Rows of somebody else held it too before anything was changed, so that finding it there is no residue. */
    readonly alsoOthers?: boolean;
  }[];
  readonly subject: Subject;
  /** Keys of the person's rows, for each table that others may refer to. Absent: only the keys of the subject are known. */
  readonly formerKeys?: readonly FormerKeys[];
}
/** By these columns rows of other tables refer to rows of this one. */
export interface FormerKeys {
  readonly table: string;
  readonly columns: readonly string[];
  /** How many rows of the person, shared ones left out. */
  readonly rows: number;
  /** A JSON array with an array of texts per row; kept as text, because there may be very many. */
  readonly keys: string;
}

/** A value that is in a system now, whoever's it is. */
export interface PresentValue {
  readonly table: string;
  readonly column: string;
  readonly category: string;
  readonly value: string;
}

/** Persons of a kind, when they have a row in one of these tables of the system; with `any` all of the kind. */
export interface WantedPersons {
  readonly person: string;
  readonly tables: readonly string[] | "any";
}
/** Somebody whom a change concerns. Personal. */
export interface ConcernedPerson {
  readonly person: string;
  /** The row that is this person; absent for somebody who is known by an address, or another identity, alone. */
  readonly anchor?: Anchor;
  /** Normalised; absent when the system has none. */
  readonly email?: string;
  /** By what somebody is known who has neither: a telephone number, in E.164, or an identity of the policy's own. */
  readonly knownAs?: { readonly identity: string; readonly value: string };
}
/** Where reading goes on. Opaque; personal, because it can hold an address. */
export interface ConcernedPlace {
  readonly source: string;
  readonly key: readonly string[];
}
export interface ConcernedBatch {
  readonly persons: readonly ConcernedPerson[];
  /** Read on from here, in this process or another, when this batch is done with. */
  readonly next: ConcernedPlace;
}

export interface GuardStatement {
  /** One sentence for the person who approves it. */
  readonly purpose: string;
  readonly sql: string;
}
/** Rows that must be out of sight, and how many of them a role can read, seen by reading as that role. */
export interface GuardSeen {
  readonly role: string;
  readonly relation: string;
  readonly heldRows: number;
  readonly visibleRows: number;
}
export interface GuardCheck {
  readonly installed: boolean;
  /** Held rows; staff must see 0. */
  readonly visible: readonly GuardSeen[];
  readonly problems: readonly Problem[];
  /** The same of restricted rows, of which changing one was tried too. Absent where none are to be guarded here. */
  readonly restricted?: Pick<GuardCheck, "installed" | "visible" | "problems">;
}

/** A system that answers. Obtained from `connect`; close it. Every method may throw OperationalError. */
/** Rows of a table against the term of the rule that keeps them. */
export interface TermRows {
  readonly table: string;
  readonly rule: string;
  /** Why nothing was counted: the rule ends on no date, or the policy names no column where the term starts. */
  readonly uncounted?: "no-date" | "no-start";
  /** Where rows are anonymised, those that are so already are left out, here and below. */
  readonly rows: number;
  /** Rows whose term is over, on each of the days that were asked. Held rows are none of these before their hold ends. */
  readonly over: readonly number[];
  /** The earliest start. */
  readonly oldest?: LocalDate;
  /** Rows that do not say when their term starts. */
  readonly unknown: number;
}

export interface ConnectedSystem {
  readonly name: string;
  readonly abilities: Abilities;
  /** Compares the declared mapping with the real catalogue: unknown tables and columns, unmapped columns, missing indexes. */
  inspect(): Promise<Problem[]>;
  locate(emails: readonly string[], known?: readonly KnownAs[]): Promise<Located>;
  /** Dry run. For erasure it executes in a transaction that is rolled back. */
  preview(action: "access" | "erasure", subject: Subject, today: LocalDate): Promise<Preview>;
  /** With `only` nothing else of the person is in it, but the keys that name the rows. */
  answer(subject: Subject, only?: readonly OnlyTable[]): Promise<Answer>;
  identifiers(subject: Subject): Promise<Identifiers>;
  erase(order: EraseOrder): Promise<Result<EraseOutcome, EraseRefusal>>;
  /** Reads how many rows of each table that a rule keeps are past their term on these days; changes nothing. */
  terms(days: readonly LocalDate[]): Promise<readonly TermRows[]>;
  /** Dry run of a sweep of one table: counts, changes nothing. Throws OperationalError `sweep-impossible`. */
  sweepPreview(table: string, today: LocalDate): Promise<SweepPreview>;
  /** Deletes the rows of one table that are past their term and free to go. */
  sweep(order: SweepOrder): Promise<SweepAnswer>;
  /** Searches all mapped columns, or with `everywhere` every text and JSON column of the database. */
  residue(identifiers: Identifiers, scope: "mapped" | "everywhere"): Promise<readonly ResidueFinding[]>;
  /** Streams the values of columns of these categories, in batches, within bounded memory. */
  values(categories: readonly string[]): AsyncIterable<readonly PresentValue[]>;
  /**
   * Persons of these kinds who have a row that counts, own or found by what they are known as, in batches within bounded
   * memory, each once (somebody who is of two kinds comes as both). Reading goes on after `after`; what changes meanwhile may be missed.
   */
  concerned(wanted: readonly WantedPersons[], after?: ConcernedPlace): AsyncIterable<ConcernedBatch>;
  guardPlan(): Promise<readonly GuardStatement[]>;
  guardInstall(): Promise<void>;
  guardCheck(): Promise<GuardCheck>;
  /** Consents as they stand in the rows. */
  readonly consents: ConsentRows;
  /** Every copy of these facts in rows that are this person's; looked at again afterwards by `residue` of the old values. */
  correct?(order: CorrectOrder): Promise<Result<CorrectOutcome, EraseRefusal>>;
  restrict?(order: RestrictOrder): Promise<Result<RestrictOutcome, EraseRefusal>>;
  /** Ends every restriction of this person here, whichever plan it came from. */
  lift?(order: RestrictOrder): Promise<Result<RestrictOutcome, EraseRefusal>>;
  /** Rows of this person that are restricted now. Whoever acts on rows by itself asks first, and passes these over. */
  restricted?(subject: Subject): Promise<readonly RestrictedRows[]>;
  /** Values of this person's rows by which stores know them; `today` decides what stays. Stores without any are left out. */
  storeKeys?(subject: Subject, today: LocalDate): Promise<readonly StoreKeys[]>;
  /** Forgets working tables of this plan, if any are left. */
  forget(plan: PlanId): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly policy: Policy;
  readonly system: System;
  /** The address, taken from the environment by the caller; never logged. */
  readonly url: string;
  /** Keyed digest of an identity, for systems that store identities as digests only (our own). */
  readonly digest?: (identity: string) => string;
}
