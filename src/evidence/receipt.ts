/**
 * What a person takes home: a compact JWS (RFC 7515, EdDSA of RFC 8037) that holds one entry, its proof of inclusion and
 * the signed checkpoint it was proven against. Anyone with the verifier key can check it, offline and without us.
 */
import { canonicalJson, type Json, refuse, type Result, succeed } from "#base";
import { decodeEntry, encodeEntry, type EntryContent } from "./entry.ts";
import { parseVerifierKey, type Signer, type VerifierKey } from "./keys.ts";
import { openCheckpoint } from "./note.ts";
import { verifyInclusion } from "./proof.ts";
import { type Hash, hashBytes, leafHash } from "./tree.ts";

export const receiptType = "gestand-receipt+jws";
const mostCharacters = 256 * 1024;

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
export type ReceiptRefusal = {
  readonly reason: "not-a-receipt" | "other-key" | "bad-signature" | "bad-checkpoint" | "not-included";
  readonly message: string;
};

export function signReceipt(content: ReceiptContent, signer: Signer): string {
  const header = canonicalJson({ alg: "EdDSA", kid: signer.key.toString(), typ: receiptType });
  const payload = canonicalJson({
    checkpoint: content.checkpoint,
    entry: JSON.parse(encodeEntry(content.entry).toString()) as Json,
    index: content.index,
    proof: content.proof.map((hash) => hash.toString("base64")),
  });
  const signed = `${base64url(header)}.${base64url(payload)}`;
  return `${signed}.${signer.sign(Buffer.from(signed)).toString("base64url")}`;
}

/** Checks a receipt with nothing but the verifier key of the log (`<name>+<hash>+<base64 key>`). */
export function verifyReceipt(jws: string, verifierKey: string): Result<VerifiedReceipt, ReceiptRefusal> {
  const key = parseVerifierKey(verifierKey);
  if (key === undefined)
    return refuse("other-key", "The verifier key is not one; it reads <name>+<8 hex digits>+<base64>.");
  const parts = jws.trim().split(".");
  const [header = "", payload = "", signature = ""] = parts;
  const head = parts.length === 3 && jws.length <= mostCharacters ? parseObject(header) : undefined;
  if (head === undefined || head["typ"] !== receiptType || head["alg"] !== "EdDSA")
    return refuse(
      "not-a-receipt",
      "This is not a receipt of Gestand. Copy the whole text, from the first to the last character.",
    );
  if (head["kid"] !== key.toString())
    return refuse("other-key", "The receipt was signed with another key than the one it was checked with.");
  const signed = Buffer.from(signature, "base64url");
  if (signed.toString("base64url") !== signature || !key.verifies(Buffer.from(`${header}.${payload}`), signed))
    return refuse("bad-signature", "The signature does not fit: the receipt was changed after it was signed.");
  const content = readPayload(payload);
  if (content === undefined)
    return refuse("not-a-receipt", "The receipt is signed but does not hold an entry and its proof.");
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

function readPayload(text: string): ReceiptContent | undefined {
  const value = parseObject(text);
  if (value === undefined) return undefined;
  const { checkpoint, index, proof } = value;
  const entry = decodeEntry(Buffer.from(canonicalJson((value["entry"] ?? null) as Json)));
  if (typeof checkpoint !== "string" || typeof index !== "number" || entry === undefined) return undefined;
  if (!Array.isArray(proof) || proof.length > 64) return undefined;
  const hashes = proof.map((item: unknown) => Buffer.from(typeof item === "string" ? item : "", "base64"));
  return hashes.every((hash) => hash.length === hashBytes) ? { checkpoint, index, entry, proof: hashes } : undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
