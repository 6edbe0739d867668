/**
 * The watched mailbox: each letter in it is taken in once, whatever happens in between, and becomes a request, a part of one,
 * or something that a member of staff sorts. It never believes a sender, never answers a machine, and does not decide what a
 * right is: the policy proposes, and staff say what is not clear.
 */
export type * from "./contract.ts";
export { unsubscribeAddress } from "./watch.ts";
export { createIncoming, type IncomingOptions } from "./create.ts";
