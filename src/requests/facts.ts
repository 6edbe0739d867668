/** Requests as facts for whoever checks afterwards how they were handled: dates, states and counts. Opens nothing that is sealed. */
import type { LocalDate, PlanId, RequestId } from "#base";
import type { RegimeId, Wait } from "#law";
import { type Plan, planActions } from "#plans";
import type { Reader, Vault } from "#store";
import type { Due, Outcome, RefusalReason, RequestKind, RequestState } from "./contract.ts";
import { standing } from "./clock.ts";
import { type DeliveryRow, type RequestRow, tables, type WaitRow } from "./tables.ts";

/** One request; only verified facts of our own tables, nothing personal. */
export interface RequestFact {
  readonly reference: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly receivedAt: Date;
  readonly receivedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly dueBecause: Due["because"];
  /** As they held at receipt; empty for what came in before they were kept. */
  readonly laws: readonly RegimeId[];
  /** Stretches of waiting for the person for which the law let the clock stand. */
  readonly waits: readonly Wait[];
  /** The clock stands today, so that the due date is still moving. */
  readonly clockStands: boolean;
  /** The day that was promised, beyond which no clock stands. */
  readonly promisedOn?: LocalDate;
  /** By when a law asks that receipt is acknowledged, and when it was. */
  readonly acknowledgeBy?: LocalDate;
  readonly acknowledgedOn?: LocalDate;
  /** When the person had the answer or the link to it. */
  readonly answeredOn?: LocalDate;
  readonly closedOn?: LocalDate;
  readonly outcome?: Outcome;
  readonly refusalReason?: RefusalReason;
  /** The plan that carries it out, and what that plan does. */
  readonly plan?: PlanId;
  readonly planAction?: Plan["action"];
  /** Present when a copy was handed over (its link was sent). */
  readonly delivery?: { readonly toKnownAddress: boolean; readonly identityAccepted: boolean };
  /** Whether staff decided about identity, and whether what was shown for it is still stored. */
  readonly identityDecided: boolean;
  readonly identityEvidenceStored: boolean;
  /** The entry still has the keyed digest of who asked. */
  readonly requesterKnown: boolean;
  /** Values still sealed for it, its key included. */
  readonly sealedLeft: number;
  readonly shreddedAt?: Date;
  readonly closedAt?: Date;
}
export interface RequestFacts {
  /** Every request, in order of receipt. */
  all(reader: Reader): Promise<readonly RequestFact[]>;
}

export function storedRequestFacts(vault: Vault): RequestFacts {
  return {
    all: async (reader) => {
      const rows = await tables(reader)
        .selectFrom("request")
        .selectAll()
        .orderBy("received_at")
        .orderBy("reference")
        .execute();
      const deliveries = await deliveriesBy(reader);
      const sealed = await sealedBy(reader);
      const plans = rows.flatMap(({ plan_id }) => (plan_id === null ? [] : [plan_id]));
      const actions = await planActions(reader, plans);
      const waits = Map.groupBy(
        await tables(reader).selectFrom("request_wait").selectAll().orderBy("id").execute(),
        ({ request_id }) => request_id,
      );
      const facts: RequestFact[] = [];
      for (const row of rows) {
        const { values = 0, identity = false } = sealed.get(row.id) ?? {};
        const key = await keyLives(vault, reader, row);
        facts.push({
          ...factOf(row),
          ...clockFacts(waits.get(row.id) ?? []),
          ...handedOver(deliveries.get(row.id)),
          ...(row.plan_id === null ? {} : carriedOut(row.plan_id, actions)),
          identityEvidenceStored: identity,
          sealedLeft: values + (key ? 1 : 0),
        });
      }
      return facts;
    },
  };
}

/** Requests that ended with a correction on this day or later: what a restored backup may have undone. */
export async function correctedSince(
  reader: Reader,
  since: LocalDate,
): Promise<readonly { readonly about: string; readonly correctedOn: LocalDate }[]> {
  const rows = await tables(reader)
    .selectFrom("request")
    .select(["reference", "closed_on"])
    .where("outcome", "=", "corrected")
    .where("closed_on", ">=", since)
    .orderBy("closed_on")
    .orderBy("reference")
    .execute();
  return rows.flatMap(({ reference, closed_on }) =>
    closed_on === null ? [] : [{ about: reference, correctedOn: closed_on }],
  );
}

/** An open request needs its key; for one that ended the vault is asked, and not what our own row says about it. */
async function keyLives(vault: Vault, reader: Reader, row: RequestRow): Promise<boolean> {
  return row.closed_at === null || (await vault.cipher(reader, row.key_id)) !== undefined;
}

type Handed = Pick<DeliveryRow, "to_known_address" | "identity_accepted">;

async function deliveriesBy(reader: Reader): Promise<ReadonlyMap<RequestId, Handed>> {
  const rows = await tables(reader)
    .selectFrom("delivery")
    .select(["request_id", "to_known_address", "identity_accepted"])
    .execute();
  return new Map(rows.map((row) => [row.request_id, row]));
}

/** Per request how many values are sealed, and whether what was shown for identification is among them. */
async function sealedBy(reader: Reader): Promise<ReadonlyMap<RequestId, { values: number; identity: boolean }>> {
  const rows = await tables(reader)
    .selectFrom("request_secret")
    .select((all) => [
      "request_id",
      all.fn.countAll<number>().as("values"),
      all.fn.agg<boolean>("bool_or", [all.eb("name", "like", "identity-%")]).as("identity"),
    ])
    .groupBy("request_id")
    .execute();
  return new Map(rows.map(({ request_id, values, identity }) => [request_id, { values, identity }]));
}

function clockFacts(waits: readonly WaitRow[]): Pick<RequestFact, "waits" | "clockStands"> {
  const counted = standing(waits);
  return { waits: counted, clockStands: counted.some(({ answeredOn }) => answeredOn === undefined) };
}

function factOf(row: RequestRow) {
  return {
    reference: row.reference,
    kind: row.kind,
    state: row.state,
    receivedAt: row.received_at,
    receivedOn: row.received_on,
    dueOn: row.due_on,
    dueBecause: row.due_because,
    laws: row.laws,
    ...(row.promised_on === null ? {} : { promisedOn: row.promised_on }),
    ...(row.acknowledge_by === null ? {} : { acknowledgeBy: row.acknowledge_by }),
    ...(row.acknowledged_on === null ? {} : { acknowledgedOn: row.acknowledged_on }),
    identityDecided: row.identity_decided_at !== null,
    requesterKnown: row.requester_digest !== null,
    ...(row.answered_on === null ? {} : { answeredOn: row.answered_on }),
    ...(row.closed_on === null ? {} : { closedOn: row.closed_on }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(row.shredded_at === null ? {} : { shreddedAt: row.shredded_at }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.refusal_reason === null ? {} : { refusalReason: row.refusal_reason }),
  };
}

function handedOver(delivery: Handed | undefined): Pick<RequestFact, "delivery"> {
  if (delivery === undefined) return {};
  return { delivery: { toKnownAddress: delivery.to_known_address, identityAccepted: delivery.identity_accepted } };
}

function carriedOut(
  plan: PlanId,
  actions: ReadonlyMap<PlanId, Plan["action"]>,
): Pick<RequestFact, "plan" | "planAction"> {
  const planAction = actions.get(plan);
  return { plan, ...(planAction === undefined ? {} : { planAction }) };
}
