/**
 * Our signed word, given at once, that an entry is in the log at its place; what a signed timestamp is in Certificate
 * Transparency (RFC 6962 §3.2). A receipt with its proof can be had later.
 */
import { canonicalJson, type Json, refuse, type Result, succeed } from "#base";
import type { StoredEntry } from "./contract.ts";
import { decodeEntry, encodeEntry, type EntryContent } from "./entry.ts";
import { notProof, openJws, type ReceiptRefusal, signJws } from "./jws.ts";
import type { Signer } from "./keys.ts";

const type = "gestand-entry+jws";

export function signAcknowledgement({ index, at, kind, about, body }: StoredEntry, signer: Signer): string {
  const entry = encodeEntry({ at, kind, ...(about === undefined ? {} : { about }), body });
  return signJws(type, signer, { entry: JSON.parse(entry.toString()) as Json, index });
}

export interface VerifiedAcknowledgement {
  readonly origin: string;
  readonly index: number;
  readonly entry: EntryContent;
}

/** Checks with nothing but the verifier key of the log. */
export function verifyAcknowledgement(
  jws: string,
  verifierKey: string,
): Result<VerifiedAcknowledgement, ReceiptRefusal> {
  const opened = openJws(jws, type, verifierKey);
  if (!opened.ok) return opened;
  const { key, payload } = opened.value;
  const entry = decodeEntry(Buffer.from(canonicalJson((payload["entry"] ?? null) as Json)));
  const { index } = payload;
  return entry === undefined || typeof index !== "number"
    ? refuse("not-a-receipt", notProof)
    : succeed({ origin: key.name, index, entry });
}
