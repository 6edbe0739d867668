/** What browsers had that the policy does not name: the inventory of a site, seen where it counts. */
import { type Reader, sql, type Store } from "#store";

/** Names beyond so many are not kept: nobody reads them, and a stranger could make them up. */
const mostNames = 1_000;

export async function noteUndeclared({ reader, clock }: Store, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const now = clock.now();
  await sql`
    insert into consent_undeclared (name, first_seen_at, last_seen_at, times)
    select name, ${now}, ${now}, 1 from unnest(${[...new Set(names)].sort()}::text[]) name
    where (select count(*) from consent_undeclared) < ${mostNames} or name in (select name from consent_undeclared)
    on conflict (name) do update set last_seen_at = excluded.last_seen_at, times = consent_undeclared.times + 1
  `.execute(reader.db);
}

export async function undeclaredSince(reader: Reader, since: Date, times: number): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from consent_undeclared where last_seen_at >= ${since} and times >= ${times}
    order by times desc, name`.execute(reader.db);
  return rows.map(({ name }) => name);
}
