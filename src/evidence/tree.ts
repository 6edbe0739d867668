/**
 * The Merkle tree of RFC 6962 §2.1 (the same as RFC 9162 §2.1): SHA-256, leaves prefixed with 0x00 and inner nodes with
 * 0x01, so that no leaf can pass for a node. Pure computation over bytes.
 */
import { hash } from "node:crypto";
import { assert } from "#base";

export const hashBytes = 32;

/** A 32-byte SHA-256 hash. */
export type Hash = Buffer;

/** A complete subtree: `index` counts the subtrees of this level from the left; level 0 are the leaves. */
export interface NodeAt {
  readonly level: number;
  readonly index: number;
}
export interface TreeNode extends NodeAt {
  readonly hash: Hash;
}

export function leafHash(entry: Uint8Array): Hash {
  const input = Buffer.allocUnsafe(entry.length + 1);
  input[0] = 0x00;
  input.set(entry, 1);
  return hash("sha256", input, "buffer");
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Hash {
  const input = Buffer.allocUnsafe(1 + 2 * hashBytes);
  input[0] = 0x01;
  input.set(left, 1);
  input.set(right, 1 + hashBytes);
  return hash("sha256", input, "buffer");
}

/** The root of a tree without entries: the hash of nothing. */
export const emptyRoot: Hash = hash("sha256", Buffer.alloc(0), "buffer");

/**
 * The right edge of a growing tree: the hashes of its complete subtrees, largest first, one for each bit that is set in
 * `size`. It is all that is needed to append and to know the root: at most 53 hashes for any log there will be.
 */
export class Frontier {
  #size: number;
  readonly #peaks: Hash[];

  private constructor(size: number, peaks: Hash[]) {
    this.#size = size;
    this.#peaks = peaks;
  }

  static empty(): Frontier {
    return new Frontier(0, []);
  }

  /** Reads what `toBytes` wrote; undefined when the bytes cannot belong to a tree of this size. */
  static fromBytes(size: number, bytes: Uint8Array): Frontier | undefined {
    if (!Number.isSafeInteger(size) || size < 0 || bytes.length !== ones(size) * hashBytes) return undefined;
    const peaks: Hash[] = [];
    for (let at = 0; at < bytes.length; at += hashBytes) peaks.push(Buffer.from(bytes.subarray(at, at + hashBytes)));
    return new Frontier(size, peaks);
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf; returns the subtrees above it that became complete, lowest first (none for every even place). */
  append(leaf: Hash): TreeNode[] {
    assert(leaf.length === hashBytes, "a leaf hash has 32 bytes");
    const completed: TreeNode[] = [];
    let hashed = leaf;
    let index = this.#size;
    for (let level = 1; index % 2 === 1; level += 1) {
      const left = this.#peaks.pop();
      assert(left !== undefined, "the frontier has a peak for every bit of its size");
      hashed = nodeHash(left, hashed);
      index = (index - 1) / 2;
      completed.push({ level, index, hash: hashed });
    }
    this.#peaks.push(hashed);
    this.#size += 1;
    return completed;
  }

  root(): Hash {
    return joinSubtrees(this.#peaks);
  }

  toBytes(): Buffer {
    return Buffer.concat(this.#peaks);
  }
}

/** The hash over adjacent complete subtrees, largest first, as the tree joins them: from the right. */
export function joinSubtrees(hashes: readonly Hash[]): Hash {
  const last = hashes.at(-1);
  if (last === undefined) return emptyRoot;
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** The complete subtrees, largest first, that cover the leaves from `from` up to, not including, `to`. */
export function subtreesOf(from: number, to: number): NodeAt[] {
  const found: NodeAt[] = [];
  let start = from;
  while (start < to) {
    let level = 0;
    let width = 1;
    while (start % (width * 2) === 0 && start + width * 2 <= to) {
      width *= 2;
      level += 1;
    }
    found.push({ level, index: start / width });
    start += width;
  }
  return found;
}

function ones(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
