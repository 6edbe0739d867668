/**
 * The job after verification: looks the address up in every system, notices doubts about identity and, when there are
 * none, chooses the person and orders the plan. Nobody found is a finding for staff, not an end; the person sees the same.
 */
import { Personal, type RequestId } from "#base";
import type { Anchor, Candidate, Correction } from "#connectors";
import { ownSystem, type PersonAction } from "#plans";
import { type FoundIn, type KnownAs, referralFor } from "#policy";
import type { Transaction } from "#store";
import { addressChanged } from "./address-change.ts";
import { openCorrections } from "./corrections-sealed.ts";
import { tellCustomers } from "./customer-notice.ts";
import type { House } from "./house.ts";
import { doubtAbout, sameAnchor } from "./identity-rules.ts";
import { planFor, waitsForStaff } from "./kinds/index.ts";
import { tellSomebodyAsked } from "./other-address.ts";
import { type FoundInSystem, openSecrets } from "./secrets.ts";
import { identitiesOf, subjectOf } from "./subject.ts";
import { change, hold, load, type RequestRow } from "./tables.ts";

export const locateQueue = "request.locate";

export async function locate(house: House, id: RequestId): Promise<void> {
  const { reader } = house.store;
  const row = await load(reader, id);
  if (row === undefined || !waitsForSearch(row)) return;
  const secrets = await openSecrets(house, reader, row);
  const email = await secrets?.read(reader, "email");
  const known = await secrets?.read(reader, "known-email");
  if (email === undefined || known === undefined) return;
  // Whoever asks for somebody else is not looked up.
  const here = row.asked_as === null ? await search(house, { emails: [email] }) : [];
  // An address under which nothing is known says nothing about who is asking.
  const elsewhere = known === "" ? [] : await search(house, { emails: [known] });
  const named: NamedSearch[] = [];
  for (const one of identitiesOf(house, await secrets?.read(reader, "known-as")))
    named.push({ identity: one.identity, found: await search(house, { known: [one] }) });
  await house.store.transact(async (tx) => {
    const now = await hold(tx, { id });
    if (now !== undefined && waitsForSearch(now)) await conclude(house, tx, now, { here, elsewhere, named });
  });
}

/** A job that ran twice, or came after the person withdrew, finds nothing to do. */
function waitsForSearch(row: RequestRow): boolean {
  return row.located_at === null && waitsForStaff(row);
}

/** What was found under one identity that the person named. */
interface NamedSearch {
  readonly identity: string;
  readonly found: readonly FoundInSystem[];
}

async function search(
  house: House,
  { emails = [], known = [] }: { emails?: readonly string[]; known?: readonly KnownAs[] },
): Promise<FoundInSystem[]> {
  const located = await house.plans.locate(emails, known);
  // Our own register knows whoever just asked; that says nothing about who they are.
  const others = [...located].filter(([system]) => system !== ownSystem);
  return others.map(([system, { candidates, byAddress }]) => ({
    system,
    candidates: candidates.map(({ anchor, person, label, addressSince, customer }) => ({
      anchor,
      person,
      label: label.reveal(),
      ...(addressSince === undefined ? {} : { addressSince: addressSince.toISOString() }),
      ...(customer && { customer: customerOf(customer) }),
    })),
    byAddress,
  }));
}

function customerOf({ of, key, email, name }: NonNullable<Candidate["customer"]>) {
  return { of, key, ...(email && { email: email.reveal() }), ...(name && { name: name.reveal() }) };
}

async function conclude(
  house: House,
  tx: Transaction,
  row: RequestRow,
  { here, elsewhere, named }: { here: FoundInSystem[]; elsewhere: FoundInSystem[]; named: readonly NamedSearch[] },
): Promise<void> {
  const secrets = await openSecrets(house, tx, row);
  if (secrets === undefined) return;
  const foundUnderOtherAddress = anything(elsewhere);
  // Who was found under the proven address is no less who they are when their telephone number leads to them too.
  const known = here.flatMap(({ candidates }) => candidates.map(({ anchor }) => anchor));
  const byIdentity = named.filter(({ found: all }) =>
    all.some(
      ({ candidates, byAddress }) =>
        byAddress.length > 0 || candidates.some(({ anchor }) => !known.some((one) => sameAnchor(one, anchor))),
    ),
  );
  const marked = byIdentity.flatMap((one) => one.found.map((system) => markUnder(one.identity, system)));
  const found = merge(here, [...elsewhere.map(markElsewhere), ...marked]);
  const foundByOtherIdentity = byIdentity.length > 0;
  const changedAt = await addressChanged(house, tx, row);
  const facts = {
    foundUnderOtherAddress,
    foundByOtherIdentity,
    found,
    receivedAt: row.received_at,
    ...(changedAt === undefined ? {} : { changedAt }),
    forOther: row.asked_as !== null,
  };
  const doubt = doubtAbout(house.policy, facts);
  await secrets.write(tx, "found", found);
  const foundAnything = anything(found);
  const located = {
    ...row,
    located_at: house.store.clock.now(),
    locate_failed_at: null,
    found_anything: foundAnything,
    identity_doubt: doubt ?? null,
  };
  const { located_at, locate_failed_at, found_anything, identity_doubt } = located;
  await change(tx, row.id, { located_at, locate_failed_at, found_anything, identity_doubt });
  await tellSomebodyAsked(house, tx, located);
  await tellCustomers(house, tx, located, secrets, found);
  const referral = referralFor(house.policy, row.kind, placesOf(found));
  if (foundAnything && doubt === undefined && referral.kind !== "refer") {
    const anchors = found.flatMap(({ candidates }) => candidates.map(({ anchor }) => anchor));
    await orderPlan(house, tx, located, anchors);
  }
  const body = {
    kind: row.kind,
    found: foundAnything,
    ...(doubt === undefined ? {} : { doubt }),
    ...(referral.kind === "answer" ? {} : { customersOf: referral.to.map(({ name }) => name) }),
  };
  await house.evidence.append(tx, { kind: "request.located", about: row.reference, body });
}

/** Everything found is used for customers of ours: they decide, so nothing is prepared here (GDPR art. 28(3)(e)). */
function isReferred(
  house: House,
  row: Pick<RequestRow, "kind" | "channel">,
  found: readonly FoundInSystem[],
  chosen: readonly Anchor[],
): boolean {
  // What a customer has us do with its own is not sent back to it.
  if (row.channel === "customer") return false;
  return referralFor(house.policy, row.kind, placesOf(found, chosen)).kind === "refer";
}

/** The tables in which somebody was found; of several persons those of whom staff chose. */
export function placesOf(found: readonly FoundInSystem[], chosen?: readonly Anchor[]): readonly FoundIn[] {
  return found.flatMap(({ system, candidates, byAddress }) => [
    ...candidates
      .filter(({ anchor }) => chosen === undefined || chosen.some((one) => sameAnchor(one, anchor)))
      .map(({ anchor }) => ({ system, table: anchor.table })),
    ...byAddress.map(({ table }) => ({ system, table })),
  ]);
}

/** Orders the plan for these persons, unless others must be asked; an earlier plan is given up. */
export async function orderPlan(
  house: House,
  tx: Transaction,
  row: RequestRow,
  anchors: readonly Anchor[],
): Promise<void> {
  const secrets = await openSecrets(house, tx, row);
  const subject = secrets && (await subjectOf(house, tx, row, secrets, anchors));
  if (secrets === undefined || subject === undefined) return;
  const found = (await secrets.read(tx, "found")) ?? [];
  if (isReferred(house, row, found, anchors)) {
    await secrets.write(tx, "chosen", anchors);
    if (row.plan_id !== null) await house.plans.abandon(tx, row.plan_id);
    return;
  }
  await secrets.write(tx, "chosen", anchors);
  if (row.plan_id !== null) await house.plans.abandon(tx, row.plan_id);
  const order = await orderedBy(house, tx, row);
  if (order === undefined) return change(tx, row.id, { plan_id: null });
  const planId = await house.plans.prepare(tx, {
    about: row.reference,
    ...order,
    subject,
    key: row.key_id,
    dueOn: row.due_on,
  });
  await change(tx, row.id, { plan_id: planId });
}

function markElsewhere(one: FoundInSystem): FoundInSystem {
  return { ...one, candidates: one.candidates.map((candidate) => ({ ...candidate, elsewhere: true })) };
}

function markUnder(identity: string, one: FoundInSystem): FoundInSystem {
  return { ...one, candidates: one.candidates.map((candidate) => ({ ...candidate, under: [identity] })) };
}

type Ordered =
  | { readonly action: Exclude<PersonAction, "rectification"> }
  | { readonly action: "rectification"; readonly corrections: Personal<readonly Correction[]> };

/** What the plan is to do; `undefined` while there is none to make. */
async function orderedBy(house: House, tx: Transaction, row: RequestRow): Promise<Ordered | undefined> {
  const plan = planFor(house.policy, row.kind);
  if (plan === undefined) return undefined;
  const { action } = plan;
  if (action !== "rectification") return { action };
  const accepted = (await openCorrections(house, tx, row)).filter((one) => one.accepted === true);
  if (accepted.length === 0) return undefined;
  return { action, corrections: new Personal(accepted.map(({ category, from, to }) => ({ category, from, to }))) };
}

/** The search was given up after many tries: staff see that help is needed, and can start it again. */
export async function searchStopped(house: House, id: RequestId): Promise<void> {
  await house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined || !waitsForSearch(row)) return;
    await change(tx, id, { locate_failed_at: house.store.clock.now() });
    await house.evidence.append(tx, { kind: "request.search-stopped", about: row.reference, body: { kind: row.kind } });
  });
}

function anything(found: readonly FoundInSystem[]): boolean {
  return found.some(({ candidates, byAddress }) => candidates.length > 0 || byAddress.some(({ rows }) => rows > 0));
}

/** All searches as one, per system; a person found more than once stands there once, with all under which they were found. */
function merge(here: readonly FoundInSystem[], others: readonly FoundInSystem[]): FoundInSystem[] {
  const systems = new Map<string, FoundInSystem>();
  for (const one of [...here, ...others]) {
    const before = systems.get(one.system);
    const candidates = [...(before?.candidates ?? [])];
    for (const candidate of one.candidates) {
      const at = candidates.findIndex((other) => sameAnchor(other.anchor, candidate.anchor));
      const known = candidates[at];
      if (known === undefined) candidates.push(candidate);
      else candidates[at] = together(known, candidate);
    }
    const rows = new Map<string, number>();
    for (const { table, rows: count } of [...(before?.byAddress ?? []), ...one.byAddress])
      rows.set(table, (rows.get(table) ?? 0) + count);
    systems.set(one.system, {
      system: one.system,
      candidates,
      byAddress: [...rows].map(([table, count]) => ({ table, rows: count })),
    });
  }
  return [...systems.values()];
}

type FoundPerson = FoundInSystem["candidates"][number];

/** Somebody who was found under the proven address is known by it, whatever else they were found under. */
function together(known: FoundPerson, again: FoundPerson): FoundPerson {
  if (known.elsewhere === undefined && known.under === undefined) return known;
  const under = [...(known.under ?? []), ...(again.under ?? [])];
  const elsewhere = known.elsewhere === true || again.elsewhere === true;
  return { ...known, ...(elsewhere && { elsewhere }), ...(under.length > 0 && { under }) };
}
