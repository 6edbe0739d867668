/**
 * From the form to a verified address. Nothing here looks anybody up: a request from a stranger and one from a customer
 * are the same statements with other values, and who it is about is asked by a job, after the address was proven.
 */
import { randomUUID } from "node:crypto";
import { assert, limits, localDateOf, normaliseEmail, type RequestId, type Result, refuse, succeed } from "#base";
import {
  acknowledgementDue,
  type Asker,
  isResidence,
  knownAs,
  lawsFor,
  mayBeAskedForOther,
  purposesToName,
} from "#policy";
import type { Transaction } from "#store";
import { askerName, askMandate, noteAsker } from "./asker.ts";
import { dueAtReceipt, lawsOf } from "./clock.ts";
import { end } from "./closing.ts";
import { writeClosingLetter } from "./closing-letter.ts";
import type { CodeRefusal, Submission } from "./contract.ts";
import { forAll, type House, today } from "./house.ts";
import { earlierOne, join } from "./joining.ts";
import { kinds, next, planFor } from "./kinds/index.ts";
import { locateQueue } from "./locate.ts";
import { writeToRequester } from "./post.ts";
import { line, record } from "./record.ts";
import { OpenSecrets, openSecrets } from "./secrets.ts";
import { beginStops, tellStopped } from "./stops.ts";
import { hold, type RequestRow, tables } from "./tables.ts";
import {
  codeHash,
  makeCode,
  makeReference,
  makeToken,
  parseReference,
  requesterDigest,
  sameText,
  spellCode,
  tokenHash,
} from "./tokens.ts";

export async function submit(house: House, submission: Submission): Promise<{ reference: string; codeSent: boolean }> {
  const { reference, codeSent } = await house.store.transact((tx) => receive(house, tx, submission));
  return { reference, codeSent };
}

/** The same inside a transaction of the caller's. */
export async function receive(
  house: House,
  tx: Transaction,
  submission: Submission,
  { vouched = false }: { readonly vouched?: boolean } = {},
): Promise<{ id: RequestId; reference: string; codeSent: boolean; followToken?: string }> {
  const { saidByOthers = false } = kinds[submission.kind];
  const { email, known, named, message, residence, other } = readAsTyped(house, submission);
  const otherAddress = known !== "" && known !== email;
  const row = await insert(house, tx, submission, { email, otherAddress, ...(other && { for: other.as, known }) });
  const cipher = await house.store.vault.cipher(tx, row.key_id);
  assert(cipher !== undefined, "a key that was just made opens");
  const secrets = new OpenSecrets(row.id, cipher);
  await secrets.write(tx, "email", email);
  await secrets.write(tx, "known-email", known === email ? "" : known);
  await secrets.write(tx, "known-as", named);
  await secrets.write(tx, "message", message);
  await secrets.write(tx, "residence", residence ?? "");
  if (other !== undefined) await noteAsker(tx, row, other.name, secrets);
  const facts = {
    receivedOn: row.received_on,
    dueOn: row.due_on,
    dueBecause: row.due_because,
    channel: row.channel,
    ...(row.asked_as !== null && { askedAs: row.asked_as }),
  };
  await line(house, tx, row, { from: "start", to: "received", event: "receive", by: "person" }, { facts });
  const { id, reference } = row;
  if (next(row, "code-sent") === undefined) {
    await takeEffect(house, tx, row);
    return { id, reference, codeSent: false };
  }
  if (saidByOthers) {
    await reported(house, tx, await record(house, tx, row, "vouched", "system"));
    return { id, reference, codeSent: false };
  }
  if (vouched) {
    assert(other === undefined, "an app asks for whoever is signed in");
    const followToken = await verified(house, tx, await record(house, tx, row, "vouched", "system"));
    return { id, reference, codeSent: false, followToken };
  }
  await sendCode(house, tx, row);
  return { id, reference, codeSent: true };
}

/** What was typed. Every form checks it before; what reaches this room otherwise is a fault of ours. */
function readAsTyped(house: House, submission: Submission) {
  const { kind, residence, channel, purposes = [], receivedOn = today(house) } = submission;
  const email = normaliseEmail(submission.email.reveal());
  const { saidByOthers = false } = kinds[kind];
  const other = othersOf(submission, email);
  // Whoever says something of somebody else adds no address and no name of their own to it.
  const known = saidByOthers ? "" : normaliseEmail((other?.email ?? submission.knownEmail)?.reveal() ?? "");
  const message = submission.message?.reveal() ?? "";
  assert(
    email.length <= limits.emailCharacters && known.length <= limits.emailCharacters,
    "addresses are checked at the edge",
  );
  assert(message.length <= limits.messageCharacters, "messages are checked at the edge");
  const named = saidByOthers ? {} : (submission.knownAs?.reveal() ?? {});
  assert(
    Object.entries(named).every(([identity, value]) => knownAs(house.policy, identity, value) !== undefined),
    "identities are checked at the edge",
  );
  const choice = purposesToName(house.policy, kind) ?? [];
  assert(
    purposes.every((name) => choice.some((purpose) => purpose.name === name)),
    "purposes are checked at the edge",
  );
  assert(residence === undefined || isResidence(residence), "places are checked at the edge");
  assert(receivedOn <= today(house), "days are checked at the edge");
  assert(channel !== "web" || receivedOn === today(house), "what comes by the form comes in at once");
  return { email, known, named, message, residence, other };
}

/** Of somebody who asks for themselves under their own address, whatever they call it: nothing. */
function othersOf({ kind, knownEmail, forOther }: Submission, email: string) {
  if (forOther === undefined) return undefined;
  assert(mayBeAskedForOther(kind) && knownEmail === undefined, "kinds are checked at the edge");
  const name = askerName(forOther.name.reveal());
  assert(name !== undefined, "names are checked at the edge");
  const theirs = normaliseEmail(forOther.email.reveal());
  return theirs === email ? undefined : { as: forOther.as, name, email: forOther.email };
}

async function sendCode(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  const code = makeCode();
  // Whoever wrote a letter does not sit and wait for ours.
  const minutes = row.channel === "mail" ? limits.codeByMailDays * 24 * 60 : limits.codeMinutes;
  const expiresAt = new Date(row.received_at.getTime() + minutes * 60_000);
  await tables(tx)
    .insertInto("request_code")
    .values({ request_id: row.id, code_hash: codeHash(house.store.vault, row.id, code), expires_at: expiresAt })
    .execute();
  await writeToRequester(house, tx, row, (letters, frame) =>
    letters.code(frame, {
      code: spellCode(code),
      link: house.links.code(row.language, row.reference),
      minutes,
    }),
  );
  await record(house, tx, row, "code-sent", "system");
}

/** Nobody decides about it: what was asked holds from this transaction on, and the request is over. */
async function takeEffect(house: House, tx: Transaction, row: RequestRow, values: Partial<RequestRow> = {}) {
  await beginStops(house, tx, row);
  await tellStopped(house, tx, row);
  await writeClosingLetter(house, tx, row);
  const acknowledged = await acknowledge(house, tx, row);
  await end(house, tx, row, {
    event: "take-effect",
    by: "person",
    outcome: kinds[row.kind].outcome,
    values: { ...values, ...acknowledged },
  });
}

/** The letter that was just written says that the request came in. On the record where a law asks for it. */
async function acknowledge(house: House, tx: Transaction, row: RequestRow): Promise<Partial<RequestRow>> {
  const on = today(house);
  if (row.acknowledge_by !== null)
    await house.evidence.append(tx, {
      kind: "request.acknowledged",
      about: row.reference,
      body: { kind: row.kind, acknowledgedOn: on, acknowledgeBy: row.acknowledge_by },
    });
  return { acknowledged_on: on };
}

/** The clock starts at receipt, not at verification (GDPR art. 12(3)); the due date is fixed here. */
export async function insert(
  house: House,
  tx: Transaction,
  submission: Submission,
  who: { email: string; otherAddress: boolean; for?: Asker; known?: string },
): Promise<RequestRow> {
  const { store, policy } = house;
  const receivedAt = store.clock.now();
  const receivedOn = submission.receivedOn ?? localDateOf(receivedAt, policy.timeZone);
  const laws = [...lawsFor(policy, submission.residence)];
  const due = dueAtReceipt(house, { kind: submission.kind, received_on: receivedOn, laws });
  const values = {
    id: randomUUID() as string as RequestId,
    kind: submission.kind,
    state: "received" as const,
    language: submission.language,
    channel: submission.channel,
    received_at: receivedAt,
    received_on: receivedOn,
    due_on: due.on,
    due_because: due.because,
    due_article: due.article,
    promised_on: due.promisedOn ?? null,
    legal_on: due.legalOn,
    due_unconfirmed: due.unconfirmed,
    laws,
    acknowledge_by: acknowledgementDue(policy, submission.kind, receivedOn, laws)?.on ?? null,
    other_address: who.otherAddress,
    asked_as: who.for ?? null,
    key_id: await store.vault.createKey(tx),
    // Of the person whose data it is.
    requester_digest: requesterDigest(store.vault, who.for === undefined ? who.email : (who.known ?? who.email)),
    purposes: [...new Set(submission.purposes ?? [])],
  };
  for (let tries = 0; tries < 5; tries++) {
    const row = await tables(tx)
      .insertInto("request")
      .values({ ...values, reference: makeReference() })
      .onConflict((conflict) => conflict.column("reference").doNothing())
      .returningAll()
      .executeTakeFirst();
    if (row !== undefined) return row;
  }
  throw new Error("This cannot happen: five references in a row were taken");
}

const wrong = refuse(
  "wrong-code",
  "This code is not right. Nothing was confirmed. Look in the newest e-mail and try again.",
);
const tooMany = refuse(
  "too-many-tries",
  "The code was wrong too often, so this request was stopped. Please make a new request.",
);
const expired = refuse(
  "expired",
  "This code does not work any more. Nothing was confirmed. Please make a new request.",
);
const used = refuse(
  "expired",
  "This code was used already. Open the link in our second e-mail to follow your request.",
);

/** An unknown reference looks like a wrong code. A wrong try is counted even though it is refused. */
export async function confirm(
  house: House,
  reference: string,
  code: string,
): Promise<Result<{ followToken: string }, CodeRefusal>> {
  const parsed = parseReference(reference);
  if (parsed === undefined) return wrong;
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { reference: parsed });
    if (row === undefined) return wrong;
    const stored = await tables(tx)
      .selectFrom("request_code")
      .selectAll()
      .where("request_id", "=", row.id)
      .executeTakeFirst();
    if (stored === undefined || row.state !== "verifying") return spent(tx, row);
    if (house.store.clock.now() >= stored.expires_at) {
      await giveUp(house, tx, row, "code-expired");
      return expired;
    }
    if (!sameText(stored.code_hash, codeHash(house.store.vault, row.id, code))) {
      if (stored.tries + 1 >= limits.codeTries) {
        await giveUp(house, tx, row, "too-many-tries");
        return tooMany;
      }
      const tries = { tries: stored.tries + 1 };
      await tables(tx).updateTable("request_code").set(tries).where("request_id", "=", row.id).execute();
      return wrong;
    }
    return succeed({ followToken: await verified(house, tx, row) });
  });
}

async function verified(house: House, tx: Transaction, row: RequestRow): Promise<string> {
  const earlier = next(row, "join") === undefined ? undefined : await earlierOne(house, tx, row);
  if (earlier !== undefined) return join(house, tx, row, earlier);
  const followToken = makeToken();
  await (await openSecrets(house, tx, row))?.write(tx, "follow-token", followToken);
  await tables(tx).deleteFrom("request_code").where("request_id", "=", row.id).execute();
  const values = { follow_token_hash: tokenHash(followToken), verified_at: house.store.clock.now() };
  if (next(row, "take-effect") !== undefined) {
    await takeEffect(house, tx, row, values);
    return followToken;
  }
  const proposes = planFor(house.policy, row.kind)?.proposedByPerson === true;
  const acknowledgement = acknowledgementDue(house.policy, row.kind, row.received_on, lawsOf(row).laws);
  const link = house.links.follow(row.language, followToken);
  const asked = row.asked_as === null ? {} : await askMandate(house, tx, row, row.asked_as, link);
  if (row.asked_as === null)
    await writeToRequester(house, tx, row, (letters, frame) =>
      letters.follow(frame, {
        link,
        proposes,
        ...(acknowledgement === undefined ? {} : { acknowledges: acknowledgement }),
      }),
    );
  const acknowledged = { ...asked, ...(await acknowledge(house, tx, row)) };
  await beginStops(house, tx, row);
  await house.store.queue.send(tx, { queue: locateQueue, data: { request: row.id }, onceKey: row.id });
  await record(house, tx, row, "verified", "person", { values: { ...values, ...acknowledged } });
  return followToken;
}

/** It counts at once, whoever said it; the person hears of it, known here or not, and nobody gets a way in. */
async function reported(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  await writeToRequester(house, tx, row, (letters, frame) => letters.childReported(frame));
  await beginStops(house, tx, row);
  await house.store.queue.send(tx, { queue: locateQueue, data: { request: row.id }, onceKey: row.id });
  await record(house, tx, row, "verified", "system", { values: { verified_at: house.store.clock.now() } });
}

async function spent(tx: Transaction, row: RequestRow): Promise<Result<never, CodeRefusal>> {
  if (row.outcome !== "never-verified") return used;
  const last = await tables(tx)
    .selectFrom("request_event")
    .select("reason")
    .where("request_id", "=", row.id)
    .where("event", "=", "gave-up-verifying")
    .executeTakeFirst();
  return last?.reason === "too-many-tries" ? tooMany : expired;
}

/** Nobody proved to own the address: it is forgotten, and no mail is sent, since it may be a stranger's. */
async function giveUp(
  house: House,
  tx: Transaction,
  row: RequestRow,
  reason: "code-expired" | "too-many-tries",
): Promise<void> {
  await end(house, tx, row, { event: "gave-up-verifying", by: "system", outcome: "never-verified", reason });
}

/** Ends what nobody confirmed in time. */
export async function expireCodes(house: House): Promise<void> {
  const late = await tables(house.store.reader)
    .selectFrom("request_code")
    .select("request_id")
    .where("expires_at", "<=", house.store.clock.now())
    .limit(1_000)
    .execute();
  await forAll(late, ({ request_id }) =>
    house.store.transact(async (tx) => {
      const row = await hold(tx, { id: request_id });
      if (row?.state === "verifying") await giveUp(house, tx, row, "code-expired");
    }),
  );
}
