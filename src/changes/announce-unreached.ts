/** Those whom mail did not reach, and the end of what is kept about letters. */
import type { ConcernedPerson, ConcernedPlace } from "#connectors";
import type { Transaction } from "#store";
import { digestOf, systemsAsked } from "./announce-gather.ts";
import { type AnnouncementsOptions, staff } from "./announce-house.ts";
import { type ImpactOf, wantedIn } from "./announce-impact.ts";
import { counted } from "./announce-status.ts";
import { hold } from "./announce-send.ts";
import { aboutOf, tables } from "./announce-tables.ts";
import type { Unreached } from "./contract.ts";

/** After this many days mail does not come back any more, and staff had time to tell those whom it did not reach. */
const keptDays = 180;

/** Read anew, and held against the digests of letters that failed: the addresses themselves are kept nowhere here. */
export async function* unreached(
  options: AnnouncementsOptions,
  impactOf: ImpactOf,
  version: number,
  by: string,
): AsyncGenerator<Unreached> {
  const { store, evidence, systems } = options;
  const impact = await impactOf(store.reader, version);
  if (!impact.ok) return;
  const readable = await store.transact(async (tx) => {
    const row = await hold(tx, version);
    if (row?.state !== "done" || row.forgotten_at !== null) return false;
    await evidence.append(tx, {
      kind: "policy.unreached-read",
      about: aboutOf(version),
      body: { version, ...staff(by) },
    });
    return true;
  });
  if (!readable) return;
  for (const name of systemsAsked(options)) {
    // A page at a time, so that no system is held while somebody writes to a slow disk.
    for (let after: ConcernedPlace | undefined, more = true; more; ) {
      const page = await systems.use(name, (system) => firstOf(system.concerned(wantedIn(impact.value, name), after)));
      if (page === undefined) break;
      more = JSON.stringify(page.next) !== JSON.stringify(after);
      after = page.next;
      const failed = await failedAmong(options, version, page.persons);
      for (const { person, anchor, email, knownAs } of page.persons)
        if (email === undefined || failed.has(email))
          yield {
            person,
            system: name,
            ...(anchor === undefined ? {} : { row: `${anchor.table} ${anchor.key.join("/")}` }),
            ...(email === undefined ? {} : { email }),
            ...(knownAs === undefined ? {} : { knownAs: `${knownAs.identity} ${knownAs.value}` }),
          };
    }
  }
}

async function firstOf<T>(stream: AsyncIterable<T>): Promise<T | undefined> {
  for await (const one of stream) return one;
  return undefined;
}

async function failedAmong(
  options: AnnouncementsOptions,
  version: number,
  persons: readonly ConcernedPerson[],
): Promise<ReadonlySet<string>> {
  const emails = persons.flatMap(({ email }) => (email === undefined ? [] : [email]));
  if (emails.length === 0) return new Set();
  const byDigest = new Map(emails.map((email) => [digestOf(options, email), email]));
  const rows = await tables(options.store.reader)
    .selectFrom("announcement_letter")
    .select(["addressee_digest", "mail_id"])
    .where("version", "=", version)
    .where("addressee_digest", "in", [...byDigest.keys()])
    .execute();
  const mails = new Map(rows.flatMap((row) => (row.mail_id === null ? [] : [[row.mail_id, row.addressee_digest]])));
  const failed = await options.mail.failedAmong(options.store.reader, [...mails.keys()]);
  return new Set(failed.flatMap((id) => byDigest.get(mails.get(id) ?? "") ?? []));
}

/**
 * Counts stay; digests and messages go. What was stopped and not gone on with ends here too, so that no address is kept for
 * a letter that nobody will send: the letters that were left count as failed.
 */
export async function forgetOld(options: AnnouncementsOptions): Promise<void> {
  const { store } = options;
  const before = new Date(store.clock.now().getTime() - keptDays * 86_400_000);
  const old = await tables(store.reader)
    .selectFrom("announcement")
    .select("version")
    .where((eb) =>
      eb.or([eb("finished_at", "<", before), eb.and([eb("state", "=", "stopped"), eb("next_at", "<", before)])]),
    )
    .where("forgotten_at", "is", null)
    .execute();
  for (const { version } of old) await store.transact((tx) => forget(options, tx, version));
}

async function forget(options: AnnouncementsOptions, tx: Transaction, version: number): Promise<void> {
  const { store, mail, evidence } = options;
  const row = await hold(tx, version);
  if (row === undefined || row.forgotten_at !== null || !(row.state === "done" || row.state === "stopped")) return;
  const { letters, sent } = await counted(mail, tx, row);
  const failed = letters - sent;
  const now = store.clock.now();
  await tables(tx).deleteFrom("announcement_letter").where("version", "=", version).execute();
  await mail.forgetAbout(tx, aboutOf(version));
  await tables(tx)
    .updateTable("announcement")
    .set({
      state: "done",
      place: null,
      gathered_at: row.gathered_at ?? now,
      finished_at: row.finished_at ?? now,
      letters,
      sent,
      failed,
      forgotten_at: now,
    })
    .where("version", "=", version)
    .execute();
  if (row.state === "done") return;
  await store.vault.shred(tx, row.key_id);
  await evidence.append(tx, { kind: "policy.told", about: aboutOf(version), body: { version, sent, failed } });
}
