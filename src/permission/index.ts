/**
 * What persons allowed and stopped, and what may therefore be done: a ledger of their choices by keyed digest, each line proven by
 * the log; the gate that every message passes; answers for programs, kept and given up when something changes. It does not decide:
 * it asks the policy. It never holds an address in the clear.
 */
export type * from "./contract.ts";
export { createPermissions, type PermissionsOptions } from "./create.ts";
