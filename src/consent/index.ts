/**
 * Consent that proves itself: what was shown, what was chosen, when it came; many at a time into one entry of the evidence
 * log, with a receipt for each. It decides nothing about what may be done with a consent.
 */
export type * from "./contract.ts";
export { type ConsentsOptions, createConsents } from "./create.ts";
export type { ProofTerm } from "./dropped.ts";
export { readConsentReceipt, type VerifiedConsent, verifyConsentReceipt } from "./receipt.ts";
