/**
 * Tells recipients what was done with a person's data, keeps after them until they answer, and sends nothing to whom nothing
 * may be sent. It never decides who has what of a person: the policy does.
 */
export * from "./contract.ts";
export { categoriesOf } from "./disclosure-check.ts";
export * from "./disclosure-contract.ts";
export { publicReport } from "./disclosure-report.ts";
export { mostAtOnce as mostDisclosuresAtOnce } from "./disclosures.ts";
export { createRecipients } from "./create.ts";
