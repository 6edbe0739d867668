/** Measures of security: shown by a document, and only for as long as somebody looks again in time (GDPR art. 32(1)(d)). */
import { broken, type CheckOutcome, kept, said, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

export async function measureReviewed(run: CheckRun, name: string): Promise<CheckOutcome> {
  const measure = run.options.policy.security?.find((each) => each.name === name);
  if (measure === undefined) return broken(said("measure.none"));
  const { reviewedOn, reviewDueOn: dueOn, proof } = measure;
  if (reviewedOn === undefined || dueOn === undefined) return unproven(said("measure.not-reviewed"));
  const facts = { reviewedOn, dueOn, ...(proof === undefined ? {} : { proof }) };
  if (reviewedOn > run.today) return broken(said("measure.to-come", { reviewedOn }), facts);
  if (dueOn < run.today) return broken(said("measure.overdue", { reviewedOn, dueOn }), facts);
  if (proof === undefined) return unproven(said("measure.no-document", { reviewedOn }), facts);
  if (run.options.documentExists === undefined) return unproven(said("measure.folder-unknown"), facts);
  return (await run.options.documentExists(proof))
    ? kept(said("measure.on-file", { reviewedOn, dueOn }), facts)
    : broken(said("measure.document-missing", { proof }), facts);
}
