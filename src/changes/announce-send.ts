/**
 * Second part of an announcement: letters are handed to the outbox, as many at a time as the pace allows. One transaction takes
 * them from those that are open, posts them and forgets their addresses, so that none is posted twice or left out.
 */
import { assert, localDateOf } from "#base";
import type { Message } from "#mail";
import { sql, type Transaction } from "#store";
import type { AnnouncementsOptions } from "./announce-house.ts";
import { openAddress } from "./announce-gather.ts";
import { usualLettersPerMinute } from "./announce-house.ts";
import type { Impact } from "./announce-impact.ts";
import { type Letter, letterFor, type LetterOptions } from "./announce-letter.ts";
import { type AnnouncementRow, aboutOf, tables } from "./announce-tables.ts";
import type { Addressee } from "./contract.ts";

const mostTogether = 500;
/** Twelve batches a minute: a mail server sees a stream, not a flood every minute. */
const batchesPerMinute = 12;

export type Posted = "posted" | "nothing-left" | "not-mine";

export function paceOf({ lettersPerMinute = usualLettersPerMinute }: AnnouncementsOptions) {
  const together = Math.max(1, Math.min(mostTogether, Math.ceil(lettersPerMinute / batchesPerMinute)));
  return { together, pauseMs: (letters: number) => (letters / lettersPerMinute) * 60_000 };
}

/** One batch. `next_at` says when the next may go. */
export async function postBatch(options: AnnouncementsOptions, tx: Transaction, impact: Impact): Promise<Posted> {
  const { number } = impact.version;
  const row = await hold(tx, number);
  if (row?.state !== "sending") return "not-mine";
  const { together, pauseMs } = paceOf(options);
  const open = await tables(tx)
    .selectFrom("announcement_letter")
    .select(["addressee_digest", "persons", "sealed"])
    .where("version", "=", number)
    .where("mail_id", "is", null)
    .orderBy("addressee_digest")
    .limit(together)
    .forUpdate()
    .execute();
  if (open.length === 0) return "nothing-left";
  if (await passedOver(options, tx, number, open)) return "posted";
  const cipher = await options.store.vault.cipher(tx, row.key_id);
  assert(cipher !== undefined, "letters are open after the key of their announcement was destroyed");
  const addressees = open.map(({ addressee_digest: digest, persons, sealed }) => {
    assert(sealed !== null, "an open letter has no address");
    return { digest, persons, email: openAddress(cipher, number, digest, sealed) };
  });
  const ids = await options.mail.postMany(tx, await messagesTo(options, tx, impact, row, addressees));
  await options.crashPoint?.("post-written");
  await sql`
    update announcement_letter l set mail_id = x.id, sealed = null
    from unnest(${open.map((one) => one.addressee_digest)}::text[], ${ids}::uuid[]) x(digest, id)
    where l.version = ${number} and l.addressee_digest = x.digest`.execute(tx.db);
  const now = options.store.clock.now().getTime();
  await tables(tx)
    .updateTable("announcement")
    .set((column) => ({
      next_at: new Date(now + pauseMs(open.length)),
      handed_over: column("handed_over", "+", open.length),
    }))
    .where("version", "=", number)
    .execute();
  return "posted";
}

/** Letters to whoever had themselves restricted since they were gathered are not posted, and nothing of them is kept. */
async function passedOver(
  { restrictedAmong }: AnnouncementsOptions,
  tx: Transaction,
  version: number,
  open: readonly { readonly addressee_digest: string }[],
): Promise<boolean> {
  const digests = open.map((one) => one.addressee_digest);
  const restricted = (await restrictedAmong?.(tx, digests)) ?? new Set();
  if (restricted.size === 0) return false;
  await tables(tx)
    .deleteFrom("announcement_letter")
    .where("version", "=", version)
    .where("mail_id", "is", null)
    .where("addressee_digest", "in", [...restricted])
    .execute();
  return true;
}

export function hold(tx: Transaction, version: number): Promise<AnnouncementRow | undefined> {
  return tables(tx)
    .selectFrom("announcement")
    .selectAll()
    .where("version", "=", version)
    .forUpdate()
    .executeTakeFirst();
}

type Known = Addressee & { readonly persons: readonly string[] };

async function messagesTo(
  options: AnnouncementsOptions,
  tx: Transaction,
  impact: Impact,
  row: AnnouncementRow,
  addressees: readonly Known[],
): Promise<Message[]> {
  const { personalLinks, publicUrl, policy, store } = options;
  const links = await personalLinks?.(tx, row.version, addressees);
  const today = localDateOf(store.clock.now(), policy.timeZone);
  const letters = new Map<string, Letter>();
  const letterTo = ({ digest, persons }: Known): Letter => {
    const personalLink = links?.get(digest);
    const write = (options: LetterOptions) => letterFor(impact, persons, options);
    if (personalLink !== undefined) return write({ publicUrl, today, personalLink });
    const kinds = persons.join(" ");
    const letter = letters.get(kinds) ?? write({ publicUrl, today });
    letters.set(kinds, letter);
    return letter;
  };
  return addressees.map((addressee) => ({
    class: "required",
    to: addressee.email,
    language: impact.policy.languages[0] ?? "nl",
    ...letterTo(addressee),
    key: row.key_id,
    about: aboutOf(row.version),
  }));
}

/** When the mail server answered for every letter: the addresses' key is destroyed, and the log hears what came of it. */
export async function finish(options: AnnouncementsOptions, tx: Transaction, impact: Impact): Promise<boolean> {
  const { number } = impact.version;
  const row = await hold(tx, number);
  if (row?.state !== "sending") return false;
  const left = await tables(tx)
    .selectFrom("announcement_letter")
    .select("addressee_digest")
    .where("version", "=", number)
    .where("mail_id", "is", null)
    .limit(1)
    .executeTakeFirst();
  if (left !== undefined || (await options.mail.waitingAbout(tx, aboutOf(number), 1)) > 0) return false;
  const { sent, failed, cancelled } = await options.mail.countsAbout(tx, aboutOf(number));
  await tables(tx)
    .updateTable("announcement")
    .set({ state: "done", finished_at: options.store.clock.now() })
    .where("version", "=", number)
    .execute();
  await options.store.vault.shred(tx, row.key_id);
  await options.crashPoint?.("finish-written");
  await options.evidence.append(tx, {
    kind: "policy.told",
    about: aboutOf(number),
    body: { version: number, sent, failed: failed + cancelled },
  });
  return true;
}
