/**
 * How we speak to the systems where personal data is. One folder per kind, one contract, one conformance suite.
 * A connector never decides what may be read or erased: the policy does.
 */
export * from "./consent-contract.ts";
export * from "./contract.ts";
export * from "./store-contract.ts";
export * from "./sweep-contract.ts";
export { connect } from "./connect.ts";
export { toldFindings } from "./sql/only.ts";
export { connectStore } from "./connect-store.ts";
export { addressOfUser, mailboxFailure, openMailbox } from "./mailbox/index.ts";
export { type MappingOrder, type MappingProposal, proposalYaml, proposeMapping } from "./postgres/index.ts";
export {
  addressOf as serviceAddress,
  builtInService,
  builtInServices,
  parseService,
  plannedCalls,
  triedLookUps,
  unaskedServices,
  upload,
  type UploadOptions,
} from "./http/index.ts";
