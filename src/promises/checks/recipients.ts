/** Parties that receive data: named to persons, bound by contract, and only where the law lets the data go. */
import { ownSystemName, type Recipient, recipientsFor, weakestGround } from "#policy";
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

/** Whoever works for the organisation is bound (GDPR art. 28(3), (4)); one contract that cannot be looked at leaves the whole unproven. */
export async function contractsHold(run: CheckRun): Promise<CheckOutcome> {
  const bound = run.options.policy.recipients.filter(({ role }) => role === "processor");
  const each = await Promise.all(
    bound.map(async ({ name }) => ({ name, status: (await recipientContract(run, name)).status })),
  );
  const named = (status: CheckOutcome["status"]) => each.flatMap((one) => (one.status === status ? [one.name] : []));
  const [without, unseen] = [named("broken"), named("unproven")];
  const facts = { contracts: each.length, without: without.length, unseen: unseen.length };
  if (without.length > 0) return broken(said("contracts.without", { which: some(without) }), facts);
  if (unseen.length > 0 || each.length === 0) return unproven(said("contracts.unseen", { which: some(unseen) }), facts);
  return kept(said("contracts.hold", { contracts: each.length }), facts);
}

/** The organisation's own systems and stores; parties with data elsewhere are named as transfers. */
export function storedIn(run: CheckRun, countries: readonly string[]): CheckOutcome {
  const { systems, stores = [], organisation } = run.options.policy;
  const places = [
    ...systems
      .filter(({ name }) => name !== ownSystemName)
      .map(({ name, country }) => ({ name, in: country === undefined ? [] : [country] })),
    ...stores.map(({ name, countries: of }) => ({ name, in: of.length > 0 ? of : [organisation.country] })),
  ];
  const elsewhere = places.filter((place) => place.in.some((country) => !countries.includes(country)));
  const unknown = places.filter((place) => place.in.length === 0);
  const facts = { places: places.length, elsewhere: elsewhere.length, unknown: unknown.length };
  const which = (of: typeof places) => ({ which: some(of.map(({ name }) => name)) });
  if (elsewhere.length > 0) return broken(said("stored.elsewhere", which(elsewhere)), facts);
  if (unknown.length > 0 || places.length === 0) return unproven(said("stored.unknown", which(unknown)), facts);
  return kept(said("stored.declared", { declared: places.length, countries: some(countries, 10) }), facts);
}
