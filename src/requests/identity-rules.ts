/** Who may be given what: what the search means for identity, and to which address a copy may go. Pure. */
import type { Anchor } from "#connectors";
import { type IdentityDoubt, identityDoubt, type Policy } from "#policy";
import type { FoundInSystem } from "./secrets.ts";
import type { RequestRow } from "./tables.ts";

/**
 * Whether there are reasonable doubts about who is asking (GDPR art. 12(6)): what the search found, put to the policy. Found
 * under an address other than the proven one counts as another address, whatever is known under the proven one too.
 */
export function doubtAbout(
  policy: Policy,
  facts: {
    readonly foundUnderOtherAddress: boolean;
    readonly foundByOtherIdentity?: boolean;
    readonly found: readonly FoundInSystem[];
    readonly receivedAt: Date;
    /** When a correction that went through us made this the address, whatever the systems say. */
    readonly changedAt?: Date;
    readonly forOther?: boolean;
  },
): IdentityDoubt | undefined {
  const since = facts.found.flatMap(({ candidates }) => candidates.flatMap(({ addressSince }) => addressSince ?? []));
  const latest = [...since, ...(facts.changedAt === undefined ? [] : [facts.changedAt.toISOString()])]
    .toSorted()
    .at(-1);
  return identityDoubt(policy, {
    forOther: facts.forOther ?? false,
    askedAddressKnown: !facts.foundUnderOtherAddress,
    foundByOtherIdentity: facts.foundByOtherIdentity ?? false,
    // One person is in many systems; two in one system are two.
    candidates: Math.max(0, ...facts.found.map(({ candidates }) => candidates.length)),
    ...(latest === undefined ? {} : { addressSince: new Date(latest) }),
    now: facts.receivedAt,
  });
}

export type IdentityFacts = Pick<
  RequestRow,
  "located_at" | "found_anything" | "identity_doubt" | "identity_asked_at" | "identity_accepted"
>;

/** Nothing is open about identity: never in doubt, or accepted by staff. */
export function identitySettled(row: IdentityFacts): boolean {
  if (row.located_at === null) return false;
  if (row.identity_accepted === true) return true;
  return row.identity_doubt === null && row.identity_asked_at === null;
}

/** Whether the proven address is one on file, and settled. */
export function addressIsKnown(row: IdentityFacts): boolean {
  return row.found_anything === true && !needsEvidence(row.identity_doubt);
}

/**
 * A copy goes to the address that was proven: when it is on file and settled, or when staff accepted who is asking.
 * There is no third way, and no way to name another address.
 */
export function mayHaveCopy(row: IdentityFacts): boolean {
  return identitySettled(row) && (addressIsKnown(row) || row.identity_accepted === true);
}

/** Where a claim about who somebody is rests on more than the address, something must have been shown. */
export function needsEvidence(doubt: IdentityDoubt | null): boolean {
  return (
    doubt === "asked-for-other" ||
    doubt === "other-address" ||
    doubt === "other-identity" ||
    doubt === "address-changed-recently"
  );
}

export function sameAnchor(one: Anchor, other: Anchor): boolean {
  return (
    one.system === other.system && one.table === other.table && JSON.stringify(one.key) === JSON.stringify(other.key)
  );
}
