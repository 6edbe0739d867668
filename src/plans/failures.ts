/** How a step ends when it does not end well. */
import { OperationalError, type Problem } from "#base";
import type { StepResult } from "./step-record.ts";

type Shown = Partial<Pick<StepResult, "tables" | "residue" | "differences">>;

/** The step cannot go on by itself; somebody must look. Carries what was found, so that they see it. */
export class StepStopped extends OperationalError {
  readonly shown: Shown;

  constructor(code: string, message: string, shown: Shown = {}) {
    super(code, message);
    this.shown = shown;
  }
}

/** A later attempt is at work: this one ends without a word. */
export class Superseded extends Error {
  override readonly name = "Superseded";
}

/** Stops the step when a system is no longer as its mapping says; names every finding, because each must be mended. */
export function stopOnDrift(system: string, problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const listed = errors.slice(0, 10).map(({ message }) => message);
  const more = errors.length > listed.length ? [`And ${errors.length - listed.length} more.`] : [];
  throw new StepStopped(
    "system-changed",
    [
      `The system ${system} is not as it was when the plan was approved. This step changed nothing.`,
      ...listed,
      ...more,
      "Mend the policy or the system, then resume.",
    ].join(" "),
  );
}
