/** Nobody gets another person's copy, and what was shown as proof of identity does not stay. */
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** Compares the stored deliveries with what the evidence log said at the moment of each. */
export async function copyOnlyToKnownAddress(run: CheckRun): Promise<CheckOutcome> {
  const delivered = (await run.requests()).filter(({ delivery }) => delivery !== undefined);
  const logged = (await run.entries("request.answered")).filter(
    ({ body }) => typeof body["toKnownAddress"] === "boolean",
  );
  const wrong = delivered.filter(({ delivery }) => delivery?.toKnownAddress === false && !delivery.identityAccepted);
  const wrongInLog = logged.filter(({ body }) => body["toKnownAddress"] !== true && body["identityAccepted"] !== true);
  const references = [
    ...new Set([...wrong.map(({ reference }) => reference), ...wrongInLog.map(({ about = "" }) => about)]),
  ];
  const afterIdentity = logged.filter(({ body }) => body["toKnownAddress"] !== true).length;
  const facts = { deliveries: Math.max(delivered.length, logged.length), afterIdentityCheck: afterIdentity };
  if (references.length > 0) return broken(said("delivery.elsewhere", { which: some(references) }), facts);
  if (facts.deliveries === 0) return unproven(said("delivery.none"), facts);
  return kept(said("delivery.right", { deliveries: facts.deliveries }), facts);
}

/** Once staff decided, or the request ended, nothing that was shown is stored. */
export async function identityEvidenceDeleted(run: CheckRun): Promise<CheckOutcome> {
  const requests = await run.requests();
  const over = requests.filter(({ identityDecided, closedOn }) => identityDecided || closedOn !== undefined);
  const left = over.filter(({ identityEvidenceStored }) => identityEvidenceStored);
  const decided = requests.filter(({ identityDecided }) => identityDecided);
  const facts = { decided: decided.length, left: left.length };
  if (left.length > 0)
    return broken(said("identity.stored", { which: some(left.map(({ reference }) => reference)) }), facts);
  if (decided.length === 0) return unproven(said("identity.none"), facts);
  return kept(said("identity.deleted", { decided: decided.length }), facts);
}
