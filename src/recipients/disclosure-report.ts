/** What was given to whom in a year, in counts; and the same for everybody, without figures about a few. */
import { sql, type Transaction } from "#store";
import type { DisclosureGround, DisclosureReport, PublicReport } from "./disclosure-contract.ts";

interface Counted {
  /** Of this recipient over all its lines, which name purpose and ground. */
  readonly whole: boolean;
  readonly recipient: string;
  readonly purpose: string | null;
  readonly ground: DisclosureGround;
  readonly disclosures: number;
  readonly persons: number;
  readonly erased: number;
  readonly not_allowed: number;
}

/** In one view of the data, so that the sums agree. */
export async function reportOf(tx: Transaction, year: number): Promise<DisclosureReport> {
  const [from, before] = [`${String(year).padStart(4, "0")}-01-01`, `${String(year + 1).padStart(4, "0")}-01-01`];
  const within = sql`disclosed_on >= ${from}::date and disclosed_on < ${before}::date`;
  // A year of a large company has millions of lines: what is grouped should not go by way of the disk.
  await sql`select set_config('work_mem', '128MB', true)`.execute(tx.db);
  const { rows } = await sql<Counted>`
    with person as materialized (
      select recipient, purpose, ground, person_digest, count(*) as lines, count(*) filter (where not allowed) as wrong
      from disclosure where ${within} and ground <> 'legal-demand' group by 1, 2, 3, 4),
    whole as (select recipient, person_digest, sum(lines) as lines, sum(wrong) as wrong from person group by 1, 2)
    select false as whole, recipient, purpose, ground, sum(lines)::bigint as disclosures, count(person_digest) as persons,
      coalesce(sum(lines) filter (where person_digest is null), 0)::bigint as erased, sum(wrong)::bigint as not_allowed
    from person group by recipient, purpose, ground
    union all select true, recipient, null, null, sum(lines)::bigint, count(person_digest), 0, sum(wrong)::bigint
    from whole group by recipient
    order by whole, recipient, purpose nulls first, ground`.execute(tx.db);
  const lines = rows.filter(({ whole }) => !whole);
  const { rows: demands } = await sql<{ party: string; answered: number; not_told: number }>`
    select party, count(*) as answered, count(*) filter (where withheld) as not_told from (
      select recipient as party, false as withheld from disclosure where ${within} and ground = 'legal-demand'
      union all select recipient, true from disclosure_withheld where ${within}) as demand
    group by party order by party`.execute(tx.db);
  return {
    year,
    lines: lines.map(({ whole: _line, erased, not_allowed, ...line }) => ({
      ...line,
      erasedSince: erased,
      notAllowed: not_allowed,
    })),
    recipients: rows
      .filter(({ whole }) => whole)
      .map(({ recipient, disclosures, persons }) => ({ recipient, disclosures, persons })),
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
