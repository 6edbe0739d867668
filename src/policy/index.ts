/**
 * The heart: what the policy says, what follows from it, and nothing else. Everybody who must decide something about a
 * person's data asks here. Pure: it reads no clock, no file, no database; facts are handed over, decisions come back.
 */
export { builtInCategories, isCategory, topCategory } from "./categories.ts";
export type * from "./model.ts";
export { type Parsed, parsePolicy } from "./parse.ts";
export type * from "./promises.ts";
