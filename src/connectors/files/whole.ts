/** Files that are one thing each: a photo, a document, under a name that rows know. */
import { createReadStream } from "node:fs";
import { open, rmdir, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import type { Problem } from "#base";
import type { ResidueFinding } from "../facts-contract.ts";
import type { StoreFinding, StoreItem, StoreOrder, StoreSubject } from "../store-contract.ts";
import { itemName, keptTally, type Meant, neighbourProblems, type PersonKeys, personKeys } from "../store-subject.ts";
import { type Folder, isAbsent, isSafe, meet, parentsOf, walkFolder } from "./folder.ts";

interface Mine {
  readonly name: string;
  readonly path: string;
  readonly meant: Meant;
}
interface Unsafe {
  count: number;
}

/** Files of the person that are there. Names that lead elsewhere are counted and never opened. */
async function* mine(folder: Folder, keys: PersonKeys, unsafe: Unsafe): AsyncGenerator<Mine> {
  for (const name of keys.exact) {
    const met = await meet(folder, name);
    if (met.is === "unsafe") unsafe.count += 1;
    if (met.is !== "file") continue;
    const meant = keys.meant(name);
    if (meant !== undefined) yield { name, path: met.path, meant };
  }
  for (const prefix of keys.walks) {
    const base = prefix.slice(0, prefix.lastIndexOf("/"));
    if (base !== "" && !isSafe(base)) unsafe.count += 1;
    for await (const { name, path, is } of walkFolder(folder, prefix)) {
      const meant = keys.meant(name);
      if (meant === undefined) continue;
      if (is === "file") yield { name, path, meant };
      else unsafe.count += 1;
    }
  }
}

export async function findWhole(folder: Folder, subject: StoreSubject): Promise<StoreFinding> {
  const keys = personKeys(subject.keys);
  const kept = keptTally();
  const unsafe = { count: 0 };
  let items = 0;
  for await (const { meant } of mine(folder, keys, unsafe)) {
    items += 1;
    if (meant.keep !== undefined) kept.add(meant.keep);
  }
  const problems: Problem[] = [...neighbourProblems(folder.store, keys.neighbours())];
  if (unsafe.count > 0)
    problems.push({
      code: "store-unsafe-name",
      severity: "error",
      path: `stores.${folder.store}`,
      message: `${unsafe.count === 1 ? "One name" : `${unsafe.count} names`} of this person in the store "${folder.store}" would lead out of the folder, through a link, or to what is no file.`,
      remedy:
        "Look at the rows that the names come from. Write names from the folder on, without a slash in front, without `..`, and put files where links are.",
    });
  return { store: folder.store, items, kept: kept.list(), missing: keys.missing(), problems };
}

export async function* wholeItems(folder: Folder, subject: StoreSubject): AsyncGenerator<StoreItem> {
  for await (const { name, path } of mine(folder, personKeys(subject.keys), { count: 0 }))
    yield {
      name: itemName(name),
      mediaType: "application/octet-stream",
      open: () => createReadStream(path, { highWaterMark: 256 * 1024 }),
    };
}

export async function eraseWhole(folder: Folder, found: StoreFinding, order: StoreOrder) {
  const { crashPoint, onProgress } = order;
  const keys = personKeys(order.subject.keys);
  const kept = keptTally();
  const total = found.items - found.kept.reduce((sum, { items }) => sum + items, 0);
  const parents = new Set<string>();
  let erased = 0;
  await crashPoint?.("before-change");
  for await (const { path, meant } of mine(folder, keys, { count: 0 })) {
    if (meant.keep !== undefined) {
      kept.add(meant.keep);
      continue;
    }
    await unlink(path);
    for (const parent of parentsOf(folder, path)) parents.add(parent);
    erased += 1;
    onProgress?.(erased, Math.max(total, erased));
    await crashPoint?.("between-items");
  }
  // Also what an earlier try emptied and did not come to take away.
  for (const { key } of order.subject.keys)
    if (isSafe(key.replace(/\/$/, "")))
      for (const parent of parentsOf(folder, `${folder.root}/${key}x`)) parents.add(parent);
  await removeEmpty(parents);
  await crashPoint?.("after-change");
  return { erased, corrected: 0, kept: kept.list() };
}

/** Deepest first. What was removed must still be removed after a power cut, so what is left is synced. */
async function removeEmpty(parents: ReadonlySet<string>): Promise<void> {
  const changed = new Set<string>();
  for (const path of [...parents].toSorted((a, b) => b.length - a.length)) {
    try {
      await rmdir(path);
      changed.delete(path);
      changed.add(dirname(path));
    } catch (error) {
      if (!isAbsent(error)) changed.add(path);
    }
  }
  for (const path of changed) await syncFolder(path);
}

export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r").catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}

export async function wholeResidue(folder: Folder, subject: StoreSubject): Promise<readonly ResidueFinding[]> {
  const kept = keptTally();
  let left = 0;
  for await (const { meant } of mine(folder, personKeys(subject.keys), { count: 0 })) {
    if (meant.keep === undefined) left += 1;
    else kept.add(meant.keep);
  }
  const where = { table: folder.store, column: "files" };
  return [
    ...(left > 0 ? [{ ...where, rows: left }] : []),
    ...kept.list().map(({ because, items }) => ({ ...where, rows: items, because })),
  ];
}
