/**
 * The record that proves: an append-only RFC 6962 Merkle log, checkpoints signed with Ed25519, receipts for persons, and a
 * verifier that needs nothing but a file. It never holds personal data and never deletes.
 */
export type * from "./contract.ts";
