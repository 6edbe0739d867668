/**
 * A person's request from receipt to answer: the code that proves an address, the due date that never moves later on our
 * own authority, the identity check, the decision, the copy behind a link that works once, and the register that proves
 * all of it and identifies nobody. It never speaks to a system (plans do) and never decides what the policy decides.
 */
export type * from "./contract.ts";
export { createRequests, type RequestsOptions } from "./create.ts";
export { restrictionsByPlan, standingRestrictions } from "./restrictions.ts";
export { correctedSince, type RequestFact, type RequestFacts, storedRequestFacts } from "./facts.ts";
export { askerName } from "./asker.ts";
export { isClosed, lifecycles } from "./lifecycle.ts";
export { stopsAmong } from "./stops.ts";
export { requesterDigest } from "./tokens.ts";
export * from "./customer-contract.ts";
export type * from "./queue-contract.ts";
