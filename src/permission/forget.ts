/**
 * Forgetting proof that is no longer needed: lines that something later of the same person replaced, longer ago than the policy keeps
 * the proof of a consent after it ended (GDPR art. 5(1)(e), 7(1)). What stands now stays, and so does every no.
 */
import { addPeriod, localDateOf, type Period, startOfDay } from "#base";
import { batchTree } from "#evidence";
import { sql } from "#store";
import type { PermissionsOptions } from "./house.ts";
import { nextOf } from "./ledger.ts";

export const forgottenKind = "choice.forgotten";
const atOnce = 5_000;

/** How long the proof of each purpose is kept after it ended; those without a declared term are kept. */
function keptFor({ policy }: PermissionsOptions): readonly (readonly [about: string, period: Period])[] {
  return (policy.consents ?? []).flatMap(({ purposes, keepProof }) =>
    keepProof === undefined ? [] : purposes.map((purpose) => [`purpose:${purpose}`, keepProof.is] as const),
  );
}

export async function forgetReplaced(options: PermissionsOptions): Promise<number> {
  let forgotten = 0;
  for (const [about, period] of keptFor(options)) {
    const now = options.store.clock.now();
    const day = addPeriod(localDateOf(now, options.policy.timeZone), { ...period, amount: -period.amount });
    forgotten += await forgetBefore(options, about, startOfDay(day, options.policy.timeZone));
  }
  return forgotten;
}

/** A round that was missed, or a day that ends elsewhere, is no proof kept too long. */
const daysLate = 2;

/** Proof of consents to these purposes that is kept, and how much of it should have been forgotten. */
export async function proofKept(
  options: PermissionsOptions,
  purposes: readonly string[],
): Promise<{ lines: number; overdue: number }> {
  const { store, policy } = options;
  const { rows } = await sql<{ lines: number }>`
    select count(*) as lines from person_choice
    where about = any (${purposes.map((purpose) => `purpose:${purpose}`)}::text[])`.execute(store.reader.db);
  let overdue = 0;
  for (const [about, period] of keptFor(options)) {
    if (!purposes.some((purpose) => about === `purpose:${purpose}`)) continue;
    const today = addPeriod(localDateOf(store.clock.now(), policy.timeZone), { amount: -daysLate, unit: "day" });
    const before = startOfDay(addPeriod(today, { ...period, amount: -period.amount }), policy.timeZone);
    const late = await sql<{ lines: number }>`
      select count(*) as lines from person_choice line where ${replacedBefore(about, before)}`.execute(store.reader.db);
    overdue += late.rows[0]?.lines ?? 0;
  }
  return { lines: rows[0]?.lines ?? 0, overdue };
}

function replacedBefore(about: string, before: Date) {
  return sql`
    line.about = ${about} and line.act in ('given', 'customer') and exists (
      select from person_choice later
      where later.person = line.person and later.about in (${about}, 'everything') and later.at > line.at and later.at < ${before}
    )`;
}

async function forgetBefore({ store, evidence }: PermissionsOptions, about: string, before: Date): Promise<number> {
  return store.transact(async (tx) => {
    const number = await nextOf(tx, "person_choice_forgetting");
    const { rows } = await sql<{ leaf: Buffer }>`
      with old as (
        select line.batch, line.place from person_choice line
        where ${replacedBefore(about, before)} order by line.batch, line.place limit ${atOnce} for update),
      emptied as (
        update person_choice line set person = null, act = null, about = null, at = null, channel = null, once = null,
          body = null, forgotten = ${number}
        from old where line.batch = old.batch and line.place = old.place returning line.batch, line.place, line.leaf)
      select leaf from emptied order by batch, place`.execute(tx.db);
    if (rows.length === 0) return 0;
    const body = { lines: rows.length, root: batchTree(rows.map(({ leaf }) => leaf)).root.toString("hex") };
    await evidence.append(tx, { kind: forgottenKind, about: `choices-forgotten-${number}`, body });
    return rows.length;
  });
}
