/**
 * Answers to "may we?", remembered in a process and given up the moment something changes: never older than a declared bound, and no
 * where it is not known. It knows no rule and no database. `may.mjs` is built of it for the programs of a company.
 */
export { type Answered, type Changes, MayCache, type MaySource, type Verdict } from "./cache.ts";
export { connectMay, type MayClient, type MayOptions, verdictIn } from "./client.ts";
