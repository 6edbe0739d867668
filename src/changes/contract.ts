/** What a published version sets in motion for persons: mail to those whom it concerns, and consent that must be given again. */
import type { Language, LocalDate, Problem, Refusal, Result } from "#base";
import type { Reader } from "#store";

/** How many persons of one kind have data that a version concerns. */
export interface Concerned {
  readonly person: string;
  readonly persons: number;
  /** Of those, how many have no address that mail can be sent to. They must be told in another way. */
  readonly withoutAddress: number;
}

/** What would be sent to whom; nothing is kept of it. */
export interface AnnouncementPreview {
  readonly version: number;
  readonly concerned: readonly Concerned[];
  /** Addresses that would get one letter each; a person in two systems under one address gets one. */
  readonly letters: number;
  /** What they would read, per language of the policy. */
  readonly letter: readonly { readonly language: Language; readonly subject: string; readonly text: string }[];
  /** A system that cannot be reached, a table without a path to persons. With an error nothing can be announced. */
  readonly problems: readonly Problem[];
}

/** none → gathering → sending → done; stopped by a colleague at any time before done, and resumed. */
export type AnnouncementState = "none" | "gathering" | "sending" | "stopped" | "done";

export interface Announcement {
  readonly version: number;
  readonly state: AnnouncementState;
  /** The day by which the policy promises that people were told. Absent when the policy promises none or nobody is concerned. */
  readonly tellBy?: LocalDate;
  readonly concerned: readonly Concerned[];
  /** Letters; add up once the state is `done`. */
  readonly letters: number;
  readonly waiting: number;
  readonly sent: number;
  /** Refused by the mail server, or returned later. */
  readonly failed: number;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
}

export type AnnounceRefusal = Refusal & {
  readonly reason: "unknown-version" | "nobody-concerned" | "already-announced" | "not-now";
};

export interface Announcements {
  /** Asks every system; changes nothing. */
  preview(version: number): Promise<Result<AnnouncementPreview, AnnounceRefusal>>;
  /** Starts it. Of two at once one wins. The evidence log gets counts, never an address. */
  announce(version: number, by: string): Promise<Result<Announcement, AnnounceRefusal>>;
  stop(version: number, by: string): Promise<Result<Announcement, AnnounceRefusal>>;
  resume(version: number, by: string): Promise<Result<Announcement, AnnounceRefusal>>;
  /** State `none` when it was never started. */
  status(reader: Reader, version: number): Promise<Announcement>;
  /** Declares the jobs; call before `queue.start`. */
  serve(): void;
}
