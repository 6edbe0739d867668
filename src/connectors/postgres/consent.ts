/**
 * Consents in one database. Putting them out of force is done in sets, a batch in each transaction; how far it is stands in
 * `gestand.applied` and is written with the batch, so that a try that dies is gone on with, and one that was overtaken
 * changes nothing. Putting them in force is for the rows of one person only.
 */
import { OperationalError, refuse, type Result, succeed } from "#base";
import type { ConsentRecord } from "#policy";
import type {
  ConsentBoundary,
  ConsentCount,
  EndedConsent,
  EndOutcome,
  FreshConsent,
  SuspendOrder,
  SuspendOutcome,
} from "../consent-contract.ts";
import type { EraseRefusal } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import type { Catalogue } from "../sql/catalogue-types.ts";
import { canEnd, consentTable, endedAt, givenAt, olderThan, renewable } from "./consent-sql.ts";
import { operationalError } from "./database-error.ts";
import { claim, type EraseContext, rollBack } from "./erase-record.ts";
import { ensureWorkSchema } from "./guard-schema.ts";
import { collect, prepareWork } from "./ownership-collect.ts";
import { keyMatch } from "./ownership-sql.ts";
import type { OwnedTable } from "./ownership.ts";
import { beginSnapshot, temporaryWork } from "./work.ts";

export async function countConsents(
  client: Queryable,
  catalogue: Catalogue,
  record: ConsentRecord,
  boundary: ConsentBoundary,
): Promise<ConsentCount> {
  const table = consentTable(catalogue, record);
  const found = await client.query<{ all: string; older: string }>(
    `select count(*)::int8 as "all", count(*) filter (where ${olderThan(table, catalogue, boundary)})::int8 as older
     from ${table.sql} t where ${table.inForce}`,
  );
  const [row] = found.rows;
  return { inForce: Number(row?.all ?? 0), older: Number(row?.older ?? 0) };
}

type SuspendAnswer = Result<SuspendOutcome, EraseRefusal>;

interface Turn {
  readonly attempt: number;
  readonly state: string;
  readonly rows: number;
}

/** The client must be a session of its own, outside a transaction. */
export async function suspendConsents(
  client: Queryable,
  catalogue: Catalogue,
  order: SuspendOrder,
): Promise<SuspendAnswer> {
  const table = consentTable(catalogue, order.record);
  if (!canEnd(order.record)) return succeed({ rows: 0, appliedNow: true });
  try {
    await ensureWorkSchema(client);
    await claim(client, order);
    await order.crashPoint?.("claimed");
    const older = olderThan(table, catalogue, order);
    const change = `with these as (select t.tableoid, t.ctid from ${table.sql} t where ${older} limit ${Math.trunc(order.rowsPerTransaction)} for update of t)
      update ${table.sql} t set ${endedAt(table, catalogue, order)} from these
      where t.tableoid = these.tableoid and t.ctid = these.ctid and ${older} returning (${older}) as undone`;
    for (;;) {
      const answer = await inTurn(client, order, change);
      if (answer !== undefined) return answer;
    }
  } catch (error) {
    await rollBack(client);
    throw operationalError(error, "Putting consents out of force");
  }
}

/** One batch in one transaction; an answer when there is nothing more to do. */
async function inTurn(client: Queryable, order: SuspendOrder, change: string): Promise<SuspendAnswer | undefined> {
  await client.query("begin; set local lock_timeout = '15s'; set local row_security = off");
  const key = [order.plan, order.step];
  const found = await client.query<{ attempt: string; state: string; rows: string | null }>(
    "select attempt, state, coalesce(outcome, checkpoint) ->> 'rows' as rows from gestand.applied where plan = $1 and step = $2 for update",
    key,
  );
  const [row] = found.rows;
  const turn: Turn = {
    attempt: Number(row?.attempt ?? Number.POSITIVE_INFINITY),
    state: row?.state ?? "",
    rows: Number(row?.rows ?? 0),
  };
  const ended = settled(turn, order);
  if (ended !== undefined) {
    await client.query("rollback");
    return ended;
  }
  await order.crashPoint?.("before-change");
  const after = await client.query<{ undone: boolean }>(change);
  // A trigger that takes the change back would keep us at it for ever.
  if (after.rows.some(({ undone }) => undone)) throw changeUndone(order);
  const changed = after.rows.length;
  const rows = turn.rows + changed;
  const done = changed === 0;
  if (done) await order.crashPoint?.("before-done");
  await client.query(
    `update gestand.applied set ${done ? "state = 'done', outcome = $3, checkpoint = null" : "state = 'batches', checkpoint = $3"} where plan = $1 and step = $2`,
    [...key, JSON.stringify({ rows })],
  );
  await order.crashPoint?.("before-commit");
  await client.query("commit");
  await order.crashPoint?.("after-commit");
  return done ? succeed({ rows, appliedNow: true }) : undefined;
}

function changeUndone({ record }: SuspendOrder): OperationalError {
  return new OperationalError(
    "change-undone",
    `A trigger of "${record.table}" puts consents in force again that were put out of force. Of this batch nothing was changed. Correct the trigger, then approve it again.`,
  );
}

function settled({ attempt, state, rows }: Turn, order: SuspendOrder): SuspendAnswer | undefined {
  if (attempt > order.attempt)
    return refuse("fenced", `A later attempt took over attempt ${order.attempt}. Nothing more was changed.`);
  return state === "done" ? succeed({ rows, appliedNow: false }) : undefined;
}

/** The client must be a session of its own, outside a transaction. */
export async function renewConsent(
  client: Queryable,
  context: Pick<EraseContext, "plan" | "digest">,
  fresh: FreshConsent,
): Promise<number> {
  const { catalogue } = context.plan;
  const table = consentTable(catalogue, fresh.record);
  return (
    (await withRows(client, context, fresh, "Recording a consent", async (owned, rows) => {
      const changed = await client.query(
        `update ${table.sql} t set ${givenAt(table, catalogue, fresh)}
         where ${renewable(table, catalogue, fresh)} and exists (select 1 from ${rows} k where ${keyMatch(owned, "t", "k")} and not k.shared)`,
      );
      return changed.rowCount ?? 0;
    })) ?? 0
  );
}

/** The client must be a session of its own, outside a transaction. */
export async function endConsent(
  client: Queryable,
  context: Pick<EraseContext, "plan" | "digest">,
  ended: EndedConsent,
): Promise<EndOutcome> {
  const { catalogue } = context.plan;
  const table = consentTable(catalogue, ended.record);
  const boundary = { before: ended.at, timeZone: ended.timeZone };
  const done = await withRows(client, context, ended, "Ending a consent", async (owned, rows) => {
    const theirs = (more: string) =>
      `${table.inForce} and exists (select 1 from ${rows} k where ${keyMatch(owned, "t", "k")}${more})`;
    const changed = canEnd(ended.record)
      ? await client.query(
          `update ${table.sql} t set ${endedAt(table, catalogue, boundary)} where ${theirs(" and not k.shared")}`,
        )
      : { rowCount: 0 };
    // Counted after it, so that a trigger that puts a row in force again is seen.
    const left = await client.query<{ n: string }>(`select count(*) as n from ${table.sql} t where ${theirs("")}`);
    return { rows: changed.rowCount ?? 0, left: Number(left.rows[0]?.n ?? 0) };
  });
  return done ?? { rows: 0, left: 0 };
}

/** In one transaction, with the keys of this person's rows at hand; nothing where no mapping leads from the table to persons. */
async function withRows<T>(
  client: Queryable,
  { plan, digest }: Pick<EraseContext, "plan" | "digest">,
  { record, subject }: Pick<FreshConsent, "record" | "subject">,
  attempted: string,
  work: (owned: OwnedTable, rows: string) => Promise<T>,
): Promise<T | undefined> {
  const owned = plan.tables.find((each) => each.mapping.name === record.table);
  if (owned === undefined) return undefined;
  const place = temporaryWork("drop");
  try {
    await beginSnapshot(client);
    await prepareWork(client, plan, place);
    await collect(client, plan, place, { subject, digest });
    const done = await work(owned, place.rows(owned));
    await client.query("commit");
    return done;
  } catch (error) {
    await rollBack(client);
    throw operationalError(error, attempted);
  }
}
