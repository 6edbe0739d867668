/**
 * PostgreSQL, 15 to 18. Reads the real catalogue, compares it with the mapping of the policy, and finds, reads, erases
 * and searches again with statements over sets. Names reach SQL only through the catalogue, values only as parameters.
 */
export { connectPostgres } from "./connect.ts";
export { type MappingOrder, proposeMapping } from "./propose.ts";
export type { MappingProposal } from "./propose-types.ts";
export { proposalYaml } from "./propose-yaml.ts";
