/** What the last night found and what became of it, for staff, programs and promises. */
import { sweepOf } from "#policy";
import { type Reader, sql } from "#store";
import type { RetentionOptions, Sweep, TableTerm } from "./contract.ts";
import { type RetentionTables, tables } from "./tables.ts";

export async function readTables({ policy }: RetentionOptions, reader: Reader): Promise<readonly TableTerm[]> {
  const counts = await tables(reader).selectFrom("retention_count").selectAll().execute();
  const { rows: sweeps } = await sql<RetentionTables["retention_sweep"]>`
    select distinct on (system, relation) * from retention_sweep where state <> 'ended'
    order by system, relation, (state in ('done', 'failed')), made_at desc`.execute(reader.db);
  const found = new Map(counts.map((count) => [JSON.stringify([count.system, count.relation]), count]));
  const last = new Map(sweeps.map((sweep) => [JSON.stringify([sweep.system, sweep.relation]), sweep]));
  return policy.systems.flatMap((system) =>
    system.tables.flatMap((table) => {
      const key = JSON.stringify([system.name, table.name]);
      const count = found.get(key);
      const { does } = sweepOf(policy, table);
      return count === undefined ? [] : [{ ...termOf(count, last.get(key)), ...(does && { does }) }];
    }),
  );
}

function termOf(
  count: RetentionTables["retention_count"],
  sweep: RetentionTables["retention_sweep"] | undefined,
): TableTerm {
  const { system, relation: table, rule, counted_at: countedAt, rows, unknown, excused, oldest, leaves } = count;
  return {
    system,
    table,
    rule,
    countedAt,
    rows,
    over: count.over.map(Number),
    unknown,
    excused,
    ...(oldest !== null && { oldest }),
    ...(leaves !== null && { leaves }),
    ...(sweep !== undefined && { sweep: lastOf(sweep) }),
  };
}

function lastOf({ plan_id, state, asks, rows, taken, made_at, ended_at }: RetentionTables["retention_sweep"]): Sweep {
  return {
    plan: plan_id,
    state,
    rows,
    madeAt: made_at,
    ...(asks !== null && { asks }),
    ...(taken !== null && { taken }),
    ...(ended_at !== null && { endedAt: ended_at }),
  };
}
