/**
 * An erasure of more rows than one transaction should change: the person's rows are written down in lasting working
 * tables first, then changed batch by batch, each batch together with its bookkeeping. Every batch looks again whether
 * its rows are still this person's alone, because the product goes on between two batches.
 */
import { assert, limits, succeed } from "#base";
import type { EraseOrder } from "../contract.ts";
import { isPicked, markDone, type Picked, runUnit } from "./carry-out.ts";
import { collect } from "./collect.ts";
import { fillList, inList } from "./lists.ts";
import { allOf, anyOf, conditionsOf } from "./conditions.ts";
import type { Session } from "./dialect.ts";
import type { Doing, EraseContext } from "./erase.ts";
import { describe, type EraseUnit, eraseUnits, fateOfUnit } from "./erase-units.ts";
import { heldUntil } from "./fates.ts";
import { findingsOf, type Survey } from "./findings.ts";
import { type OwnedTable, pathsOf, referencesOf } from "./ownership.ts";
import { literal } from "./quote.ts";
import { type EraseAnswer, finish, openTurn, registerHeld, writeCheckpoint } from "./record.ts";
import { countRows } from "./survey.ts";
import { dropWork, keyColumns, keyMatch, lastingWork, prepareWork, type Reading, sameKey } from "./work.ts";

function readingOf({ engine, plan }: EraseContext, order: EraseOrder): Reading {
  const { dialect } = engine;
  return { dialect, plan, work: lastingWork(dialect, plan, order.plan, order.step), registered: true };
}

/** Writes the rows down in lasting tables and commits: from here a crash is continued, not begun anew. */
export async function beginBatches(
  session: Session,
  context: EraseContext,
  order: EraseOrder,
  { surveyed, total }: { readonly surveyed: Survey; readonly total: number },
): Promise<void> {
  const { plan, terms, digest, engine } = context;
  const reading = readingOf(context, order);
  await dropWork(session, engine.dialect, plan.catalogue.schema, order.plan, order.step);
  await prepareWork(session, reading);
  const turn = await openTurn(session, reading, order);
  // Overtaken meanwhile: the next look at the record says so.
  if ("ok" in turn) return;
  await collect(session, reading, { subject: order.subject, digest, holds: { today: order.today, terms } });
  for (const table of plan.tables) await number(session, reading, table, order);
  await registerHeld(session, reading, order.plan);
  const categories = Object.fromEntries(surveyed.categories);
  await writeCheckpoint(session, reading, order, { done: 0, total, categories, unit: 0, batch: 0 });
  await session.run("commit");
}

/** Numbers the batches among rows with the same fate. Rows in a circle of references go together, however many. */
async function number(session: Session, reading: Reading, table: OwnedTable, order: EraseOrder): Promise<void> {
  const { work, plan } = reading;
  const store = work.store(table);
  const rows = Math.max(1, Math.min(limits.rowsPerBatch, order.rowsPerTransaction));
  const counted = `row_number() over (partition by fate order by ${keyColumns(table)}) - 1`;
  const isWhole = eraseUnits(plan).some((unit) => unit.whole && unit.tables.includes(table));
  await fillList(session, reading, table, `select ${keyColumns(table)}, ${counted} as n from ${store}`, ["n"]);
  const place = `(select f.n from ${work.list(table)} f where ${sameKey(table, "f", store)})`;
  await session.run(`update ${store} set batch = ${place}`);
  // The remainder is taken off first: not every database divides whole numbers into whole numbers.
  await session.run(`update ${store} set batch = (batch - batch % ${rows}) / ${rows} + 1`);
  if (isWhole) await session.run(`update ${store} set batch = 1 where fate = 'delete'`);
}

/** Carries out batch after batch from where the record says, each in a transaction of its own. */
export async function runBatches(
  session: Session,
  context: EraseContext,
  order: EraseOrder,
  doing: Doing,
): Promise<EraseAnswer> {
  const { plan, engine } = context;
  const reading = readingOf(context, order);
  doing.undone = "What earlier batches did stays done; the rest was not changed.";
  await prepareWork(session, reading);
  const units = eraseUnits(plan);
  await order.crashPoint?.("before-change");
  for (;;) {
    const turn = await openTurn(session, reading, order);
    if ("ok" in turn) return turn;
    const { checkpoint } = turn;
    assert(checkpoint !== undefined, "an erasure in batches has a checkpoint");
    const unit = units[checkpoint.unit];
    if (unit === undefined) {
      const counted = await countRows(session, reading, plan.tables);
      const tables = findingsOf(plan, "erasure", {
        counted,
        categories: new Map(Object.entries(checkpoint.categories)),
      });
      await finish(session, reading, order, tables);
      await dropWork(session, engine.dialect, plan.catalogue.schema, order.plan, order.step);
      order.onProgress?.(checkpoint.total, Math.max(checkpoint.total, checkpoint.done));
      return succeed({ tables, appliedNow: true });
    }
    doing.what = describe(unit);
    const picked = { batch: checkpoint.batch + 1 };
    const rows = await countBatch(session, reading, unit, picked);
    if (rows === 0) {
      await writeCheckpoint(session, reading, order, { ...checkpoint, unit: checkpoint.unit + 1, batch: 0 });
      await session.run("commit");
      await order.crashPoint?.("between-tables");
      continue;
    }
    const moved = await leaveOutWhatMoved(session, reading, context, order, unit, picked);
    await runUnit(session, reading, unit, picked, rows - moved);
    for (const sql of markDone(unit, reading, picked)) await session.run(sql);
    const done = checkpoint.done + rows;
    await writeCheckpoint(session, reading, order, { ...checkpoint, batch: picked.batch, done });
    await order.crashPoint?.("before-commit");
    await session.run("commit");
    order.onProgress?.(done, Math.max(done, checkpoint.total));
    await order.crashPoint?.("between-batches");
  }
}

async function countBatch(session: Session, reading: Reading, unit: EraseUnit, picked: Picked): Promise<number> {
  let rows = 0;
  for (const table of unit.tables) {
    const [row] = await session.all(
      `select count(*) as n from ${reading.work.store(table)} k where ${isPicked(unit, picked)}`,
    );
    rows += Number(row?.["n"] ?? 0);
  }
  return rows;
}

/** A row that is gone, given to somebody else, shared or held since it was written down is not touched. */
async function leaveOutWhatMoved(
  session: Session,
  reading: Reading,
  context: EraseContext,
  order: EraseOrder,
  unit: EraseUnit,
  picked: Picked,
): Promise<number> {
  const { work } = reading;
  let moved = 0;
  for (const table of unit.tables) {
    const still = stillSo(reading, table, context, order, unit);
    const there = `select 1 from ${table.sql} t where ${keyMatch(table, "t", "k")} and ${still}`;
    moved += await fillList(
      session,
      reading,
      table,
      `select ${keyColumns(table, "k")} from ${work.store(table)} k where ${isPicked(unit, picked)} and not exists (${there})`,
    );
    await session.run(`update ${work.store(table)} set fate = 'moved' where ${inList(table, reading)}`);
  }
  return moved;
}

/** The row is still the person's and what becomes of it is still the same. */
function stillSo(
  reading: Reading,
  table: OwnedTable,
  { terms }: EraseContext,
  order: EraseOrder,
  unit: EraseUnit,
): string {
  const { mine, shared, leads } = conditionsOf(reading, table);
  // What lay between may be gone by now: this erasure took it. A row that leads to nobody any more was not given away.
  const passes = referencesOf(table.mapping).some(({ through }) => through !== undefined);
  const nobodys = anyOf(pathsOf(table).map((path) => leads(path, "t")));
  const until = heldUntil(reading, table, { today: order.today, terms }, "t");
  const fate = fateOfUnit(unit);
  return allOf([
    passes ? `(${mine("t")} or not ${nobodys})` : mine("t"),
    ...(until === undefined ? [] : [`coalesce(${until}, '') < ${literal(order.today)}`]),
    ...(fate === "shared-detach" ? [] : [`not ${shared("t")}`]),
  ]);
}
