/**
 * Replay: what persons had done with their data after a backup was made is done again once it was restored. Found from keyed
 * digests alone; it never keeps who they were.
 */
export type * from "./contract.ts";
export { createReplay } from "./create.ts";
