/** The append-only record of what was done. Entries hold counts, keyed digests and references; never personal data. */
import type { Json } from "#base";
import type { Reader, Transaction } from "#store";

export interface EvidenceEntry {
  /** What happened, dotted: `request.received`, `plan.approved`, `step.done`, `promise.checked`, `guard.installed`. */
  readonly kind: string;
  /** Ids, counts, dates, digests. The writer is asserted to pass no e-mail address. */
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
  readonly size: number;
  /** First index at which the log and its tree or a checkpoint disagree. */
  readonly brokenAt?: number;
  readonly message: string;
}

export interface Evidence {
  /** Part of the caller's transaction: the entry exists exactly when the effect does. */
  append(tx: Transaction, entry: EvidenceEntry): Promise<EvidenceRef>;
  /** Signs the head, when it grew since the last one. */
  checkpoint(): Promise<Checkpoint>;
  latestCheckpoint(reader: Reader): Promise<Checkpoint | undefined>;
  entries(
    reader: Reader,
    range: { from: number; limit: number; newestFirst?: boolean; about?: string },
  ): Promise<readonly StoredEntry[]>;
  size(reader: Reader): Promise<number>;
  /** RFC 6962 proofs, hex hashes. */
  inclusionProof(reader: Reader, index: number, size: number): Promise<readonly string[]>;
  consistencyProof(reader: Reader, from: number, to: number): Promise<readonly string[]>;
  /** A JWS (compact, EdDSA) that holds the entry, its inclusion proof and the checkpoint it was proven against. */
  receipt(index: number): Promise<string>;
  /** Recomputes the whole tree from the stored entries and compares with every checkpoint. */
  verifyStored(): Promise<LogCheck>;
  /** The whole log as NDJSON lines, with the verifier key first and the checkpoints last; what `evidence verify` reads. */
  exportLog(): AsyncIterable<Uint8Array>;
  /** Verifier key in C2SP signed-note form: `<name>+<hash>+<base64 key>`. */
  readonly verifierKey: string;
}
