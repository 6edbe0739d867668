/** Deletes or anonymises what was approved in one table, and no more than that. */
import { assert, limits } from "#base";
import type { PlansOptions } from "../contract.ts";
import { stopOnDrift } from "../failures.ts";
import { type BegunStep, placeOf, type StepResult } from "../step-record.ts";
import { tables } from "../tables.ts";
import { problemsOf } from "../look-at-table.ts";
import { progressOf } from "./progress.ts";
import { refused, stepNumber } from "./refused.ts";

export async function sweep(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  const { systems, crashPoint } = options;
  const { plan, step } = begun;
  const [approved] = plan.previews[0]?.tables ?? [];
  assert(approved !== undefined && step.system !== null && plan.today !== null, "a sweep of what nobody looked at");
  const { system: name, today } = { system: step.system, today: plan.today };
  const { table, rows: atMost } = approved;
  const path = `systems.${name}.tables.${table}`;
  const tell = progressOf(options, begun);
  const outcome = await systems.use(name, async (system) => {
    stopOnDrift(name, await problemsOf(system, path));
    return system.sweep({
      plan: plan.id,
      step: stepNumber(step),
      attempt: step.attempt,
      table,
      today,
      rowsPerTransaction: limits.rowsPerBatch,
      atMost,
      onProgress: (done) => tell(done, Math.max(done, atMost)),
      goesOn: async () => !(await isStopAsked(options, begun)),
      ...(crashPoint === undefined ? {} : { crashPoint: (at) => crashPoint(at, placeOf(begun)) }),
    });
  });
  if (!outcome.ok) throw await refused(options, begun, name, outcome);
  const what = approved.anonymised > 0 ? "anonymised" : "deleted";
  const { rows } = outcome.value;
  return {
    tables: [{ ...approved, [what]: rows }],
    differences: rows === approved[what] ? [] : [{ system: name, table, what, approved: approved[what], found: rows }],
    facts: { table, [what]: rows },
  };
}

async function isStopAsked({ store }: PlansOptions, { plan }: BegunStep): Promise<boolean> {
  const found = await tables(store.reader)
    .selectFrom("plan")
    .select("stop_asked")
    .where("id", "=", plan.id)
    .executeTakeFirst();
  return found?.stop_asked === true;
}
