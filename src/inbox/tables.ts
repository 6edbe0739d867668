/** Our tables, as migrations/0049_inbox.sql makes them. */
import type { RequestId } from "#base";
import type { RequestKind } from "#policy";
import type { KeyId, Reader } from "#store";
import type { LetterOutcome } from "./contract.ts";

export interface StateRow {
  mailbox: string;
  uid_validity: number | null;
  next_uid: number;
  since: Date;
  looked_at: Date | null;
  failing_since: Date | null;
  failure: string | null;
}
export interface LetterRow {
  id: string;
  mailbox: string;
  uid_validity: number;
  uid: number;
  digest: string | null;
  arrived_at: Date;
  outcome: LetterOutcome;
  request_id: RequestId | null;
  key_id: KeyId | null;
  sealed: Buffer | null;
  proposed: RequestKind[];
  put_away_at: Date | null;
}
export interface FileRow {
  message_id: string;
  ordinal: number;
  sealed: Buffer;
}
/** A type and not an interface: Kysely wants a closed list of tables. */
export type InboxTables = { inbox_state: StateRow; inbox_message: LetterRow; inbox_file: FileRow };

export function tables(reader: Reader) {
  return reader.db.withTables<InboxTables>();
}
