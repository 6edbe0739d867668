/**
 * Nobody pays for using a right (GDPR art. 12(5); Cal. Civ. Code 1798.125): what the policy names as entitlements is measured when a
 * request is approved, and compared when it is over, before the key that says who it was is destroyed. Kept are keyed digests, until
 * the comparison; of that only counts go on the record.
 */
import { isOperationalError, type RequestId } from "#base";
import type { Reader, Transaction } from "#store";
import type { House } from "./house.ts";
import { subjectOf } from "./subject.ts";
import { openSecrets } from "./secrets.ts";
import { hold, load, type RequestRow, tables } from "./tables.ts";

/** A system that does not answer holds the destruction of the key up no longer than this. */
const patienceMs = 24 * 60 * 60_000;

/** Digests of what this person is entitled to now; `undefined` where the policy names nothing, or nobody was found. */
export async function measureEntitlements(house: House, id: RequestId): Promise<readonly string[] | undefined> {
  const named = house.policy.systems.some(({ tables: all }) => all.some(({ entitles = [] }) => entitles.length > 0));
  const row = named ? await load(house.store.reader, id) : undefined;
  return row === undefined ? undefined : digestsFor(house, house.store.reader, row);
}

async function digestsFor(house: House, reader: Reader, row: RequestRow): Promise<readonly string[] | undefined> {
  const secrets = await openSecrets(house, reader, row);
  const chosen = (await secrets?.read(reader, "chosen")) ?? [];
  const subject = secrets && (await subjectOf(house, reader, row, secrets, chosen));
  if (subject === undefined) return undefined;
  const rows = await house.plans.entitlements(subject);
  return rows.reveal().map((text) => house.store.vault.digest("entitlement", `${row.id}:${text}`));
}

/** In the transaction of the approval. */
export async function noteEntitlements(
  { store }: House,
  tx: Transaction,
  id: RequestId,
  digests: readonly string[],
): Promise<void> {
  const values = { request_id: id, digests: [...digests], measured_at: store.clock.now() };
  await tables(tx)
    .insertInto("request_entitlement")
    .values(values)
    .onConflict((conflict) => conflict.column("request_id").doNothing())
    .execute();
}

/**
 * How many rows the right did not account for. What came beside is the person's own doing (an order, say); after an erasure it is
 * what left that is accounted for, and nothing may have come in its place.
 */
export function changedBy(erases: boolean, before: readonly string[], after: readonly string[]): number {
  const [kept, searched] = erases ? [before, after] : [after, before];
  const left = Map.groupBy(kept, (digest) => digest);
  return searched.filter((digest) => left.get(digest)?.pop() === undefined).length;
}

/** Once, of a request that ended: compares, writes down how it came out and forgets the digests. */
export async function compareEntitlements(house: House, id: RequestId): Promise<void> {
  const { reader, clock } = house.store;
  const row = await load(reader, id);
  const before = await measured(reader, id);
  if (row === undefined || row.closed_at === null || before === undefined) return;
  const after = await digestsFor(house, reader, row).catch((failure: unknown) => {
    const waited = clock.now().getTime() - (row.closed_at?.getTime() ?? 0);
    if (!isOperationalError(failure) || waited < patienceMs) throw failure;
    return undefined;
  });
  await house.store.transact(async (tx) => {
    await hold(tx, { id });
    if ((await measured(tx, id)) === undefined) return;
    await tables(tx).deleteFrom("request_entitlement").where("request_id", "=", id).execute();
    const changed = after && changedBy(row.outcome === "erased", before, after);
    await house.evidence.append(tx, {
      kind: "request.entitlements-compared",
      about: row.reference,
      body: { kind: row.kind, rows: before.length, ...(changed === undefined ? { unread: true } : { changed }) },
    });
  });
}

async function measured(reader: Reader, id: RequestId): Promise<readonly string[] | undefined> {
  const row = await tables(reader)
    .selectFrom("request_entitlement")
    .select("digests")
    .where("request_id", "=", id)
    .executeTakeFirst();
  return row?.digests;
}
