/** How what persons allowed is tied to the other rooms: whose requests stop, which version asked anew, what was erased. */
import { randomUUID } from "node:crypto";
import type { Renewals, Withdrawals } from "#changes";
import type { Consents, ProofTerm } from "#consent";
import { unsubscribeAddress } from "#inbox";
import type { ContactGate } from "#mail";
import { createPermissions, type Permissions, type PermissionsOptions } from "#permission";
import { heldBack } from "#notice";
import type { PlansOptions } from "#plans";
import { browserProofOver, type Policy } from "#policy";
import type { PromiseBoardOptions } from "#promises";
import { requesterDigest, stopsAmong } from "#requests";
import type { Store } from "#store";

type Ground = Pick<
  PermissionsOptions,
  "store" | "evidence" | "mail" | "publicUrl" | "policy" | "policyHash" | "version" | "unsubscribeTo"
>;

/** `changes`: made later, because they need the systems. */
export function permissionsOf(
  ground: Ground,
  changes: () => { readonly renewals: Pick<Renewals, "since">; readonly withdrawals: Pick<Withdrawals, "begin"> },
): Permissions {
  const { vault } = ground.store;
  return createPermissions({
    ...ground,
    personDigest: (address) => requesterDigest(vault, address),
    stops: stopsAmong,
    onWithdrawn: (tx, withdrawn) =>
      changes().withdrawals.begin(tx, { ...withdrawn, request: randomUUID(), about: "preferences", passOn: true }),
    consentFrom: async (reader) => {
      const since = await changes().renewals.since(reader);
      return Object.fromEntries(since.map(({ purpose, givenFrom }) => [purpose, givenFrom]));
    },
  });
}

/** What the board looks at of consents: names in browsers, links of nobody, proof that is kept. */
export function shownOf({
  store,
  policy,
  consents,
  permissions,
  answersMail,
}: {
  readonly store: Store;
  readonly policy: Policy;
  readonly consents: Pick<Consents, "undeclared" | "proof">;
  readonly permissions: Pick<Permissions, "unsubscribing" | "proof" | "byParents" | "givenBy">;
  readonly answersMail: boolean;
}): Pick<PromiseBoardOptions, "undeclared" | "unsubscribing" | "answersMail" | "proof" | "parents" | "yeses"> {
  const onSite = heldBack(policy).map(({ purpose }) => purpose);
  return {
    undeclared: (reader, since, times) => consents.undeclared(reader, since, times),
    answersMail,
    unsubscribing: (message) => permissions.unsubscribing(message),
    yeses: (reader, purposes) => permissions.givenBy(reader, purposes),
    parents: (reader, purposes) => permissions.byParents(reader, purposes),
    proof: async (purposes) => {
      const persons = await permissions.proof(purposes);
      const browsers = purposes.some((purpose) => onSite.includes(purpose))
        ? await consents.proof(store.reader)
        : { months: 0, overdue: 0 };
      return { ...persons, ...browsers, overdue: persons.overdue + browsers.overdue };
    },
  };
}

/** Until when the choices that browsers made must be provable. */
export function proofTermOf(policy: Policy): ProofTerm {
  const asked = heldBack(policy).map(({ purpose }) => purpose);
  return { timeZone: policy.timeZone, over: (chosenOn) => browserProofOver(policy, asked, chosenOn) };
}

/** Letters that unsubscribe go to the mailbox that is watched. */
export function unsubscribeByLetter(letters: Parameters<typeof unsubscribeAddress>[0]): { unsubscribeTo?: string } {
  const unsubscribeTo = unsubscribeAddress(letters);
  return unsubscribeTo === undefined ? {} : { unsubscribeTo };
}

/** What our own outbox asks before it sends. A message that the policy does not know is not sent. */
export function gateOf(permissions: () => Pick<Permissions, "contacts">): ContactGate {
  return async ({ to, message, language }) => {
    const [contact] = message === undefined ? [] : await permissions().contacts(message, [to], language);
    if (contact?.allowed !== true) return undefined;
    const { preferences: preferencesUrl, unsubscribe: unsubscribeUrl, unsubscribeMail } = contact;
    return {
      preferencesUrl,
      ...(unsubscribeUrl !== undefined && { unsubscribeUrl }),
      ...(unsubscribeMail !== undefined && { unsubscribeMail }),
    };
  };
}

/** Every address by which the systems knew somebody. */
export function emailsOf(known: Parameters<NonNullable<PlansOptions["onIdentifiers"]>>[2]): readonly string[] {
  return [...known.values()].flatMap((one) => {
    const { values, subject } = one.reveal();
    const own = values.filter(({ category, alsoOthers }) => category === "contact.email" && alsoOthers !== true);
    return [...subject.emails, ...own.map(({ value }) => value)];
  });
}
