/** What was given to whom in a year, in counts; and the same for everybody, without figures about a few. */
import { type Reader, sql } from "#store";
import type { DisclosureGround, DisclosureReport, PublicReport } from "./disclosure-contract.ts";

export async function reportOf(reader: Reader, year: number): Promise<DisclosureReport> {
  const [from, before] = [`${String(year).padStart(4, "0")}-01-01`, `${String(year + 1).padStart(4, "0")}-01-01`];
  const within = sql`disclosed_on >= ${from}::date and disclosed_on < ${before}::date`;
  // Persons first, then what is said of them: counting different digests in one go sorts every row.
  const { rows: lines } = await sql<{
    recipient: string;
    purpose: string | null;
    ground: DisclosureGround;
    disclosures: number;
    persons: number;
    erased: number;
    not_allowed: number;
  }>`select recipient, purpose, ground, sum(lines)::bigint as disclosures, count(person_digest) as persons,
      coalesce(sum(lines) filter (where person_digest is null), 0)::bigint as erased, sum(wrong)::bigint as not_allowed
    from (select recipient, purpose, ground, person_digest, count(*) as lines, count(*) filter (where not allowed) as wrong
      from disclosure where ${within} and ground <> 'legal-demand' group by 1, 2, 3, 4) as person
    group by 1, 2, 3 order by recipient, purpose nulls first, ground`.execute(reader.db);
  const { rows: recipients } = await sql<{ recipient: string; disclosures: number; persons: number }>`
    select recipient, sum(lines)::bigint as disclosures, count(person_digest) as persons
    from (select recipient, person_digest, count(*) as lines from disclosure
      where ${within} and ground <> 'legal-demand' group by 1, 2) as person
    group by 1 order by 1`.execute(reader.db);
  const { rows: demands } = await sql<{ party: string; answered: number; not_told: number }>`
    select party, count(*) as answered, count(*) filter (where withheld) as not_told from (
      select recipient as party, false as withheld from disclosure where ${within} and ground = 'legal-demand'
      union all select recipient, true from disclosure_withheld where ${within}) as demand
    group by party order by party`.execute(reader.db);
  return {
    year,
    lines: lines.map(({ erased, not_allowed, ...line }) => ({ ...line, erasedSince: erased, notAllowed: not_allowed })),
    recipients,
    demands: demands.map(({ party, answered, not_told }) => ({ party, answered, notTold: not_told })),
    disclosures: lines.reduce((sum, { disclosures }) => sum + disclosures, 0),
  };
}

/**
 * Recipients with data of too few persons stand together, with the smallest of the others: otherwise the total less the rest
 * would say what was left out. Demands by authorities are no part of it: whoever was concerned may not learn it here.
 */
export function publicReport(
  { year, recipients: all }: Pick<DisclosureReport, "year" | "recipients">,
  atLeast: number,
): PublicReport {
  const few = all.filter(({ persons }) => persons < atLeast);
  const many = all
    .filter(({ persons }) => persons >= atLeast)
    .toSorted((a, b) => b.disclosures - a.disclosures || (a.recipient < b.recipient ? -1 : 1));
  const hiding = few.length > 0 ? many.pop() : undefined;
  const shown = many.map(({ recipient, disclosures }) => ({ recipient, disclosures }));
  // Not even all together are enough: then there is nothing to hide them among.
  if (few.length > 0 && hiding === undefined) return { year, atLeast, recipients: [] };
  const others = hiding === undefined ? 0 : sum([...few, hiding]);
  return { year, atLeast, recipients: shown, ...(others > 0 && { others }), total: sum(shown) + others };
}

function sum(of: readonly { readonly disclosures: number }[]): number {
  return of.reduce((total, { disclosures }) => total + disclosures, 0);
}
