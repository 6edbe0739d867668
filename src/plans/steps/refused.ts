/** What a system or a store answers instead of doing what it was told, in words for whoever decides how to go on. */
import type { OperationalError } from "#base";
import type { EraseRefusal } from "#connectors";
import type { PlansOptions } from "../contract.ts";
import { StepStopped, Superseded } from "../failures.ts";
import type { StepRow } from "../record.ts";
import type { BegunStep } from "../step-record.ts";
import { tables } from "../tables.ts";

/** Rounds of one step are orders of their own for the system, so each has a number of its own. */
const stepsPerRound = 10_000;

export function stepNumber({ round, ordinal }: StepRow): number {
  return (round - 1) * stepsPerRound + ordinal;
}

/** The error to throw; throws Superseded itself when our own record, too, knows of a later attempt. */
export async function refused(
  options: PlansOptions,
  begun: BegunStep,
  name: string,
  refusal: EraseRefusal,
): Promise<OperationalError> {
  if (refusal.reason === "fenced") await endIfSuperseded(options, begun);
  return new StepStopped(
    refusal.reason === "fenced" ? "record-behind" : `${begun.step.kind}-blocked`,
    refusal.reason === "fenced"
      ? `The system ${name} knows of a later attempt than our own record does; perhaps our database was put back from a backup. ` +
          "Nothing was changed by this attempt. Compare the two, then resume."
      : `The system ${name} did not allow this step (${begun.step.kind}). ${refusal.message}`,
  );
}

/** It could when the plan was approved: the program was changed, or put back, in between. */
export function lacking(name: string, ability: string): OperationalError {
  return new StepStopped(
    "ability-missing",
    `The connector of ${name} cannot do this step (${ability}) any more, though it could when the plan was approved. Nothing was changed. ` +
      "Start the program that could, then resume.",
  );
}

async function endIfSuperseded(options: PlansOptions, { plan, step }: BegunStep): Promise<void> {
  const now = await tables(options.store.reader)
    .selectFrom("plan_step")
    .select(["attempt", "round", "state"])
    .where("plan_id", "=", plan.id)
    .where("ordinal", "=", step.ordinal)
    .executeTakeFirst();
  if (now?.attempt !== step.attempt || now.round !== step.round || now.state !== "running")
    throw new Superseded("a later attempt is at work");
}
