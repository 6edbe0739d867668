/**
 * The job after verification: looks the address up in every system, notices doubts about identity and, when there are
 * none, chooses the person and orders the plan. Nobody found is a finding for staff, not an end; the person sees the same.
 */
import { Personal, type RequestId } from "#base";
import type { Anchor } from "#connectors";
import { ownSystem, type PlanAction } from "#plans";
import type { Transaction } from "#store";
import type { House } from "./house.ts";
import { doubtAbout, sameAnchor } from "./identity-rules.ts";
import { isTheirs, tellSomebodyAsked } from "./other-address.ts";
import { type FoundInSystem, openSecrets } from "./secrets.ts";
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
  const here = await search(house, email);
  // An address under which nothing is known says nothing about who is asking.
  const elsewhere = known === "" ? [] : await search(house, known);
  await house.store.transact(async (tx) => {
    const now = await hold(tx, { id });
    if (now !== undefined && waitsForSearch(now)) await conclude(house, tx, now, { here, elsewhere });
  });
}

/** A job that ran twice, or came after the person withdrew, finds nothing to do. */
function waitsForSearch(row: RequestRow): boolean {
  return row.located_at === null && (row.state === "waiting-for-review" || row.state === "extended");
}

async function search(house: House, email: string): Promise<FoundInSystem[]> {
  const located = await house.plans.locate([email]);
  // Our own register knows whoever just asked; that says nothing about who they are.
  const others = [...located].filter(([system]) => system !== ownSystem);
  return others.map(([system, { candidates, byAddress }]) => ({
    system,
    candidates: candidates.map(({ anchor, person, label, addressSince }) => ({
      anchor,
      person,
      label: label.reveal(),
      ...(addressSince === undefined ? {} : { addressSince: addressSince.toISOString() }),
    })),
    byAddress,
  }));
}

async function conclude(
  house: House,
  tx: Transaction,
  row: RequestRow,
  { here, elsewhere }: { here: FoundInSystem[]; elsewhere: FoundInSystem[] },
): Promise<void> {
  const secrets = await openSecrets(house, tx, row);
  if (secrets === undefined) return;
  const foundUnderOtherAddress = anything(elsewhere);
  const found = merge(here, elsewhere.map(markElsewhere));
  const doubt = doubtAbout(house.policy, { foundUnderOtherAddress, found, receivedAt: row.received_at });
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
  if (foundAnything && doubt === undefined) {
    const anchors = found.flatMap(({ candidates }) => candidates.map(({ anchor }) => anchor));
    await orderPlan(house, tx, located, anchors);
  }
  const body = { kind: row.kind, found: foundAnything, ...(doubt === undefined ? {} : { doubt }) };
  await house.evidence.append(tx, { kind: "request.located", about: row.reference, body });
}

/** Orders the plan for these persons; an earlier one is given up. */
export async function orderPlan(
  house: House,
  tx: Transaction,
  row: RequestRow,
  anchors: readonly Anchor[],
): Promise<void> {
  const secrets = await openSecrets(house, tx, row);
  const email = await secrets?.read(tx, "email");
  const known = await secrets?.read(tx, "known-email");
  if (secrets === undefined || email === undefined) return;
  const found = (await secrets.read(tx, "found")) ?? [];
  const both =
    row.identity_doubt === "other-address" && known !== undefined && known !== "" && isTheirs(found, anchors);
  const emails = both ? [email, known] : [email];
  await secrets.write(tx, "chosen", anchors);
  if (row.plan_id !== null) await house.plans.abandon(tx, row.plan_id);
  const planId = await house.plans.prepare(tx, {
    about: row.reference,
    action: actionOf(row),
    subject: new Personal({ emails, anchors }),
    key: row.key_id,
  });
  await change(tx, row.id, { plan_id: planId });
}

function markElsewhere(one: FoundInSystem): FoundInSystem {
  return { ...one, candidates: one.candidates.map((candidate) => ({ ...candidate, elsewhere: true })) };
}

export function actionOf(row: Pick<RequestRow, "kind">): PlanAction {
  return row.kind === "access" ? "access" : "erasure";
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

/** Both searches as one, per system; a person found under both addresses once. */
function merge(here: readonly FoundInSystem[], elsewhere: readonly FoundInSystem[]): FoundInSystem[] {
  const systems = new Map<string, FoundInSystem>();
  for (const one of [...here, ...elsewhere]) {
    const before = systems.get(one.system);
    const candidates = [...(before?.candidates ?? []), ...one.candidates];
    const rows = new Map<string, number>();
    for (const { table, rows: count } of [...(before?.byAddress ?? []), ...one.byAddress])
      rows.set(table, (rows.get(table) ?? 0) + count);
    systems.set(one.system, {
      system: one.system,
      candidates: candidates.filter(
        ({ anchor }, at) => candidates.findIndex((other) => sameAnchor(other.anchor, anchor)) === at,
      ),
      byAddress: [...rows].map(([table, count]) => ({ table, rows: count })),
    });
  }
  return [...systems.values()];
}
