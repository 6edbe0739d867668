/** Who must hear of what was done with a person's data, and whether anything may go to them at all. */
import { type LocalDate, type Refusal, type Result, succeed } from "#base";
import { isCategory } from "../categories.ts";
import type { Policy, Recipient } from "../model.ts";
import { type PersonFacts, type RecipientFinding, recipientsFor, weakestGround } from "./sharing.ts";

export interface PassingRefusal extends Refusal {
  readonly reason: "no-contract" | "contract-to-come" | "contract-expired" | "no-transfer-ground";
}

/**
 * Each recipient to whom data of this person was disclosed hears of erasure, correction and restriction (GDPR art. 19), and
 * so does a processor (art. 28(3)(e)). Authorities that got data for one inquiry are no recipients (art. 4(9)), and other
 * users saw it and are unknown.
 */
export function toBeToldOf(policy: Policy, facts: PersonFacts): readonly RecipientFinding[] {
  const reached = reachedThemselves(policy);
  return recipientsFor(policy, facts).filter(
    ({ recipient, because }) =>
      !reached.has(recipient.name) &&
      recipient.role !== "authority" &&
      recipient.role !== "other-user" &&
      // Who is only listed because of a purpose is asked when it is given something that this person has.
      (because === "rows" || facts.categories.some((category) => gets(recipient, category))),
  );
}

/** Recipients that run a store which plans reach: what they have is changed there, and they need no letter. */
function reachedThemselves({ stores = [] }: Policy): ReadonlySet<string> {
  return new Set(stores.flatMap(({ reach, by }) => (reach === undefined || by === undefined ? [] : [by])));
}

function gets({ receives }: Recipient, category: string): boolean {
  return receives.some((received) => isCategory(category, received) || isCategory(received, category));
}

/** Whether data may be sent to it on this day: under a contract that holds (GDPR art. 28(3)), and where the law lets it go (art. 44). */
export function mayPassOn(recipient: Recipient, on: LocalDate): Result<void, PassingRefusal> {
  const { contract } = recipient;
  const no = (reason: PassingRefusal["reason"], message: string) => ({ ok: false, reason, message }) as const;
  if (contract === undefined && recipient.role === "processor")
    return no("no-contract", "There is no contract with this processor. Nothing was sent. Sign one, and declare it.");
  if (contract !== undefined && contract.signedOn > on)
    return no("contract-to-come", `The contract is signed on ${contract.signedOn}. Nothing was sent.`);
  if (contract?.expiresOn !== undefined && contract.expiresOn < on)
    return no(
      "contract-expired",
      `The contract ended on ${contract.expiresOn}. Nothing was sent. Renew it, and declare that.`,
    );
  if (!mayGoWhereItIs(recipient))
    return no(
      "no-transfer-ground",
      "It has data outside the EEA, and nothing that is declared lets data go there. Nothing was sent. Declare the safeguard.",
    );
  return succeed(undefined);
}

function mayGoWhereItIs(recipient: Recipient): boolean {
  const { safeguard = "none" } = recipient;
  switch (weakestGround(recipient)) {
    case "inside-eea":
    case "adequacy":
      return true;
    case "partial-adequacy":
      return safeguard !== "none";
    case "needs-safeguard":
      return safeguard !== "none" && safeguard !== "adequacy";
  }
}
