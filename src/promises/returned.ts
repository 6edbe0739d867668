/** What the last round found again of erased persons, kept for staff to look at: references, columns and counts. */
import type { LocalDate, PlanId } from "#base";
import { type Reader, sql, type Transaction } from "#store";
import type { ReturnedErasure } from "./contract.ts";
import type { Returned } from "./watch-scan.ts";

/** Replaces what the round before found; of systems that were not looked at now, the earlier finds stay. */
export async function recordReturned(tx: Transaction, { found, systemsLookedAt, erasures }: Returned): Promise<void> {
  if (erasures === 0) await sql`delete from erasure_return`.execute(tx.db);
  await sql`delete from erasure_return where system = any(${systemsLookedAt}::text[])`.execute(tx.db);
  // A watch that ended while this round was looking stays ended.
  await sql`
    insert into erasure_return (plan_id, system, relation, column_name, rows, grounded)
    select plan_id, system, relation, column_name, rows, grounded
    from unnest(
      ${found.map(({ plan }) => plan)}::uuid[], ${found.map(({ system }) => system)}::text[],
      ${found.map(({ table }) => table)}::text[], ${found.map(({ column }) => column)}::text[],
      ${found.map(({ rows }) => rows)}::bigint[], ${found.map(({ grounded }) => grounded)}::bigint[]
    ) as found (plan_id, system, relation, column_name, rows, grounded)
    where exists (select from erasure_watch w where w.plan_id = found.plan_id)
    on conflict (plan_id, system, relation, column_name) do update set rows = excluded.rows, grounded = excluded.grounded
  `.execute(tx.db);
}

interface Row {
  plan_id: PlanId;
  about: string | null;
  erased_on: LocalDate | null;
  system: string;
  relation: string;
  column_name: string;
  rows: number;
  grounded: number;
}

/** Oldest erasure first. */
export async function readReturned(reader: Reader): Promise<readonly ReturnedErasure[]> {
  const { rows } = await sql<Row>`
    select r.plan_id, w.about, w.erased_on, r.system, r.relation, r.column_name, r.rows, r.grounded
    from erasure_return r
    join (select plan_id, min(about) as about, min(erased_on) as erased_on from erasure_watch group by plan_id) w
      using (plan_id)
    order by w.erased_on, r.plan_id, r.system, r.relation, r.column_name
  `.execute(reader.db);
  const byPlan = new Map<PlanId, ReturnedErasure>();
  for (const { plan_id, about, erased_on, system, relation, column_name, rows: count, grounded } of rows) {
    const place = { system, table: relation, column: column_name, rows: count, grounded };
    byPlan.set(plan_id, {
      plan: plan_id,
      ...(about === null ? {} : { reference: about }),
      ...(erased_on === null ? {} : { erasedOn: erased_on }),
      places: [...(byPlan.get(plan_id)?.places ?? []), place],
    });
  }
  return [...byPlan.values()];
}
