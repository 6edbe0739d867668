/** What pages say they have, and what was held back in them: by names that the policy gives, with counts. */
import { type Reader, sql, type Store } from "#store";
import type { Sights } from "./contract.ts";

/** Many pages say the same at once; the row is written at most so often by one process. */
const everyMs = 1_000;

export function createSights({ reader, clock }: Store): (what: string) => Promise<void> {
  const written = new Map<string, number>();
  return async (what) => {
    const now = clock.now();
    if (now.getTime() - (written.get(what) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    written.set(what, now.getTime());
    await sql`
      insert into consent_sight (what, first_seen_at, last_seen_at, times) values (${what}, ${now}, ${now}, 1)
      on conflict (what) do update set last_seen_at = excluded.last_seen_at, times = consent_sight.times + 1
    `.execute(reader.db);
  };
}

export async function sightsSince(reader: Reader, since: Date): Promise<Sights> {
  const { rows } = await sql<{ what: string; at: Date; times: number }>`
    select what, last_seen_at as at, times from consent_sight where last_seen_at >= ${since}`.execute(reader.db);
  return new Map(rows.map(({ what, ...seen }) => [what, seen]));
}
