/** From what is recorded of persons to what may be done with them. */
import { type ConsentFrom, type May, mayContact, mayProcess, type PersonStanding, type Policy } from "#policy";
import type { Answered } from "#may";
import type { Reader } from "#store";
import type { Asked } from "./contract.ts";
import { digestOf, type PermissionsOptions } from "./house.ts";
import { linesByPerson } from "./ledger.ts";

export async function standingsOf(
  options: PermissionsOptions,
  reader: Reader,
  digests: readonly string[],
): Promise<readonly PersonStanding[]> {
  const [choices, stops] = [await linesByPerson(reader, digests), await options.stops(reader, digests)];
  return digests.map((digest) => ({ choices: choices.get(digest) ?? [], stops: stops.get(digest) ?? [] }));
}

export async function answersFor(
  options: PermissionsOptions,
  persons: readonly string[],
): Promise<readonly Answered[]> {
  const { store, policy } = options;
  const digests = persons.map((person) => digestOf(options, person));
  const from = await options.consentFrom(store.reader);
  const standings = await standingsOf(options, store.reader, digests);
  return standings.map((standing, at) => ({ person: digests[at] as string, ...allFor(policy, standing, from) }));
}

/** Whoever is known by nothing gets the same answers as everybody like that. */
function allFor(policy: Policy, standing: PersonStanding, from: ConsentFrom): Omit<Answered, "person"> {
  const purposes = policy.purposes.map(({ name }) => [name, mayProcess(policy, name, standing, from)] as const);
  const messages = (policy.messages ?? []).map(({ name }) => [name, mayContact(policy, name, standing, from)] as const);
  return { purposes: Object.fromEntries(purposes), messages: Object.fromEntries(messages) };
}

export function decide(policy: Policy, asked: Asked, standing: PersonStanding, from: ConsentFrom): May {
  return "purpose" in asked
    ? mayProcess(policy, asked.purpose, standing, from)
    : mayContact(policy, asked.message, standing, from);
}
