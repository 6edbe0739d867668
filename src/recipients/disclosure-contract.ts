/** What was given to whom of whose data, and the report of a year (GDPR art. 5(2), 15(1)(c)). */
import type { LocalDate, Personal, Refusal, Result, StaffId } from "#base";
import type { StoreTold } from "#plans";
import type { BasisKind } from "#policy";
import type { Reader, Transaction } from "#store";

/** `instruction`: to a processor (GDPR art. 28). `request`: to carry out what a person asked (art. 19). */
export type DisclosureGround = BasisKind | "instruction" | "request" | "legal-demand";
export type DisclosureSource = "house" | "company" | "staff";

/** One disclosure, as a program of the organisation says it. */
export interface DisclosureSaid {
  /** What the sender calls it; at most 200 characters. Kept as a keyed digest only. */
  readonly id: string;
  readonly email: Personal<string>;
  /** Names of the policy. */
  readonly recipient: string;
  readonly purpose?: string;
  readonly categories: readonly string[];
  readonly on: LocalDate;
  /** That of the purpose when left out; of a processor without a purpose `instruction`. */
  readonly ground?: Exclude<DisclosureGround, "legal-demand">;
}

export interface DisclosureFault {
  /** Of the line, from 0. */
  readonly line: number;
  readonly member: "id" | "email" | "recipient" | "purpose" | "categories" | "on" | "ground";
  /** What is wrong; holds no personal data. */
  readonly message: string;
}

export interface DisclosuresRecorded {
  readonly recorded: number;
  /** Were there already, by their id. */
  readonly already: number;
  /** Of those recorded now, what the policy did not allow on that day. */
  readonly notAllowed: number;
}

/** Nothing was recorded; each wrong line is named. */
export type DisclosureRefusal = Refusal & {
  readonly reason: "wrong-lines" | "too-many";
  readonly faults: readonly DisclosureFault[];
};

/** Data that was given because somebody could demand it by law. */
export interface DemandSaid {
  readonly email: Personal<string>;
  /** The kind of party, of the words under `legalDemands.by`. */
  readonly party: string;
  /** Who exactly; never a natural person. */
  readonly authority: string;
  /** The law or the order, with its number. */
  readonly legalBasis: string;
  readonly categories: readonly string[];
  readonly on: LocalDate;
  readonly mayTell: boolean;
}

export interface DemandLine {
  readonly id: number;
  readonly party: string;
  readonly authority: string;
  readonly legalBasis: string;
  readonly categories: readonly string[];
  readonly on: LocalDate;
  /** Not while the law forbids telling the person; the copy then says nothing of it. */
  readonly mayTell: boolean;
}

export type DemandRefusal = Refusal & {
  readonly reason: "email" | "authority" | "legal-basis" | "categories" | "day" | "party";
};

export interface ReportLine {
  readonly recipient: string;
  readonly purpose: string | null;
  readonly ground: DisclosureGround;
  readonly disclosures: number;
  /** Different persons among them, those apart who were erased since. */
  readonly persons: number;
  readonly erasedSince: number;
  readonly notAllowed: number;
}

export interface DisclosureReport {
  readonly year: number;
  readonly lines: readonly ReportLine[];
  /** Different persons over all its lines. */
  readonly recipients: readonly {
    readonly recipient: string;
    readonly disclosures: number;
    readonly persons: number;
  }[];
  /** By kind of party. */
  readonly demands: readonly { readonly party: string; readonly answered: number; readonly notTold: number }[];
  readonly disclosures: number;
}

/** For everybody: no figure in it, nor a difference of two, is about fewer than `atLeast` persons. */
export interface PublicReport {
  readonly year: number;
  readonly atLeast: number;
  readonly recipients: readonly { readonly recipient: string; readonly disclosures: number }[];
  /** All that is too few to stand alone, together; absent when there is none or they are too few even so. */
  readonly others?: number;
  /** Absent when it would say what may not be said. */
  readonly total?: number;
}

/** Disclosures to one recipient that have ground and categories in common. */
export interface Given {
  readonly recipient: string;
  readonly ground: DisclosureGround;
  readonly categories: readonly string[];
  readonly disclosures: number;
  /** Of which so many were not what the policy allowed on their day. */
  readonly notAllowed: number;
}

export interface Disclosures {
  /** All or nothing; at most `mostAtOnce`. Sending the same ids again adds nothing. */
  record(said: readonly DisclosureSaid[]): Promise<Result<DisclosuresRecorded, DisclosureRefusal>>;
  /** That whoever runs this store was asked about a person. Nothing of stores that we run ourselves. */
  recordStoreTold(tx: Transaction, told: StoreTold): Promise<void>;
  recordDemand(said: DemandSaid, by: StaffId): Promise<Result<void, DemandRefusal>>;
  /** Counts of what was given on this day or later, without what was demanded. */
  given(reader: Reader, since: LocalDate): Promise<readonly Given[]>;
  /** Newest first; at most 500. */
  demands(reader: Reader): Promise<readonly DemandLine[]>;
  /** From now on the person may know of it: their copy names it. False when there is none such. */
  allowTelling(id: number, by: StaffId): Promise<boolean>;
  report(year: number): Promise<DisclosureReport>;
  /** Forgets what is older than the register keeps. */
  forget(): Promise<void>;
}
