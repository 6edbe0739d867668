/** Requests as sets of facts, read from the tables that migrations/0005_requests.sql makes. Opens nothing that is sealed. */
import type { LocalDate, PlanId } from "#base";
import { type Reader, sql } from "#store";
import type { RequestFact, RequestFacts } from "../contract.ts";

interface Row {
  reference: string;
  kind: RequestFact["kind"];
  state: RequestFact["state"];
  received_at: Date;
  received_on: LocalDate;
  due_on: LocalDate;
  due_because: RequestFact["dueBecause"];
  answered_on: LocalDate | null;
  closed_on: LocalDate | null;
  closed_at: Date | null;
  shredded_at: Date | null;
  outcome: RequestFact["outcome"] | null;
  refusal_reason: RequestFact["refusalReason"] | null;
  plan_id: PlanId | null;
  plan_action: RequestFact["planAction"] | null;
  to_known_address: boolean | null;
  identity_accepted: boolean | null;
  identity_decided: boolean;
  identity_stored: boolean;
  requester_known: boolean;
  sealed_left: number;
}

export const storedRequestFacts: RequestFacts = {
  all: async (reader: Reader) => {
    const { rows } = await sql<Row>`
      select r.reference, r.kind, r.state, r.received_at, r.received_on, r.due_on, r.due_because, r.answered_on,
        r.closed_on, r.closed_at, r.shredded_at, r.outcome, r.refusal_reason, r.plan_id, p.action as plan_action,
        d.to_known_address, d.identity_accepted,
        r.identity_decided_at is not null as identity_decided,
        coalesce(s.identity, false) as identity_stored,
        r.requester_digest is not null as requester_known,
        coalesce(s.values, 0)::int + (k.wrapped is not null)::int as sealed_left
      from request r
      left join plan p on p.id = r.plan_id
      left join delivery d on d.request_id = r.id
      left join sealing_key k on k.id = r.key_id
      left join (
        select request_id, count(*) as values, bool_or(name like 'identity-%') as identity
        from request_secret group by request_id
      ) s on s.request_id = r.id
      order by r.received_at, r.reference
    `.execute(reader.db);
    return rows.map(factOf);
  },
};

function factOf(row: Row): RequestFact {
  return {
    reference: row.reference,
    kind: row.kind,
    state: row.state,
    receivedAt: row.received_at,
    receivedOn: row.received_on,
    dueOn: row.due_on,
    dueBecause: row.due_because,
    identityDecided: row.identity_decided,
    identityEvidenceStored: row.identity_stored,
    requesterKnown: row.requester_known,
    sealedLeft: row.sealed_left,
    ...(row.answered_on === null ? {} : { answeredOn: row.answered_on }),
    ...(row.closed_on === null ? {} : { closedOn: row.closed_on }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(row.shredded_at === null ? {} : { shreddedAt: row.shredded_at }),
    ...(row.outcome === null || row.outcome === undefined ? {} : { outcome: row.outcome }),
    ...(row.refusal_reason === null || row.refusal_reason === undefined ? {} : { refusalReason: row.refusal_reason }),
    ...(row.plan_id === null ? {} : { plan: row.plan_id }),
    ...(row.plan_action === null || row.plan_action === undefined ? {} : { planAction: row.plan_action }),
    ...(row.to_known_address === null
      ? {}
      : { delivery: { toKnownAddress: row.to_known_address, identityAccepted: row.identity_accepted === true } }),
  };
}
