/**
 * Restricts the rows of one person: from then on they are stored and nothing else, until they are lifted. Once in effect however
 * often it is asked, by the same record as an erasure, and fenced in the same way. See docs/decisions/0023-restriction.md.
 */
import { refuse, type Result, succeed } from "#base";
import type { EraseRefusal, RestrictedRows, RestrictOrder, RestrictOutcome, Subject } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { operationalError } from "./database-error.ts";
import { refusedByDatabase } from "./erase-problems.ts";
import { type EraseContext, finish, openClaimed, rollBack } from "./erase-record.ts";
import { ensureWorkSchema, heldRelation, rowKeySql } from "./guard-schema.ts";
import { collect } from "./ownership-collect.ts";
import { prepareWork } from "./ownership-prepare.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { literal } from "./quote.ts";
import { hasRestrictedList, isRestricted } from "./restrict-schema.ts";
import { beginSnapshot, personFacts, personRows, runTogether, temporaryWork, type WorkPlace } from "./work.ts";

export type RestrictContext = Pick<EraseContext, "plan" | "digest">;
type RestrictAnswer = Result<RestrictOutcome, EraseRefusal>;
type Act = (client: Queryable, found: Found, order: RestrictOrder) => Promise<readonly RestrictedRows[]>;
interface Found {
  readonly plan: OwnershipPlan;
  readonly work: WorkPlace;
  readonly present: readonly OwnedTable[];
}

/** The client must be a session of its own, outside a transaction. Whoever calls knows that the guard is installed. */
export function restrict(client: Queryable, context: RestrictContext, order: RestrictOrder): Promise<RestrictAnswer> {
  return once(client, context, order, "Restricting", putOnList);
}

/** As `restrict`. Ends every restriction of the person, whichever request it came from. */
export function lift(client: Queryable, context: RestrictContext, order: RestrictOrder): Promise<RestrictAnswer> {
  return once(client, context, order, "Lifting the restriction", takeFromList);
}

async function once(
  client: Queryable,
  context: RestrictContext,
  order: RestrictOrder,
  doing: string,
  act: Act,
): Promise<RestrictAnswer> {
  const { plan } = context;
  const error = plan.problems.find(({ severity }) => severity === "error");
  if (error !== undefined) return refuse("blocked", `${error.message} Nothing was changed. ${error.remedy}`);
  try {
    await order.crashPoint?.("before-begin");
    const work = temporaryWork();
    await ensureWorkSchema(client);
    await prepareWork(client, plan, work);
    const turn = await openClaimed(client, order);
    if ("ok" in turn) return turn;
    if (turn.state === "done") return succeed({ tables: turn.outcome?.restricted ?? [], appliedNow: false });
    const present = [...(await collect(client, plan, work, { subject: order.subject, digest: context.digest }))];
    await order.crashPoint?.("after-collect");
    const tables = await act(client, { plan, work, present }, order);
    await finish(client, order, { restricted: tables });
    return succeed({ tables, appliedNow: true });
  } catch (failure) {
    await rollBack(client);
    const problem = refusedByDatabase(failure, doing, `systems.${plan.system.name}`);
    if (problem !== undefined) return refuse("blocked", `${problem.message} Nothing was changed. ${problem.remedy}`);
    throw operationalError(failure, doing);
  }
}

/** Rows that are theirs alone: to hide what is of somebody else as well would restrict that person too. */
async function putOnList(client: Queryable, found: Found, order: RestrictOrder): Promise<readonly RestrictedRows[]> {
  const { plan, work, present } = found;
  // Nobody can give a row to somebody else, or write to it, between our look at it and its being restricted.
  await runTogether(
    client,
    present.map((table) => `select count(*) from (select 1 ${personRows(table, work)} for share of t) s`),
  );
  await order.crashPoint?.("before-change");
  const tables: RestrictedRows[] = [];
  for (const table of present) {
    const { shared } = personFacts(table, work);
    const counted = await client.query<{ rows: number; shared: number }>(
      `select count(*) filter (where not (${shared}))::int as rows, count(*) filter (where ${shared})::int as shared ${personRows(table, work)}`,
    );
    const [row] = counted.rows;
    if (row === undefined || row.rows + row.shared === 0) continue;
    await client.query(
      `insert into gestand.restricted (relation, row_key, plan)
       select ${named(plan, table)}, ${rowKeySql(table.relation, "t")}, ${literal(order.plan)}::uuid ${personRows(table, work)} and not (${shared})
       on conflict (relation, row_key) do nothing`,
    );
    tables.push({ table: table.mapping.name, ...row });
    await order.crashPoint?.("between-tables");
  }
  return tables;
}

async function takeFromList(client: Queryable, found: Found, order: RestrictOrder): Promise<readonly RestrictedRows[]> {
  await order.crashPoint?.("before-change");
  if (!(await hasRestrictedList(client))) return [];
  const plans = await restrictingPlans(client, found);
  const gone = await client.query<{ relation: string; rows: number }>(
    `with gone as (delete from gestand.restricted where plan = any ($1::uuid[]) returning relation)
     select relation, count(*)::int as rows from gone group by relation order by relation`,
    [plans],
  );
  await order.crashPoint?.("between-tables");
  const tableOf = new Map(found.plan.tables.map((table) => [relationOf(found.plan, table), table.mapping.name]));
  return gone.rows.map(({ relation, rows }) => ({ table: tableOf.get(relation) ?? relation, rows, shared: 0 }));
}

/**
 * The restrictions that met a row of this person. Each is of one person, so all of its rows are theirs, also those that can no
 * longer be found by how the mapping is now.
 */
async function restrictingPlans(client: Queryable, { plan, work, present }: Found): Promise<readonly string[]> {
  const results = await runTogether(
    client,
    present.map((table) => {
      const { shared } = personFacts(table, work);
      return `select distinct r.plan::text as plan from gestand.restricted r where r.relation = ${named(plan, table)} and r.row_key in (select ${rowKeySql(table.relation, "t")} ${personRows(table, work)} and not (${shared}))`;
    }),
  );
  return [...new Set(results.flatMap(({ rows }) => rows.map((row: { plan: string }) => row.plan)))];
}

/**
 * Their own erasure ends a restriction: nothing is left to restrict, and to hold against somebody what they asked for would turn
 * the right around. It ends with the erasure, not before, so that nobody sees the rows in between.
 */
export async function endWithErasure(
  client: Queryable,
  found: Found,
  order: Pick<RestrictOrder, "plan">,
): Promise<void> {
  if (!(await hasRestrictedList(client))) return;
  const plans = await restrictingPlans(client, found);
  if (plans.length > 0)
    await client.query("update gestand.restricted set ends_with = $2 where plan = any ($1::uuid[])", [
      plans,
      order.plan,
    ]);
}

/** In the last transaction of the erasure. */
export async function endedWithErasure(client: Queryable, order: Pick<RestrictOrder, "plan">): Promise<void> {
  if (await hasRestrictedList(client))
    await client.query("delete from gestand.restricted where ends_with = $1", [order.plan]);
}

/** How many rows of the person are restricted now, by table. The client must be outside a transaction. */
export async function restrictedRows(
  client: Queryable,
  { plan, digest }: RestrictContext,
  subject: Subject,
): Promise<readonly RestrictedRows[]> {
  if (!(await hasRestrictedList(client))) return [];
  const work = temporaryWork();
  await prepareWork(client, plan, work);
  try {
    await beginSnapshot(client);
    const present = [...(await collect(client, plan, work, { subject, digest }))];
    const results = await runTogether(
      client,
      present.map(
        (table) =>
          `select count(*)::int as rows ${personRows(table, work)} and ${isRestricted(plan.catalogue.schema, table.relation, "t")}`,
      ),
    );
    return present.flatMap((table, at) => {
      const rows = (results[at]?.rows[0] as { rows: number } | undefined)?.rows ?? 0;
      return rows === 0 ? [] : [{ table: table.mapping.name, rows, shared: 0 }];
    });
  } finally {
    await rollBack(client);
  }
}

function relationOf(plan: OwnershipPlan, table: OwnedTable): string {
  return heldRelation(plan.catalogue.schema, table.relation.name);
}

function named(plan: OwnershipPlan, table: OwnedTable): string {
  return literal(relationOf(plan, table));
}
