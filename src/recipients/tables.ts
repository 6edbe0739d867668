/** As migrations/0023_recipient_notices.sql makes them. */
import type { KeyId, Reader } from "#store";
import type { ByHandBecause, PassedAct, RecipientAnswer, RecipientNotice } from "./contract.ts";

export interface NoticeRow {
  id: string;
  plan_id: string;
  about: string;
  recipient: string;
  act: PassedAct;
  state: RecipientNotice["state"];
  by_hand_because: ByHandBecause | null;
  key_id: KeyId;
  sealed: Buffer | null;
  token_hash: Buffer | null;
  made_at: Date;
  told_at: Date | null;
  told_by: string | null;
  reminded_at: Date | null;
  reminders: number;
  answer: RecipientAnswer | null;
  answered_at: Date | null;
  answered_by: string | null;
}

export function tables(reader: Reader) {
  return reader.db.withTables<{ recipient_notice: NoticeRow }>();
}

/** What its mail is about. */
export function mailAbout({ id }: Pick<NoticeRow, "id">): string {
  return `recipient:${id}`;
}
