/** How what persons allowed is tied to the other rooms: whose requests stop, which version asked anew, what was erased. */
import { Personal } from "#base";
import type { Renewals } from "#changes";
import type { ContactGate } from "#mail";
import { createPermissions, type Permissions, type PermissionsOptions } from "#permission";
import type { PlansOptions } from "#plans";
import { requesterDigest, stopsAmong } from "#requests";

type Ground = Pick<PermissionsOptions, "store" | "evidence" | "policy" | "policyHash" | "version">;

export function permissionsOf(ground: Ground, renewals: () => Pick<Renewals, "since">): Permissions {
  const { vault } = ground.store;
  return createPermissions({
    ...ground,
    personDigest: (address) => requesterDigest(vault, address),
    stops: stopsAmong,
    consentFrom: async (reader) => {
      const since = await renewals().since(reader);
      return Object.fromEntries(since.map(({ purpose, givenFrom }) => [purpose, givenFrom]));
    },
  });
}

/** What our own outbox asks before it sends. A message that the policy does not know is not sent. */
export function gateOf(ground: Pick<Ground, "store">, permissions: () => Pick<Permissions, "ask">): ContactGate {
  return async ({ to, message }) =>
    message !== undefined && (await permissions().ask(ground.store.reader, new Personal(to), { message })).allowed;
}

/** Every address by which the systems knew somebody. */
export function emailsOf(known: Parameters<NonNullable<PlansOptions["onIdentifiers"]>>[2]): readonly string[] {
  return [...known.values()].flatMap((one) => {
    const { values, subject } = one.reveal();
    const own = values.filter(({ category, alsoOthers }) => category === "contact.email" && alsoOthers !== true);
    return [...subject.emails, ...own.map(({ value }) => value)];
  });
}
