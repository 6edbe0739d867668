/** The append-only record of what was done. Entries hold counts, keyed digests and references; never personal data. */
import type { Json } from "#base";
import type { Reader, Transaction } from "#store";

export interface EvidenceEntry {
  /** What happened, dotted: `request.received`, `plan.approved`, `step.done`, `promise.changed`, `guard.installed`. */
  readonly kind: string;
  /**
   * What the entry is about, so that its history can be listed: a request's reference, a plan's id, a promise's id. When
   * left out, a text named `about` in `body` counts.
   */
  readonly about?: string;
  /** Ids, counts, dates, digests. Text that looks like an e-mail address, bank account or telephone number is a bug. */
  readonly body: { readonly [key: string]: Json };
}
export interface EvidenceRef {
  /** 0-based place in the log. */
  readonly index: number;
  /** SHA-256 of 0x00 followed by the entry's bytes (RFC 6962 §2.1), hex. */
  readonly leafHash: string;
}
export interface StoredEntry extends EvidenceRef {
  readonly at: Date;
  readonly kind: string;
  readonly about?: string;
  readonly body: { readonly [key: string]: Json };
}
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** Hex. */
  readonly rootHash: string;
  readonly at: Date;
  /** The signed note as C2SP tlog-checkpoint and signed-note write it. */
  readonly note: string;
}
export interface LogCheck {
  readonly ok: boolean;
  /** Entries looked at. */
  readonly size: number;
  /** First index at which the log and its tree or a checkpoint disagree. */
  readonly brokenAt?: number;
  readonly message: string;
}

export interface Evidence {
  /**
   * Part of the caller's transaction: the entry exists exactly when the effect does. From here to the end of the
   * transaction other appends wait, so append last and keep the rest of the transaction short.
   */
  append(tx: Transaction, entry: EvidenceEntry): Promise<StoredEntry>;
  /** Signs the head, when it grew since the last one. */
  checkpoint(): Promise<Checkpoint>;
  latestCheckpoint(reader: Reader): Promise<Checkpoint | undefined>;
  /** `from`: first index wanted, or with `newestFirst` the last one (pass `Infinity` for the end of the log). */
  entries(
    reader: Reader,
    range: { from: number; limit: number; newestFirst?: boolean; about?: string; kind?: string },
  ): Promise<readonly StoredEntry[]>;
  size(reader: Reader): Promise<number>;
  /** RFC 6962 proofs, hex hashes. */
  inclusionProof(reader: Reader, index: number, size: number): Promise<readonly string[]>;
  consistencyProof(reader: Reader, from: number, to: number): Promise<readonly string[]>;
  /**
   * A JWS (compact, EdDSA) that holds the entry, its inclusion proof and the checkpoint it was proven against. Call it
   * after the transaction that appended has committed. Throws RangeError when there is no such entry.
   */
  receipt(index: number): Promise<string>;
  /**
   * A JWS over an entry and its place, without a proof: our signed word at once that it is in the log. Whoever holds it
   * can show that it is not when it is missing. Call it after the commit.
   */
  acknowledge(entry: StoredEntry): string;
  /** Recomputes the whole tree from the stored entries and compares it with every stored hash and checkpoint. */
  verifyStored(): Promise<LogCheck>;
  /**
   * The whole log as NDJSON lines for `evidence verify`: a line with origin and verifier key, the entries exactly as they
   * were hashed, and each checkpoint behind the last entry it covers. Signs a checkpoint first, so that all is covered.
   */
  exportLog(): AsyncIterable<Uint8Array>;
  /** Verifier key in C2SP signed-note form: `<name>+<hash>+<base64 key>`. */
  readonly verifierKey: string;
}
