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
  type Doing,
  claim,
  type EraseAnswer,
  type EraseContext,
  finish,
  registerHeld,
  resumeTurn,
  rollBack,
} from "./erase-record.ts";
import { countUnits, describe, eraseProblems, eraseUnits, incomingKeys, runUnit } from "./erase-units.ts";
import { ensureWorkSchema } from "./guard-schema.ts";
import { collect, decideFates, prepareWork } from "./ownership-collect.ts";
import { categoriesMet, findings } from "./ownership-findings.ts";
import type { OwnedTable } from "./ownership.ts";
import { keyMatch } from "./ownership-sql.ts";
import { runTogether, temporaryWork, type WorkPlace } from "./work.ts";

/** The client must be a session of its own, outside a transaction. After an error nothing of the last transaction stays. */
export async function erase(client: Queryable, context: EraseContext, order: EraseOrder): Promise<EraseAnswer> {
  const errors = [...context.plan.problems, ...eraseProblems(context.plan)].filter((one) => one.severity === "error");
  const [error] = errors;
  if (error !== undefined) return refuse("blocked", `${error.message} Nothing was changed. ${error.remedy}`);
  const doing: Doing = { what: "Erasing", undone: "Nothing was changed." };
  try {
    await order.crashPoint?.("before-begin");
    await ensureWorkSchema(client);
    const claimed = await claim(client, order);
    if (claimed !== "ours") return claimed;
    return await carryOut(client, context, order, doing);
  } catch (failure) {
    await rollBack(client);
    const problem =
      failure instanceof Blocked
        ? failure.problem
        : refusedByDatabase(failure, doing.what, `systems.${context.plan.system.name}`);
    if (problem !== undefined) return refuse("blocked", `${problem.message} ${doing.undone} ${problem.remedy}`);
    throw operationalError(failure, doing.what);
  }
}

async function carryOut(
  client: Queryable,
  context: EraseContext,
  order: EraseOrder,
  doing: Doing,
): Promise<EraseAnswer> {
  const turn = await resumeTurn(client, order);
  if ("ok" in turn) return turn;
  if (turn.state === "batches" && turn.checkpoint !== null) {
    await continueBatches(client, context, order, turn.checkpoint);
    return runBatches(client, context, order, doing);
  }
  const { plan } = context;
  const work = temporaryWork("drop");
  await prepareWork(client, plan, work);
  const present = await collect(client, plan, work, { subject: order.subject, digest: context.digest });
  await decideFates(client, plan, work, context.terms, { today: order.today, present });
  const categories = await categoriesMet(client, plan, work, present);
  const tables = await findings(client, plan, work, "erasure", categories);
  await order.crashPoint?.("after-collect");
  const total = tables.reduce((sum, table) => sum + table.deleted + table.anonymised, 0);
  if (total > order.rowsPerTransaction) {
    await beginBatches(client, context, order, work, categories, total);
    return runBatches(client, context, order, doing);
  }
  const keeping = new Set(tables.filter((one) => one.kept.length > 0).map((one) => one.table));
  const staying = plan.tables.filter((table) => keeping.has(table.mapping.name));
  await changeEverything(client, context, order, { work, present, staying, total }, doing);
  await registerHeld(client, plan, work, order.plan, staying);
  await finish(client, order, tables);
  return succeed({ tables, appliedNow: true });
}

interface Collected {
  readonly work: WorkPlace;
  readonly present: ReadonlySet<OwnedTable>;
  /** Tables with rows that stay as they are. */
  readonly staying: readonly OwnedTable[];
  /** Rows that are to be changed. */
  readonly total: number;
}

async function changeEverything(
  client: Queryable,
  { plan }: EraseContext,
  order: EraseOrder,
  { work, present, staying, total }: Collected,
  doing: Doing,
): Promise<void> {
  await holdStill(client, staying, work);
  const incoming = await incomingKeys(client, plan);
  await order.crashPoint?.("before-change");
  let done = 0;
  const units = eraseUnits(plan).filter((unit) => unit.tables.some((table) => present.has(table)));
  const counted = await countUnits(client, work, units, "not k.done");
  for (const [at, unit] of units.entries()) {
    doing.what = describe(unit);
    done += await runUnit(client, plan, work, unit, "not k.done", incoming, counted[at]);
    order.onProgress?.(done, total);
    await order.crashPoint?.("between-tables");
  }
}

/**
 * Rows that stay decide whose other rows are. Locked, they cannot be given to somebody else while we change the others;
 * rows that we change ourselves are safe, because a row changed by another session since our snapshot is an error.
 */
async function holdStill(client: Queryable, staying: readonly OwnedTable[], work: WorkPlace): Promise<void> {
  const statements = staying.map(
    (table) =>
      `select count(*) from (select 1 from ${table.sql} t join ${work.rows(table)} k on ${keyMatch(table, "t", "k")} where k.fate in ('held', 'keep', 'shared-keep') for share of t) s`,
  );
  await runTogether(client, [...statements, "set constraints all deferred"]);
}
