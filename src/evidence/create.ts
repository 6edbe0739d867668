/** Puts the log, its key and its checkpoints together. */
import type { Store } from "#store";
import type { Checkpoint, Evidence } from "./contract.ts";
import { type Signer, signerFromSeed } from "./keys.ts";
import {
  appendEntry,
  insertCheckpoint,
  readCheckpoints,
  readEntries,
  readHead,
  readLatestCheckpoint,
  readNodes,
  readRows,
  readSize,
} from "./log.ts";
import { checkpointLine, headLine } from "./log-file.ts";
import { signCheckpoint } from "./note.ts";
import { consistencyProof, inclusionProof } from "./proof.ts";
import { signAcknowledgement } from "./acknowledgement.ts";
import { signReceipt } from "./receipt.ts";
import { checkStored } from "./stored-check.ts";
import type { Hash } from "./tree.ts";

export interface EvidenceOptions {
  readonly store: Store;
  /** Names the log for ever, such as `webshop-nl.example/gestand`: a URL without scheme; no white space, no `+`. */
  readonly origin: string;
  /** 32 bytes derived from the installation key for this use alone (`evidence-signing`). */
  readonly seed: Uint8Array;
}

const exportRows = 2_000;

export function createEvidence(options: EvidenceOptions): Evidence {
  const { store } = options;
  const signer = signerFromSeed(options.origin, options.seed);
  return {
    verifierKey: signer.key.toString(),
    append: (tx, entry) => appendEntry(tx, store.clock.now(), entry),
    checkpoint: () => signHead(store, signer),
    latestCheckpoint: (reader) => readLatestCheckpoint(reader, signer.key.name),
    entries: readEntries,
    size: readSize,
    inclusionProof: async (reader, index, size) =>
      hex(await inclusionProof(index, size, (nodes) => readNodes(reader, nodes))),
    consistencyProof: async (reader, from, to) =>
      hex(await consistencyProof(from, to, (nodes) => readNodes(reader, nodes))),
    receipt: (index) => makeReceipt(store, signer, index),
    acknowledge: (entry) => signAcknowledgement(entry, signer),
    verifyStored: () => checkStored(store.reader, signer.key),
    exportLog: () => exportLog(store, signer),
  };
}

/** Two processes that sign the same head write the same note: Ed25519 signatures are determined by key and text. */
async function signHead(store: Store, signer: Signer): Promise<Checkpoint> {
  const latest = await readLatestCheckpoint(store.reader, signer.key.name);
  const head = await readHead(store.reader);
  if (latest !== undefined && latest.size >= head.size) return latest;
  const root = head.root();
  const at = store.clock.now();
  const note = signCheckpoint({ origin: signer.key.name, size: head.size, root }, signer);
  await store.transact((tx) => insertCheckpoint(tx, { size: head.size, root, at, note }));
  return { origin: signer.key.name, size: head.size, rootHash: root.toString("hex"), at, note };
}

async function makeReceipt(store: Store, signer: Signer, index: number): Promise<string> {
  const latest = await readLatestCheckpoint(store.reader, signer.key.name);
  const checkpoint = latest !== undefined && latest.size > index ? latest : await signHead(store, signer);
  const [entry] = await readEntries(store.reader, { from: index, limit: 1 });
  if (entry === undefined || entry.index !== index || index >= checkpoint.size)
    throw new RangeError(`There is no entry ${index} in the evidence log, so no receipt was made`);
  const proof = await inclusionProof(index, checkpoint.size, (nodes) => readNodes(store.reader, nodes));
  return signReceipt({ index, entry, proof, checkpoint: checkpoint.note }, signer);
}

async function* exportLog(store: Store, signer: Signer): AsyncIterable<Uint8Array> {
  const { size } = await signHead(store, signer);
  yield headLine(signer.key.toString());
  for (const empty of await readCheckpoints(store.reader, signer.key.name, -1, 0)) yield checkpointLine(empty.note);
  for (let from = 0; from < size; ) {
    const to = Math.min(from + exportRows, size);
    const checkpoints = await readCheckpoints(store.reader, signer.key.name, from, to);
    const lines: Buffer[] = [];
    for (const row of await readRows(store.reader, from, to, exportRows)) {
      lines.push(row.body, Buffer.from("\n"));
      for (const checkpoint of checkpoints)
        if (checkpoint.size === Number(row.index) + 1) lines.push(checkpointLine(checkpoint.note));
    }
    yield Buffer.concat(lines);
    from = to;
  }
}

function hex(hashes: readonly Hash[]): string[] {
  return hashes.map((hash) => hash.toString("hex"));
}
