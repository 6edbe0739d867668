/**
 * Proofs over the tree: that an entry is in it, and that a later tree only added to an earlier one. Which subtrees a proof
 * consists of follows RFC 6962 §2.1.1 and §2.1.2; checking follows the algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2.
 */
import { type Hash, hashBytes, joinSubtrees, type NodeAt, nodeHash, subtreesOf } from "./tree.ts";

/** Leaves from `from` up to, not including, `to`; one hash of a proof covers one such range. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Reads the hashes of complete subtrees, in the order asked. */
export type NodeReader = (nodes: readonly NodeAt[]) => Promise<readonly Hash[]>;

/** The hashes that lead from the entry at `index` to the root of the tree with `size` entries; needs `index < size`. */
export async function inclusionProof(index: number, size: number, read: NodeReader): Promise<Hash[]> {
  if (!isPlace(index) || !isPlace(size) || index >= size)
    throw new RangeError(`There is no entry ${index} in a log of ${size}`);
  return hashesOf(pathRanges(index, { from: 0, to: size }), read);
}

/** The hashes that show that the tree of `to` entries continues the tree of `from` entries; needs `0 < from ≤ to`. */
export async function consistencyProof(from: number, to: number, read: NodeReader): Promise<Hash[]> {
  if (!isPlace(from) || !isPlace(to) || from < 1 || from > to)
    throw new RangeError(`A log of ${to} entries cannot continue one of ${from}`);
  return hashesOf(continuationRanges(from, { from: 0, to }, true), read);
}

/** RFC 9162 §2.1.3.2. False for every proof that is not exactly right, whatever its shape. */
export function verifyInclusion(
  entry: { readonly index: number; readonly leafHash: Uint8Array },
  tree: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (!isPlace(entry.index) || !isPlace(tree.size) || entry.index >= tree.size) return false;
  if (![entry.leafHash, tree.root, ...proof].every(isHash)) return false;
  let fn = entry.index;
  let sn = tree.size - 1;
  let computed: Uint8Array = entry.leafHash;
  for (const part of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      computed = nodeHash(part, computed);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      computed = nodeHash(computed, part);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(computed, tree.root);
}

/** RFC 9162 §2.1.4.2. An empty first tree proves nothing and is refused. */
export function verifyConsistency(
  first: { readonly size: number; readonly root: Uint8Array },
  second: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (!isPlace(first.size) || !isPlace(second.size) || first.size < 1 || first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && same(first.root, second.root);
  if (proof.length === 0 || ![first.root, second.root, ...proof].every(isHash)) return false;
  let fn = first.size - 1;
  let sn = second.size - 1;
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  // A first tree of a power of two is itself a subtree of the second, so its root starts the path.
  const path = isPowerOfTwo(first.size) ? [first.root, ...proof] : proof;
  let [old, grown] = [path[0] as Uint8Array, path[0] as Uint8Array];
  for (const part of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      old = nodeHash(part, old);
      grown = nodeHash(part, grown);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      grown = nodeHash(grown, part);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(old, first.root) && same(grown, second.root);
}

/** PATH(m, D[n]) of RFC 6962 §2.1.1, deepest range first. */
function pathRanges(index: number, tree: Range): Range[] {
  if (tree.to - tree.from === 1) return [];
  const split = tree.from + splitOf(tree.to - tree.from);
  return index < split
    ? [...pathRanges(index, { from: tree.from, to: split }), { from: split, to: tree.to }]
    : [...pathRanges(index, { from: split, to: tree.to }), { from: tree.from, to: split }];
}

/** SUBPROOF(m, D[n], b) of RFC 6962 §2.1.2: `known` is true while the old tree's root says the range's hash already. */
function continuationRanges(old: number, tree: Range, known: boolean): Range[] {
  if (old === tree.to) return known ? [] : [tree];
  const split = tree.from + splitOf(tree.to - tree.from);
  return old <= split
    ? [...continuationRanges(old, { from: tree.from, to: split }, known), { from: split, to: tree.to }]
    : [...continuationRanges(old, { from: split, to: tree.to }, false), { from: tree.from, to: split }];
}

async function hashesOf(ranges: readonly Range[], read: NodeReader): Promise<Hash[]> {
  const parts = ranges.map((range) => subtreesOf(range.from, range.to));
  const hashes = await read(parts.flat());
  let at = 0;
  return parts.map((part) => joinSubtrees(hashes.slice(at, (at += part.length))));
}

/** The largest power of two smaller than `count`. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/** A right shift that also holds beyond 32 bits. */
function half(value: number): number {
  return Math.floor(value / 2);
}

function isPlace(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === hashBytes;
}

function isPowerOfTwo(size: number): boolean {
  return splitOf(size) * 2 === size || size === 1;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
