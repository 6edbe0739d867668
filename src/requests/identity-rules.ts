/** Who may be given what: when staff must look at identity, and to which address a copy may go. Pure. */
import { daysBetween, type LocalDate, localDateOf } from "#base";
import type { Policy } from "#policy";
import type { IdentityDoubt } from "./contract.ts";
import type { FoundInSystem } from "./secrets.ts";
import type { RequestRow } from "./tables.ts";

/**
 * Whether there are reasonable doubts about who is asking (GDPR art. 12(6)), and which; the first of these:
 * the data is under an address other than the one that was proven; more than one person has the address; the address is
 * on file for a shorter time than the policy calls settled, as after somebody took an account over.
 */
export function identityDoubt(
  policy: Policy,
  facts: {
    readonly foundUnderOtherAddress: boolean;
    readonly found: readonly FoundInSystem[];
    readonly receivedOn: LocalDate;
  },
): IdentityDoubt | undefined {
  if (facts.foundUnderOtherAddress) return "other-address";
  if (facts.found.some(({ candidates }) => candidates.length > 1)) return "several-persons";
  const { knownAddressOnly, settledDays } = policy.rights.copyTo;
  const unsettled = (since: string | undefined) =>
    since !== undefined && daysBetween(localDateOf(new Date(since), policy.timeZone), facts.receivedOn) < settledDays;
  if (knownAddressOnly && facts.found.some(({ candidates }) => candidates.some((one) => unsettled(one.addressSince))))
    return "address-changed-recently";
  return undefined;
}

type IdentityFacts = Pick<
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
  const doubt = row.identity_doubt;
  return row.found_anything === true && doubt !== "other-address" && doubt !== "address-changed-recently";
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
  return doubt === "other-address" || doubt === "address-changed-recently";
}
