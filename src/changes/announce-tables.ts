/** As migrations/0013_announcements.sql, 0025_told_otherwise.sql and 0026_letters_counted.sql make them. */
import type { LocalDate } from "#base";
import type { KeyId, Reader } from "#store";
import type { AnnouncementState, WayToTell } from "./contract.ts";

export interface AnnouncementRow {
  version: number;
  since: number;
  state: Exclude<AnnouncementState, "none">;
  key_id: KeyId;
  place: Buffer | null;
  gathered_at: Date | null;
  next_at: Date;
  trouble: string | null;
  started_at: Date;
  started_by: string;
  finished_at: Date | null;
  letters: number | null;
  sent: number | null;
  failed: number | null;
  forgotten_at: Date | null;
  tell_by: LocalDate | null;
  /** Letters that the outbox was given. */
  handed_over: number;
}

export type AnnouncementTables = {
  announcement: AnnouncementRow;
  announcement_count: { version: number; person: string; persons: number; without_address: number };
  announcement_letter: {
    version: number;
    addressee_digest: string;
    persons: string[];
    sealed: Buffer | null;
    mail_id: string | null;
  };
  announcement_told_otherwise: {
    version: number;
    line: number;
    how: WayToTell | null;
    persons: number | null;
    told_on: LocalDate | null;
    undoes: number | null;
    recorded_at: Date;
    recorded_by: string;
  };
};

export function tables(reader: Reader) {
  return reader.db.withTables<AnnouncementTables>();
}

/** What its mail is about. */
export function aboutOf(version: number): string {
  return `policy/${version}`;
}
