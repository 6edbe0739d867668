/** How far an announcement is. */
import type { Reader } from "#store";
import type { AnnouncementsOptions } from "./announce-house.ts";
import type { ImpactOf } from "./announce-impact.ts";
import { aboutOf, type AnnouncementRow, tables } from "./announce-tables.ts";
import type { Announcement } from "./contract.ts";
import { unlessUnreadable } from "./readable-before.ts";
import { linesOf } from "./told-lines.ts";

export async function statusOf(
  { mail, versions }: AnnouncementsOptions,
  impactOf: ImpactOf,
  reader: Reader,
  version: number,
): Promise<Announcement> {
  const row = await tables(reader)
    .selectFrom("announcement")
    .selectAll()
    .where("version", "=", version)
    .executeTakeFirst();
  // What was counted when it began holds; a version that cannot be read keeps nobody from seeing how far it is.
  const impact = row?.tell_by == null ? await unlessUnreadable(() => impactOf(reader, version)) : undefined;
  const tellBy = row?.tell_by ?? (impact?.ok === true ? impact.value.tellBy : undefined);
  const effectiveOn = (await versions.all(reader)).find(({ number }) => number === version)?.effectiveOn;
  const days = { ...(tellBy === undefined ? {} : { tellBy }), ...(effectiveOn === undefined ? {} : { effectiveOn }) };
  const none = { letters: 0, waiting: 0, sent: 0, failed: 0, failures: [], unreached: 0, toldOtherwise: [] };
  if (row === undefined) return { version, state: "none", ...days, concerned: [], ...none };
  const counts = await tables(reader)
    .selectFrom("announcement_count")
    .selectAll()
    .where("version", "=", version)
    .orderBy("person")
    .execute();
  const told =
    row.forgotten_at === null
      ? await counted(mail, reader, row)
      : { letters: row.letters ?? 0, waiting: 0, sent: row.sent ?? 0, failed: row.failed ?? 0, failures: [] };
  return {
    version,
    state: row.state,
    ...days,
    concerned: counts.map(({ person, persons, without_address }) => ({
      person,
      persons,
      withoutAddress: without_address,
    })),
    ...told,
    unreached: told.failed + counts.reduce((sum, one) => sum + one.without_address, 0),
    toldOtherwise: await linesOf(reader, version),
    startedAt: row.started_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
    ...(row.trouble === null ? {} : { trouble: row.trouble }),
  };
}

/**
 * Letters that were handed over stay counted: one whose person was erased since is still a letter that went. Only those are
 * looked at that wait or were lost, so that it takes no longer the more were sent.
 */
export async function counted(
  mail: AnnouncementsOptions["mail"],
  reader: Reader,
  { version, handed_over }: Pick<AnnouncementRow, "version" | "handed_over">,
) {
  const { open } = await tables(reader)
    .selectFrom("announcement_letter")
    .select((column) => column.fn.countAll<number>().as("open"))
    .where("version", "=", version)
    .where("mail_id", "is", null)
    .executeTakeFirstOrThrow();
  const waiting = await mail.waitingAbout(reader, aboutOf(version), handed_over);
  const lost = await mail.lostAbout(reader, aboutOf(version));
  const failed = lost.reduce((sum, { messages }) => sum + messages, 0);
  return {
    letters: open + handed_over,
    waiting: open + waiting,
    sent: handed_over - waiting - failed,
    failed,
    failures: lost.map(({ reason, messages }) => ({ reason, letters: messages })),
  };
}
