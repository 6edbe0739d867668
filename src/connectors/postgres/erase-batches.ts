/**
 * An erasure of more rows than one transaction should change: the person's rows are written down in lasting working
 * tables first, then changed batch by batch, each batch together with its bookkeeping. Every batch looks again whether
 * its rows are still this person's alone, because the shop goes on between two batches.
 */
import { assert, limits, succeed } from "#base";
import type { EraseOrder } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { Blocked, notCarriedOut } from "./erase-problems.ts";
import {
  type Checkpoint,
  type Doing,
  type EraseAnswer,
  type EraseContext,
  finish,
  holdsOf,
  registerHeld,
  resumeTurn,
} from "./erase-record.ts";
import {
  describe,
  type EraseUnit,
  eraseUnits,
  fateOfUnit,
  inBatch,
  type Incoming,
  incomingKeys,
  picking,
  runUnit,
} from "./erase-units.ts";
import { collect } from "./ownership-collect.ts";
import { countRows, findingsOf, type Group, type Survey } from "./ownership-findings.ts";
import { fateOf } from "./ownership-fate.ts";
import { prepareWork } from "./ownership-prepare.ts";
import { hasAnchors, type OwnedTable, type OwnershipPlan, pathsOf, referencesOf } from "./ownership.ts";
import { anyOf, conditionsOf, keyColumns, keyMatch } from "./ownership-sql.ts";
import { literal, qualified } from "./quote.ts";
import { endedWithErasure } from "./restrict.ts";
import { dropWork, lastingWork, runAgain, runTogether, type WorkPlace } from "./work.ts";

/**
 * Rows that are found again by their path need not be written down when they are deleted: what is gone is not found. What
 * is changed would be found again, what a key of the database does by itself must be asked of the rows of a batch, and a
 * trigger of a partitioned table is not met in its partitions.
 */
function workOf(context: EraseContext, order: EraseOrder): WorkPlace {
  const acting = new Set(context.plan.catalogue.actingKeys.map(({ target }) => target));
  return lastingWork(order.plan, order.step, holdsOf(context, order.today), ({ mapping, relation }) => {
    if (relation.heldBy.length === 0 || (relation.kind === "partitioned" && relation.hasTriggers)) return false;
    const { erase, shared, keep } = mapping;
    const changes = erase === "anonymise" || shared.erase === "detach";
    return !changes && !acting.has(mapping.name) && (keep?.from === undefined || !("via" in keep.from));
  });
}

/** Copies what was collected into lasting tables and commits: from here a crash is continued, not begun anew. */
export async function beginBatches(
  client: Queryable,
  context: EraseContext,
  order: EraseOrder,
  collected: {
    readonly work: WorkPlace;
    readonly surveyed: Survey;
    readonly total: number;
  },
): Promise<void> {
  const { plan } = context;
  await dropWork(client, order.plan, order.step);
  const lasting = workOf(context, order);
  await prepareWork(client, plan, lasting);
  const stored = plan.tables.filter((table) => lasting.store(table) !== undefined);
  const met = stored.filter((table) => collected.surveyed.counted.some(({ tab }) => tab === table.index));
  await runTogether(client, [
    `insert into ${lasting.emails} (email, value, digest, contested) select email, value, digest, contested from ${collected.work.emails}`,
    ...plan.tables
      .filter(hasAnchors)
      .map((table) => `insert into ${lasting.anchors(table)} select * from ${collected.work.anchors(table)}`),
    ...met.flatMap((table) => {
      const columns = `${keyColumns(table).join(", ")}, depth, shared, held_until, fate`;
      const store = lasting.store(table) ?? "";
      return [
        `insert into ${store} (${columns}, batch) select ${columns}, ${batchOf(plan, table, batchRows(order))} from ${collected.work.rows(table)} k`,
        `create index on ${store} (fate, batch)`,
        `analyze ${store}`,
      ];
    }),
    `set local gestand.plan = ${literal(order.plan)}`,
    ...registerHeld(plan, lasting),
  ]);
  const { surveyed, total } = collected;
  const checkpoint: Checkpoint = {
    done: 0,
    total,
    categories: Object.fromEntries(surveyed.categories),
    unit: 0,
    batch: 0,
    deleted: {},
  };
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
  const number = `((row_number() over (partition by fate order by ${keyColumns(table).join(", ")}) - 1) / ${rows} + 1)::int`;
  const isWhole = eraseUnits(plan).some((unit) => unit.whole && unit.tables.includes(table));
  return isWhole ? `case when fate = 'delete' then 1 else ${number} end` : number;
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
  const work = workOf(context, order);
  await prepareWork(client, plan, work);
  await runTogether(client, [
    // An erasure that began before addresses were kept with the text they came from.
    `alter table ${work.emails} add column if not exists value text`,
    `update ${work.emails} set value = email where value is null`,
    ...markDone(plan, work, checkpoint),
  ]);
  const present = await collect(client, plan, work, { subject: order.subject, digest: context.digest });
  await runTogether(client, [
    `set local gestand.plan = ${literal(order.plan)}`,
    ...registerHeld(plan, work),
    ...[...present].flatMap((table) => {
      const store = work.store(table);
      if (store === undefined) return [];
      const keys = keyColumns(table);
      const numbered = `select ${keys.join(", ")}, ${batchOf(plan, table, batchRows(order))} as batch from ${store} r where not done`;
      return [
        `update ${store} k set batch = s.batch from (${numbered}) s where ${keys.map((key) => `k.${key} = s.${key}`).join(" and ")}`,
        `analyze ${store}`,
      ];
    }),
    setCheckpoint(order, { unit: 0, batch: 0 }),
    "commit",
  ]);
}

function markDone(plan: OwnershipPlan, work: WorkPlace, checkpoint: Checkpoint): string[] {
  return eraseUnits(plan).flatMap((unit, at) => {
    if (at > checkpoint.unit) return [];
    const batches = at < checkpoint.unit ? "" : ` and batch <= ${Math.trunc(checkpoint.batch)}`;
    return unit.tables.flatMap((table) => {
      const store = work.store(table);
      return store === undefined
        ? []
        : [`update ${store} set done = true where fate = '${fateOfUnit(unit)}' and not done${batches}`];
    });
  });
}

export async function runBatches(
  client: Queryable,
  context: EraseContext,
  order: EraseOrder,
  doing: Doing,
): Promise<EraseAnswer> {
  const { plan } = context;
  const work = workOf(context, order);
  doing.undone = "What earlier batches did stays done; the rest was not changed.";
  const units = eraseUnits(plan);
  const batches: Batches = { plan, work, units, incoming: incomingKeys(plan, true), order, doing };
  await order.crashPoint?.("before-change");
  for (;;) {
    const turn = await resumeTurn(client, order);
    if ("ok" in turn) return turn;
    assert(turn.checkpoint !== null, "an erasure in batches has a checkpoint");
    const { checkpoint } = turn;
    const did = await nextBatch(client, batches, checkpoint);
    if (did === undefined) {
      const counted = withDeleted(plan, work, await countRows(client, plan.tables, work), checkpoint);
      const categories = new Map(Object.entries(checkpoint.categories));
      const tables = findingsOf(plan, "erasure", { counted, categories });
      await dropWork(client, order.plan, order.step);
      await endedWithErasure(client, order);
      await finish(client, order, { tables });
      const all = Math.max(checkpoint.done, checkpoint.total);
      order.onProgress?.(all, all);
      return succeed({ tables, appliedNow: true });
    }
    const { unit, batch, deleted } = did;
    const done = checkpoint.done + did.rows;
    await runTogether(client, [
      "set constraints all immediate",
      setCheckpoint(order, { unit, batch, done, deleted }),
      "commit",
    ]);
    order.onProgress?.(done, Math.max(done, checkpoint.total));
    await order.crashPoint?.("between-batches");
  }
}

/** What is counted at the end, with the rows that were deleted without having been written down. */
function withDeleted(
  plan: OwnershipPlan,
  work: WorkPlace,
  counted: readonly Group[],
  { deleted }: Checkpoint,
): readonly Group[] {
  const found = plan.tables.filter((table) => work.store(table) === undefined);
  return [
    ...counted.filter(
      ({ tab, fate }) => fate !== "moved" && !(fate === "delete" && found.some(({ index }) => index === tab)),
    ),
    ...found.map(
      ({ index, mapping }): Group => ({
        tab: index,
        fate: "delete",
        until: null,
        shared: false,
        rows: String(deleted[mapping.name] ?? 0),
      }),
    ),
  ];
}

interface Batches {
  readonly plan: OwnershipPlan;
  readonly work: WorkPlace;
  readonly units: readonly EraseUnit[];
  readonly incoming: Incoming;
  readonly order: EraseOrder;
  readonly doing: Doing;
}

/** What one transaction does, up to the place where the next goes on. */
interface Batch extends Pick<Checkpoint, "unit" | "batch" | "deleted"> {
  /** Rows in it, those that moved since included. */
  readonly rows: number;
}

/**
 * Carries out units until the batch is full. The checkpoint alone says where to go on, so that two that work with one
 * attempt cannot leave a batch out. `undefined` when nothing is left.
 */
async function nextBatch(client: Queryable, batches: Batches, checkpoint: Checkpoint): Promise<Batch | undefined> {
  const { units, order, doing } = batches;
  const { unit, batch, deleted } = checkpoint;
  let did: Batch = { unit, batch, deleted, rows: 0 };
  await client.query("set constraints all deferred");
  for (const [at, next] of units.entries()) {
    if (at < checkpoint.unit) continue;
    if (did.rows > 0) await order.crashPoint?.("between-tables");
    doing.what = describe(next);
    for (let more = true; more; ) {
      const room = batchRows(order) - did.rows;
      const from = at === did.unit ? did : { ...did, unit: at, batch: 0 };
      const done = room <= 0 ? undefined : await partOf(client, batches, next, from, room);
      if (done === undefined) return did;
      if (done.rows > did.rows) did = done;
      else more = false;
    }
  }
  return did.rows > 0 ? did : undefined;
}

/** The next rows of one unit, as many as there is room for; the same as before when it has none left, `undefined` when they do not fit. */
async function partOf(
  client: Queryable,
  batches: Batches,
  unit: EraseUnit,
  did: Batch,
  room: number,
): Promise<Batch | undefined> {
  const { plan, work, incoming } = batches;
  const batch = did.batch + 1;
  const [table] = unit.tables;
  if (table !== undefined && work.store(table) === undefined) {
    const rows = unit.kind === "delete" ? await deleteSome(client, batches, unit, table, room) : 0;
    const { name } = table.mapping;
    const deleted = { ...did.deleted, [name]: (did.deleted[name] ?? 0) + rows };
    return { ...did, batch, rows: did.rows + rows, deleted };
  }
  const rows = await countBatch(client, work, unit, batch);
  if (rows > room && did.rows > 0) return undefined;
  if (rows > 0) {
    const moved = await leaveOutWhatMoved(client, plan, work, unit, batch);
    await runUnit(client, plan, work, unit, { expected: rows - moved, batch }, incoming);
  }
  return { ...did, batch, rows: did.rows + rows };
}

async function countBatch(client: Queryable, work: WorkPlace, unit: EraseUnit, batch: number): Promise<number> {
  const counts = unit.tables.map(
    (table) =>
      `(select count(*) from ${work.rows(table)} k where k.fate = '${fateOfUnit(unit)}' and ${inBatch(batch)})`,
  );
  const counted = await client.query<{ rows: string }>(`select ${counts.join(" + ")} as rows`);
  return Number(counted.rows[0]?.rows ?? 0);
}

/**
 * Deletes as many rows of a table as there is room for, found by their path as it leads now: a row that was given to
 * somebody else or is held by now is not among them. Found and deleted in one go by their place in the one table that holds
 * them, which is much quicker than by key.
 */
async function deleteSome(
  client: Queryable,
  { plan, work, order }: Batches,
  unit: EraseUnit,
  table: OwnedTable,
  room: number,
): Promise<number> {
  const { beside, where } = picking(table, work, "delete", "");
  let gone = 0;
  for (const held of table.relation.heldBy) {
    const limit = room - gone;
    if (limit <= 0) break;
    const from = [`${qualified(held)} t`, ...(beside === undefined ? [] : [beside])].join(", ");
    const statement = `delete from ${qualified(held)} d where d.ctid = any (array(select t.ctid from ${from} where ${where} limit ${limit}))`;
    // Of a table that fills many batches, the statement comes again.
    const [deleted] = await (limit === batchRows(order) ? runAgain : runTogether)(client, [statement]);
    gone += deleted?.rowCount ?? 0;
  }
  if (gone > 0) return gone;
  const from = [`${table.sql} t`, ...(beside === undefined ? [] : [beside])].join(", ");
  const left = await client.query<{ rows: string }>(`select count(*) as rows from ${from} where ${where}`);
  const rows = Number(left.rows[0]?.rows ?? 0);
  const path = `systems.${plan.system.name}.tables.${table.mapping.name}.erase`;
  if (rows > 0) throw new Blocked(notCarriedOut(rows, 0, describe(unit), path));
  return 0;
}

function setCheckpoint(order: EraseOrder, change: Partial<Checkpoint>): string {
  return `update gestand.applied set checkpoint = checkpoint || ${literal(JSON.stringify(change))}::jsonb where plan = ${literal(order.plan)} and step = ${Math.trunc(order.step)}`;
}

/** A row that is gone, given to somebody else, shared or held since it was written down is not touched. */
async function leaveOutWhatMoved(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  batch: number,
): Promise<number> {
  const moved = await runTogether(
    client,
    unit.tables.map(
      (table) =>
        `update ${work.store(table)} k set fate = 'moved' where k.fate = '${fateOfUnit(unit)}' and ${inBatch(batch)} and not exists (select 1 from ${table.sql} t where ${keyMatch(table, "t", "k")} and ${stillSo(plan, table, work, unit)})`,
    ),
  );
  return moved.reduce((sum, result) => sum + (result.rowCount ?? 0), 0);
}

function stillSo(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace, unit: EraseUnit): string {
  const { mine, shared, leads } = conditionsOf(plan, table, work);
  const { fate } = fateOf(table, work.holds, unit.kind === "detach" ? "true" : `coalesce(${shared("t")}, false)`);
  // What lay between may be gone by now: this erasure took it. A row that leads to nobody any more was not given away.
  const passes = referencesOf(table.mapping).some(({ through }) => through !== undefined);
  const nobodys = anyOf(pathsOf(table).map((path) => leads(path, "t")));
  const still = passes ? `(${mine("t")} or not ${nobodys})` : mine("t");
  return `${still} and (${fate}) = ${literal(fateOfUnit(unit))}`;
}
