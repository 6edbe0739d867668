/**
 * The record that proves: an append-only RFC 6962 Merkle log, checkpoints signed with Ed25519, receipts for persons, and a
 * verifier that needs nothing but a file. It never holds personal data and never deletes.
 */
export { verifyAcknowledgement } from "./acknowledgement.ts";
export { type BatchTree, batchTree } from "./batch.ts";
export { benchVerify, type VerifyBench } from "./bench.ts";
export type * from "./contract.ts";
export { createEvidence, type EvidenceOptions } from "./create.ts";
export { looksPersonal } from "./personal-data.ts";
export type { ReceiptRefusal } from "./jws.ts";
export { verifyInclusion } from "./proof.ts";
export { type VerifiedReceipt, verifyReceipt } from "./receipt.ts";
export { leafHash } from "./tree.ts";
export { type LogReport, verifyLog, type VerifyLogOptions } from "./verify.ts";
