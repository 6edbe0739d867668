/** How many say yes, without knowing who: counted from what came since the last time somebody looked. */
import type { LocalDate } from "#base";
import type { StoredEntry } from "#evidence";
import { sql, type Transaction } from "#store";
import { batchAbout, recordedKind } from "./batches.ts";
import type { ConsentRate } from "./contract.ts";
import { addWordings } from "./wordings.ts";
import type { WriteOptions } from "./write.ts";

/** A look counts at most so many commits at a time, each in a transaction of its own. */
const entriesAtOnce = 500;

export async function ratesSince(
  options: WriteOptions,
  since: LocalDate,
  timeZone: string,
): Promise<readonly ConsentRate[]> {
  await countRates(options, timeZone);
  const { rows } = await sql<{ week: string; purpose: string; granted: number; denied: number }>`
    select date_trunc('week', day)::date as week, purpose, sum(granted)::bigint as granted, sum(denied)::bigint as denied
    from consent_rate where day >= ${since} group by 1, 2 order by 2, 1`.execute(options.store.reader.db);
  return rows.map((row) => ({ ...row, week: row.week as LocalDate }));
}

/** Counts all that came since the last time. */
export async function countRates(options: WriteOptions, timeZone: string): Promise<void> {
  while ((await countOn(options, timeZone)) === entriesAtOnce);
}

/** Answers how many entries were counted now. */
function countOn({ store, evidence }: WriteOptions, timeZone: string): Promise<number> {
  return store.transact(async (tx) => {
    const mark = await sql<{ entry: number }>`select entry from consent_rate_mark for update`.execute(tx.db);
    const from = (mark.rows[0]?.entry ?? -1) + 1;
    const entries = await evidence.entries(tx, { from, limit: entriesAtOnce, kind: recordedKind });
    const last = entries.at(-1);
    if (last === undefined) return 0;
    await add(tx, entries, timeZone);
    await sql`update consent_rate_mark set entry = ${last.index}`.execute(tx.db);
    return entries.length;
  });
}

async function add(tx: Transaction, entries: readonly StoredEntry[], timeZone: string): Promise<void> {
  const batches = entries.flatMap(({ about }) => batchAbout(about) ?? []);
  await addWordings(tx, batches);
  await sql`
    insert into consent_rate (day, purpose, version, granted, denied)
    select (received_at at time zone ${timeZone})::date, choice.key, (record.body ->> 'version')::int,
      count(*) filter (where choice.value = 'true'), count(*) filter (where choice.value = 'false')
    from (
      select received_at, consent_said(body) as body from consent_record
      where batch = any (${batches}::bigint[])
    ) record, jsonb_each(record.body -> 'choices') choice
    where record.body ->> 'action' not in ('signal', 'opt-out')
    group by 1, 2, 3
    on conflict (day, purpose, version)
    do update set granted = consent_rate.granted + excluded.granted, denied = consent_rate.denied + excluded.denied
  `.execute(tx.db);
}
