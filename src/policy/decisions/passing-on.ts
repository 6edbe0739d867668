/** Who must hear of what was done with a person's data, and whether anything may go to them at all. */
import { type Language, type LocalDate, type Refusal, type Result, succeed } from "#base";
import { isCategory } from "../categories.ts";
import type { Store } from "../chapters/stores.ts";
import type { Policy, Recipient } from "../model.ts";
import {
  engagerOf,
  partyName,
  type PersonFacts,
  type RecipientFinding,
  recipientsFor,
  weakestGround,
} from "./sharing.ts";

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
  const found = recipientsFor(policy, facts).filter(
    ({ recipient, because }) =>
      !reached.has(recipient.name) &&
      recipient.role !== "authority" &&
      recipient.role !== "other-user" &&
      // Who is only listed because of a purpose is asked when it is given something that this person has.
      (because === "rows" || facts.categories.some((category) => gets(recipient, category))),
  );
  const hear = withoutThoseBehind(found.map(({ recipient }) => recipient));
  return found.filter(({ recipient }) => hear.includes(recipient));
}

/** Who uses data for one of these purposes, and must stop when we do; left out are the same as in `toBeToldOf`. */
export function usingFor(policy: Policy, purposes: readonly string[]): readonly Recipient[] {
  const reached = reachedThemselves(policy);
  const using = policy.recipients.filter(
    ({ name, role, purposes: theirs }) =>
      !reached.has(name) &&
      role !== "authority" &&
      role !== "other-user" &&
      theirs.some((purpose) => purposes.includes(purpose)),
  );
  return withoutThoseBehind(using);
}

/** Who has no address of its own and was engaged by somebody that hears too: that one passes it on (art. 28(4)). */
function withoutThoseBehind(told: readonly Recipient[]): readonly Recipient[] {
  const hear = new Set(told.map(({ name }) => name));
  return told.filter(
    ({ requestsTo, engagedBy }) => requestsTo !== undefined || engagedBy === undefined || !hear.has(engagedBy),
  );
}

/** Those whom a recipient itself engages, as it must pass on to them what it is told; by name, each once. */
export function behindOf(
  { recipients }: Pick<Policy, "recipients">,
  recipient: Recipient,
  language: Language,
): readonly string[] {
  const engaged = recipients.filter(({ engagedBy }) => engagedBy === recipient.name);
  const through = engaged.filter(({ requestsTo }) => requestsTo === undefined);
  // Where nobody wrote them down they are those that are declared, under a name in one language.
  const declared = new Set(engaged.flatMap(({ party }) => Object.values(party)));
  const { subprocessors } = recipient;
  const named = typeof subprocessors === "string" ? [] : subprocessors.filter((name) => !declared.has(name));
  return [...new Set([...through.map((one) => partyName(one, language)), ...named])];
}

/** Recipients that run a store which plans reach: what they have is changed there, and they need no letter. */
function reachedThemselves({ stores = [] }: Policy): ReadonlySet<string> {
  return new Set(stores.flatMap(({ reach, by }) => (reach === undefined || by === undefined ? [] : [by])));
}

function gets({ receives }: Recipient, category: string): boolean {
  return receives.some((received) => isCategory(category, received) || isCategory(received, category));
}

/**
 * Whether data may be sent to it on this day: under a contract that holds (GDPR art. 28(3)), and where the law lets it go
 * (art. 44). The one gate: letters, calls of services and hand-overs ask it. A party that another one engages is bound by
 * the contract of that one (art. 28(4)), and stands only as long as it does.
 */
export function mayDisclose(
  policy: Pick<Policy, "recipients">,
  recipient: Recipient,
  on: LocalDate,
): Result<void, PassingRefusal> {
  const wrong = contractFlaw(policy, recipient, on);
  if (wrong !== undefined) return wrong;
  if (mayGoWhereItIs(recipient)) return succeed(undefined);
  return refusal(
    "no-transfer-ground",
    "It has data outside the EEA, and nothing that is declared lets data go there. Nothing was sent. Declare the safeguard.",
  );
}

/** As `mayDisclose`, of whoever runs a store; what we run ourselves is no disclosure. */
export function mayUseStore(
  policy: Pick<Policy, "recipients">,
  { by }: Pick<Store, "by">,
  on: LocalDate,
): Result<void, PassingRefusal> {
  const recipient = policy.recipients.find(({ name }) => name === by);
  return recipient === undefined ? succeed(undefined) : mayDisclose(policy, recipient, on);
}

type Refused = { readonly ok: false } & PassingRefusal;

function refusal(reason: PassingRefusal["reason"], message: string): Refused {
  return { ok: false, reason, message };
}

/** Its own contract, and those behind it up to the party that we engaged ourselves. */
function contractFlaw(policy: Pick<Policy, "recipients">, recipient: Recipient, on: LocalDate): Refused | undefined {
  const { contract, role } = recipient;
  const engager = engagerOf(policy, recipient);
  if (contract === undefined && role === "processor" && engager === undefined)
    return refusal(
      "no-contract",
      "There is no contract with this processor. Nothing was sent. Sign one, and declare it.",
    );
  if (contract !== undefined && contract.signedOn > on)
    return refusal("contract-to-come", `The contract is signed on ${contract.signedOn}. Nothing was sent.`);
  if (contract?.expiresOn !== undefined && contract.expiresOn < on)
    return refusal(
      "contract-expired",
      `The contract ended on ${contract.expiresOn}. Nothing was sent. Renew it, and declare that.`,
    );
  return engager && contractFlaw(policy, engager, on);
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
