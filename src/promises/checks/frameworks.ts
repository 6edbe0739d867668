/** Frameworks under which data leaves the EEA: valid until a day that the policy names. */
import { broken, type CheckOutcome, kept, said, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

export function frameworkValid(run: CheckRun, name: string): CheckOutcome {
  const framework = run.options.policy.transfers?.frameworks.find((each) => each.name === name);
  const untilOn = framework?.untilOn;
  if (untilOn === undefined) return unproven(said("framework.no-date"));
  return untilOn < run.today
    ? broken(said("framework.over", { untilOn }), { untilOn })
    : kept(said("framework.valid", { untilOn }), { untilOn });
}
