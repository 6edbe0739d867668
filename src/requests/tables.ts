/** Our tables as Kysely sees them, and the two ways in: to look at a request, and to hold it until the transaction ends. */
import type { ColumnType, Generated, KeyId, Reader, Selectable, Transaction } from "#store";
import type { Language, LocalDate, PlanId, RequestId, StaffId } from "#base";
import type { RegimeId, WaitKind } from "#law";
import type { Asker, StopGround } from "#policy";
import type { CustomerAnswer } from "./customer-contract.ts";
import type { HandOverState } from "./hand-over-contract.ts";
import type {
  Channel,
  Due,
  IdentityDoubt,
  Outcome,
  RefusalReason,
  RequestEvent,
  RequestKind,
  RequestState,
} from "./contract.ts";

export interface RequestRow {
  id: RequestId;
  reference: string;
  kind: RequestKind;
  state: RequestState;
  language: Language;
  channel: Channel;
  received_at: Date;
  received_on: LocalDate;
  due_on: LocalDate;
  due_because: Due["because"];
  due_article: string;
  promised_on: LocalDate | null;
  legal_on: LocalDate;
  due_unconfirmed: boolean;
  laws: RegimeId[];
  acknowledge_by: LocalDate | null;
  acknowledged_on: LocalDate | null;
  extended_at: Date | null;
  verified_at: Date | null;
  located_at: Date | null;
  locate_failed_at: Date | null;
  found_anything: boolean | null;
  other_address: boolean;
  asked_as: Asker | null;
  identity_doubt: IdentityDoubt | null;
  identity_asked_at: Date | null;
  identity_shown_at: Date | null;
  identity_decided_at: Date | null;
  identity_accepted: boolean | null;
  key_id: KeyId;
  shredded_at: Date | null;
  requester_digest: string | null;
  purposes: string[];
  joined_to: RequestId | null;
  proposed_at: Date | null;
  corrections_decided_at: Date | null;
  plan_id: PlanId | null;
  follow_token_hash: Buffer | null;
  refusal_reason: RefusalReason | null;
  answered_on: LocalDate | null;
  closed_at: Date | null;
  closed_on: LocalDate | null;
  outcome: Outcome | null;
  closed_evidence: number | null;
}
export interface SecretRow {
  request_id: RequestId;
  name: string;
  sealed: Buffer;
}
export interface EventRow {
  id: Generated<number>;
  request_id: RequestId;
  at: Date;
  from_state: RequestState | "start";
  to_state: RequestState;
  event: RequestEvent | "receive";
  by_kind: "person" | "system" | "staff";
  by_staff: StaffId | null;
  reason: string | null;
  evidence_index: number;
}
export interface CodeRow {
  request_id: RequestId;
  code_hash: string;
  tries: ColumnType<number, number | undefined, number>;
  expires_at: Date;
}
export interface DeliveryRow {
  request_id: RequestId;
  token_hash: Buffer;
  to_known_address: boolean;
  identity_accepted: boolean;
  size_bytes: number;
  failed_mails_before: number;
  created_at: Date;
  expires_at: Date;
  claim: string | null;
  claimed_until: Date | null;
  fetched_at: Date | null;
  shredded_at: Date | null;
}
export interface ReminderRow {
  request_id: RequestId;
  days_before: number;
  at: Date;
  evidence_index: number;
}
export interface MessageRow {
  id: string;
  request_id: RequestId;
  received_at: Date;
  sealed: Buffer;
  told_at: Date | null;
}
export interface FileRow {
  id: string;
  request_id: RequestId;
  message_id: string;
  size_bytes: number;
  received_at: Date;
  sealed: Buffer | null;
  deleted_at: Date | null;
}
export interface OnceRow {
  digest: string;
  body_digest: string;
  request_id: RequestId;
  made_at: Date;
}
export interface EntitlementRow {
  request_id: RequestId;
  digests: string[];
  measured_at: Date;
}
export interface HandOverRow {
  request_id: RequestId;
  state: HandOverState;
  asked_at: Date;
  decided_at: Date | null;
  decided_by: StaffId | null;
  attempts: number;
  size_bytes: number | null;
  sha256: string | null;
  status: number | null;
  failure: string | null;
  ended_at: Date | null;
}
export interface PlanStateRow {
  plan_id: PlanId;
  state: "ready" | "blocked";
}
export interface StopRow {
  id: Generated<number>;
  request_id: RequestId | null;
  person_digest: string;
  stopped: "purpose" | "marketing" | "sale" | "everything";
  purpose: string | null;
  because: StopGround;
  since: Date;
  /** Which carried it out, of a restriction. */
  plan_id: ColumnType<PlanId | null, PlanId | null | undefined>;
}
export interface AddressChangeRow {
  request_id: RequestId;
  new_digest: string;
  token_hash: Buffer;
  noted_at: Date;
  done_at: Date | null;
  stopped_at: Date | null;
}
/** As it is read; its number is given by the database. */
export type WaitRow = Selectable<StoredWait>;
interface StoredWait {
  id: Generated<number>;
  request_id: RequestId;
  kind: Exclude<WaitKind, "fee">;
  asked_on: LocalDate;
  answered_on: LocalDate | null;
  clock_stands: boolean;
}
export interface AskerRow {
  request_id: RequestId;
  gives_answer: boolean;
  token_hash: Buffer | null;
  confirmed_at: Date | null;
  stopped_at: Date | null;
}
export interface CustomerNoticeRow {
  id: string;
  request_id: RequestId;
  about: string;
  kind: RequestKind;
  on_behalf: string;
  customer: string;
  key_id: KeyId;
  sealed: Buffer | null;
  token_hash: Buffer;
  made_at: Date;
  expires_at: Date;
  answer: CustomerAnswer | null;
  answered_at: Date | null;
}
/** A type and not an interface: Kysely wants a closed list of tables. */
export type RequestTables = {
  request: RequestRow;
  request_secret: SecretRow;
  request_event: EventRow;
  request_code: CodeRow;
  delivery: DeliveryRow;
  request_reminder: ReminderRow;
  request_plan: PlanStateRow;
  request_stop: StopRow;
  address_change: AddressChangeRow;
  request_wait: StoredWait;
  customer_notice: CustomerNoticeRow;
  request_asker: AskerRow;
  request_message: MessageRow;
  request_file: FileRow;
  request_once: OnceRow;
  hand_over: HandOverRow;
  request_entitlement: EntitlementRow;
};

export function tables(reader: Reader) {
  return reader.db.withTables<RequestTables>();
}

export async function load(reader: Reader, id: RequestId): Promise<RequestRow | undefined> {
  return tables(reader).selectFrom("request").selectAll().where("id", "=", id).executeTakeFirst();
}

/**
 * The request as it is now, held against everybody else who wants to change it until this transaction ends. `no key
 * update`, so that a reminder (which refers to the request by its key) never waits for it.
 */
export async function hold(
  tx: Transaction,
  by: { id: RequestId } | { reference: string } | { follow: Buffer } | { plan: PlanId },
): Promise<RequestRow | undefined> {
  const all = tables(tx).selectFrom("request").selectAll().forNoKeyUpdate();
  if ("id" in by) return all.where("id", "=", by.id).executeTakeFirst();
  if ("reference" in by) return all.where("reference", "=", by.reference).executeTakeFirst();
  if ("follow" in by) return all.where("follow_token_hash", "=", by.follow).executeTakeFirst();
  return all.where("plan_id", "=", by.plan).executeTakeFirst();
}

export async function change(tx: Transaction, id: RequestId, values: Partial<RequestRow>): Promise<void> {
  await tables(tx).updateTable("request").set(values).where("id", "=", id).execute();
}

export function dueOf(row: RequestRow): Due {
  return {
    on: row.due_on,
    because: row.due_because,
    ...(row.promised_on === null ? {} : { promisedOn: row.promised_on }),
    legalOn: row.legal_on,
    article: row.due_article,
    unconfirmed: row.due_unconfirmed,
  };
}
