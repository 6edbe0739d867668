/** Puts the room together: what staff decide, what plans tell, and the night. */
import { type PlanId, refuse, type Result, type StaffId, succeed } from "#base";
import type { Transaction } from "#store";
import type { Retention, RetentionOptions, SweepRefusal } from "./contract.ts";
import { followSweeps } from "./follow.ts";
import { lookAtAll, lookAtSystem } from "./look.ts";
import { readTables } from "./read.ts";
import { type RetentionTables, tables } from "./tables.ts";

const nightQueue = "retention.night";
const systemQueue = "retention.system";

export function createRetention(options: RetentionOptions): Retention {
  const { store, policy } = options;
  const again = (tx: Transaction, system: string) =>
    store.queue.send(tx, { queue: systemQueue, data: { system }, onceKey: system });
  return {
    tables: (reader) => readTables(options, reader),
    look: () => store.transact((tx) => store.queue.send(tx, { queue: nightQueue, data: {}, onceKey: "now" })),
    approve: (plan, hash, by) => store.transact((tx) => approve(options, tx, plan, hash, by)),
    stop: (plan) => store.transact((tx) => stop(options, tx, plan)),
    resume: (plan) => store.transact((tx) => resume(options, tx, plan)),
    planFollower: followSweeps(options, again),
    serve: () => {
      store.queue.serve(nightQueue, {}, () => lookAtAll(options, again));
      store.queue.schedule(nightQueue, "20 1 * * *", policy.timeZone);
      store.queue.serve(systemQueue, {}, (job) => lookAtSystem(options, (job.data as { system: string }).system));
    },
  };
}

const unknown = () => refuse("unknown-sweep", "There is no such sweep. Nothing was changed.");

function lockSweep(tx: Transaction, plan: PlanId): Promise<RetentionTables["retention_sweep"] | undefined> {
  return tables(tx)
    .selectFrom("retention_sweep")
    .selectAll()
    .where("plan_id", "=", plan)
    .forUpdate()
    .executeTakeFirst();
}

async function approve(
  { plans, store }: RetentionOptions,
  tx: Transaction,
  plan: PlanId,
  hash: string,
  by: StaffId,
): Promise<Result<undefined, SweepRefusal>> {
  const sweep = await lockSweep(tx, plan);
  if (sweep === undefined) return unknown();
  if (sweep.state !== "waiting")
    return refuse("not-now", "This sweep does not wait for approval. Nothing was changed.");
  const approved = await plans.approve(tx, plan, hash, by);
  if (!approved.ok) return refuse(approved.reason === "blocked" ? "blocked" : "changed", approved.message);
  const { system, relation, rule_digest } = sweep;
  await tables(tx)
    .insertInto("retention_approved")
    .values({ system, relation, rule_digest, approved_at: store.clock.now(), approved_by: by })
    .onConflict((conflict) => conflict.columns(["system", "relation", "rule_digest"]).doNothing())
    .execute();
  return succeed(undefined);
}

/** The next night asks again before it goes on. */
async function stop(
  { plans }: RetentionOptions,
  tx: Transaction,
  plan: PlanId,
): Promise<Result<undefined, SweepRefusal>> {
  const sweep = await lockSweep(tx, plan);
  if (sweep === undefined) return unknown();
  if (!(await plans.stop(tx, plan))) return refuse("not-now", "This sweep does not run. Nothing was changed.");
  await tables(tx)
    .deleteFrom("retention_approved")
    .where("system", "=", sweep.system)
    .where("relation", "=", sweep.relation)
    .execute();
  return succeed(undefined);
}

async function resume(
  { plans }: RetentionOptions,
  tx: Transaction,
  plan: PlanId,
): Promise<Result<undefined, SweepRefusal>> {
  const sweep = await lockSweep(tx, plan);
  if (sweep === undefined) return unknown();
  if (sweep.state !== "failed")
    return refuse("not-now", "This sweep did not fail, or a newer one took its place. Nothing was changed.");
  const resumed = await plans.resume(tx, plan);
  if (resumed.ok) return succeed(undefined);
  return refuse("not-now", resumed.message);
}
