/** The end of a plan: working tables in the systems are gone, sealed working copies go with the record of this step. */
import { assert } from "#base";
import type { PlansOptions } from "../contract.ts";
import { loadPlan } from "../record.ts";
import { openCorrections, openIdentifiers } from "../secrets.ts";
import type { BegunStep, StepResult } from "../step-record.ts";

export async function close(options: PlansOptions, { plan }: BegunStep): Promise<StepResult> {
  const { store, systems, onIdentifiers } = options;
  for (const name of systems.names) await systems.use(name, (system) => system.forget(plan.id));
  const changed = plan.action !== "access" && plan.action !== "portability";
  return {
    tables: [],
    record: async (tx) => {
      if (!changed || onIdentifiers === undefined) return;
      const current = await loadPlan(tx, plan.id);
      assert(current !== undefined, "a plan that is being closed is gone");
      const corrections = plan.action === "rectification" ? [await openCorrections(tx, store.vault, plan)] : [];
      await onIdentifiers(tx, current, await openIdentifiers(tx, store.vault, plan), ...corrections);
    },
  };
}
