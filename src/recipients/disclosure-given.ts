/** What was given to whom, in counts, for whoever checks that it was what the policy allows. */
import type { LocalDate } from "#base";
import { type Reader, sql } from "#store";
import type { Given } from "./disclosure-contract.ts";

/** On this day or later; what somebody could demand by law is no part of it. */
export async function givenSince(reader: Reader, since: LocalDate): Promise<readonly Given[]> {
  const { rows } = await sql<Given>`
    select recipient, ground, categories, count(*)::bigint as disclosures,
      count(*) filter (where not allowed)::bigint as "notAllowed"
    from disclosure where disclosed_on >= ${since}::date and ground <> 'legal-demand'
    group by recipient, ground, categories order by recipient, ground, categories`.execute(reader.db);
  return rows;
}
