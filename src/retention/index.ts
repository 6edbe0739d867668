/** Carries out the terms of the policy: counts every night what is past its term, and sweeps it, table by table. */
export type * from "./contract.ts";
export { createRetention } from "./create.ts";
