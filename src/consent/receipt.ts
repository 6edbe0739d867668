import { refuse, type Result, succeed } from "#base";
import { leafHash, type ReceiptRefusal, verifyAcknowledgement, verifyInclusion } from "#evidence";
import type { ConsentReceipt, ConsentRecord } from "./contract.ts";
import { decodeRecord } from "./record.ts";

export function receiptOf(
  record: Uint8Array,
  { place, count, path, entry }: { place: number; count: number; path: readonly Buffer[]; entry: string },
): ConsentReceipt {
  return {
    record: Buffer.from(record).toString("base64url"),
    place,
    count,
    path: path.map((hash) => hash.toString("base64url")),
    entry,
  };
}

export interface VerifiedConsent {
  readonly record: ConsentRecord;
  /** The log, and the place of the entry in it. */
  readonly origin: string;
  readonly index: number;
}

/** A receipt as a visitor has it, a JSON text; undefined when it is none. */
export function readConsentReceipt(text: string): ConsentReceipt | undefined {
  try {
    const { record, place, count, path, entry } = JSON.parse(text) as Record<string, unknown>;
    const texts = [record, entry, ...(Array.isArray(path) ? path : [undefined])];
    return texts.every((one) => typeof one === "string") && typeof place === "number" && typeof count === "number"
      ? ({ record, place, count, path, entry } as ConsentReceipt)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Checks a receipt with nothing but the verifier key of the log: offline, and without us. */
export function verifyConsentReceipt(
  receipt: ConsentReceipt,
  verifierKey: string,
): Result<VerifiedConsent, ReceiptRefusal> {
  const word = verifyAcknowledgement(receipt.entry, verifierKey);
  if (!word.ok) return word;
  const bytes = Buffer.from(receipt.record, "base64url");
  const record = decodeRecord(bytes);
  const { kind, body } = word.value.entry;
  if (record === undefined || kind !== "consent.recorded")
    return refuse("not-a-receipt", "The receipt is signed but holds no choice.");
  const root = Buffer.from(typeof body["root"] === "string" ? body["root"] : "", "hex");
  const path = receipt.path.map((hash) => Buffer.from(hash, "base64url"));
  const leaf = { index: receipt.place, leafHash: leafHash(bytes) };
  return body["records"] === receipt.count && verifyInclusion(leaf, { size: receipt.count, root }, path)
    ? succeed({ record, origin: word.value.origin, index: word.value.index })
    : refuse("not-included", "The choice in the receipt is not among those that the entry was signed for.");
}
