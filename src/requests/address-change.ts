/**
 * Changing the address first and asking for a copy next is how data is stolen. So an address that a correction put on file
 * counts as another one for as long as the policy says, whatever the systems remember; and whoever reads the mail of the
 * address before is told when it is asked, with a link to say that it was not them. After that no copy goes to the new
 * address until staff have settled who it is.
 */
import { addPeriod, normaliseEmail } from "#base";
import type { Transaction } from "#store";
import { end } from "./closing.ts";
import type { ProposedCorrection } from "./corrections-sealed.ts";
import { type House, today } from "./house.ts";
import { next } from "./kinds/index.ts";
import { writeTo, writeToRequester } from "./post.ts";
import { openSecrets } from "./secrets.ts";
import { hold, type RequestRow, tables } from "./tables.ts";
import { makeToken, requesterDigest, tokenHash } from "./tokens.ts";

const emailCategory = "contact.email";

export function isAddress(category: string): boolean {
  return category === emailCategory || category.startsWith(`${emailCategory}.`);
}

/** Whoever reads the mail of an address that is to be replaced is told at once, before anybody decided anything. */
export async function tellFormerAddresses(
  house: House,
  tx: Transaction,
  row: RequestRow,
  corrections: readonly ProposedCorrection[],
): Promise<void> {
  const changes = corrections.filter(({ category }) => isAddress(category));
  if (changes.length === 0) return;
  const token = makeToken();
  const digests = new Set(changes.map(({ to }) => requesterDigest(house.store.vault, normaliseEmail(to))));
  for (const [at, new_digest] of [...digests].entries())
    await tables(tx)
      .insertInto("address_change")
      .values({
        request_id: row.id,
        new_digest,
        token_hash: tokenHash(at === 0 ? token : makeToken()),
        noted_at: house.store.clock.now(),
        done_at: null,
        stopped_at: null,
      })
      .execute();
  const secrets = await openSecrets(house, tx, row);
  const proven = await secrets?.read(tx, row.asked_as === null ? "email" : "known-email");
  const former = new Set([
    ...changes.map(({ from }) => normaliseEmail(from)),
    ...(proven === undefined ? [] : [proven]),
  ]);
  const link = house.links.notMine(row.language, token);
  for (const address of former)
    await writeTo(house, tx, row, address, (letters, frame) => letters.addressChanging(frame, { link }));
  await house.evidence.append(tx, {
    kind: "request.address-changing",
    about: row.reference,
    body: { kind: row.kind, told: former.size },
  });
}

/** The correction was carried out: from now on the time counts. */
export async function noteAddressChanged(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  await tables(tx)
    .updateTable("address_change")
    .set({ done_at: house.store.clock.now() })
    .where("request_id", "=", row.id)
    .execute();
}

/** Since when the address that asks is on file by a correction; now, when somebody said that it was not them. */
export async function addressChanged(house: House, tx: Transaction, row: RequestRow): Promise<Date | undefined> {
  if (row.requester_digest === null) return undefined;
  const changes = await tables(tx)
    .selectFrom("address_change")
    .select(["done_at", "stopped_at"])
    .where("new_digest", "=", row.requester_digest)
    .where("done_at", "is not", null)
    .execute();
  const since = changes.flatMap(({ done_at, stopped_at }) => (stopped_at !== null ? row.received_at : (done_at ?? [])));
  return since.toSorted((one, other) => one.getTime() - other.getTime()).at(-1);
}

export async function changeWaits(house: House, token: string): Promise<boolean> {
  const found = await tables(house.store.reader)
    .selectFrom("address_change")
    .select("stopped_at")
    .where("token_hash", "=", tokenHash(token))
    .executeTakeFirst();
  return found !== undefined && found.stopped_at === null;
}

/** Answers whether the link stood for something. What has not begun ends here; what was done is only noted, for staff. */
export async function stopChange(house: House, token: string): Promise<boolean> {
  return house.store.transact(async (tx) => {
    const link = await tables(tx)
      .selectFrom("address_change")
      .select("request_id")
      .where("token_hash", "=", tokenHash(token))
      .where("stopped_at", "is", null)
      .executeTakeFirst();
    const row = link === undefined ? undefined : await hold(tx, { id: link.request_id });
    if (row === undefined) return false;
    const stopped = await tables(tx)
      .updateTable("address_change")
      .set({ stopped_at: house.store.clock.now() })
      .where("request_id", "=", row.id)
      .where("stopped_at", "is", null)
      .returning("new_digest")
      .execute();
    if (stopped.length === 0) return false;
    const ends = next(row, "withdraw") !== undefined;
    await house.evidence.append(tx, {
      kind: "request.address-contested",
      about: row.reference,
      body: { kind: row.kind, state: row.state, ended: ends },
    });
    if (!ends) return true;
    await writeToRequester(house, tx, row, (letters, frame) => letters.withdrawn(frame));
    await end(house, tx, row, { event: "withdraw", by: "person", outcome: "withdrawn", reason: "not-mine" });
    return true;
  });
}

/** A change that nobody contested is forgotten when the address has long been settled. */
export async function forgetOldChanges(house: House): Promise<void> {
  const days = house.policy.rights.copyTo.settledDays + 30;
  const before = new Date(`${addPeriod(today(house), { amount: -days, unit: "day" })}T00:00:00Z`);
  await house.store.transact(async (tx) => {
    await tables(tx)
      .deleteFrom("address_change")
      .where("stopped_at", "is", null)
      .where("done_at", "<", before)
      .execute();
  });
}
