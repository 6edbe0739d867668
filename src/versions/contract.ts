/** What was published, and since when it holds. */
import type { Language, LocalDate, Refusal, Result } from "#base";
import type { Reader } from "#store";

export interface PolicyFile {
  /** The first file by its name; others by their path from its folder. */
  readonly path: string;
  readonly text: string;
}

/** The notice as it was published in one language. What `text` is made of is known to whoever publishes and reads it. */
export interface PublishedNotice {
  readonly language: Language;
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
  /** In the order of its languages. Absent where it was published without. */
  readonly notices?: readonly PublishedNotice[];
}

export interface Draft {
  readonly files: readonly PolicyFile[];
  /** SHA-256 of the texts, hex, as whoever read them counts it. */
  readonly hash: string;
  readonly effectiveOn: LocalDate;
  /** As people are to read it from now on, for good; its hash goes into the evidence log. */
  readonly notices?: readonly PublishedNotice[];
  /** The text may be that of the newest version: the notice is worded otherwise than that one published it. */
  readonly reworded?: boolean;
  /** The newest version that it was compared with; when another is by then, it is refused. Nothing is compared without. */
  readonly after?: number;
  /** The day where the organisation is. */
  readonly today: LocalDate;
  /** Who publishes. Stays in our database; the evidence log does not get it. */
  readonly by: string;
  /**
   * The notice time that the version before promised, when this one is to keep it (`from`: the earliest day that does), or
   * why it is not kept: that goes into the evidence log, so nobody may be named in it.
   */
  readonly noticeTime?: { readonly from: LocalDate } | { readonly brokenBecause: string };
}

export interface PublishRefusal extends Refusal {
  readonly reason: "overtaken" | "same-text" | "date-passed" | "date-before-last" | "notice-time";
  /** The earliest day that would be accepted; absent when no day would. */
  readonly earliestOn?: LocalDate;
}

export interface Versions {
  /** Newest first. */
  all(reader: Reader): Promise<readonly VersionLine[]>;
  numbered(reader: Reader, number: number): Promise<Version | undefined>;
  /** The one that holds on this day; none before the first one's day. Of two from the same day the later one holds. */
  inForce(reader: Reader, on: LocalDate): Promise<Version | undefined>;
  /** The one to carry out on this day: that in force, or before any is, the one that will hold on the first day. None when there is none. */
  carriedOut(reader: Reader, on: LocalDate): Promise<Version | undefined>;
  /** Why this could not be published now; changes nothing. */
  refusal(reader: Reader, draft: Draft): Promise<PublishRefusal | undefined>;
  /** One transaction with its entry in the evidence log. Of several at the same time one is first; the others then see it. */
  publish(draft: Draft): Promise<Result<Version, PublishRefusal>>;
  /** Publishes version 1 when there is none yet; answers it then. Any number of processes may ask at once. */
  publishFirst(draft: Draft): Promise<Version | undefined>;
}
