/** What plans tell of sweeps. A dry run is approved by itself when somebody approved the rule here before, and it is small. */
import { limits } from "#base";
import type { Plan, PlanFollower } from "#plans";
import type { Transaction } from "#store";
import type { RetentionOptions } from "./contract.ts";
import type { Again } from "./look.ts";
import { type RetentionTables, setSweep, tables } from "./tables.ts";

type SweepRow = RetentionTables["retention_sweep"];

export function followSweeps(options: RetentionOptions, again: Again): PlanFollower {
  return async (tx, plan) => {
    if (plan.action !== "retention") return;
    const row = await tables(tx)
      .selectFrom("retention_sweep")
      .selectAll()
      .where("plan_id", "=", plan.id)
      .forUpdate()
      .executeTakeFirst();
    if (row !== undefined) await follow(options, again, tx, plan, row);
  };
}

async function follow(
  options: RetentionOptions,
  again: Again,
  tx: Transaction,
  plan: Plan,
  row: SweepRow,
): Promise<void> {
  const now = options.store.clock.now();
  switch (plan.state) {
    case "preparing":
      return;
    case "ready":
      return decide(options, tx, plan, row);
    case "blocked":
      return setSweep(tx, row, { state: "waiting", asks: "blocked" });
    case "approved":
    case "running":
      return setSweep(tx, row, { state: "running", asks: null });
    case "failed":
      return setSweep(tx, row, { state: "failed" });
    case "abandoned":
      return setSweep(tx, row, { state: "ended", asks: null, ended_at: now });
    case "done": {
      const taken = takenOf(plan.steps[0]?.tables);
      await setSweep(tx, row, { state: "done", taken, ended_at: now });
      // Rows to which these led may go now.
      if (taken > 0) await again(tx, row.system);
    }
  }
}

function takenOf(found: readonly { readonly deleted: number; readonly anonymised: number }[] = []): number {
  return found.reduce((sum, { deleted, anonymised }) => sum + deleted + anonymised, 0);
}

async function decide(options: RetentionOptions, tx: Transaction, plan: Plan, row: SweepRow): Promise<void> {
  const { plans } = options;
  const { rows: atMost = 0 } = plan.previews[0]?.tables[0] ?? {};
  if (takenOf(plan.previews[0]?.tables) === 0) {
    await plans.abandon(tx, plan.id);
    return;
  }
  const approved = await tables(tx)
    .selectFrom("retention_approved")
    .select("approved_by")
    .where("system", "=", row.system)
    .where("relation", "=", row.relation)
    .where("rule_digest", "=", row.rule_digest)
    .executeTakeFirst();
  if (approved === undefined) return setSweep(tx, row, { state: "waiting", asks: "first" });
  if (atMost > row.rows * (options.share ?? limits.sweptShare))
    return setSweep(tx, row, { state: "waiting", asks: "share" });
  await plans.approve(tx, plan.id, plan.hash, approved.approved_by);
}
