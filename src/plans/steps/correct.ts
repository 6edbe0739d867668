/** Corrects every copy of the same facts in one system; looking again is doing it once more, and finding nothing to do. */
import { assert } from "#base";
import type { ConnectedSystem, CorrectOutcome, TableFinding } from "#connectors";
import type { PlansOptions } from "../contract.ts";
import { stopOnDrift } from "../failures.ts";
import { openCorrections, openSubject } from "../secrets.ts";
import { type BegunStep, placeOf, type StepResult } from "../step-record.ts";
import { lacking, refused, stepNumber } from "./refused.ts";

export async function correct(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  const { store, systems, crashPoint } = options;
  const { plan, step } = begun;
  assert(step.system !== null, "a correction without a system");
  const name = step.system;
  const subject = (await openSubject(store.reader, store.vault, plan)).reveal();
  const corrections = (await openCorrections(store.reader, store.vault, plan)).reveal();
  const outcome = await systems.use(name, async (system: ConnectedSystem) => {
    stopOnDrift(name, await system.inspect());
    if (system.correct === undefined) throw lacking(name, "correct");
    return system.correct({
      plan: plan.id,
      step: stepNumber(step),
      attempt: step.attempt,
      subject,
      corrections,
      ...(crashPoint === undefined ? {} : { crashPoint: (at) => crashPoint(at, placeOf(begun)) }),
    });
  });
  if (!outcome.ok) throw await refused(options, begun, name, outcome);
  return { tables: findingsOf(outcome.value), facts: { corrected: rowsOf(outcome.value) } };
}

export function rowsOf({ columns }: CorrectOutcome): number {
  return columns.reduce((sum, { rows }) => sum + rows, 0);
}

/** Per table the most rows that any of its columns was corrected in. */
export function findingsOf({ columns }: CorrectOutcome): TableFinding[] {
  return [...new Set(columns.map(({ table }) => table))].map((table) => ({
    table,
    rows: Math.max(...columns.filter((one) => one.table === table).map(({ rows }) => rows)),
    ...nothingElse,
  }));
}

export const nothingElse = { shared: 0, read: 0, deleted: 0, anonymised: 0, kept: [], categories: [] } as const;
