/**
 * Erases one person in one database, once in effect however often it is asked. The record of it stands in
 * `gestand.applied` and is written in the transaction that has the effect: either both are there or neither. A try that
 * was overtaken by a later one finds a higher attempt in the record and changes nothing.
 */
import { refuse, succeed } from "#base";
import type { EraseOrder } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { operationalError } from "./database-error.ts";
import { beginBatches, continueBatches, runBatches } from "./erase-batches.ts";
import { Blocked, refusedByDatabase } from "./erase-problems.ts";
import {
  claimTurn,
  type Doing,
  type EraseAnswer,
  type EraseContext,
  erasureWork,
  finish,
  registerHeld,
  rollBack,
} from "./erase-record.ts";
import { describe, eraseProblems, eraseUnits, expectedOf, fateOfUnit, incomingKeys, runUnit } from "./erase-units.ts";
import { ensureWorkSchema } from "./guard-schema.ts";
import { collect } from "./ownership-collect.ts";
import { findingsOf, type Group, survey } from "./ownership-findings.ts";
import { prepareWork } from "./ownership-prepare.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { keyMatch } from "./ownership-sql.ts";
import { literal } from "./quote.ts";
import { endedWithErasure, endWithErasure } from "./restrict.ts";
import { runAgain, type WorkPlace } from "./work.ts";

/** The client must be a session of its own, outside a transaction. After an error nothing of the last transaction stays. */
export async function erase(client: Queryable, context: EraseContext, order: EraseOrder): Promise<EraseAnswer> {
  const errors = [...context.plan.problems, ...eraseProblems(context.plan)].filter((one) => one.severity === "error");
  const [error] = errors;
  if (error !== undefined) return refuse("blocked", `${error.message} Nothing was changed. ${error.remedy}`);
  const doing: Doing = { what: "Erasing", undone: "Nothing was changed." };
  try {
    await order.crashPoint?.("before-begin");
    return await carryOut(client, context, order, doing);
  } catch (failure) {
    ready.delete(context.plan);
    await rollBack(client);
    const problem =
      failure instanceof Blocked
        ? failure.problem
        : refusedByDatabase(failure, doing.what, `systems.${context.plan.system.name}`);
    if (problem !== undefined) return refuse("blocked", `${problem.message} ${doing.undone} ${problem.remedy}`);
    throw operationalError(failure, doing.what);
  }
}

/** Plans in whose database our schema was seen. Asked again after an error, which may be that somebody dropped it. */
const ready = new WeakSet<OwnershipPlan>();

async function carryOut(
  client: Queryable,
  context: EraseContext,
  order: EraseOrder,
  doing: Doing,
): Promise<EraseAnswer> {
  const { plan } = context;
  const work = erasureWork(context, order.today);
  if (!ready.has(plan)) await ensureWorkSchema(client);
  ready.add(plan);
  await prepareWork(client, plan, work);
  const turn = await claimTurn(client, order);
  if ("ok" in turn) return turn;
  if (turn.state === "batches" && turn.checkpoint !== null) {
    await continueBatches(client, context, order, turn.checkpoint);
    return runBatches(client, context, order, doing);
  }
  const present = await collect(client, plan, work, { subject: order.subject, digest: context.digest });
  await endWithErasure(client, { plan, work, present: [...present] }, order);
  const surveyed = await survey(client, plan, work);
  const { counted } = surveyed;
  const found = findingsOf(plan, "erasure", surveyed);
  await order.crashPoint?.("after-collect");
  const total = found.reduce((sum, table) => sum + table.deleted + table.anonymised, 0);
  if (total > order.rowsPerTransaction) {
    await beginBatches(client, context, order, { work, surveyed, total });
    return runBatches(client, context, order, doing);
  }
  await holdStill(client, plan, work, order, counted);
  const written = await changeEverything(client, plan, order, { work, counted, total }, doing);
  const tables = findingsOf(plan, "erasure", { ...surveyed, counted: [...counted, ...written] });
  await endedWithErasure(client, order);
  await finish(client, order, { tables });
  return succeed({ tables, appliedNow: true });
}

interface Collected {
  readonly work: WorkPlace;
  readonly counted: readonly Group[];
  /** Rows that are to be changed. */
  readonly total: number;
}

/** Returns the rows that were written meanwhile, by triggers, and went too. */
async function changeEverything(
  client: Queryable,
  plan: OwnershipPlan,
  order: EraseOrder,
  { work, counted, total }: Collected,
  doing: Doing,
): Promise<Group[]> {
  const incoming = incomingKeys(plan, true);
  const written: Group[] = [];
  await order.crashPoint?.("before-change");
  let done = 0;
  for (const unit of work.once("units", () => eraseUnits(plan))) {
    const expected = expectedOf(unit, counted);
    if (expected === 0) continue;
    doing.what = describe(unit);
    const more = (await runUnit(client, plan, work, unit, { expected }, incoming)) - expected;
    for (const { index } of more > 0 ? unit.tables : [])
      written.push({ tab: index, fate: fateOfUnit(unit), until: null, shared: false, rows: String(more) });
    done += expected;
    order.onProgress?.(done, total);
    await order.crashPoint?.("between-tables");
  }
  return written;
}

/**
 * Rows that stay and to which others refer decide whose those are. Locked, they cannot be given to somebody else while we
 * change the others; rows that we change ourselves are safe, because a row changed by another session since our snapshot is
 * an error. What the law keeps is written down.
 */
async function holdStill(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  order: EraseOrder,
  counted: readonly Group[],
): Promise<void> {
  const staying = (table: OwnedTable, ...fates: string[]) =>
    counted.some(({ tab, fate }) => tab === table.index && fates.includes(fate ?? ""));
  const locks = plan.tables
    .filter((table) => work.found(table) === undefined && staying(table, "held", "keep", "shared-keep"))
    .map((table) =>
      work.once(
        `still ${table.index}`,
        () =>
          `select count(*) from (select 1 from ${table.sql} t join ${work.rows(table)} k on ${keyMatch(table, "t", "k")} where k.fate in ('held', 'keep', 'shared-keep') for share of t) s`,
      ),
    );
  const held = plan.tables.filter((table) => staying(table, "held"));
  await runAgain(client, [
    ...locks,
    `set local gestand.plan = ${literal(order.plan)}`,
    ...registerHeld(plan, work, held),
    "set constraints all deferred",
  ]);
}
