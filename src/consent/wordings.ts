/** Whether people say yes more often to one wording than to another, with how sure that is. */
import { type Reader, sql, type Transaction } from "#store";
import type { ComparedWording, WordingComparison } from "./contract.ts";

/** Below this many choices nothing is said of a difference. */
const fewest = 100;

/** Counts choices of these batches by the wording that their notice holds; notices without one take no part. */
export async function addWordings(tx: Transaction, batches: readonly number[]): Promise<void> {
  await sql`
    with worded as materialized (
      select encode(hash, 'hex') as notice, convert_from(content, 'UTF8')::jsonb ->> 'wording' as wording
      from consent_notice where position('"wording"'::bytea in content) > 0
    )
    insert into consent_wording_rate (version, purpose, wording, granted, denied)
    select (record.body ->> 'version')::int, choice.key, worded.wording,
      count(*) filter (where choice.value = 'true'), count(*) filter (where choice.value = 'false')
    from (select consent_said(body) as body from consent_record where batch = any (${batches}::bigint[])) record
      join worded on worded.notice = record.body ->> 'notice',
      jsonb_each(record.body -> 'choices') choice
    where record.body ->> 'action' in ('accept-all', 'reject-all', 'save')
      and record.body ->> 'surface' in ('banner', 'preferences') and worded.wording is not null
    group by 1, 2, 3
    on conflict (version, purpose, wording)
    do update set granted = consent_wording_rate.granted + excluded.granted,
      denied = consent_wording_rate.denied + excluded.denied`.execute(tx.db);
}

export async function compareWordings(
  reader: Reader,
  version: number,
  standard: string,
): Promise<readonly WordingComparison[]> {
  const { rows } = await sql<Counted & { purpose: string }>`
    select purpose, wording, granted, denied from consent_wording_rate
    where version = ${version} order by purpose, wording`.execute(reader.db);
  return [...Map.groupBy(rows, ({ purpose }) => purpose)].map(([purpose, counted]) => ({
    purpose,
    wordings: compared(
      counted.map(({ wording, granted, denied }) => ({ wording, granted, denied })),
      standard,
    ),
  }));
}

interface Counted {
  readonly wording: string;
  readonly granted: number;
  readonly denied: number;
}

/** The standard first. Each other one against it, all intervals together holding in 95 of 100 cases. */
export function compared(counted: readonly Counted[], standard: string): readonly ComparedWording[] {
  const base = counted.find(({ wording }) => wording === standard);
  const others = counted.filter((one) => one !== base);
  const enough = (one: Counted) => one.granted + one.denied >= fewest;
  const compare = (one: Counted): ComparedWording => {
    const { wording, granted, denied } = one;
    if (base === undefined || !enough(base) || !enough(one)) return { wording, granted, denied, tooFew: true };
    return { wording, granted, denied, difference: differenceOf(one, base, quantileFor(others.length)) };
  };
  return [...(base === undefined ? [] : [base]), ...others.map(compare)];
}

/**
 * The standard normal quantile at 1 - 0.025 / comparisons, so that several intervals hold together (Dunn, "Multiple comparisons
 * among means", J. Am. Stat. Assoc. 56, 1961). At most four are compared.
 */
function quantileFor(comparisons: number): number {
  return [1.96, 2.2414, 2.394, 2.4977][Math.min(comparisons, 4) - 1] ?? 2.4977;
}

/**
 * By how much the share of one differs from that of the other: an interval of the hybrid score method (Newcombe, "Interval
 * estimation for the difference between independent proportions", Statistics in Medicine 17, 1998, method 10).
 */
export function differenceOf(
  one: Pick<Counted, "granted" | "denied">,
  other: Pick<Counted, "granted" | "denied">,
  z: number,
): { readonly low: number; readonly high: number } {
  const [a, b] = [scoreInterval(one, z), scoreInterval(other, z)];
  const between = a.share - b.share;
  return {
    low: between - Math.hypot(a.share - a.low, b.high - b.share),
    high: between + Math.hypot(a.high - a.share, b.share - b.low),
  };
}

/** Wilson, "Probable inference", J. Am. Stat. Assoc. 22, 1927. */
function scoreInterval({ granted, denied }: Pick<Counted, "granted" | "denied">, z: number) {
  const n = granted + denied;
  const share = granted / n;
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
