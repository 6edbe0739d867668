/** Who said no: digests by which a list can be screened before anybody on it is written to. They outlive an erasure. */
import { type LocalDate, localDateOf } from "#base";
import { type Reader, sql } from "#store";
import type { PermissionsOptions } from "./house.ts";

const atOnce = 5_000;

export interface Suppressed {
  readonly person: string;
  readonly about: string;
  readonly since: LocalDate;
}

/** By digest. Whoever said yes again later is not among them for what they said it to. */
export async function* suppressedIn({ policy }: PermissionsOptions, reader: Reader): AsyncIterable<Suppressed> {
  for (let after = { person: "", about: "" }; ; ) {
    const { rows } = await sql<{ person: string; about: string; since: Date }>`
      select person, about, max(at) as since from (
        select person, about, at, act from (
          select person, about, at, act, row_number() over (partition by person, about order by at desc, batch desc, place desc) as newest
          from person_choice where person is not null and (person, about) > (${after.person}, ${after.about})
        ) line where newest = 1 and act = 'withdrawn'
        union all
        select person_digest, case stopped when 'purpose' then 'purpose:' || purpose else stopped end, since, 'withdrawn'
        from request_stop where stopped <> 'sale'
          and (person_digest, case stopped when 'purpose' then 'purpose:' || purpose else stopped end) > (${after.person}, ${after.about})
      ) said group by person, about order by person, about limit ${atOnce}`.execute(reader.db);
    for (const { person, about, since } of rows) yield { person, about, since: localDateOf(since, policy.timeZone) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < atOnce) return;
    after = last;
  }
}
