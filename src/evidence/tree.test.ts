/** Laws of the tree and its proofs, for random trees and against outside vectors. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from "./proof.ts";
import { emptyRoot, Frontier, type Hash, leafHash, nodeHash, type NodeAt, subtreesOf } from "./tree.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 150);

/** Straight from the definition of MTH in RFC 6962 §2.1: the oracle for everything quicker. */
function rootByDefinition(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return emptyRoot;
  if (leaves.length === 1) return leaves[0] as Hash;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

function leavesOf(size: number, salt = 0): Hash[] {
  return Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`${salt}/${index}`)));
}

function grown(leaves: readonly Hash[]): Frontier {
  const frontier = Frontier.empty();
  for (const leaf of leaves) frontier.append(leaf);
  return frontier;
}

function reader(leaves: readonly Hash[]) {
  return async (nodes: readonly NodeAt[]) =>
    nodes.map(({ level, index }) => rootByDefinition(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)));
}

function flipped(bytes: Hash, bit: number): Hash {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

describe("the tree", () => {
  it("has the root of the eight entries that Certificate Transparency tests with", () => {
    const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    const frontier = grown(inputs.map((hex) => leafHash(Buffer.from(hex, "hex"))));
    expect(frontier.root().toString("hex")).toBe("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    expect(emptyRoot.toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("grows to the root that the definition gives, and names each complete subtree once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), (size) => {
        const leaves = leavesOf(size);
        const frontier = Frontier.empty();
        const seen = new Map<string, Hash>();
        for (const leaf of leaves)
          for (const node of frontier.append(leaf)) {
            expect(seen.has(`${node.level}/${node.index}`)).toBe(false);
            seen.set(`${node.level}/${node.index}`, node.hash);
          }
        expect(frontier.root().equals(rootByDefinition(leaves))).toBe(true);
        for (let level = 1; 2 ** level <= size; level += 1)
          for (let index = 0; (index + 1) * 2 ** level <= size; index += 1)
            expect(
              seen
                .get(`${level}/${index}`)
                ?.equals(rootByDefinition(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))),
            ).toBe(true);
        expect(Frontier.fromBytes(size, frontier.toBytes())?.root().equals(frontier.root())).toBe(true);
        expect(Frontier.fromBytes(size, Buffer.concat([frontier.toBytes(), emptyRoot]))).toBeUndefined();
      }),
      { numRuns: runs },
    );
  });

  it("cuts any range that starts where a subtree may start into complete subtrees without gap", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 0, max: 5000 }), (start, width) => {
        let at = start;
        for (const node of subtreesOf(start, start + width)) {
          expect(node.index * 2 ** node.level).toBe(at);
          at += 2 ** node.level;
        }
        expect(at).toBe(start + width);
      }),
      { numRuns: runs },
    );
  });
});

const sizes = fc.integer({ min: 1, max: 70 });

describe("a proof of inclusion", () => {
  it("holds for its entry and for no other place, entry, size or root", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, place, noise) => {
        const leaves = leavesOf(size);
        const index = place % size;
        const root = rootByDefinition(leaves);
        const proof = await inclusionProof(index, size, reader(leaves));
        const leaf = leaves[index] as Hash;
        expect(verifyInclusion({ index, leafHash: leaf }, { size, root }, proof)).toBe(true);
        const bit = noise % 256;
        expect(verifyInclusion({ index, leafHash: flipped(leaf, bit) }, { size, root }, proof)).toBe(false);
        expect(verifyInclusion({ index, leafHash: leaf }, { size, root: flipped(root, bit) }, proof)).toBe(false);
        for (const [at, part] of proof.entries())
          expect(verifyInclusion({ index, leafHash: leaf }, { size, root }, proof.with(at, flipped(part, bit)))).toBe(
            false,
          );
        expect(verifyInclusion({ index, leafHash: leaf }, { size, root }, [...proof, root])).toBe(false);
        if (proof.length > 0)
          expect(verifyInclusion({ index, leafHash: leaf }, { size, root }, proof.slice(1))).toBe(false);
        const other = noise % size;
        if (other !== index)
          expect(verifyInclusion({ index: other, leafHash: leaf }, { size, root }, proof)).toBe(false);
      }),
      { numRuns: runs },
    );
  });

  it("is refused for places that cannot be", async () => {
    const root = emptyRoot;
    for (const [index, size] of [
      [0, 0],
      [1, 1],
      [-1, 1],
      [0.5, 1],
      [0, Number.NaN],
      [0, 2 ** 60],
    ] as const) {
      expect(verifyInclusion({ index, leafHash: root }, { size, root }, [])).toBe(false);
      await expect(inclusionProof(index, size, async () => [])).rejects.toThrow(RangeError);
    }
  });
});

describe("a proof of consistency", () => {
  it("holds when the later tree continues the earlier one, and for no other tree", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, earlier, noise) => {
        const leaves = leavesOf(size);
        const from = 1 + (earlier % size);
        const first = { size: from, root: rootByDefinition(leaves.slice(0, from)) };
        const second = { size, root: rootByDefinition(leaves) };
        const proof = await consistencyProof(from, size, reader(leaves));
        expect(verifyConsistency(first, second, proof)).toBe(true);
        const bit = noise % 256;
        expect(verifyConsistency({ ...first, root: flipped(first.root, bit) }, second, proof)).toBe(false);
        expect(verifyConsistency(first, { ...second, root: flipped(second.root, bit) }, proof)).toBe(false);
        for (const [at, part] of proof.entries())
          expect(verifyConsistency(first, second, proof.with(at, flipped(part, bit)))).toBe(false);
        expect(verifyConsistency(first, second, [...proof, first.root])).toBe(false);
        // One entry rewritten inside what was signed: no proof makes the old root fit.
        const rewritten = leaves.with(noise % from, leafHash(Buffer.from("rewritten")));
        const forged = { size, root: rootByDefinition(rewritten) };
        const forgedProof = await consistencyProof(from, size, reader(rewritten));
        expect(verifyConsistency(first, forged, forgedProof)).toBe(false);
      }),
      { numRuns: runs },
    );
  });
});

interface InclusionVector {
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}
interface ConsistencyVector {
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

function load<T>(folder: string): [string, T][] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .map((file) => [file, JSON.parse(readFileSync(join(folder, file), "utf8")) as T]);
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, "base64");
}

/** Vectors made by others; the folder holds `inclusion` and `consistency`, itself or in `testdata`. */
const vectors = process.env["GESTAND_MERKLE_VECTORS"];
if (vectors !== undefined && vectors !== "")
  describe("vectors from outside", () => {
    const folder = readdirSync(vectors).includes("testdata") ? join(vectors, "testdata") : vectors;
    const inclusion = load<InclusionVector>(join(folder, "inclusion"));
    const consistency = load<ConsistencyVector>(join(folder, "consistency"));

    it("agree on every proof of inclusion, good and bad", () => {
      expect(inclusion.length).toBeGreaterThan(50);
      const wrong = inclusion.filter(([, vector]) => {
        const entry = { index: vector.leafIdx, leafHash: fromBase64(vector.leafHash) };
        const tree = { size: vector.treeSize, root: fromBase64(vector.root) };
        return verifyInclusion(entry, tree, (vector.proof ?? []).map(fromBase64)) === vector.wantErr;
      });
      expect(wrong.map(([file]) => file)).toEqual([]);
    });

    it("agree on every proof of consistency, good and bad", () => {
      expect(consistency.length).toBeGreaterThan(50);
      const wrong = consistency.filter(([, vector]) => {
        const first = { size: vector.size1, root: fromBase64(vector.root1) };
        const second = { size: vector.size2, root: fromBase64(vector.root2) };
        return verifyConsistency(first, second, (vector.proof ?? []).map(fromBase64)) === vector.wantErr;
      });
      expect(wrong.map(([file]) => file)).toEqual([]);
    });
  });
