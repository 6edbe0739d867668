/**
 * What staff and the person do with a request that waits or failed. Each act holds the request first, so that of two at
 * once one wins and the other is told that it came too late.
 */
import { type PlanId, type RequestId, type Result, refuse, type StaffId, succeed } from "#base";
import { redirectsOf, refusalReasonsFor } from "#policy";
import type { Transaction } from "#store";
import { dueNow, extensionOf, waitsOf } from "./clock.ts";
import { end } from "./closing.ts";
import { writeClosingLetter } from "./closing-letter.ts";
import type { ActRefusal, RefusalReason, RequestEvent } from "./contract.ts";
import { measureEntitlements, noteEntitlements } from "./entitlements.ts";
import { type House, today } from "./house.ts";
import { identitySettled, mayHaveCopy } from "./identity-rules.ts";
import { kinds, next, waitsForStaff } from "./kinds/index.ts";
import { locateQueue } from "./locate.ts";
import { tellLeftAlone } from "./other-address.ts";
import { authorityOf, writeToKnownAddress, writeToRequester } from "./post.ts";
import { record } from "./record.ts";
import { openSecrets } from "./secrets.ts";
import { change, hold, type RequestRow, tables } from "./tables.ts";
import { tokenHash } from "./tokens.ts";

export type Act = Result<void, ActRefusal>;
export const unknown = refuse("unknown", "There is no such request. Nothing was done.");
const done = succeed(undefined);
const reasonCharacters = 4_000;

export function notNow(row: RequestRow): ActRefusal & { readonly ok: false } {
  return refuse(
    "not-now",
    `The request is "${row.state}" now, so this cannot be done. Nothing was changed. Reload the page.`,
  );
}

/** Holds the request and refuses what the lifecycle refuses; the rest is up to `work`. */
async function act(
  house: House,
  who: { id: RequestId } | { follow: Buffer },
  event: RequestEvent,
  work: (tx: Transaction, row: RequestRow) => Promise<Act>,
): Promise<Act> {
  return house.store.transact(async (tx) => {
    const row = await hold(tx, who);
    if (row === undefined) return unknown;
    return next(row, event) === undefined ? notNow(row) : work(tx, row);
  });
}

/** A plan that was looked at, by its hash; and only for a person whose identity is settled. */
export async function approve(house: House, id: RequestId, by: StaffId, plan: PlanId, hash: string): Promise<Act> {
  const entitlements = await measureEntitlements(house, id);
  return act(house, { id }, "approve", async (tx, row) => {
    if (!identitySettled(row))
      return refuse(
        "identity-first",
        "It is not settled who is asking. Nothing was approved. Decide about identity first.",
      );
    if (kinds[row.kind].handsOver !== undefined && !mayHaveCopy(row))
      return refuse(
        "identity-first",
        "A copy goes only to an address on file. Nothing was approved. Ask who this is first.",
      );
    if (row.plan_id === null) return refuse("blocked", "There is no plan to approve yet. Nothing was approved.");
    if (row.plan_id !== plan)
      return refuse(
        "changed",
        "There is a newer plan than the one you saw. Nothing was approved. Reload and look again.",
      );
    const approved = await house.plans.approve(tx, plan, hash, by);
    if (!approved.ok) return planRefusal(approved);
    await giveNotice(house, tx, row);
    if (entitlements !== undefined) await noteEntitlements(house, tx, id, entitlements);
    await record(house, tx, row, "approve", { staff: by }, { facts: { plan, planHash: hash } });
    return done;
  });
}

/** In the transaction of the approval, so that nothing can be done before it is on its way; also to who is on file. */
async function giveNotice(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  const { noticeBefore } = kinds[row.kind];
  if (noticeBefore === undefined) return;
  await writeToRequester(house, tx, row, noticeBefore);
  await writeToKnownAddress(house, tx, row, noticeBefore);
}

function planRefusal({ reason, message }: { reason: string; message: string }): ActRefusal & { readonly ok: false } {
  switch (reason) {
    case "changed":
      return refuse("changed", message);
    case "blocked":
      return refuse("blocked", message);
    case "unknown-plan":
      return refuse("unknown", message);
    default:
      return refuse("not-now", message);
  }
}

/** Whether staff can agree in words alone. Where a plan goes with it, the copy that was promised comes first. */
export function mayUphold(row: RequestRow): boolean {
  return next(row, "uphold") !== undefined && !(waitsForStaff(row) && row.plan_id !== null);
}

/** In favour of the person, in words that they read. */
export async function uphold(house: House, id: RequestId, by: StaffId, explanation: string): Promise<Act> {
  const words = explanation.trim();
  if (words === "" || words.length > reasonCharacters)
    return refuse(
      "reason-missing",
      `A decision says why, in at most ${reasonCharacters} characters. Nothing was decided.`,
    );
  return act(house, { id }, "uphold", async (tx, row) => {
    if (!identitySettled(row))
      return refuse(
        "identity-first",
        "It is not settled who is asking. Nothing was decided. Decide about identity first.",
      );
    if (!mayUphold(row))
      return refuse(
        "blocked",
        "The policy promises a copy first. Nothing was decided. Approve the plan that makes it.",
      );
    await writeClosingLetter(house, tx, row, { explanation: words });
    await end(house, tx, row, { event: "uphold", by: { staff: by }, outcome: kinds[row.kind].outcome });
    return done;
  });
}

export async function refuseRequest(
  house: House,
  id: RequestId,
  by: StaffId,
  reason: RefusalReason,
  explanation: string,
): Promise<Act> {
  const words = explanation.trim();
  if (words === "" || words.length > reasonCharacters)
    return refuse(
      "reason-missing",
      `A refusal says why, in at most ${reasonCharacters} characters. Nothing was refused.`,
    );
  return act(house, { id }, "refuse", async (tx, row) => {
    if (!refusalReasonsFor(row.kind).includes(reason))
      return refuse("reason-missing", "A request of this kind is not refused for that reason. Nothing was refused.");
    if (row.state === "failed" && (await changedSomething(house, tx, row)))
      return refuse("blocked", "Part of it was carried out already, so it cannot be refused. Resume it instead.");
    const customers = redirectsOf(house.policy, row.kind).map((one) => one.customers);
    if (reason === "not-our-customer" && customers.length > 0)
      return refuse(
        "blocked",
        "That letter would tell that the person is known here. Nothing was refused. Choose “no data found”: its letter says to everybody whom else to ask.",
      );
    await (await openSecrets(house, tx, row))?.write(tx, "refusal-explanation", words);
    const authority = await authorityOf(house, tx, { ...row, closed_on: today(house) });
    await writeToRequester(house, tx, row, (letters, frame) =>
      letters.refused(frame, { reason, explanation: words, authority, customers }),
    );
    await tellLeftAlone(house, tx, row);
    const values = { refusal_reason: reason };
    await end(house, tx, row, { event: "refuse", by: { staff: by }, outcome: "refused", reason, values });
    return done;
  });
}

const changing: ReadonlySet<string> = new Set(["erase", "correct", "restrict", "lift", "do"]);

async function changedSomething(house: House, tx: Transaction, row: RequestRow): Promise<boolean> {
  const plan = row.plan_id === null ? undefined : await house.plans.get(tx, row.plan_id);
  return (
    plan !== undefined &&
    plan.steps.some(({ kind, state, attempt }) => changing.has(kind) && (state !== "waiting" || attempt > 0))
  );
}

/**
 * Once, and only while the answer is not late yet: the person must be told of it, with the reason, within the first term
 * (GDPR art. 12(3)).
 */
export async function extend(house: House, id: RequestId, by: StaffId, reason: string): Promise<Act> {
  const words = reason.trim();
  if (words === "" || words.length > reasonCharacters)
    return refuse(
      "reason-missing",
      `An extension says why, in at most ${reasonCharacters} characters. Nothing was extended.`,
    );
  return act(house, { id }, "extend", async (tx, row) => {
    const due = extensionOf(house, row, await waitsOf(tx, row));
    if (due === undefined)
      return refuse("blocked", "A law that holds for this person allows no extension. Nothing was changed.");
    if (today(house) > (await dueNow(house, tx, row)))
      return refuse(
        "not-now",
        "The answer is late already, so the term cannot be extended any more. Nothing was changed.",
      );
    if (today(house) > due.tellBy)
      return refuse("not-now", `The person had to be told by ${due.tellBy}. Nothing was changed.`);
    const values = {
      due_on: due.on,
      due_because: due.because,
      due_article: due.article,
      due_unconfirmed: due.unconfirmed,
      legal_on: due.legalOn,
      extended_at: house.store.clock.now(),
    };
    await (await openSecrets(house, tx, row))?.write(tx, "extension-reason", words);
    const authority = await authorityOf(house, tx, row);
    // The reminders were of the earlier date.
    await tables(tx).deleteFrom("request_reminder").where("request_id", "=", id).execute();
    await writeToRequester(house, tx, { ...row, ...values }, (letters, frame) =>
      letters.extended(frame, { reason: words, authority }),
    );
    const facts = { dueBefore: row.due_on, dueOn: due.on };
    await record(house, tx, row, "extend", { staff: by }, { values, facts });
    return done;
  });
}

/** A dry run of today; the old one can no longer be approved. */
export async function prepareAgain(house: House, id: RequestId): Promise<Act> {
  return act(house, { id }, "approve", async (tx, row) => {
    if (row.plan_id === null) return refuse("blocked", "There is no plan yet. Nothing was done.");
    await tables(tx).deleteFrom("request_plan").where("plan_id", "=", row.plan_id).execute();
    const again = await house.plans.prepareAgain(tx, row.plan_id);
    return again.ok ? done : planRefusal(again);
  });
}

/** Goes on with a plan that failed, or searches again when the search had stopped. */
export async function resume(house: House, id: RequestId, by: StaffId): Promise<Act> {
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined) return unknown;
    if (row.locate_failed_at !== null && row.located_at === null && waitsForStaff(row)) {
      await change(tx, id, { locate_failed_at: null });
      await house.store.queue.send(tx, { queue: locateQueue, data: { request: id }, onceKey: id });
      return done;
    }
    if (next(row, "resume") === undefined || row.plan_id === null) return notNow(row);
    const resumed = await house.plans.resume(tx, row.plan_id);
    if (!resumed.ok) return refuse("not-now", resumed.message);
    await record(house, tx, row, "resume", { staff: by }, { facts: { plan: row.plan_id } });
    return done;
  });
}

/** By the person, before anything runs. */
export async function withdraw(house: House, followToken: string): Promise<Act> {
  return act(house, { follow: tokenHash(followToken) }, "withdraw", async (tx, row) => {
    await writeToRequester(house, tx, row, (letters, frame) => letters.withdrawn(frame));
    await tellLeftAlone(house, tx, row);
    await end(house, tx, row, { event: "withdraw", by: "person", outcome: "withdrawn" });
    return done;
  });
}
