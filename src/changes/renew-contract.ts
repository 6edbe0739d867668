/** Consent that must be given again because a version does more than was consented to (GDPR art. 4(11), 7(1), 13(3)). */
import type { Json, Language, LocalDate, Localized, Problem, Refusal, Result } from "#base";
import type { Reader } from "#store";
import type { PersonalLinks } from "./contract.ts";

/** Since when consent to a purpose counts. Programs of the company ask this before they rely on a consent. */
export interface ConsentSince {
  readonly purpose: string;
  readonly title: Localized;
  /** The version that was the last to need fresh consent, or the first one with this purpose. */
  readonly version: number;
  /** Its first day. */
  readonly since: LocalDate;
  /** A consent counts when it was given at this instant or later. Absent: all of them count, because none was asked anew. */
  readonly givenFrom?: Date;
}

/** One table where such consents stand. */
export interface RenewalPlace {
  readonly consent: string;
  readonly system: string;
  readonly table: string;
  /** False: nothing in the rows can say that they do not count; programs must ask since when consent counts. */
  readonly canEnd: boolean;
}
export interface RenewalCount extends RenewalPlace {
  readonly inForce: number;
  /** Given before the version begins, so they will stop counting, or should have. */
  readonly older: number;
}

export interface RenewalPreview {
  readonly version: number;
  readonly places: readonly RenewalCount[];
  /** A system that cannot be reached, a column that is not there. With one nothing can be approved. */
  readonly problems: readonly Problem[];
}

/** `waiting`: nobody approved it yet. `stopped`: it did not go on by itself. */
export type RenewalState = "not-needed" | "waiting" | "approved" | "suspending" | "stopped" | "done";

export interface Renewal {
  readonly version: number;
  readonly state: RenewalState;
  /** Purposes for which consent must be given again, by name. */
  readonly purposes: readonly string[];
  /** Purposes among them whose consents the policy names no place for. */
  readonly unrecorded: readonly string[];
  /** From when consents of before do not count. Absent when none is needed. */
  readonly begins?: Date;
  readonly places: readonly (RenewalPlace & { readonly counted?: number; readonly suspended?: number })[];
  readonly approvedAt?: Date;
  readonly finishedAt?: Date;
  /** Why it stopped, a code. */
  readonly trouble?: string;
  readonly answers: { readonly asked: number; readonly yes: number; readonly no: number };
}

export type RenewRefusal = Refusal & { readonly reason: "unknown-version" | "not-needed" | "not-now" | "blocked" };

/** What a person is asked. Facts come from the policy. */
export interface Question {
  readonly version: number;
  readonly since: LocalDate;
  readonly purposes: readonly {
    readonly name: string;
    readonly title: Required<Localized>;
    /** Which data, and who gets them besides us. */
    readonly data: readonly Required<Localized>[];
    readonly recipients: readonly Required<Localized>[];
    /** What it now covers that it did not: sentences. */
    readonly changes: readonly Required<Localized>[];
    readonly answered?: "yes" | "no";
  }[];
}

export interface Renewals {
  /** Per purpose on consent of the policy that is carried out, by name. */
  since(reader: Reader): Promise<readonly ConsentSince[]>;
  /** Dry run: counts in every system, changes nothing. */
  preview(version: number): Promise<Result<RenewalPreview, RenewRefusal>>;
  /** Consents of before stop counting on the first day, or now when it has begun. Approving again goes on where it stopped. */
  approve(version: number, by: string): Promise<Result<Renewal, RenewRefusal>>;
  status(reader: Reader, version: number): Promise<Renewal>;
  /** Consents that are in force in the systems and were given before the last version that needed them anew. */
  overdue(): Promise<readonly (RenewalCount & { readonly version: number })[]>;
  /** For letters about a version: a link for each addressee, when it needs consent anew. */
  readonly personalLinks: PersonalLinks;
  /** What the link asks; nothing for a wrong, old or forgotten one. */
  question(token: string): Promise<Question | undefined>;
  /**
   * Takes the answer; a purpose without one stays off. `shown` is what the person saw; its hash goes into the evidence log.
   * False for a wrong, old or forgotten link.
   */
  answer(
    token: string,
    answers: Readonly<Record<string, "yes" | "no">>,
    shown: Json,
    language: Language,
  ): Promise<boolean>;
  /** Declares the jobs; call before `queue.start`. */
  serve(): void;
}
