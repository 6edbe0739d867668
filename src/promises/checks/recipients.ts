/** Parties that receive data: named to persons, bound by contract, and only where the law lets the data go. */
import { transferGround } from "#law";
import { type Recipient, recipientsFor } from "#policy";
import type { PlanFact } from "#plans";
import { broken, type CheckOutcome, count, kept, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** Whenever rows of the person were with this party, the answer said so. */
export async function recipientInAnswers(run: CheckRun, name: string): Promise<CheckOutcome> {
  const answers = (await run.plans()).filter(({ action }) => action === "access");
  const concerned = answers.filter((plan) => shouldName(run, plan, name));
  const recorded = concerned.filter(({ answer }) => answer?.recipients !== undefined);
  const silent = recorded.filter(({ answer }) => answer?.recipients?.includes(name) !== true);
  const facts = { answers: answers.length, concerned: concerned.length, recorded: recorded.length };
  if (silent.length > 0)
    return broken(
      `An answer does not name this recipient although it had data of the person: ${some(silent.map(({ about }) => about))}.`,
      facts,
    );
  if (recorded.length === 0)
    return unproven("No answer was given yet to somebody whose data this recipient has.", facts);
  return kept(`Named in ${count(recorded.length, "answer")}: to everybody whose data it had.`, facts);
}

export async function recipientContract(run: CheckRun, name: string): Promise<CheckOutcome> {
  const contract = recipientOf(run, name)?.contract;
  if (contract === undefined) return broken("No contract with this recipient is declared.");
  const { signedOn, expiresOn, document } = contract;
  const facts = { signedOn, ...(expiresOn === undefined ? {} : { expiresOn }) };
  if (signedOn > run.today) return broken(`The contract is dated ${signedOn}, which is still to come.`, facts);
  if (expiresOn !== undefined && expiresOn < run.today) return broken(`The contract expired on ${expiresOn}.`, facts);
  if (document === undefined)
    return unproven(
      `A contract of ${signedOn} is declared; the policy names no document that could be looked at.`,
      facts,
    );
  if (run.options.documentExists === undefined)
    return unproven("The folder with contracts could not be looked at.", facts);
  return (await run.options.documentExists(document))
    ? kept(`The contract of ${signedOn} is on file and has not expired.`, { ...facts, document })
    : broken(`The contract's document is not on file: ${document}.`, { ...facts, document });
}

export function transferSafeguarded(run: CheckRun, name: string): CheckOutcome {
  const recipient = recipientOf(run, name);
  if (recipient === undefined) return broken("The policy has no such recipient.");
  const ground = transferGround(recipient.country);
  const safeguard = recipient.safeguard ?? "none";
  const facts = { country: recipient.country, ground: ground.kind, safeguard };
  switch (ground.kind) {
    case "inside-eea":
      return kept(`The data stays in the EEA (${recipient.country}).`, facts);
    case "adequacy":
      return kept(`${recipient.country} has an adequacy decision of the European Commission (GDPR art. 45).`, facts);
    case "partial-adequacy":
    case "needs-safeguard":
      return safeguard === "none" || (ground.kind === "needs-safeguard" && safeguard === "adequacy")
        ? broken(`Data goes to ${recipient.country} without a safeguard that fits (GDPR arts. 45-49).`, facts)
        : unproven(
            `The transfer to ${recipient.country} rests on a declared safeguard (${safeguard}); nothing shows it but the declaration.`,
            facts,
          );
  }
}

/** By the policy's own rule, from what the copy was made of. */
function shouldName(run: CheckRun, plan: PlanFact, name: string): boolean {
  const met = plan.done.flatMap(({ tables }) => tables.flatMap((table) => (table.rows > 0 ? table.categories : [])));
  const holds = plan.approved.flatMap(({ recipients }) => recipients);
  const found = recipientsFor(run.options.policy, { categories: [...new Set(met)], holds });
  return found.some(({ recipient }) => recipient.name === name);
}

function recipientOf(run: CheckRun, name: string): Recipient | undefined {
  return run.options.policy.recipients.find((recipient) => recipient.name === name);
}
