/** Puts the rows of the person in one system out of use, or back into it (GDPR art. 18). */
import { assert } from "#base";
import type { ConnectedSystem } from "#connectors";
import type { PlansOptions } from "../contract.ts";
import { stopOnDrift } from "../failures.ts";
import { openSubject } from "../secrets.ts";
import type { BegunStep, StepResult } from "../step-record.ts";
import { nothingElse } from "./correct.ts";
import { lacking, refused, stepNumber } from "./refused.ts";

export async function restrict(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  const { store, systems } = options;
  const { plan, step } = begun;
  assert(step.system !== null, "a restriction without a system");
  const name = step.system;
  const act = step.kind === "lift" ? "lift" : "restrict";
  const subject = (await openSubject(store.reader, store.vault, plan)).reveal();
  const outcome = await systems.use(name, async (system: ConnectedSystem) => {
    // What is lifted must not wait for a mapping to be mended: the person is to be served again.
    if (act === "restrict") stopOnDrift(name, await system.inspect());
    const order = { plan: plan.id, step: stepNumber(step), attempt: step.attempt, subject };
    const done = act === "lift" ? system.lift?.(order) : system.restrict?.(order);
    if (done === undefined) throw lacking(name, act);
    return done;
  });
  if (!outcome.ok) throw await refused(options, begun, name, outcome);
  return {
    tables: outcome.value.tables.map(({ table, rows, shared }) => ({
      table,
      rows: rows + shared,
      ...nothingElse,
      shared,
    })),
  };
}
