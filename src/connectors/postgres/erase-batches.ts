/**
 * An erasure of more rows than one transaction should change: the person's rows are written down in lasting working
 * tables first, then changed batch by batch, each batch together with its bookkeeping. Every batch looks again whether
 * its rows are still this person's alone, because the shop goes on between two batches.
 */
import { assert, limits, succeed } from "#base";
import type { EraseOrder } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import {
  type Checkpoint,
  type Doing,
  type EraseAnswer,
  type EraseContext,
  finish,
  registerHeld,
  resumeTurn,
} from "./erase-record.ts";
import { countPicked, describe, type EraseUnit, eraseUnits, fateOf, incomingKeys, runUnit } from "./erase-units.ts";
import { collect, decideFates, prepareWork } from "./ownership-collect.ts";
import { findings } from "./ownership-findings.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { conditionsOf, keyColumns, keyMatch } from "./ownership-sql.ts";
import { literal } from "./quote.ts";
import { anchorTab, dropWork, lastingWork, runTogether, type WorkPlace } from "./work.ts";

/** Copies what was collected into lasting tables and commits: from here a crash is continued, not begun anew. */
export async function beginBatches(
  client: Queryable,
  { plan }: EraseContext,
  order: EraseOrder,
  collected: WorkPlace,
  categories: ReadonlyMap<string, readonly string[]>,
  total: number,
): Promise<void> {
  await dropWork(client, order.plan, order.step);
  const lasting = lastingWork(order.plan, order.step);
  await prepareWork(client, plan, lasting);
  const rows = batchRows(order);
  await runTogether(client, [
    `insert into ${lasting.emails} select * from ${collected.emails}`,
    ...plan.tables.map((table) => {
      const keys = keyColumns(table).join(", ");
      const columns = `tab, ${keys}, depth, shared, held_until, fate, done`;
      return `insert into ${lasting.store(table)} (${columns}, batch) select ${columns}, ${batchOf(plan, table, rows)} from ${collected.store(table)} where tab in (${table.index}, ${anchorTab(table)}) order by fate, ${keys}`;
    }),
    ...storesOf(plan, lasting).flatMap((store) => [`create index on ${store} (tab, fate, batch)`, `analyze ${store}`]),
  ]);
  await registerHeld(client, plan, lasting, order.plan);
  const checkpoint: Checkpoint = { done: 0, total, categories: Object.fromEntries(categories), unit: 0, batch: 0 };
  await client.query("update gestand.applied set state = 'batches', checkpoint = $3 where plan = $1 and step = $2", [
    order.plan,
    order.step,
    JSON.stringify(checkpoint),
  ]);
  await client.query("commit");
}

function batchRows(order: EraseOrder): number {
  return Math.max(1, Math.min(limits.rowsPerBatch, order.rowsPerTransaction));
}

/**
 * The number of the batch of a row, among those with the same fate. Rows are numbered once, so that a batch is found, and
 * known as done, without writing to the working table. Rows in a circle of references go together, however many.
 */
function batchOf(plan: OwnershipPlan, table: OwnedTable, rows: number): string {
  const number = `((row_number() over (partition by tab, fate order by ${keyColumns(table).join(", ")}) - 1) / ${rows} + 1)::int`;
  const isWhole = eraseUnits(plan).some((unit) => unit.whole && unit.tables.includes(table));
  return isWhole ? `case when fate = 'delete' then 1 else ${number} end` : number;
}

function storesOf(plan: OwnershipPlan, work: WorkPlace): string[] {
  return [...new Set(plan.tables.map((table) => work.store(table)))];
}

/**
 * After a crash: rows that came to the person since then are added, and what is left is numbered anew. The turn's
 * transaction is open.
 */
export async function continueBatches(
  client: Queryable,
  context: EraseContext,
  order: EraseOrder,
  checkpoint: Checkpoint,
): Promise<void> {
  const { plan } = context;
  const work = lastingWork(order.plan, order.step);
  await prepareWork(client, plan, work);
  await runTogether(client, markDone(plan, work, checkpoint));
  const present = await collect(client, plan, work, { subject: order.subject, digest: context.digest });
  await decideFates(client, plan, work, context.terms, { today: order.today, present });
  await registerHeld(client, plan, work, order.plan);
  await runTogether(client, [
    ...[...present].map((table) => {
      const keys = keyColumns(table);
      const numbered = `select ${keys.join(", ")}, ${batchOf(plan, table, batchRows(order))} as batch from ${work.rows(table)} r where not done`;
      return `update ${work.store(table)} k set batch = s.batch from (${numbered}) s where k.tab = ${table.index} and ${keys.map((key) => `k.${key} = s.${key}`).join(" and ")}`;
    }),
    ...storesOf(plan, work).map((store) => `analyze ${store}`),
    setCheckpoint(order, { unit: 0, batch: 0 }),
    "commit",
  ]);
}

function markDone(plan: OwnershipPlan, work: WorkPlace, checkpoint: Checkpoint): string[] {
  return eraseUnits(plan).flatMap((unit, at) => {
    if (at > checkpoint.unit) return [];
    const batches = at < checkpoint.unit ? "" : ` and batch <= ${Math.trunc(checkpoint.batch)}`;
    return unit.tables.map(
      (table) =>
        `update ${work.store(table)} set done = true where tab = ${table.index} and fate = '${fateOf(unit)}' and not done${batches}`,
    );
  });
}

export async function runBatches(
  client: Queryable,
  { plan }: EraseContext,
  order: EraseOrder,
  doing: Doing,
): Promise<EraseAnswer> {
  const work = lastingWork(order.plan, order.step);
  doing.undone = "What earlier batches did stays done; the rest was not changed.";
  const incoming = await incomingKeys(client, plan);
  const units = eraseUnits(plan);
  await order.crashPoint?.("before-change");
  for (let last: number | undefined; ; ) {
    const turn = await resumeTurn(client, order);
    if ("ok" in turn) return turn;
    assert(turn.checkpoint !== null, "an erasure in batches has a checkpoint");
    const next = await nextBatch(client, plan, work, units, turn.checkpoint);
    if (last !== undefined && last !== next?.at) await order.crashPoint?.("between-tables");
    if (next === undefined) {
      const tables = await findings(client, plan, work, "erasure", new Map(Object.entries(turn.checkpoint.categories)));
      await dropWork(client, order.plan, order.step);
      await finish(client, order, tables);
      return succeed({ tables, appliedNow: true });
    }
    last = next.at;
    doing.what = describe(next.unit);
    await client.query("set constraints all deferred");
    await leaveOutWhatMoved(client, plan, work, next);
    await runUnit(client, plan, work, next.unit, inBatch(next.batch), incoming);
    const done = turn.checkpoint.done + next.rows;
    await runTogether(client, [
      "set constraints all immediate",
      setCheckpoint(order, { unit: next.at, batch: next.batch, done }),
      "commit",
    ]);
    order.onProgress?.(done, Math.max(done, turn.checkpoint.total));
    await order.crashPoint?.("between-batches");
  }
}

interface NextBatch {
  readonly at: number;
  readonly unit: EraseUnit;
  readonly batch: number;
  /** Rows in it, those that moved since included. */
  readonly rows: number;
}

/** The checkpoint alone says where to go on, so that two that work with one attempt cannot leave a batch out. */
async function nextBatch(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  units: readonly EraseUnit[],
  checkpoint: Checkpoint,
): Promise<NextBatch | undefined> {
  for (const [at, unit] of units.entries()) {
    if (at < checkpoint.unit) continue;
    const batch = at === checkpoint.unit ? checkpoint.batch + 1 : 1;
    const rows = await countPicked(client, work, unit, inBatch(batch));
    if (rows > 0) return { at, unit, batch, rows };
  }
  return undefined;
}

function inBatch(batch: number): string {
  return `k.batch = ${Math.trunc(batch)} and not k.done`;
}

function setCheckpoint(order: EraseOrder, change: Partial<Checkpoint>): string {
  return `update gestand.applied set checkpoint = checkpoint || ${literal(JSON.stringify(change))}::jsonb where plan = ${literal(order.plan)} and step = ${Math.trunc(order.step)}`;
}

/** A row that is gone, given to somebody else or shared since it was written down is not touched. */
async function leaveOutWhatMoved(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  { unit, batch }: NextBatch,
): Promise<void> {
  await runTogether(
    client,
    unit.tables.map(
      (table) =>
        `update ${work.store(table)} k set fate = 'moved' where k.tab = ${table.index} and k.fate = '${fateOf(unit)}' and ${inBatch(batch)} and not exists (select 1 from ${table.sql} t where ${keyMatch(table, "t", "k")} and ${stillMine(plan, table, work, unit)})`,
    ),
  );
}

function stillMine(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace, unit: EraseUnit): string {
  const { mine, shared } = conditionsOf(plan, table, work);
  return unit.kind === "detach" ? mine("t") : `${mine("t")} and not coalesce(${shared("t")}, false)`;
}
