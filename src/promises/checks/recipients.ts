/** Parties that receive data: named to persons, bound by contract, and only where the law lets the data go. */
import { type Recipient, recipientsFor, weakestGround } from "#policy";
import type { PlanFact } from "#plans";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** Whenever rows of the person were with this party, the answer said so. */
export async function recipientInAnswers(run: CheckRun, name: string): Promise<CheckOutcome> {
  const answers = (await run.plans()).filter(({ action }) => action === "access");
  const concerned = answers.filter((plan) => shouldName(run, plan, name));
  const recorded = concerned.filter(({ answer }) => answer?.recipients !== undefined);
  const silent = recorded.filter(({ answer }) => answer?.recipients?.includes(name) !== true);
  const facts = { answers: answers.length, concerned: concerned.length, recorded: recorded.length };
  if (silent.length > 0)
    return broken(said("recipient.not-named", { which: some(silent.map(({ about }) => about)) }), facts);
  if (recorded.length === 0) return unproven(said("recipient.none-concerned"), facts);
  return kept(said("recipient.named", { recorded: recorded.length }), facts);
}

export async function recipientContract(run: CheckRun, name: string): Promise<CheckOutcome> {
  const contract = recipientOf(run, name)?.contract;
  if (contract === undefined) return broken(said("contract.none"));
  const { signedOn, expiresOn, document } = contract;
  const facts = { signedOn, ...(expiresOn === undefined ? {} : { expiresOn }) };
  if (signedOn > run.today) return broken(said("contract.to-come", { signedOn }), facts);
  if (expiresOn !== undefined && expiresOn < run.today) return broken(said("contract.expired", { expiresOn }), facts);
  if (document === undefined) return unproven(said("contract.no-document", { signedOn }), facts);
  if (run.options.documentExists === undefined) return unproven(said("contract.folder-unknown"), facts);
  return (await run.options.documentExists(document))
    ? kept(said("contract.on-file", { signedOn }), { ...facts, document })
    : broken(said("contract.document-missing", { document }), { ...facts, document });
}

export function transferSafeguarded(run: CheckRun, name: string): CheckOutcome {
  const recipient = recipientOf(run, name);
  if (recipient === undefined) return broken(said("recipient.unknown"));
  const country = recipient.worldwide ? "worldwide" : recipient.countries.join(", ");
  const ground = weakestGround(recipient);
  const safeguard = recipient.safeguard ?? "none";
  const facts = { country, ground, safeguard };
  switch (ground) {
    case "inside-eea":
      return kept(said("transfer.inside-eea", { country }), facts);
    case "adequacy":
      return kept(said("transfer.adequacy", { country }), facts);
    case "partial-adequacy":
    case "needs-safeguard":
      return safeguard === "none" || (ground === "needs-safeguard" && safeguard === "adequacy")
        ? broken(said("transfer.unsafe", { country }), facts)
        : unproven(said("transfer.declared-only", { country, safeguard }), facts);
  }
}

/** Every recipient by itself; one that only declares a safeguard leaves the whole unproven. */
export function transfersSafeguarded(run: CheckRun): CheckOutcome {
  const each = run.options.policy.recipients.map(({ name }) => ({ name, outcome: transferSafeguarded(run, name) }));
  const named = (status: CheckOutcome["status"]) =>
    each.filter(({ outcome }) => outcome.status === status).map(({ name }) => name);
  const [unsafe, declared] = [named("broken"), named("unproven")];
  const facts = { recipients: each.length, unsafe: unsafe.length, declared: declared.length };
  if (unsafe.length > 0) return broken(said("transfers.unsafe", { which: some(unsafe) }), facts);
  if (declared.length > 0) return unproven(said("transfers.declared-only", { which: some(declared) }), facts);
  return kept(said("transfers.safe", { recipients: each.length }), facts);
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
