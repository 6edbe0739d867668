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
    approve: (plan, hash, by) => decided(options, plan, (tx, sweep) => approve(options, tx, sweep, hash, by)),
    stop: (plan) => decided(options, plan, (tx, sweep) => stop(options, tx, sweep)),
    resume: (plan) => decided(options, plan, (tx, sweep) => resume(options, tx, sweep)),
    planFollower: followSweeps(options, again),
    serve: () => {
      store.queue.serve(nightQueue, {}, () => lookAtAll(options, again));
      store.queue.schedule(nightQueue, "20 1 * * *", policy.timeZone);
      store.queue.serve(systemQueue, {}, (job) => lookAtSystem(options, (job.data as { system: string }).system));
    },
  };
}

type SweepRow = RetentionTables["retention_sweep"];
type Decided = Result<undefined, SweepRefusal>;

/** Under the lock of the sweep, in one transaction. */
function decided(
  { store }: RetentionOptions,
  plan: PlanId,
  decide: (tx: Transaction, sweep: SweepRow) => Promise<Decided>,
): Promise<Decided> {
  return store.transact(async (tx) => {
    const sweep = await tables(tx)
      .selectFrom("retention_sweep")
      .selectAll()
      .where("plan_id", "=", plan)
      .forUpdate()
      .executeTakeFirst();
    if (sweep === undefined) return refuse("unknown-sweep", "There is no such sweep. Nothing was changed.");
    return decide(tx, sweep);
  });
}

async function approve(
  { plans, store }: RetentionOptions,
  tx: Transaction,
  { plan_id, state, system, relation, rule_digest }: SweepRow,
  hash: string,
  by: StaffId,
): Promise<Decided> {
  if (state !== "waiting") return refuse("not-now", "This sweep does not wait for approval. Nothing was changed.");
  const approved = await plans.approve(tx, plan_id, hash, by);
  if (!approved.ok) return refuse(approved.reason === "blocked" ? "blocked" : "changed", approved.message);
  await tables(tx)
    .insertInto("retention_approved")
    .values({ system, relation, rule_digest, approved_at: store.clock.now(), approved_by: by })
    .onConflict((conflict) => conflict.columns(["system", "relation", "rule_digest"]).doNothing())
    .execute();
  return succeed(undefined);
}

/** The next night asks again before it goes on. */
async function stop({ plans }: RetentionOptions, tx: Transaction, sweep: SweepRow): Promise<Decided> {
  if (!(await plans.stop(tx, sweep.plan_id))) return refuse("not-now", "This sweep does not run. Nothing was changed.");
  await tables(tx)
    .deleteFrom("retention_approved")
    .where("system", "=", sweep.system)
    .where("relation", "=", sweep.relation)
    .execute();
  return succeed(undefined);
}

async function resume({ plans }: RetentionOptions, tx: Transaction, sweep: SweepRow): Promise<Decided> {
  if (sweep.state !== "failed")
    return refuse("not-now", "This sweep did not fail, or a newer one took its place. Nothing was changed.");
  const resumed = await plans.resume(tx, sweep.plan_id);
  return resumed.ok ? succeed(undefined) : refuse("not-now", resumed.message);
}
