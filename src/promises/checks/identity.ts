/** Nobody gets another person's copy, and what was shown as proof of identity does not stay. */
import { broken, type CheckOutcome, count, kept, some, unproven } from "../outcome.ts";
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
  if (references.length > 0)
    return broken(
      `A copy went to an address that was not on file, without an accepted identity check: ${some(references)}.`,
      facts,
    );
  if (facts.deliveries === 0) return unproven("No copy was handed over yet.", facts);
  return kept(
    `${count(facts.deliveries, "copy", "copies")} handed over, each to an address on file or after an accepted identity check.`,
    facts,
  );
}

/** Once staff decided, or the request ended, nothing that was shown is stored. */
export async function identityEvidenceDeleted(run: CheckRun): Promise<CheckOutcome> {
  const requests = await run.requests();
  const over = requests.filter(({ identityDecided, closedOn }) => identityDecided || closedOn !== undefined);
  const left = over.filter(({ identityEvidenceStored }) => identityEvidenceStored);
  const decided = requests.filter(({ identityDecided }) => identityDecided);
  const facts = { decided: decided.length, left: left.length };
  if (left.length > 0)
    return broken(
      `What was shown as proof of identity is still stored: ${some(left.map(({ reference }) => reference))}.`,
      facts,
    );
  if (decided.length === 0) return unproven("No identity check was decided yet.", facts);
  return kept(`${count(decided.length, "identity check")} decided; nothing that was shown for them is stored.`, facts);
}
