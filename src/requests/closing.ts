/**
 * How a request ends, whatever the outcome: what was gathered for it goes in the transaction that ends it, the proof is
 * written, and the key goes as soon as the last mail is out (the mail is sealed under it).
 */
import { assert, type RequestId } from "#base";
import type { Transaction } from "#store";
import { endWaits } from "./clock.ts";
import type { Outcome, RequestEvent } from "./contract.ts";
import { compareEntitlements } from "./entitlements.ts";
import { forgetFiles } from "./files.ts";
import { type House, today } from "./house.ts";
import { kinds, waitsForStaff } from "./kinds/index.ts";
import { type By, type Recorded, record } from "./record.ts";
import { forgetIdentityEvidence, forgetSecrets } from "./secrets.ts";
import { settleStops, tellStopped } from "./stops.ts";
import { change, hold, type RequestRow, tables } from "./tables.ts";

export const shredQueue = "request.shred";
const mailPauseMs = 60_000;

export interface Ending extends Recorded {
  readonly event: RequestEvent;
  readonly by: By;
  readonly outcome: Outcome;
}

/** Whoever calls holds the request and has posted the last mail in this transaction. */
export async function end(house: House, tx: Transaction, open: RequestRow, ending: Ending): Promise<RequestRow> {
  // Until today the clock may have stood.
  const row = await endWaits(house, tx, open);
  const now = house.store.clock.now();
  const on = today(house);
  const closed: Partial<RequestRow> = {
    closed_at: now,
    closed_on: on,
    outcome: ending.outcome,
    // A withdrawn request needs no answer; for the others the answer is this end, unless it went out before.
    answered_on: row.answered_on ?? (answers(ending.outcome) ? on : null),
    ...(forgetsRequester(house, ending.outcome) ? { requester_digest: null } : {}),
  };
  await forgetIdentityEvidence(tx, row.id);
  await forgetFiles(house, tx, row);
  await tables(tx)
    .updateTable("hand_over")
    .set({ state: "expired", ended_at: now })
    .where("request_id", "=", row.id)
    .where("ended_at", "is", null)
    .execute();
  await tables(tx).deleteFrom("request_code").where("request_id", "=", row.id).execute();
  await tables(tx)
    .updateTable("delivery")
    .set({ shredded_at: now, claim: null, claimed_until: null })
    .where("request_id", "=", row.id)
    .execute();
  await endPlan(house, tx, row);
  await settleStops(house, tx, row, ending.outcome);
  if (row.kind === "objection" && ending.outcome === "upheld") await tellStopped(house, tx, row);
  if (ending.outcome === "erased" && row.channel !== "customer") await forgetEarlierRequests(house, tx, row);
  await house.store.queue.send(tx, { queue: shredQueue, data: { request: row.id }, onceKey: row.id });
  const after = await record(house, tx, row, ending.event, ending.by, {
    ...ending,
    values: { ...ending.values, ...closed },
  });
  const { index } = await house.evidence.append(tx, {
    kind: "request.closed",
    about: row.reference,
    body: proof(after),
  });
  await change(tx, row.id, { closed_evidence: index });
  return { ...after, closed_evidence: index };
}

/** What the person's receipt says: dates and the outcome. It identifies nobody; whoever holds the receipt knows. */
function proof(row: RequestRow) {
  assert(row.closed_on !== null && row.outcome !== null, "an ended request has a date and an outcome");
  return {
    reference: row.reference,
    kind: row.kind,
    outcome: row.outcome,
    receivedOn: row.received_on,
    dueOn: row.due_on,
    closedOn: row.closed_on,
    ...(row.answered_on === null ? {} : { answeredOn: row.answered_on, inTime: row.answered_on <= row.due_on }),
    ...(row.refusal_reason === null ? {} : { refusalReason: row.refusal_reason }),
  };
}

function answers(outcome: Outcome): boolean {
  return outcome !== "withdrawn" && outcome !== "never-verified" && outcome !== "joined";
}

/** The digest stays only where the register may say whose request it was and that can matter later. */
function forgetsRequester({ policy }: House, outcome: Outcome): boolean {
  if (outcome === "never-verified" || outcome === "withdrawn" || outcome === "joined") return true;
  return outcome === "erased" && policy.rights.register.erasure === "anonymous";
}

/** An erasure reaches into our own register: earlier handled requests of the same address no longer say whose they were. */
async function forgetEarlierRequests({ policy }: House, tx: Transaction, row: RequestRow): Promise<void> {
  if (policy.rights.register.erasure !== "anonymous" || row.requester_digest === null) return;
  await tables(tx)
    .updateTable("request")
    .set({ requester_digest: null })
    .where("requester_digest", "=", row.requester_digest)
    .where("closed_at", "is not", null)
    .execute();
}

async function endPlan({ plans }: House, tx: Transaction, row: RequestRow): Promise<void> {
  if (row.plan_id === null) return;
  if (waitsForStaff(row)) await plans.abandon(tx, row.plan_id);
  if (kinds[row.kind].handsOver !== undefined) await plans.dropAnswer(tx, row.plan_id);
}

/**
 * Destroys the key of a request that ended, once no mail under it waits any more. `later` means: mail still waits.
 * Idempotent.
 */
export async function shred(house: House, id: RequestId): Promise<"shredded" | "later" | "nothing"> {
  await compareEntitlements(house, id);
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined || row.closed_at === null || row.shredded_at !== null) return "nothing";
    const mail = await house.mail.statusAbout(tx, row.reference);
    if (mail.some(({ state }) => state === "waiting")) return "later";
    await forgetSecrets(tx, id);
    await house.store.vault.shred(tx, row.key_id);
    await change(tx, id, { shredded_at: house.store.clock.now() });
    await house.evidence.append(tx, { kind: "request.shredded", about: row.reference, body: { kind: row.kind } });
    return "shredded";
  });
}

/** The job: tries now, and again in a minute while mail waits. */
export async function shredOrWait(house: House, id: RequestId): Promise<void> {
  if ((await shred(house, id)) !== "later") return;
  const startAfter = new Date(house.store.clock.now().getTime() + mailPauseMs);
  await house.store.transact((tx) =>
    house.store.queue.send(tx, { queue: shredQueue, data: { request: id }, onceKey: id, startAfter }),
  );
}

/** Requests that ended and still have their key, for the regular round. */
export async function unshredded(house: House): Promise<readonly RequestId[]> {
  const rows = await tables(house.store.reader)
    .selectFrom("request")
    .select("id")
    .where("closed_at", "is not", null)
    .where("shredded_at", "is", null)
    .orderBy("closed_at")
    .limit(1_000)
    .execute();
  return rows.map(({ id }) => id);
}
