/**
 * The published versions of the policy: immutable, numbered from 1, each with its texts, hash and first day. On every day
 * from the first version's on exactly one is in force. The room keeps texts; what they mean, and whether they may be
 * published at all, is decided by whoever reads them.
 */
export type * from "./contract.ts";
export { createVersions, type VersionsOptions } from "./create.ts";
export { hashOfFiles, hashOfNotices } from "./hash.ts";
export { carriedOutAmong, heldBefore, inForceAmong } from "./in-force.ts";
