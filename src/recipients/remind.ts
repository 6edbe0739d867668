/** Recipients that stay silent are written to again, twice; after that somebody must call them. */
import { addPeriod, daysBetween, localDateOf, startOfDay } from "#base";
import { byHandBecause, openKnown, today } from "./pass-on.ts";
import type { RecipientsOptions } from "./contract.ts";
import { post } from "./post.ts";
import { type NoticeRow, tables } from "./tables.ts";

/** Ours: the law says "without undue delay" to us (GDPR art. 12(3)) and names no term for a recipient. */
const remindAfterDays = [14, 21] as const;
const overdueAfterDays = 28;
/** What staff must do themselves is late sooner. */
const byHandWithinDays = 7;

export function isOverdue(row: Pick<NoticeRow, "state" | "made_at" | "told_at">, now: Date): boolean {
  if (row.state === "answered") return false;
  const [since, days] =
    row.state === "told" ? [row.told_at ?? row.made_at, overdueAfterDays] : [row.made_at, byHandWithinDays];
  return now.getTime() - since.getTime() > days * 86_400_000;
}

export async function remind(options: RecipientsOptions): Promise<void> {
  const { store, policy } = options;
  const silent = await tables(store.reader)
    .selectFrom("recipient_notice")
    .select("id")
    .where("state", "=", "told")
    .where("token_hash", "is not", null)
    .where("reminders", "<", remindAfterDays.length)
    .orderBy("told_at")
    .execute();
  for (const { id } of silent) await remindOnce(options, id);
  const forgetBefore = addPeriod(today(options), { amount: -policy.rights.register.keepYears, unit: "year" });
  await tables(store.reader)
    .deleteFrom("recipient_notice")
    .where("state", "=", "answered")
    .where("answered_at", "<", startOfDay(forgetBefore, policy.timeZone))
    .execute();
}

async function remindOnce(options: RecipientsOptions, id: string): Promise<void> {
  const { store, policy } = options;
  await store.transact(async (tx) => {
    const row = await tables(tx)
      .selectFrom("recipient_notice")
      .selectAll()
      .where("id", "=", id)
      .where("state", "=", "told")
      .forUpdate()
      .executeTakeFirst();
    if (row?.told_at == null || row.token_hash === null) return;
    const after = remindAfterDays[row.reminders];
    const days = daysBetween(localDateOf(row.told_at, policy.timeZone), today(options));
    if (after === undefined || days < after) return;
    const recipient = policy.recipients.find(({ name }) => name === row.recipient);
    // What is no longer allowed, or no longer possible, is not done again; it becomes overdue for staff to see.
    if (recipient === undefined || byHandBecause(options, recipient) !== undefined) return;
    await tables(tx)
      .updateTable("recipient_notice")
      .set({ reminders: row.reminders + 1 })
      .where("id", "=", id)
      .execute();
    await post(options, tx, row, (await openKnown(options, tx, row)).reveal(), true);
  });
}
