/**
 * An erasure of more rows than one transaction should change: the person's rows are written down in lasting working
 * tables first, then changed batch by batch, each batch together with its bookkeeping. Every batch looks again whether
 * its rows are still this person's alone, because the shop goes on between two batches.
 */
import { limits, succeed } from "#base";
import type { EraseOrder } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { type Doing, type EraseAnswer, type EraseContext, finish, registerHeld, resumeTurn } from "./erase-record.ts";
import { describe, type EraseUnit, eraseUnits, fateOf, incomingKeys, runUnit } from "./erase-units.ts";
import { collect, decideFates, hasAnchors, prepareWork } from "./ownership-collect.ts";
import { findings } from "./ownership-findings.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { conditionsOf, keyColumns, keyMatch } from "./ownership-sql.ts";
import { dropWork, lastingWork, type WorkPlace } from "./work.ts";

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
  await client.query(`insert into ${lasting.emails} select * from ${collected.emails}`);
  for (const table of plan.tables) {
    await client.query(`insert into ${lasting.rows(table)} select * from ${collected.rows(table)}`);
    if (hasAnchors(table))
      await client.query(`insert into ${lasting.anchors(table)} select * from ${collected.anchors(table)}`);
  }
  await registerHeld(client, plan, lasting, order.plan);
  await client.query("update gestand.applied set state = 'batches', checkpoint = $3 where plan = $1 and step = $2", [
    order.plan,
    order.step,
    JSON.stringify({ done: 0, total, categories: Object.fromEntries(categories) }),
  ]);
  await client.query("commit");
}

/** After a crash: rows that came to the person since then are added. The turn's transaction is open. */
export async function continueBatches(client: Queryable, context: EraseContext, order: EraseOrder): Promise<void> {
  const { plan } = context;
  const work = lastingWork(order.plan, order.step);
  await prepareWork(client, plan, work);
  await collect(client, plan, work, { subject: order.subject, digest: context.digest });
  await decideFates(client, plan, work, context.terms, order.today);
  await registerHeld(client, plan, work, order.plan);
  await client.query("commit");
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
  await order.crashPoint?.("before-change");
  for (const unit of eraseUnits(plan)) {
    doing.what = describe(unit);
    for (;;) {
      const turn = await resumeTurn(client, order);
      if ("ok" in turn) return turn;
      const picked = await pick(client, work, unit, Math.min(limits.rowsPerBatch, order.rowsPerTransaction));
      if (picked === 0) {
        await client.query("commit");
        break;
      }
      await client.query("set constraints all deferred");
      await leaveOutWhatMoved(client, plan, work, unit);
      await runUnit(client, plan, work, unit, "k.picked", incoming);
      const done = (turn.checkpoint?.done ?? 0) + picked;
      await closeBatch(client, work, unit, order, done);
      await client.query("commit");
      order.onProgress?.(done, Math.max(done, turn.checkpoint?.total ?? 0));
      await order.crashPoint?.("between-batches");
    }
    await order.crashPoint?.("between-tables");
  }
  const turn = await resumeTurn(client, order);
  if ("ok" in turn) return turn;
  const categories = new Map(Object.entries(turn.checkpoint?.categories ?? {}));
  const tables = await findings(client, plan, work, "erasure", categories);
  await dropWork(client, order.plan, order.step);
  await finish(client, order, tables);
  return succeed({ tables, appliedNow: true });
}

/** Marks the next rows of a unit. Rows in a circle of references go together, however many there are. */
async function pick(client: Queryable, work: WorkPlace, unit: EraseUnit, rows: number): Promise<number> {
  let picked = 0;
  for (const table of unit.tables) {
    const keys = keyColumns(table);
    const some = `select ${keys.join(", ")} from ${work.rows(table)} where fate = '${fateOf(unit)}' and not done order by ${keys.join(", ")}${unit.whole ? "" : ` limit ${rows}`}`;
    const result = await client.query(
      `update ${work.rows(table)} k set picked = true from (${some}) s where ${keys.map((key) => `k.${key} = s.${key}`).join(" and ")}`,
    );
    picked += result.rowCount ?? 0;
  }
  return picked;
}

/** A row that is gone, given to somebody else or shared since it was written down is not touched. */
async function leaveOutWhatMoved(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
): Promise<void> {
  for (const table of unit.tables)
    await client.query(
      `update ${work.rows(table)} k set fate = 'moved' where k.picked and not exists (select 1 from ${table.sql} t where ${keyMatch(table, "t", "k")} and ${stillMine(plan, table, work, unit)})`,
    );
}

function stillMine(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace, unit: EraseUnit): string {
  const { mine, shared } = conditionsOf(plan, table, work);
  return unit.kind === "detach" ? mine("t") : `${mine("t")} and not coalesce(${shared("t")}, false)`;
}

async function closeBatch(
  client: Queryable,
  work: WorkPlace,
  unit: EraseUnit,
  order: EraseOrder,
  done: number,
): Promise<void> {
  for (const table of unit.tables)
    await client.query(`update ${work.rows(table)} set done = true, picked = false where picked`);
  await client.query("set constraints all immediate");
  await client.query(
    "update gestand.applied set checkpoint = jsonb_set(checkpoint, '{done}', to_jsonb($3::int)) where plan = $1 and step = $2",
    [order.plan, order.step, done],
  );
}
