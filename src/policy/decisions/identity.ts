import { daysBetween, localDateOf } from "#base";
import type { Policy } from "../model.ts";
import type { IdentityDoubt } from "../vocabulary.ts";

export interface IdentityFacts {
  /** Somebody asks for somebody else: what gives them the right to must be shown, or confirmed by the person. */
  readonly forOther?: boolean;
  /** Whether the address that asked, and proved to be theirs, is on file in a system. */
  readonly askedAddressKnown: boolean;
  /** Whether something was found under another identity that they named, such as a telephone number. It proves nothing. */
  readonly foundByOtherIdentity?: boolean;
  /** Persons found under the address. */
  readonly candidates: number;
  /** Since when the address is on file, when the systems know; the latest of them. */
  readonly addressSince?: Date;
  readonly now: Date;
}

/**
 * Why it must be checked who asks before a copy goes out, if so (GDPR art. 12(6)). The gravest reason is given. An address
 * that changed recently is treated as another one: that is how an account is taken over to get its data.
 */
export function identityDoubt(policy: Policy, facts: IdentityFacts): IdentityDoubt | undefined {
  if (facts.forOther === true) return "asked-for-other";
  if (!facts.askedAddressKnown) return "other-address";
  if (facts.foundByOtherIdentity === true) return "other-identity";
  if (facts.candidates > 1) return "several-persons";
  const { knownAddressOnly, settledDays } = policy.rights.copyTo;
  if (!knownAddressOnly || facts.addressSince === undefined) return undefined;
  const since = localDateOf(facts.addressSince, policy.timeZone);
  return daysBetween(since, localDateOf(facts.now, policy.timeZone)) < settledDays
    ? "address-changed-recently"
    : undefined;
}
