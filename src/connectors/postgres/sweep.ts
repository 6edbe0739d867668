/**
 * Deletes or anonymises rows of one table whose term is over, batch by batch. How far it is stands in `gestand.applied` and is written
 * with the batch, so that a try that dies is gone on with, and one that was overtaken changes nothing. Rows that somebody
 * works on are passed over and met again later; nobody waits for a sweep longer than for one batch.
 */
import { setTimeout as pause } from "node:timers/promises";
import { type LocalDate, OperationalError, refuse, succeed } from "#base";
import type { Policy } from "#policy";
import type { SweepAnswer, SweepOrder, SweepPreview } from "../sweep-contract.ts";
import type { QualifiedName } from "../sql/catalogue-types.ts";
import type { SqlRow } from "../sql/dialect.ts";
import {
  becoming,
  beyondApproval,
  countStatement,
  dueIf,
  isFree,
  isIndexed,
  narrowed,
  previewOf,
  type Referring,
  referringTo,
  Rounds,
  stoppedHere,
  type SweepCheckpoint,
  type Swept,
  type SweptRows,
  sweptTable,
} from "../sql/sweep.ts";
import type { Queryable } from "./catalogue.ts";
import { operationalError } from "./database-error.ts";
import { refusedByDatabase } from "./erase-problems.ts";
import { claim, rollBack } from "./erase-record.ts";
import { anonymousWriting } from "./erase-columns.ts";
import { ensureWorkSchema, heldRelation, inOurSchema, rowKeySql } from "./guard-schema.ts";
import { startOf } from "./ownership-holds.ts";
import { referenceMatch } from "./ownership-sql.ts";
import type { OwnershipPlan } from "./ownership.ts";
import { ident, literal, qualified } from "./quote.ts";
import { hasRestrictedList, isRestricted } from "./restrict-schema.ts";

interface Sweep extends SweptRows {
  readonly plan: OwnershipPlan;
}

export interface SweepContext {
  readonly plan: OwnershipPlan;
  readonly policy: Policy;
}

export async function sweepPreview(
  client: Queryable,
  context: SweepContext,
  name: string,
  today: LocalDate,
): Promise<SweepPreview> {
  const sweep = await listedOnly(client, await sweepOn(client, context, name, today));
  const oldest = "min(s.day) filter (where s.ground <> 'later')::text";
  const found = await client.query<SqlRow>(countStatement(sweep, sweep.grounds, oldest));
  return previewOf(sweep, sweep.referring, found.rows[0]);
}

async function sweepOn(
  client: Queryable,
  { plan, policy }: SweepContext,
  name: string,
  today: LocalDate,
): Promise<Sweep> {
  const swept = sweptTable(plan, policy, name, today);
  const { table, keep, lastStart } = swept;
  const { relation } = table;
  const start = startOf(plan, table, keep, "t", policy.timeZone) ?? "null::date";
  const bound = narrowed(swept, (column) => relation.columns.get(column), "t");
  const over = lastStart === undefined ? "false" : `${start} <= ${literal(lastStart)}::date`;
  const made = becoming(plan, swept, anonymousWriting(table), "t");
  const referring = swept.does === "delete" ? referringTo(plan, table) : [];
  const there = await client.query<{ held: boolean }>(`select exists (${inOurSchema("held")}) as held`);
  const register = `gestand_held.relation = ${literal(heldRelation(plan.catalogue.schema, relation.name))} and gestand_held.row_key = ${rowKeySql(relation, "t")}`;
  const held = `exists (select from gestand.held gestand_held where ${register} and gestand_held.until_on >= ${literal(today)}::date)`;
  return {
    ...swept,
    plan,
    start,
    due: dueIf([bound, over], made),
    anonymous: made,
    referring,
    grounds: {
      held: there.rows[0]?.held === true ? held : "false",
      restricted: (await hasRestrictedList(client)) ? isRestricted(plan.catalogue.schema, relation, "t") : "false",
      referredTo: referring.map((one) => leadsTo(plan, one, swept)).join(" or ") || "false",
    },
  };
}

/** Lists on which no row of the table stands need not be asked row by row, which is most of what a batch would cost. */
async function listedOnly(client: Queryable, what: Sweep): Promise<Sweep> {
  const { plan, table, grounds } = what;
  const relation = literal(heldRelation(plan.catalogue.schema, table.relation.name));
  const some = (list: string, ground: string) =>
    ground === "false" ? "false" : `exists (select from ${list} where relation = ${relation})`;
  const found = await client.query<{ held: boolean; restricted: boolean }>(
    `select ${some("gestand.held", grounds.held)} as held, ${some("gestand.restricted", grounds.restricted)} as restricted`,
  );
  const [on] = found.rows;
  return {
    ...what,
    grounds: {
      ...grounds,
      held: on?.held === true ? grounds.held : "false",
      restricted: on?.restricted === true ? grounds.restricted : "false",
    },
  };
}

/** A row refers to the row `t`. */
function leadsTo({ catalogue }: OwnershipPlan, one: Referring, { table }: Swept): string {
  if ("name" in one) {
    const pairs = one.pairs.map(([column, target]) => `c.${ident(column)} = t.${ident(target)}`);
    return `exists (select 1 from ${qualified({ schema: catalogue.schema, name: one.name })} c where ${pairs.join(" and ")})`;
  }
  return `exists (select 1 from ${one.table.sql} c where ${referenceMatch(one.table, one.reference, table.relation, "c", "t")})`;
}

/** The client must be a session of its own, outside a transaction. */
export async function sweep(client: Queryable, context: SweepContext, order: SweepOrder): Promise<SweepAnswer> {
  const attempted = `Sweeping ${order.table}`;
  try {
    await ensureWorkSchema(client);
    const what = await sweepOn(client, context, order.table, order.today);
    if (what.table.relation.heldBy.length === 0) throw noRight(order.table);
    await claim(client, order);
    await order.crashPoint?.("claimed");
    return await sweepAll(client, what, order);
  } catch (failure) {
    await rollBack(client);
    const problem = refusedByDatabase(failure, attempted, `systems.${context.plan.system.name}.tables.${order.table}`);
    if (problem !== undefined)
      return refuse(
        "blocked",
        `${problem.message} What was done before stays so; the rest was not changed. ${problem.remedy}`,
      );
    throw operationalError(failure, attempted);
  }
}

function noRight(table: string): OperationalError {
  return new OperationalError(
    "permission-denied",
    `Gestand may not delete or change rows of ${table} by its own name: it lacks the right, or a rule or row security stands before it. Nothing was changed. Grant update and delete on ${table}, then go on.`,
  );
}

async function sweepAll(client: Queryable, what: Sweep, order: SweepOrder): Promise<SweepAnswer> {
  let pace: Pace = { rows: order.rowsPerTransaction, blocks: firstBlocks };
  const rounds = new Rounds(order.table);
  for (;;) {
    if ((await order.goesOn?.()) === false) return stoppedHere(order.table, await doneBefore(client, order));
    const turn = await inTurn(client, what, order, pace);
    if ("ok" in turn) return turn;
    order.onProgress?.(turn.rows);
    pace = turn.pace;
    await rounds.after(turn);
    await order.crashPoint?.("after-commit");
    await replicasCatchUp(client, order);
  }
}

/** How much one transaction takes: rows where an index finds them, else pieces of the table, of so many blocks. */
interface Pace {
  readonly rows: number;
  readonly blocks: number;
}
const firstBlocks = 128;
const mostBlocks = 8_192;
const fewestRows = 200;

interface Turned {
  /** Rows that are done so far. */
  readonly rows: number;
  /** All of the table was gone through, and rows are left that may go. */
  readonly again: boolean;
  readonly pace: Pace;
}

async function inTurn(client: Queryable, what: Sweep, order: SweepOrder, pace: Pace): Promise<SweepAnswer | Turned> {
  // A batch that a power cut takes back takes its checkpoint along; the last commit is on the disk, and all before it.
  await client.query(
    "begin; set local row_security = off; set local lock_timeout = '15s'; set local synchronous_commit = off",
  );
  const turn = await openTurn(client, order);
  if ("ok" in turn) {
    await client.query("rollback");
    return turn;
  }
  await order.crashPoint?.("before-change");
  await lockLists(client, what);
  const now = await listedOnly(client, what);
  const room = order.atMost - turn.rows;
  const batch = room > 0 ? await takeBatch(client, now, turn, pace, room) : { rows: 0 };
  if (room <= 0 && (await isAnyFree(client, now))) {
    await client.query("rollback");
    return beyondApproval(order.table, order.atMost);
  }
  const rows = turn.rows + batch.rows;
  const crowded = batch.rows > 0 && (await somebodyWaits(client));
  if (batch.next === undefined) {
    await order.crashPoint?.("before-done");
    await client.query(
      "update gestand.applied set state = 'done', outcome = $3, checkpoint = null where plan = $1 and step = $2",
      [order.plan, order.step, JSON.stringify({ rows })],
    );
    await client.query("set local synchronous_commit = on");
    await order.crashPoint?.("before-commit");
    await client.query("commit");
    return succeed({ rows, appliedNow: true });
  }
  await client.query("update gestand.applied set state = 'batches', checkpoint = $3 where plan = $1 and step = $2", [
    order.plan,
    order.step,
    JSON.stringify({ ...batch.next, rows }),
  ]);
  await order.crashPoint?.("before-commit");
  await client.query("commit");
  const again = batch.next.part === 0 && batch.next.block === 0 && batch.rows === 0;
  return { rows, again, pace: paceAfter(pace, batch.rows, order.rowsPerTransaction, crowded) };
}

async function openTurn(client: Queryable, order: SweepOrder): Promise<SweepAnswer | SweepCheckpoint> {
  const found = await client.query<{
    attempt: string;
    state: string;
    outcome: { rows: number } | null;
    checkpoint: SweepCheckpoint | null;
  }>(
    "select attempt::int8 as attempt, state, outcome, checkpoint from gestand.applied where plan = $1 and step = $2 for update",
    [order.plan, order.step],
  );
  const [row] = found.rows;
  if (row === undefined || Number(row.attempt) > order.attempt)
    return refuse("fenced", `A later attempt took over attempt ${order.attempt}. Nothing more was changed.`);
  if (row.state === "done") return succeed({ rows: row.outcome?.rows ?? 0, appliedNow: false });
  return row.checkpoint ?? { rows: 0, part: 0, block: 0 };
}

async function doneBefore(client: Queryable, order: SweepOrder): Promise<number> {
  const found = await client.query<{ rows: string | null }>(
    "select checkpoint->>'rows' as rows from gestand.applied where plan = $1 and step = $2",
    [order.plan, order.step],
  );
  return Number(found.rows[0]?.rows ?? 0);
}

interface Batch {
  readonly rows: number;
  /** Absent: nothing is left that may go. */
  readonly next?: Pick<SweepCheckpoint, "part" | "block">;
}

async function takeBatch(
  client: Queryable,
  what: Sweep,
  { part, block }: SweepCheckpoint,
  pace: Pace,
  room: number,
): Promise<Batch> {
  const held = what.table.relation.heldBy[part];
  if (held === undefined)
    return (await isAnyFree(client, what)) ? { rows: 0, next: { part: 0, block: 0 } } : { rows: 0 };
  if (isIndexed(what)) {
    const rows = await takeSome(client, what, held, "", Math.min(pace.rows, room));
    return { rows, next: rows > 0 ? { part, block } : { part: part + 1, block: 0 } };
  }
  const until = block + pace.blocks;
  const piece = ` and t.ctid >= '(${block},0)'::tid and t.ctid < '(${until},0)'::tid`;
  const rows = await takeSome(client, what, held, piece, room);
  if (rows === room) return { rows, next: { part, block } };
  const size = await client.query<{ blocks: string }>(
    "select pg_relation_size($1::regclass) / current_setting('block_size')::int8 as blocks",
    [qualified(held)],
  );
  const isEnd = until >= Number(size.rows[0]?.blocks ?? 0);
  return { rows, next: isEnd ? { part: part + 1, block: 0 } : { part, block: until } };
}

/**
 * Rows that others work on are left for the next round. Nothing can be put on a list meanwhile (`lockLists`); a row that
 * changed since the statement began is asked again by the database when it is locked.
 */
async function takeSome(
  client: Queryable,
  { due, anonymous: made, grounds, plan, table }: Sweep,
  held: QualifiedName,
  piece: string,
  atMost: number,
): Promise<number> {
  const part = qualified(held);
  const chosen = `select t.ctid from ${part} t where ${due} and ${isFree(grounds)}${piece} limit ${atMost} for update of t skip locked`;
  const change =
    made === undefined
      ? `delete from ${part} t`
      : `update ${part} t set ${made.sets.map(([column, value]) => `${ident(column)} = ${value}`).join(", ")}`;
  const taking = `${change} where t.ctid = any (array(${chosen}))`;
  if (grounds.held === "false") return (await client.query(taking)).rowCount ?? 0;
  const register = `relation = ${literal(heldRelation(plan.catalogue.schema, table.relation.name))}`;
  const gone = await client.query<{ rows: string }>(
    `with gone as (${taking} returning ${rowKeySql(table.relation, "t")} as k),
       unlisted as (delete from gestand.held using gone where ${register} and row_key = gone.k)
     select count(*) as rows from gone`,
  );
  return Number(gone.rows[0]?.rows ?? 0);
}

/** Who puts a row on a list waits for this batch, and what was put there before is seen by it. */
async function lockLists(client: Queryable, { grounds }: Sweep): Promise<void> {
  const lists = [
    ...(grounds.held === "false" ? [] : ["gestand.held"]),
    ...(grounds.restricted === "false" ? [] : ["gestand.restricted"]),
  ];
  if (lists.length > 0) await client.query(`lock table ${lists.join(", ")} in share row exclusive mode`);
}

/** Rows to which others led that are gone now, or that somebody worked on. */
async function isAnyFree(client: Queryable, { table, due, grounds }: Sweep): Promise<boolean> {
  const found = await client.query<{ some: boolean }>(
    `select exists (select 1 from ${table.sql} t where ${due} and ${isFree(grounds)}) as some`,
  );
  return found.rows[0]?.some === true;
}

async function somebodyWaits(client: Queryable): Promise<boolean> {
  const found = await client.query<{ waits: boolean }>(
    `select exists (select 1 from pg_catalog.pg_stat_activity
       where wait_event_type = 'Lock' and pg_backend_pid() = any (pg_blocking_pids(pid))) as waits`,
  );
  return found.rows[0]?.waits === true;
}

function paceAfter({ rows, blocks }: Pace, took: number, atMost: number, crowded: boolean): Pace {
  if (crowded) return { rows: Math.max(fewestRows, Math.floor(rows / 2)), blocks: Math.max(1, Math.floor(blocks / 2)) };
  return {
    rows: Math.min(atMost, Math.ceil(rows * 1.25)),
    blocks:
      took > atMost
        ? Math.max(1, Math.floor(blocks / 2))
        : took < atMost / 2
          ? Math.min(mostBlocks, blocks * 2)
          : blocks,
  };
}

const behindAtMostSeconds = 10;

/** Replicas that are far behind get time. Whether there are any is asked with every batch; the answer costs next to nothing. */
async function replicasCatchUp(client: Queryable, order: SweepOrder): Promise<void> {
  for (;;) {
    const found = await client.query<{ lag: string }>(
      "select coalesce(extract(epoch from max(replay_lag)), 0) as lag from pg_catalog.pg_stat_replication",
    );
    if (Number(found.rows[0]?.lag ?? 0) <= behindAtMostSeconds || (await order.goesOn?.()) === false) return;
    await pause(1_000);
  }
}
