/** Takes what was approved, and no more than that, out of one table. */
import { assert, limits } from "#base";
import type { PlansOptions } from "../contract.ts";
import { stopOnDrift } from "../failures.ts";
import { type BegunStep, noteProgress, placeOf, type StepResult } from "../step-record.ts";
import { tables } from "../tables.ts";
import { problemsOf } from "../look-at-table.ts";
import { refused, stepNumber } from "./refused.ts";

const progressEveryMs = 500;

export async function sweep(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  const { systems, crashPoint } = options;
  const { plan, step } = begun;
  const [approved] = plan.previews[0]?.tables ?? [];
  assert(approved !== undefined && step.system !== null && plan.today !== null, "a sweep of what nobody looked at");
  const { system: name, today } = { system: step.system, today: plan.today };
  const { table, rows: atMost } = approved;
  const path = `systems.${name}.tables.${table}`;
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
      onProgress: teller(options, begun, atMost),
      goesOn: async () => !(await isStopAsked(options, begun)),
      ...(crashPoint === undefined ? {} : { crashPoint: (at) => crashPoint(at, placeOf(begun)) }),
    });
  });
  if (!outcome.ok) throw await refused(options, begun, name, outcome);
  const { deleted: gone } = outcome.value;
  return {
    tables: [{ ...approved, deleted: gone }],
    differences:
      gone === approved.deleted
        ? []
        : [{ system: name, table, what: "deleted", approved: approved.deleted, found: gone }],
    facts: { table, deleted: gone },
  };
}

function teller(options: PlansOptions, begun: BegunStep, total: number): (done: number) => void {
  let told = 0;
  let telling: Promise<void> = Promise.resolve();
  return (done) => {
    const now = performance.now();
    if (now - told < progressEveryMs) return;
    told = now;
    telling = writeAfter(telling, () => noteProgress(options, begun, done, Math.max(done, total)));
  };
}

/** Progress that cannot be written is not worth failing for. */
async function writeAfter(before: Promise<void>, write: () => Promise<void>): Promise<void> {
  await before;
  try {
    await write();
  } catch {
    // The next one may be written.
  }
}

async function isStopAsked({ store }: PlansOptions, { plan }: BegunStep): Promise<boolean> {
  const found = await tables(store.reader)
    .selectFrom("plan")
    .select("stop_asked")
    .where("id", "=", plan.id)
    .executeTakeFirst();
  return found?.stop_asked === true;
}
