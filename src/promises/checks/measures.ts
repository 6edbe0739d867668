/** Measures of security: shown by a document, and only for as long as somebody looks again in time (GDPR art. 32(1)(d)). */
import { broken, type CheckOutcome, kept, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

export async function measureReviewed(run: CheckRun, name: string): Promise<CheckOutcome> {
  const measure = run.options.policy.security?.find((each) => each.name === name);
  if (measure === undefined) return broken("The policy has no such measure.");
  const { reviewedOn, reviewDueOn: dueOn, proof } = measure;
  if (reviewedOn === undefined || dueOn === undefined)
    return unproven("The policy names no day yet on which somebody looked whether this measure holds.");
  const facts = { reviewedOn, dueOn, ...(proof === undefined ? {} : { proof }) };
  if (reviewedOn > run.today) return broken(`The review is dated ${reviewedOn}, which is still to come.`, facts);
  if (dueOn < run.today) return broken(`The review was due on ${dueOn}; the last one was on ${reviewedOn}.`, facts);
  if (proof === undefined)
    return unproven(`Reviewed on ${reviewedOn}; the policy names no document yet that shows it.`, facts);
  if (run.options.documentExists === undefined)
    return unproven("The folder with proofs could not be looked at.", facts);
  return (await run.options.documentExists(proof))
    ? kept(`Reviewed on ${reviewedOn}, to be looked at again by ${dueOn}; the proof is on file.`, facts)
    : broken(`The proof is not on file: ${proof}.`, facts);
}
