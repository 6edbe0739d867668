/** The copy's way to the person: a link that works once, opened by a button, and gone in a week. */
import { randomUUID } from "node:crypto";
import { assert, limits, OperationalError, type RequestId } from "#base";
import type { Plan } from "#plans";
import type { Transaction } from "#store";
import { end } from "./closing.ts";
import type { Outcome } from "./contract.ts";
import { forAll, type House, today } from "./house.ts";
import { addressIsKnown, mayHaveCopy } from "./identity-rules.ts";
import { handOverOf, handOverWaits } from "./hand-over-state.ts";
import { kinds } from "./kinds/index.ts";
import { instantInWords } from "./letters/letter.ts";
import { tellCarriedOut } from "./other-address.ts";
import { authorityOf, failedMails } from "./post.ts";
import { tellAnswered, writeToReceiver } from "./receiver.ts";
import { record } from "./record.ts";
import { type DeliveryRow, hold, type RequestRow, tables } from "./tables.ts";
import { makeToken, tokenHash } from "./tokens.ts";

/** A download that is under way keeps others out this long; after it, a process that died no longer stands in the way. */
const claimMinutes = 15;

export interface Download {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly stream: AsyncIterable<Uint8Array>;
}

/** The plan made its answer: the link goes out. With it the request is answered (GDPR art. 12(3)). */
export async function deliver(house: House, tx: Transaction, row: RequestRow, plan: Plan): Promise<void> {
  assert(mayHaveCopy(row), "a copy was made for somebody who may not have it");
  const answer = await house.plans.openAnswer(tx, plan.id);
  assert(answer !== undefined, "an access plan is done without an answer");
  const now = house.store.clock.now();
  const expiresAt = new Date(now.getTime() + limits.deliveryLinkDays * 86_400_000);
  const token = makeToken();
  const toKnown = addressIsKnown(row);
  const failedBefore = await failedMails(house, tx, row);
  await tables(tx)
    .insertInto("delivery")
    .values({
      request_id: row.id,
      token_hash: tokenHash(token),
      to_known_address: toKnown,
      identity_accepted: row.identity_accepted === true,
      size_bytes: answer.sizeBytes,
      failed_mails_before: failedBefore,
      created_at: now,
      expires_at: expiresAt,
      claim: null,
      claimed_until: null,
      fetched_at: null,
      shredded_at: null,
    })
    .execute();
  const { handsOver } = kinds[row.kind];
  assert(handsOver !== undefined, `${row.kind} hands nothing over`);
  const told = {
    link: house.links.download(row.language, token),
    expiresAt: instantInWords(expiresAt, row.language, house.policy.timeZone),
  };
  await writeToReceiver(house, tx, row, (letters, frame) =>
    row.channel === "customer" ? letters.instructedCopy(frame, told) : handsOver.letter(letters, frame, told),
  );
  await tellAnswered(house, tx, row);
  await tellCarriedOut(house, tx, row);
  const rows = plan.steps.flatMap((step) => step.tables).reduce((sum, { read }) => sum + read, 0);
  const facts = { plan: plan.id, toKnownAddress: toKnown, identityAccepted: row.identity_accepted === true, rows };
  await record(house, tx, row, "answer-ready", "system", { values: { answered_on: today(house) }, facts });
}

export async function downloadWaits(house: House, token: string): Promise<boolean> {
  const found = await tables(house.store.reader)
    .selectFrom("delivery")
    .innerJoin("request", "request.id", "delivery.request_id")
    .select(["delivery.fetched_at", "delivery.expires_at", "request.state"])
    .where("delivery.token_hash", "=", tokenHash(token))
    .executeTakeFirst();
  if (found === undefined || found.state !== "delivering") return false;
  return found.fetched_at === null && house.store.clock.now() < found.expires_at;
}

/**
 * Claims the link, streams, and consumes it when everything was taken. A download that broke off releases the claim, so
 * that the person can try again.
 */
export async function download(house: House, token: string): Promise<Download | undefined> {
  const claim = randomUUID();
  const claimed = await claimDelivery(house, tokenHash(token), claim);
  if (claimed === undefined || claimed.plan_id === null) return undefined;
  const answer = await house.plans.openAnswer(house.store.reader, claimed.plan_id);
  if (answer === undefined) {
    await release(house, claimed.id, claim);
    return undefined;
  }
  const name = claimed.language === "nl" ? "uw-gegevens" : "your-data";
  const stream = handingOver(house, claimed, claim, answer);
  return { fileName: `${name}-${claimed.reference}.zip`, sizeBytes: answer.sizeBytes, stream };
}

async function claimDelivery(house: House, hash: Buffer, claim: string): Promise<RequestRow | undefined> {
  return house.store.transact(async (tx) => {
    const link = await tables(tx)
      .selectFrom("delivery")
      .select("request_id")
      .where("token_hash", "=", hash)
      .executeTakeFirst();
    const row = link === undefined ? undefined : await hold(tx, { id: link.request_id });
    if (row === undefined || row.state !== "delivering") return undefined;
    const now = house.store.clock.now();
    const claimed = await tables(tx)
      .updateTable("delivery")
      .set({ claim, claimed_until: claimUntil(now) })
      .where("request_id", "=", row.id)
      .where("fetched_at", "is", null)
      .where("expires_at", ">", now)
      .where((where) => where.or([where("claim", "is", null), where("claimed_until", "<=", now)]))
      .returning("request_id")
      .executeTakeFirst();
    return claimed === undefined ? undefined : row;
  });
}

/**
 * The answer as it streams. When the last byte was taken the link is used up, even if whoever took it hangs up before
 * asking for more; anything less releases it, also when nothing was taken at all.
 */
function handingOver(
  house: House,
  row: RequestRow,
  claim: string,
  answer: { sizeBytes: number; stream: AsyncIterable<Uint8Array> },
): AsyncIterable<Uint8Array> {
  const source = answer.stream[Symbol.asyncIterator]();
  let handed = 0;
  let settled = false;
  let claimedAt = house.store.clock.now().getTime();
  // A slow line may need longer than a claim lasts; while bytes are taken, nobody else gets the link.
  const keepClaim = async () => {
    const now = house.store.clock.now();
    if (now.getTime() - claimedAt < (claimMinutes * 60_000) / 3) return;
    claimedAt = now.getTime();
    await renew(house, row.id, claim, now);
  };
  const settle = async () => {
    if (settled) return;
    settled = true;
    await (handed >= answer.sizeBytes ? consume(house, row.id) : release(house, row.id, claim));
  };
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    next: async () => {
      try {
        if (handed < answer.sizeBytes) await keepClaim();
        const step = await source.next();
        if (step.done !== true) {
          handed += step.value.length;
          return step;
        }
      } catch (error) {
        await settle();
        throw error;
      }
      await settle();
      return { done: true, value: undefined };
    },
    return: async () => {
      await source.return?.();
      await settle();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** A claim that lapsed and went to somebody else is not taken back: then this download ends. */
async function renew(house: House, id: RequestId, claim: string, now: Date): Promise<void> {
  const renewed = await house.store.transact((tx) =>
    tables(tx)
      .updateTable("delivery")
      .set({ claimed_until: claimUntil(now) })
      .where("request_id", "=", id)
      .where("claim", "=", claim)
      .returning("request_id")
      .executeTakeFirst(),
  );
  if (renewed === undefined)
    throw new OperationalError(
      "answer-taken",
      "The download stood still too long and the link went to another one. What was read so far is incomplete.",
    );
}

function claimUntil(now: Date): Date {
  return new Date(now.getTime() + claimMinutes * 60_000);
}

async function consume(house: House, id: RequestId): Promise<void> {
  await house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined || row.state !== "delivering") return;
    await tables(tx)
      .updateTable("delivery")
      .set({ fetched_at: house.store.clock.now() })
      .where("request_id", "=", id)
      .execute();
    // Another controller is to have it too: until then the copy stays, and the link opens nothing any more.
    if (await handOverWaits(tx, id)) return;
    await end(house, tx, row, { event: "delivered", by: "person", outcome: kinds[row.kind].outcome });
  });
}

async function release(house: House, id: RequestId, claim: string): Promise<void> {
  await house.store.transact(async (tx) => {
    const free = { claim: null, claimed_until: null };
    await tables(tx)
      .updateTable("delivery")
      .set(free)
      .where("request_id", "=", id)
      .where("claim", "=", claim)
      .execute();
  });
}

/** Ends deliveries that nobody fetched: the copy goes, the person is told and can ask again. */
export async function expireDeliveries(house: House): Promise<void> {
  const now = house.store.clock.now();
  const late = await tables(house.store.reader)
    .selectFrom("delivery")
    .select("request_id")
    .where("expires_at", "<=", now)
    .where("fetched_at", "is", null)
    .where("shredded_at", "is", null)
    .limit(1_000)
    .execute();
  await forAll(late, ({ request_id }) => house.store.transact((tx) => expire(house, tx, request_id)));
}

async function expire(house: House, tx: Transaction, id: RequestId): Promise<void> {
  const row = await hold(tx, { id });
  if (row === undefined || row.state !== "delivering") return;
  const link = await loadDelivery(tx, id);
  const now = house.store.clock.now();
  // A download that began in time may finish.
  if (link === undefined || (link.claimed_until !== null && link.claimed_until > now)) return;
  const authority = await authorityOf(house, tx, row);
  await writeToReceiver(house, tx, row, (letters, frame) => letters.answerExpired(frame, { authority }));
  await end(house, tx, row, { event: "delivery-expired", by: "system", outcome: await notFetched(tx, row) });
}

/** What another controller has was answered, whether or not the person fetched it too. */
async function notFetched(tx: Transaction, { id, kind }: RequestRow): Promise<Outcome> {
  const { handsOver, outcome } = kinds[kind];
  const handedOver = (await handOverOf(tx, id))?.state === "done";
  return handedOver ? outcome : (handsOver?.notFetched ?? outcome);
}

export async function loadDelivery(reader: { db: Transaction["db"] }, id: RequestId): Promise<DeliveryRow | undefined> {
  return tables(reader).selectFrom("delivery").selectAll().where("request_id", "=", id).executeTakeFirst();
}
