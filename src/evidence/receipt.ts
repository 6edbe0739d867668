/**
 * What a person takes home: a compact JWS (RFC 7515, EdDSA of RFC 8037) that holds one entry, its proof of inclusion and
 * the signed checkpoint it was proven against. Anyone with the verifier key can check it, offline and without us.
 */
import { canonicalJson, type Json, refuse, type Result, succeed } from "#base";
import { decodeEntry, encodeEntry, type EntryContent } from "./entry.ts";
import { notProof, openJws, type ReceiptRefusal, signJws } from "./jws.ts";
import type { Signer, VerifierKey } from "./keys.ts";
import { openCheckpoint } from "./note.ts";
import { verifyInclusion } from "./proof.ts";
import { type Hash, hashBytes, leafHash } from "./tree.ts";

export const receiptType = "gestand-receipt+jws";

export interface ReceiptContent {
  readonly index: number;
  readonly entry: EntryContent;
  readonly proof: readonly Hash[];
  /** A signed note. */
  readonly checkpoint: string;
}
export interface VerifiedReceipt {
  readonly origin: string;
  readonly index: number;
  readonly entry: EntryContent;
  /** Size and root (hex) of the log against which it was proven. */
  readonly size: number;
  readonly rootHash: string;
}

export function signReceipt(content: ReceiptContent, signer: Signer): string {
  return signJws(receiptType, signer, {
    checkpoint: content.checkpoint,
    entry: JSON.parse(encodeEntry(content.entry).toString()) as Json,
    index: content.index,
    proof: content.proof.map((hash) => hash.toString("base64")),
  });
}

/** Checks a receipt with nothing but the verifier key of the log (`<name>+<hash>+<base64 key>`). */
export function verifyReceipt(jws: string, verifierKey: string): Result<VerifiedReceipt, ReceiptRefusal> {
  const opened = openJws(jws, receiptType, verifierKey);
  if (!opened.ok) return opened;
  const { key, payload } = opened.value;
  const content = readPayload(payload);
  if (content === undefined) return refuse("not-a-receipt", notProof);
  return checkInclusion(content, key);
}

function checkInclusion(content: ReceiptContent, key: VerifierKey): Result<VerifiedReceipt, ReceiptRefusal> {
  const head = openCheckpoint(content.checkpoint, key);
  if (head === undefined || head.origin !== key.name)
    return refuse("bad-checkpoint", "The checkpoint in the receipt was not signed by this log.");
  const { index, entry, proof } = content;
  if (!verifyInclusion({ index, leafHash: leafHash(encodeEntry(entry)) }, head, proof))
    return refuse("not-included", "The entry in the receipt is not in the log that the checkpoint was signed for.");
  return succeed({ origin: head.origin, index, entry, size: head.size, rootHash: head.root.toString("hex") });
}

function readPayload(value: Record<string, unknown>): ReceiptContent | undefined {
  const { checkpoint, index, proof } = value;
  const entry = decodeEntry(Buffer.from(canonicalJson((value["entry"] ?? null) as Json)));
  if (typeof checkpoint !== "string" || typeof index !== "number" || entry === undefined) return undefined;
  if (!Array.isArray(proof) || proof.length > 64) return undefined;
  const hashes = proof.map((item: unknown) => Buffer.from(typeof item === "string" ? item : "", "base64"));
  return hashes.every((hash) => hash.length === hashBytes) ? { checkpoint, index, entry, proof: hashes } : undefined;
}
