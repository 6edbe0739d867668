/** The night: counts every table that a rule keeps, and makes a plan for each that has rows past their term. */
import { createHash } from "node:crypto";
import { addPeriod, canonicalJson, type Json, type LocalDate, localDateOf, OperationalError } from "#base";
import type { ConnectedSystem, SweepPreview, TermRows } from "#connectors";
import { ownSystem } from "#plans";
import { type Policy, sweepOf, type System, type Table } from "#policy";
import { sql, type Transaction } from "#store";
import type { RetentionOptions } from "./contract.ts";
import { openStates, setSweep, tables } from "./tables.ts";

export type Again = (tx: Transaction, system: string) => Promise<void>;

const monthsAhead = 12;

/** Each system by itself, so that one that is down keeps no other waiting. */
export async function lookAtAll({ store, systems }: RetentionOptions, again: Again): Promise<void> {
  await store.transact(async (tx) => {
    for (const name of systems.names) if (name !== ownSystem) await again(tx, name);
  });
}

export async function lookAtSystem(options: RetentionOptions, name: string): Promise<void> {
  const { store, systems, policy } = options;
  const declared = policy.systems.find((system) => system.name === name);
  // Named by the policy of before: nothing is left to carry out.
  if (declared === undefined || !systems.names.includes(name)) return;
  const today = localDateOf(store.clock.now(), policy.timeZone);
  const days = Array.from({ length: monthsAhead + 1 }, (_, amount) => addPeriod(today, { amount, unit: "month" }));
  const { counted, seen: all } = await systems.use(name, async (system) => {
    const counted = await system.terms(days);
    const swept = new Set(
      declared.tables.filter((table) => sweepOf(policy, table).does).map(({ name: table }) => table),
    );
    const due = counted.filter(({ table, over }) => (over[0] ?? 0) > 0 && swept.has(table));
    const seen: (SweepPreview | Impossible)[] = [];
    for (const { table } of due) seen.push(await previewOf(system, table, today));
    return { counted, seen };
  });
  const seen = all.filter((one) => "rows" in one);
  const impossible = all.filter((one) => "why" in one);
  await store.transact(async (tx) => {
    // Two that look at once come one after the other.
    await sql`select pg_advisory_xact_lock(hashtext(${`retention/${name}`}))`.execute(tx.db);
    await remember(options, tx, declared, { counted, seen, impossible });
    await dropWhatIsNotDue(options, tx, name, seen);
    for (const table of declared.tables) {
      const due = seen.find((one) => one.table === table.name && one.free > 0);
      if (due !== undefined) await plan(options, tx, { system: name, table, due });
    }
  });
}

/** A table that the policy wants swept, and the database as it is cannot have swept. */
interface Impossible {
  readonly table: string;
  readonly why: string;
}

interface Found {
  readonly counted: readonly TermRows[];
  readonly seen: readonly SweepPreview[];
  readonly impossible: readonly Impossible[];
}

async function previewOf(system: ConnectedSystem, table: string, today: LocalDate): Promise<SweepPreview | Impossible> {
  try {
    return await system.sweepPreview(table, today);
  } catch (error) {
    if (!(error instanceof OperationalError) || error.code !== "sweep-impossible") throw error;
    return { table, why: error.message };
  }
}

async function remember(
  { store, policy }: RetentionOptions,
  tx: Transaction,
  { name: system, tables: declared }: System,
  { counted, seen, impossible }: Found,
): Promise<void> {
  await tables(tx).deleteFrom("retention_count").where("system", "=", system).execute();
  for (const { table, rule, rows, over, unknown, oldest } of counted) {
    const mapping = declared.find(({ name }) => name === table);
    const due = seen.find((one) => one.table === table);
    const leaves = mapping && sweepOf(policy, mapping).leaves;
    await tables(tx)
      .insertInto("retention_count")
      .values({
        system,
        relation: table,
        rule,
        counted_at: store.clock.now(),
        rows,
        over,
        unknown,
        excused: (due?.held ?? 0) + (due?.restricted ?? 0),
        oldest: oldest ?? null,
        leaves: leaves ?? impossible.find((one) => one.table === table)?.why ?? null,
      })
      .execute();
  }
}

/** What waits and would take nothing today: a clock or a policy was put right, or somebody cleared it. */
async function dropWhatIsNotDue(
  { plans }: RetentionOptions,
  tx: Transaction,
  system: string,
  seen: readonly SweepPreview[],
): Promise<void> {
  const waiting = await tables(tx)
    .selectFrom("retention_sweep")
    .select(["plan_id", "relation"])
    .where("system", "=", system)
    .where("state", "=", "waiting")
    .execute();
  for (const { plan_id, relation } of waiting)
    if (!seen.some(({ table, free }) => table === relation && free > 0)) await plans.abandon(tx, plan_id);
}

interface Due {
  readonly system: string;
  readonly table: Table;
  readonly due: SweepPreview;
}

/** One at a time for a table: what waits is looked at anew, what runs is left alone, what failed is tried by a new plan. */
async function plan(options: RetentionOptions, tx: Transaction, { system, table, due }: Due): Promise<void> {
  const { plans, store, policy } = options;
  const open = await tables(tx)
    .selectFrom("retention_sweep")
    .selectAll()
    .where("system", "=", system)
    .where("relation", "=", table.name)
    .where("state", "in", openStates)
    .forUpdate()
    .executeTakeFirst();
  if (open?.state === "looking" || open?.state === "running") return;
  const rule_digest = digestOf(policy, table);
  if (open?.state === "waiting" && open.rule_digest === rule_digest) {
    const again = await plans.prepareAgain(tx, open.plan_id);
    if (!again.ok) throw new OperationalError("sweep-undecided", again.message, { retryable: true });
    return setSweep(tx, open, { state: "looking", asks: null, rows: due.rows });
  }
  // It failed, or the rule changed since it was planned.
  if (open !== undefined && !(await plans.abandon(tx, open.plan_id)))
    await setSweep(tx, open, { state: "ended", asks: null, ended_at: store.clock.now() });
  const plan_id = await plans.prepareSweep(tx, {
    about: `retention/${system}/${table.name}`,
    system,
    table: table.name,
  });
  await tables(tx)
    .insertInto("retention_sweep")
    .values({
      plan_id,
      system,
      relation: table.name,
      rule: due.rule,
      rule_digest,
      rows: due.rows,
      state: "looking",
      asks: null,
      taken: null,
      made_at: store.clock.now(),
      ended_at: null,
    })
    .execute();
}

/** SHA-256, hex, of what an approval is for: the term, where it starts, and what becomes of the rows. */
function digestOf(policy: Policy, table: Table): string {
  const { keep, erase } = table;
  const rule = policy.keep.find(({ name }) => name === keep?.rule);
  const approved = {
    erase,
    from: keep?.from,
    until: rule?.until,
    holds: rule?.hold !== undefined,
    afterwards: rule?.then,
    ...(sweepOf(policy, table).does === "anonymise" && {
      columns: table.columns.map(({ name, erased, afterTerm }) => ({ name, becomes: afterTerm ?? erased })),
    }),
  };
  const bare = JSON.parse(
    JSON.stringify(approved, (key, value: unknown) => (key === "at" ? undefined : value)),
  ) as Json;
  return createHash("sha256").update(canonicalJson(bare)).digest("hex");
}
