/**
 * Turns "answer this person" and "erase this person" into ordered steps over systems, shows them before anything happens,
 * freezes what was approved and runs each step exactly once in effect, across crashes. It never decides whether a request
 * is granted and never learns the words of one kind of request.
 */
export type * from "./contract.ts";
