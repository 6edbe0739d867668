/**
 * Many small records that one entry of the log proves: a tree of their own (RFC 6962 §2.1), whose root the entry holds. The
 * path of a record in it, and the entry's path in the log, lead from the record to a checkpoint.
 */
import { emptyRoot, type Hash, nodeHash } from "./tree.ts";

export interface BatchTree {
  readonly root: Hash;
  /** The hashes that lead from the record at this place to the root, lowest first. */
  path(place: number): Hash[];
}

/** Level by level: neighbours are joined, and one without a neighbour goes up as it is. That is the tree of RFC 6962. */
export function batchTree(leaves: readonly Hash[]): BatchTree {
  const levels: (readonly Hash[])[] = [leaves];
  for (let level = leaves; level.length > 1; ) {
    const above: Hash[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at] as Hash, level[at + 1]];
      above.push(right === undefined ? left : nodeHash(left, right));
    }
    levels.push(above);
    level = above;
  }
  return { root: levels.at(-1)?.[0] ?? emptyRoot, path: (place) => pathIn(levels, place) };
}

function pathIn(levels: readonly (readonly Hash[])[], place: number): Hash[] {
  const path: Hash[] = [];
  let at = place;
  for (const level of levels.slice(0, -1)) {
    const neighbour = level[at % 2 === 0 ? at + 1 : at - 1];
    if (neighbour !== undefined) path.push(neighbour);
    at = Math.floor(at / 2);
  }
  return path;
}
