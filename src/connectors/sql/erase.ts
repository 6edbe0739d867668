/**
 * Erases one person in one database, once in effect however often it is asked. The record of it is written in the
 * transaction that has the effect: either both are there or neither. A try that was overtaken by a later one finds a
 * higher attempt in the record and changes nothing.
 */
import { refuse, succeed } from "#base";
import type { EraseOrder } from "../contract.ts";
import { beginBatches, runBatches } from "./batches.ts";
import { runUnit } from "./carry-out.ts";
import { collect } from "./collect.ts";
import type { Engine, Session } from "./dialect.ts";
import { Blocked } from "./erase-problems.ts";
import { describe, eraseProblems, eraseUnits, expectedOf } from "./erase-units.ts";
import type { HoldTerms } from "./holds.ts";
import { findingsOf, type Group } from "./findings.ts";
import type { OwnershipPlan } from "./ownership.ts";
import { claimTurn, ensureOurTables, type EraseAnswer, finish, openTurn, registerHeld, rollBack } from "./record.ts";
import { survey } from "./survey.ts";
import { keyMatch, prepareWork, type Reading, temporaryWork } from "./work.ts";

export interface EraseContext {
  readonly engine: Engine;
  readonly plan: OwnershipPlan;
  readonly terms: HoldTerms;
  readonly digest?: ((identity: string) => string) | undefined;
}

/** What is being done, and what to say of the rest when it is refused. */
export interface Doing {
  what: string;
  undone: string;
}

/** The session must be outside a transaction. After an error nothing of the last transaction stays. */
export async function erase(session: Session, context: EraseContext, order: EraseOrder): Promise<EraseAnswer> {
  const { engine, plan } = context;
  const [error] = [...plan.problems, ...eraseProblems(plan)].filter(({ severity }) => severity === "error");
  if (error !== undefined) return refuse("blocked", `${error.message} Nothing was changed. ${error.remedy}`);
  const doing: Doing = { what: "Erasing", undone: "Nothing was changed." };
  try {
    await order.crashPoint?.("before-begin");
    return await carryOut(session, context, order, doing);
  } catch (failure) {
    await rollBack(session);
    const problem =
      failure instanceof Blocked ? failure.problem : engine.refused(failure, doing.what, `systems.${plan.system.name}`);
    if (problem !== undefined) return refuse("blocked", `${problem.message} ${doing.undone} ${problem.remedy}`);
    throw engine.operationalError(failure, doing.what);
  }
}

async function carryOut(
  session: Session,
  context: EraseContext,
  order: EraseOrder,
  doing: Doing,
): Promise<EraseAnswer> {
  const { plan, terms, digest } = context;
  const { dialect } = context.engine;
  const reading: Reading = { dialect, plan, work: temporaryWork(dialect), registered: true };
  await ensureOurTables(session, reading);
  await prepareWork(session, reading);
  await claimTurn(session, reading, order);
  const turn = await openTurn(session, reading, order);
  if ("ok" in turn) return turn;
  if (turn.state === "batches" && turn.checkpoint !== undefined) {
    await session.run("rollback");
    return runBatches(session, context, order, doing);
  }
  const holds = { today: order.today, terms };
  await collect(session, reading, { subject: order.subject, digest, holds });
  const surveyed = await survey(session, reading);
  const found = findingsOf(plan, "erasure", surveyed);
  await order.crashPoint?.("after-collect");
  const total = found.reduce((sum, table) => sum + table.deleted + table.anonymised, 0);
  if (total > order.rowsPerTransaction) {
    await session.run("rollback");
    await beginBatches(session, context, order, { surveyed, total });
    return runBatches(session, context, order, doing);
  }
  await holdStill(session, reading, surveyed.counted);
  await registerHeld(session, reading, order.plan, surveyed.counted);
  await changeEverything(session, reading, order, { counted: surveyed.counted, total }, doing);
  await finish(session, reading, order, found);
  return succeed({ tables: found, appliedNow: true });
}

async function changeEverything(
  session: Session,
  reading: Reading,
  order: EraseOrder,
  { counted, total }: { readonly counted: readonly Group[]; readonly total: number },
  doing: Doing,
): Promise<void> {
  await order.crashPoint?.("before-change");
  let done = 0;
  for (const unit of eraseUnits(reading.plan)) {
    const expected = expectedOf(unit, counted);
    if (expected === 0) continue;
    doing.what = describe(unit);
    await runUnit(session, reading, unit, {}, expected);
    done += expected;
    order.onProgress?.(done, total);
    await order.crashPoint?.("between-tables");
  }
}

/**
 * Rows that stay and to which others refer decide whose those are. Locked, they cannot be given to somebody else while we
 * change the others; rows that we change ourselves are safe, because a row changed by another session since our snapshot is
 * an error.
 */
async function holdStill(session: Session, { dialect, plan, work }: Reading, counted: readonly Group[]): Promise<void> {
  if (dialect.forShare === "") return;
  for (const table of plan.tables) {
    const stays = counted.some(
      ({ tab, fate }) => tab === table.index && ["held", "keep", "shared-keep"].includes(fate ?? ""),
    );
    if (stays)
      await session.all(
        `select count(*) as n from ${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")} where k.fate in ('held', 'keep', 'shared-keep')${dialect.forShare}`,
      );
  }
}
