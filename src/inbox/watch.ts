/**
 * One look into the mailbox: what is new is taken in, what was taken in is put away, what is old is deleted. Letters are known by
 * their number in the folder (UIDVALIDITY and UID, RFC 9051 §2.3.1.1) and by a digest of what names them, so that neither a kill
 * nor a folder that was made anew doubles or loses one.
 */
import type { ImapFlow, MessageStructureObject } from "imapflow";
import { addPeriod, localDateOf, normaliseEmail, OperationalError, startOfDay } from "#base";
import { addressOfUser, mailboxFailure, openMailbox } from "#connectors";
import type { LetterOutcome, Look } from "./contract.ts";
import type { House, Watched } from "./house.ts";
import { deleteOld, putAway } from "./originals.ts";
import { type StateRow, tables } from "./tables.ts";
import { takeIn } from "./take-in.ts";

/** The word for it in messages and in the log. */
const name = "privacy";
/** A letter up to this is read whole; of a larger one its beginning, which has the header and mostly the text. */
const wholeBytes = 16 * 1024 * 1024;
const beginningBytes = 1024 * 1024;
/** When a mailbox is watched for the first time, what is older than this is left alone. */
const lookBackDays = 30;
const rememberedEvery = 50;

/** The mailbox that the policy declares; `undefined` when it declares none. Throws OperationalError `mailbox-url-missing`. */
export function watchedMailbox(house: House): (Watched & { readonly address: string }) | undefined {
  const declared = house.policy.channels?.mailbox;
  if (declared === undefined) return undefined;
  const address = house.setting(declared.urlFrom);
  if (address === undefined || !URL.canParse(address))
    throw new OperationalError(
      "mailbox-url-missing",
      `${declared.urlFrom} is not set to imaps://user:password@host:993, so no letters are taken in. Set it and start again.`,
    );
  const { host, username } = new URL(address);
  const own = addressOfUser(address);
  const { organisation, contacts = [] } = house.policy;
  const ours = [house.mail.sender, organisation.contact.email, ...contacts.flatMap(({ email }) => email ?? [])];
  return {
    declared,
    address,
    mailbox: house.store.vault.digest("inbox-mailbox", `${username}@${host}/${declared.folder}`),
    ours: new Set([...ours, ...(own === undefined ? [] : [own])].map(normaliseEmail)),
  };
}

/** Where a letter that unsubscribes can be sent to; undefined when nobody would read it. */
export function unsubscribeAddress({ policy, setting }: Pick<House, "policy" | "setting">): string | undefined {
  const declared = policy.channels?.mailbox;
  const address = declared && setting(declared.urlFrom);
  if (address === undefined || !URL.canParse(address)) return undefined;
  return addressOfUser(address) ?? policy.organisation.contact.email;
}

export async function look(house: House, watched: Watched & { readonly address: string }): Promise<Look> {
  const client = await openMailbox(name, watched.address);
  try {
    const taken = await takeNew(house, watched, client);
    const moved = await putAway(house, watched, client);
    const deleted = await deleteOld(house, watched, client, cutoff(house, watched));
    return { taken, moved, deleted };
  } catch (error) {
    // Of the mailbox; what a letter itself did wrong is no failure of the world.
    throw isOfMailbox(error) ? mailboxFailure(name, error) : error;
  } finally {
    await client.logout().catch(() => client.close());
  }
}

function isOfMailbox(error: unknown): boolean {
  const { code, responseStatus, serverResponseCode } = error as Record<string, unknown>;
  return [code, responseStatus, serverResponseCode].some((one) => typeof one === "string");
}

function cutoff({ store, policy }: House, { declared }: Watched): Date {
  const { amount, unit } = declared.deleteAfter;
  const today = localDateOf(store.clock.now(), policy.timeZone);
  return startOfDay(addPeriod(today, { amount: -amount, unit }), policy.timeZone);
}

async function takeNew(house: House, watched: Watched, client: ImapFlow): Promise<Look["taken"]> {
  const lock = await client.getMailboxLock(watched.declared.folder, { readOnly: true });
  try {
    const uidValidity = Number((client.mailbox === false ? undefined : client.mailbox.uidValidity) ?? 0);
    const state = await stateOf(house, watched);
    const from = state.uid_validity === uidValidity ? state.next_uid : 1;
    const counts: Partial<Record<LetterOutcome, number>> = {};
    let next = from;
    let since = 0;
    for (const uid of await newUids(house, watched, client, uidValidity, from)) {
      const outcome = await takeOne(house, watched, client, { uidValidity, uid, since: state.since });
      if (outcome !== "known") counts[outcome] = (counts[outcome] ?? 0) + 1;
      next = uid + 1;
      if (++since % rememberedEvery === 0) await remember(house, watched, uidValidity, next);
    }
    await remember(house, watched, uidValidity, next);
    return counts;
  } finally {
    lock.release();
  }
}

/** Those above the mark that have no row yet. */
async function newUids(house: House, { mailbox }: Watched, client: ImapFlow, uidValidity: number, from: number) {
  const found = await client.search({ uid: `${from}:*` }, { uid: true });
  if (!Array.isArray(found))
    throw new OperationalError(
      "mailbox-search-refused",
      "The mail server did not list the new letters. It is tried again.",
      { retryable: true },
    );
  // `n:*` names the last one even when it is below n (RFC 9051 §9).
  const uids = found.filter((uid) => uid >= from).toSorted((one, other) => one - other);
  const rows = await tables(house.store.reader)
    .selectFrom("inbox_message")
    .select("uid")
    .where("mailbox", "=", mailbox)
    .where("uid_validity", "=", uidValidity)
    .where("uid", ">=", from)
    .execute();
  const known = new Set(rows.map(({ uid }) => uid));
  return uids.filter((uid) => !known.has(uid));
}

async function takeOne(
  house: House,
  watched: Watched,
  client: ImapFlow,
  { uidValidity, uid, since }: { uidValidity: number; uid: number; since: Date },
): Promise<LetterOutcome | "known"> {
  const about = await client.fetchOne(String(uid), { uid: true, size: true, internalDate: true }, { uid: true });
  // Somebody took it away since it was listed.
  if (about === false) return "known";
  const arrivedAt = about.internalDate === undefined ? house.store.clock.now() : new Date(about.internalDate);
  if (arrivedAt < since) return "known";
  const cut = (about.size ?? 0) > wholeBytes;
  const fetched = await client.fetchOne(
    String(uid),
    { uid: true, bodyStructure: cut, source: { start: 0, maxLength: cut ? beginningBytes : wholeBytes } },
    { uid: true },
  );
  if (fetched === false || fetched.source === undefined) return "known";
  const filesBeyond = fetched.bodyStructure === undefined ? [] : filesIn(fetched.bodyStructure);
  return takeIn(house, watched, { uidValidity, uid, arrivedAt, raw: fetched.source, cut, filesBeyond });
}

/** Names of the files of a letter that was not read whole. */
function filesIn(structure: MessageStructureObject, depth = 0): string[] {
  if (depth > 20) return [];
  const named = structure.dispositionParameters?.["filename"] ?? structure.parameters?.["name"];
  const here = structure.disposition === "attachment" || named !== undefined ? [named ?? "?"] : [];
  return [...here, ...(structure.childNodes ?? []).slice(0, 100).flatMap((child) => filesIn(child, depth + 1))];
}

async function stateOf(house: House, { mailbox }: Watched): Promise<StateRow> {
  const { reader, clock } = house.store;
  const found = await tables(reader)
    .selectFrom("inbox_state")
    .selectAll()
    .where("mailbox", "=", mailbox)
    .executeTakeFirst();
  return found ?? emptyState(mailbox, lookBackFrom(clock.now()));
}

function lookBackFrom(now: Date): Date {
  return new Date(now.getTime() - lookBackDays * 24 * 60 * 60_000);
}

function emptyState(mailbox: string, since: Date): StateRow {
  return {
    mailbox,
    uid_validity: null,
    next_uid: 1,
    since,
    looked_at: null,
    failing_since: null,
    failure: null,
  };
}

async function remember(house: House, { mailbox }: Watched, uidValidity: number, next: number): Promise<void> {
  const now = house.store.clock.now();
  const since = lookBackFrom(now);
  const well = { uid_validity: uidValidity, next_uid: next, looked_at: now, failing_since: null, failure: null };
  await house.store.transact((tx) =>
    tables(tx)
      .insertInto("inbox_state")
      .values({ mailbox, since, ...well })
      .onConflict((conflict) => conflict.column("mailbox").doUpdateSet(well))
      .execute(),
  );
}

/** The mailbox could not be read; since when is kept from the first time. */
export async function rememberFailure(house: House, mailbox: string, code: string): Promise<void> {
  const now = house.store.clock.now();
  const since = lookBackFrom(now);
  await house.store.transact(async (tx) => {
    const db = tables(tx);
    await db
      .insertInto("inbox_state")
      .values({ ...emptyState(mailbox, since), failing_since: now, failure: code })
      .onConflict((conflict) =>
        conflict.column("mailbox").doUpdateSet((all) => ({
          failing_since: all.fn.coalesce("inbox_state.failing_since", "excluded.failing_since"),
          failure: all.ref("excluded.failure"),
        })),
      )
      .execute();
  });
}
