/**
 * Correcting (GDPR art. 16). The person sees their own values behind their own link, when it is settled who they are and
 * never before; they are read from the systems each time and not kept. What they want otherwise is sealed; staff decide
 * about each, and only what was accepted becomes a plan.
 */
import { normaliseEmail, Personal, type RequestId, type Result, refuse, type StaffId, succeed } from "#base";
import { correctableCategories, isEmailAddress, redirectsOf, referralFor } from "#policy";
import { type Act, notNow, unknown } from "./acts.ts";
import { isAddress, tellFormerAddresses } from "./address-change.ts";
import type { OwnValue, ProposeRefusal, ProposedCorrection } from "./contract.ts";
import { openCorrections } from "./corrections-sealed.ts";
import type { House } from "./house.ts";
import { type IdentityFacts, mayHaveCopy } from "./identity-rules.ts";
import { kinds, waitsForStaff } from "./kinds/index.ts";
import { orderPlan, placesOf } from "./locate.ts";
import { subjectOf } from "./subject.ts";
import { openSecrets } from "./secrets.ts";
import { change, hold, type RequestRow, tables } from "./tables.ts";
import { tokenHash } from "./tokens.ts";

const valueCharacters = 500;
const mostCorrections = 50;
const reasonCharacters = 4_000;

/** It is the person's turn, and settled who they are. */
export function mayPropose(row: IdentityFacts & Pick<RequestRow, "kind" | "state" | "proposed_at">): boolean {
  const asked = kinds[row.kind].plan?.proposedByPerson === true && row.proposed_at === null;
  return asked && waitsForStaff(row) && row.found_anything === true && mayHaveCopy(row);
}

export async function ownValues(house: House, followToken: string): Promise<Personal<readonly OwnValue[]> | undefined> {
  const row = await tables(house.store.reader)
    .selectFrom("request")
    .selectAll()
    .where("follow_token_hash", "=", tokenHash(followToken))
    .executeTakeFirst();
  return row === undefined ? undefined : valuesOf(house, row);
}

async function valuesOf(house: House, row: RequestRow): Promise<Personal<readonly OwnValue[]> | undefined> {
  if (!mayPropose(row)) return undefined;
  const { reader } = house.store;
  const secrets = await openSecrets(house, reader, row);
  const found = (await secrets?.read(reader, "found")) ?? [];
  const chosen = await secrets?.read(reader, "chosen");
  // What is used for customers is theirs to show, and theirs to correct.
  const elsewhere = new Set(redirectsOf(house.policy, row.kind).flatMap((one) => one.tables));
  if (referralFor(house.policy, row.kind, placesOf(found, chosen)).kind === "refer") return undefined;
  const subject = secrets === undefined ? undefined : await subjectOf(house, reader, row, secrets, chosen ?? []);
  if (subject === undefined) return undefined;
  const all = await house.plans.ownValues(subject, correctableCategories(house.policy));
  const shown = all.reveal().filter(({ system, table }) => !elsewhere.has(`${system}.${table}`));
  // An address in two spellings is one address; the first spelling that was met stands for all.
  const distinct = new Map<string, OwnValue>();
  for (const { category, value } of shown) {
    const key = JSON.stringify([category, isAddress(category) ? normaliseEmail(value) : value]);
    if (!distinct.has(key)) distinct.set(key, { category, value });
  }
  return new Personal([...distinct.values()]);
}

export async function propose(
  house: House,
  followToken: string,
  corrections: Personal<readonly ProposedCorrection[]>,
): Promise<Result<void, ProposeRefusal>> {
  const wanted = corrections.reveal().map((one) => ({ ...one, to: one.to.trim() }));
  const shown = await ownValues(house, followToken);
  const wrong = whyNot(wanted, shown?.reveal());
  if (wrong !== undefined) return wrong;
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { follow: tokenHash(followToken) });
    if (row === undefined) return refuse("unknown", unknown.message);
    const secrets = mayPropose(row) ? await openSecrets(house, tx, row) : undefined;
    if (secrets === undefined) return refuse("not-now", notNow(row).message);
    await secrets.write(tx, "corrections", wanted);
    await change(tx, row.id, { proposed_at: house.store.clock.now() });
    await house.evidence.append(tx, {
      kind: "request.corrections-proposed",
      about: row.reference,
      body: { kind: row.kind, corrections: wanted.length, categories: [...new Set(wanted.map((one) => one.category))] },
    });
    await tellFormerAddresses(house, tx, row, wanted);
    return succeed(undefined);
  });
}

function whyNot(
  wanted: readonly ProposedCorrection[],
  shown: readonly OwnValue[] | undefined,
): (ProposeRefusal & { readonly ok: false }) | undefined {
  if (shown === undefined) return refuse("not-now", "Nothing can be corrected now. Nothing was sent.");
  if (wanted.length === 0 || wanted.length > mostCorrections)
    return refuse("nothing", "Nothing was changed, so nothing was sent. Change at least one value.");
  const pairs = new Set(wanted.map(({ category, from }) => JSON.stringify([category, from])));
  const stands = wanted.every(({ category, from }) =>
    shown.some((one) => one.category === category && one.value === from),
  );
  if (pairs.size < wanted.length || !stands)
    return refuse("changed", "A value is not as it was shown any more. Nothing was sent. Look at the page again.");
  const bad = wanted.find(
    ({ category, from, to }) =>
      to === "" || to === from || to.length > valueCharacters || (isAddress(category) && !isEmailAddress(to)),
  );
  if (bad === undefined) return undefined;
  const message = `What was filled in for "${bad.category}" cannot be used. Nothing was sent.`;
  return { ...refuse("wrong-value", message), category: bad.category };
}

/** One decision for each, in their order. When nothing was accepted the request itself is refused, with a letter. */
export async function decideCorrections(
  house: House,
  id: RequestId,
  by: StaffId,
  decisions: readonly { readonly accepted: boolean; readonly reason: string }[],
): Promise<Act> {
  if (decisions.some(({ accepted, reason }) => !accepted && (reason.trim() === "" || reason.length > reasonCharacters)))
    return refuse("reason-missing", "What is not corrected needs a reason that the person reads. Nothing was decided.");
  if (!decisions.some(({ accepted }) => accepted))
    return refuse("reason-missing", "Nothing was accepted. Refuse the request instead; nothing was decided.");
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined) return unknown;
    const secrets = await openSecrets(house, tx, row);
    const proposed = await openCorrections(house, tx, row);
    if (secrets === undefined || !waitsForStaff(row) || row.proposed_at === null) return notNow(row);
    if (row.corrections_decided_at !== null || proposed.length !== decisions.length) return notNow(row);
    const decided = proposed.map(({ category, from, to }, at) => {
      const { accepted = false, reason = "" } = decisions[at] ?? {};
      return { category, from, to, accepted, ...(accepted ? {} : { reason: reason.trim() }) };
    });
    await secrets.write(tx, "corrections", decided);
    await change(tx, id, { corrections_decided_at: house.store.clock.now() });
    const accepted = decided.filter((one) => one.accepted).length;
    const body = { kind: row.kind, accepted, refused: decided.length - accepted, staff: by };
    await house.evidence.append(tx, { kind: "request.corrections-decided", about: row.reference, body });
    await orderPlan(house, tx, row, (await secrets.read(tx, "chosen")) ?? []);
    return succeed(undefined);
  });
}
