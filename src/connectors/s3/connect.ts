import { GetObjectCommand, GetObjectLockConfigurationCommand } from "@aws-sdk/client-s3";
import { assert, isOperationalError, OperationalError, type Problem, refuse, succeed } from "#base";
import type { KeptBecause, ResidueFinding } from "../facts-contract.ts";
import type {
  ConnectedStore,
  ConnectStoreOptions,
  StoreFinding,
  StoreItem,
  StoreOrder,
  StoreSubject,
} from "../store-contract.ts";
import {
  cannotCorrect,
  emptyKeys,
  itemName,
  keptTally,
  neighbourProblems,
  personKeys,
  refusalOf,
} from "../store-subject.ts";
import { type Bucket, openBucket } from "./bucket.ts";
import { describe, describedBy } from "./described.ts";
import { batch, type Lock, lockOf, lockText, removeAll } from "./erase.ts";
import { inspectBucket, keepingProblems } from "./inspect.ts";
import { entriesOf, type Entry, type Keeping, keepingOf } from "./listing.ts";

/** Asks the server with the first question. Throws OperationalError when the address is not set or cannot be read. */
export async function connectS3({ store, reach, setting }: ConnectStoreOptions): Promise<ConnectedStore> {
  assert(reach.kind === "s3", "this store is reached as S3");
  const address = setting(reach.urlFrom);
  if (address === undefined || address === "")
    throw new OperationalError(
      "store-address",
      `${reach.urlFrom} is not set, so the store "${store.name}" cannot be reached. Nothing was done.`,
    );
  const bucket = openBucket(store.name, address, reach.bucket);
  return {
    name: store.name,
    abilities: { kind: "s3", find: true, read: true, erase: true, correct: false, search: false },
    inspect: () => inspectBucket(bucket, store),
    find: (subject) => find(bucket, subject),
    items: (subject) => items(bucket, subject),
    erase: async (order) => {
      const found = await find(bucket, order.subject);
      const refusal = refusalOf(found.problems);
      if (refusal !== undefined) return refusal;
      const { locked, ...outcome } = await erase(bucket, found, order);
      return locked.length === 0
        ? succeed(outcome)
        : refuse(
            "blocked",
            `${lockText(locked)} (store "${store.name}"). Everything else was erased. Erase again when the locks have ended.`,
          );
    },
    correct: () => Promise.resolve(cannotCorrect(store.name)),
    settled: () => Promise.reject(new Error("S3 answers at once; nothing of it is pending")),
    residue: (subject) => residue(bucket, subject),
    close: () => Promise.resolve(bucket.close()),
  };
}

interface Mine extends Entry {
  readonly keep?: KeptBecause;
  /** By what it is theirs: their keys, or a name under `matches`. */
  readonly by: string;
}
interface Seen {
  missing: number;
  neighbours: number;
}

/** Everything of the person, page by page. */
async function* mine(
  bucket: Bucket,
  keeping: Keeping,
  subject: StoreSubject,
  uploads: boolean,
  seen?: Seen,
): AsyncGenerator<readonly Mine[]> {
  const keys = personKeys(subject.keys);
  for await (const page of entriesOf(bucket, keeping, keys, uploads))
    yield page.flatMap((entry): Mine[] => {
      const meant = keys.meant(entry.key);
      return meant === undefined ? [] : [{ ...entry, by: "keys", ...(meant.keep && { keep: meant.keep }) }];
    });
  if (seen !== undefined) Object.assign(seen, { missing: keys.missing(), neighbours: keys.neighbours() });
  for await (const page of describedBy(bucket, keeping, subject, (key) => keys.meant(key) !== undefined))
    yield page.map(({ entry, name, known }) => ({ ...entry, by: name, ...(known.keep && { keep: known.keep }) }));
}

async function find(bucket: Bucket, subject: StoreSubject): Promise<StoreFinding> {
  const { store } = bucket;
  const problems: Problem[] = [...emptyKeys(store, subject)];
  if (problems.length > 0) return { store, items: 0, kept: [], missing: 0, problems };
  const keeping = await keepingOf(bucket);
  problems.push(...keepingProblems(store, keeping));
  const seen = { missing: 0, neighbours: 0 };
  const kept = keptTally();
  const locks = await hasLocks(bucket);
  const locked: Lock[] = [];
  let items = 0;
  let archived = 0;
  for await (const page of mine(bucket, keeping, subject, true, seen))
    for (const entry of page) {
      items += 1;
      if (/^(?:GLACIER|DEEP_ARCHIVE)$/.test(entry.storageClass ?? "")) archived += 1;
      if (entry.keep !== undefined) kept.add(entry.keep);
      else if (locks && entry.is === "object") {
        const lock = await lockOf(bucket, entry);
        if (lock !== undefined) locked.push(lock);
      }
    }
  const warn = (code: string, message: string, remedy: string) =>
    problems.push({ code, severity: "warning", path: `stores.${store}`, message, remedy });
  if (locked.length > 0)
    warn(
      "store-locked",
      `${lockText(locked)} (store "${store}").`,
      "Tell the person what stays and until when, and erase again on that day.",
    );
  if (archived > 0)
    warn(
      "store-archived",
      `${archived} of these objects are archived (store "${store}"). They can be erased, and not be read.`,
      "Restore them at the provider before the copy is made.",
    );
  problems.push(...neighbourProblems(store, seen.neighbours));
  return { store, items, kept: kept.list(), missing: seen.missing, problems };
}

async function hasLocks({ client, name: Bucket, call }: Bucket): Promise<boolean> {
  try {
    const { ObjectLockConfiguration } = await call("Asking for locks", () =>
      client.send(new GetObjectLockConfigurationCommand({ Bucket })),
    );
    return ObjectLockConfiguration?.ObjectLockEnabled === "Enabled";
  } catch (error) {
    // No lock is configured, the server knows none, or we may not ask: erasing will tell.
    if (isOperationalError(error) && !error.retryable) return false;
    throw error;
  }
}

async function* items(bucket: Bucket, subject: StoreSubject): AsyncGenerator<StoreItem> {
  const keeping = await keepingOf(bucket);
  for await (const page of mine(bucket, keeping, subject, false))
    for (const entry of page) {
      if (entry.is !== "object") continue;
      const about = await describe(bucket, entry, true);
      if (about === undefined) continue;
      const name = itemName(entry.latest ? entry.key : `${entry.key}~version-${entry.versionId ?? ""}`);
      yield { name, mediaType: about.mediaType, open: () => content(bucket, entry) };
      if (Object.keys(about.metadata).length + Object.keys(about.tags).length === 0) continue;
      const text = JSON.stringify({ key: entry.key, metadata: about.metadata, tags: about.tags }, null, 2);
      yield {
        name: `${name}.metadata.json`,
        mediaType: "application/json",
        open: async function* () {
          yield Buffer.from(text);
        },
      };
    }
}

async function* content(bucket: Bucket, { key: Key, versionId }: Entry): AsyncGenerator<Uint8Array> {
  const { client, name: Bucket, call } = bucket;
  const command = new GetObjectCommand({ Bucket, Key, ...(versionId && { VersionId: versionId }) });
  const { Body } = await call("Reading an object", () => client.send(command));
  if (Body === undefined) return;
  const pieces = (Body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  for (;;) {
    const piece = await call("Reading an object", () => pieces.next());
    if (piece.done === true) return;
    yield piece.value;
  }
}

async function erase(bucket: Bucket, found: StoreFinding, { subject, crashPoint, onProgress }: StoreOrder) {
  const keeping = await keepingOf(bucket);
  const locked = new Map<string, Lock>();
  const total = found.items - found.kept.reduce((sum, one) => sum + one.items, 0);
  let erased = 0;
  const remove = async (entries: readonly Entry[]) => {
    const removed = await removeAll(bucket, entries);
    erased += removed.erased;
    for (const lock of removed.locked) locked.set(nameOf(lock.entry), lock);
    onProgress?.(erased, Math.max(total, erased));
    await crashPoint?.("between-items");
  };
  await crashPoint?.("before-change");
  for (;;) {
    const before = erased;
    const kept = keptTally();
    let waiting: Entry[] = [];
    for await (const page of mine(bucket, keeping, subject, true)) {
      for (const entry of page) {
        if (entry.keep !== undefined) kept.add(entry.keep);
        else if (!locked.has(nameOf(entry))) waiting.push(entry);
      }
      while (waiting.length >= batch) {
        await remove(waiting.slice(0, batch));
        waiting = waiting.slice(batch);
      }
    }
    if (waiting.length > 0) await remove(waiting);
    // There are servers that count on from a page by how many there were, and skip as many as were erased meanwhile.
    if (erased - before >= batch) continue;
    await crashPoint?.("after-change");
    return { erased, corrected: 0, kept: kept.list(), locked: [...locked.values()] };
  }
}

function nameOf({ key, versionId, uploadId }: Entry): string {
  return JSON.stringify([key, versionId, uploadId]);
}

async function residue(bucket: Bucket, subject: StoreSubject): Promise<readonly ResidueFinding[]> {
  const findings = new Map<string, ResidueFinding>();
  for await (const page of mine(bucket, await keepingOf(bucket), subject, true))
    for (const { by, keep } of page) {
      const name = JSON.stringify([by, keep]);
      const rows = (findings.get(name)?.rows ?? 0) + 1;
      findings.set(name, { table: bucket.store, column: by, rows, ...(keep && { because: keep }) });
    }
  return [...findings.values()];
}
