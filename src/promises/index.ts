/**
 * Holds every promise of the policy against the running system: kept, broken, unproven, stated or waived, with evidence
 * and a date. A mechanism that exists is not a promise kept; only a check that looked may say so. It repairs nothing.
 */
export { createPromiseBoard } from "./board.ts";
export type * from "./contract.ts";
export { type PromiseJson, promiseJson } from "./json.ts";
