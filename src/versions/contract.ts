/** What was published, and since when it holds. */
import type { LocalDate, Refusal, Result } from "#base";
import type { Reader } from "#store";

export interface PolicyFile {
  /** The first file by its name; others by their path from its folder. */
  readonly path: string;
  readonly text: string;
}

/** A version without its texts. */
export interface VersionLine {
  /** From 1, without gaps. */
  readonly number: number;
  /** SHA-256 of the texts, hex. */
  readonly hash: string;
  /** The first day on which it holds. */
  readonly effectiveOn: LocalDate;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  /** Its entry in the evidence log. */
  readonly logIndex: number;
}
export interface Version extends VersionLine {
  /** The first file first. Never empty. */
  readonly files: readonly PolicyFile[];
}

export interface Draft {
  readonly files: readonly PolicyFile[];
  /** SHA-256 of the texts, hex, as whoever read them counts it. */
  readonly hash: string;
  readonly effectiveOn: LocalDate;
  /** The day where the organisation is. */
  readonly today: LocalDate;
  /** Who publishes. Stays in our database; the evidence log does not get it. */
  readonly by: string;
}

export interface PublishRefusal extends Refusal {
  readonly reason: "same-text" | "date-passed" | "date-before-last";
}

export interface Versions {
  /** Newest first. */
  all(reader: Reader): Promise<readonly VersionLine[]>;
  numbered(reader: Reader, number: number): Promise<Version | undefined>;
  /** The one that holds on this day; none before the first one's day. Of two from the same day the later one holds. */
  inForce(reader: Reader, on: LocalDate): Promise<Version | undefined>;
  /** The one to carry out on this day: that in force, or the first one when its day is yet to come. None when there is none. */
  carriedOut(reader: Reader, on: LocalDate): Promise<Version | undefined>;
  /** Why this could not be published now; changes nothing. */
  refusal(reader: Reader, draft: Draft): Promise<PublishRefusal | undefined>;
  /** One transaction with its entry in the evidence log. Of several at the same time one is first; the others then see it. */
  publish(draft: Draft): Promise<Result<Version, PublishRefusal>>;
  /** Publishes version 1 when there is none yet; answers it then. Any number of processes may ask at once. */
  publishFirst(draft: Draft): Promise<Version | undefined>;
}
