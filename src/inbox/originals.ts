/** What lies in the mailbox after it was taken in: moved to its folder, and deleted when the declared term ends. */
import type { ImapFlow } from "imapflow";
import { OperationalError } from "#base";
import type { House, Watched } from "./house.ts";
import { tables } from "./tables.ts";

const atOnce = 200;

/** Answers how many were moved. One that is no longer there was moved by a look that was killed, or by somebody. */
export async function putAway(house: House, { declared, mailbox }: Watched, client: ImapFlow): Promise<number> {
  const { moveTo, folder } = declared;
  if (moveTo === undefined) return 0;
  await made(client, moveTo);
  const lock = await client.getMailboxLock(folder);
  try {
    const uidValidity = Number((client.mailbox === false ? undefined : client.mailbox.uidValidity) ?? 0);
    const rows = await tables(house.store.reader)
      .selectFrom("inbox_message")
      .select(["id", "uid"])
      .where("mailbox", "=", mailbox)
      .where("uid_validity", "=", uidValidity)
      .where("put_away_at", "is", null)
      .orderBy("uid")
      .execute();
    let moved = 0;
    for (let at = 0; at < rows.length; at += atOnce) {
      const part = rows.slice(at, at + atOnce);
      const range = part.map(({ uid }) => uid).join(",");
      const found = await client.search({ uid: range }, { uid: true });
      const there = Array.isArray(found) ? found : [];
      if (there.length > 0 && (await client.messageMove(there.join(","), moveTo, { uid: true })) === false)
        throw new OperationalError(
          "mailbox-move-refused",
          `The mail server did not move letters to "${moveTo}". They were taken in, and stay where they are. See whether the user may write to that folder.`,
          { retryable: true },
        );
      moved += there.length;
      await house.store.transact((tx) =>
        tables(tx)
          .updateTable("inbox_message")
          .set({ put_away_at: house.store.clock.now() })
          .where(
            "id",
            "in",
            part.map(({ id }) => id),
          )
          .execute(),
      );
    }
    return moved;
  } finally {
    lock.release();
  }
}

async function made(client: ImapFlow, folder: string): Promise<void> {
  const all = await client.list();
  if (!all.some(({ path }) => path === folder)) await client.mailboxCreate(folder);
}

/**
 * Deletes originals that came before this day; answers how many. Only those that were taken in: of the watched folder by their
 * numbers, and everything old in the folder that is ours alone. What somebody must still sort stays.
 */
export async function deleteOld(house: House, watched: Watched, client: ImapFlow, before: Date): Promise<number> {
  const old = await tables(house.store.reader)
    .selectFrom("inbox_message")
    .select(["id", "uid", "uid_validity", "put_away_at", "outcome"])
    .where("mailbox", "=", watched.mailbox)
    .where("arrived_at", "<", before)
    .where("outcome", "<>", "to-sort")
    .execute();
  const { moveTo, folder } = watched.declared;
  const lying = old.filter(({ put_away_at }) => put_away_at === null);
  let deleted = 0;
  if (lying.length > 0) deleted += await deleteFrom(client, folder, (validity) => numbersOf(lying, validity));
  if (moveTo !== undefined) deleted += await deleteFrom(client, moveTo, () => oldIn(client, before));
  if (old.length === 0 && deleted === 0) return 0;
  await house.store.transact(async (tx) => {
    if (old.length > 0)
      await tables(tx)
        .deleteFrom("inbox_message")
        .where(
          "id",
          "in",
          old.map(({ id }) => id),
        )
        .execute();
    if (deleted > 0) await house.evidence.append(tx, { kind: "inbox.originals-deleted", body: { messages: deleted } });
  });
  return deleted;
}

async function numbersOf(
  rows: readonly { readonly uid: number; readonly uid_validity: number }[],
  validity: number,
): Promise<readonly number[]> {
  return rows.filter(({ uid_validity }) => uid_validity === validity).map(({ uid }) => uid);
}

/** A server counts whole days, and in a zone of its own: one day more is left, and goes with the next look. */
async function oldIn(client: ImapFlow, before: Date): Promise<readonly number[]> {
  const found = await client.search({ before }, { uid: true });
  return Array.isArray(found) ? found : [];
}

/** By number only (UIDPLUS, RFC 4315), so that nothing goes that somebody else marked as deleted. */
async function deleteFrom(
  client: ImapFlow,
  folder: string,
  which: (uidValidity: number) => Promise<readonly number[]>,
): Promise<number> {
  const lock = await client.getMailboxLock(folder);
  try {
    const validity = Number((client.mailbox === false ? undefined : client.mailbox.uidValidity) ?? 0);
    const uids = await which(validity);
    if (uids.length === 0) return 0;
    if (!client.capabilities.has("UIDPLUS"))
      throw new OperationalError(
        "mailbox-without-uidplus",
        "The mail server cannot delete single letters safely (UIDPLUS, RFC 4315). Letters are taken in, and originals stay. Delete old ones by hand, or move the mailbox to a server that can.",
      );
    let deleted = 0;
    for (let at = 0; at < uids.length; at += atOnce) {
      const part = uids.slice(at, at + atOnce).join(",");
      const there = await client.search({ uid: part }, { uid: true });
      if (!Array.isArray(there) || there.length === 0) continue;
      if (!(await client.messageDelete(there.join(","), { uid: true })))
        throw new OperationalError(
          "mailbox-delete-refused",
          "The mail server refused to delete old letters. Nothing was lost; it is tried again. See whether the user may delete there.",
          { retryable: true },
        );
      deleted += there.length;
    }
    return deleted;
  } finally {
    lock.release();
  }
}
