/** Which document a seed makes: a policy in one file or several, from the grammar or from a sample, spoiled more or less. */
import { readFileSync } from "node:fs";
import { exampleNames } from "#app";
import { parsePolicy, type Policy, smallestPolicy } from "#policy";
import { type Dice, diceOf } from "./dice.ts";
import { policySchema, valueFor, writtenIn } from "./grammar.ts";
import { scrambled, spoiled } from "./spoil.ts";
import { list, type Mapping, mapping, quoted, scalar, type Tree, treeIn, withoutMember, yamlOf } from "./tree.ts";

/** Texts by path; the policy itself is `policy.yaml`. */
export type Texts = ReadonlyMap<string, string>;

export interface Document {
  readonly seed: number;
  readonly texts: Texts;
  /** The same as one line of brackets, when nothing was done to the text. */
  readonly inline?: Texts;
  /** The whole policy that it comes nearest to. */
  readonly original: Policy;
}

interface Base {
  readonly texts: Texts;
  readonly tree: Mapping;
  readonly policy: Policy;
}

const samples = exampleNames().map((name) => baseOf(sampleTexts(name)));
const small = baseOf(
  new Map([["policy.yaml", smallestPolicy({ name: "Club", country: "NL", email: "privacy@club.example" })]]),
);
const written = writtenIn([...samples, small].map(({ tree }) => tree));

/** The texts of a sample by path, as `parsePolicy` asks for them. */
function sampleTexts(name: string): Texts {
  const folder = new URL(`../../examples/${name}/`, import.meta.url);
  const texts = new Map<string, string>();
  const read = (path: string): string => {
    const text = readFileSync(new URL(path, folder), "utf8");
    texts.set(path, text);
    return text;
  };
  parsePolicy("policy.yaml", read("policy.yaml"), read);
  return texts;
}

function baseOf(texts: Texts): Base {
  const { policy } = parsed(texts);
  if (policy === undefined) throw new Error("a sample does not load");
  const trees = [...texts.values()].map(treeIn).filter((tree) => tree.kind === "mapping");
  return { texts, policy, tree: mapping(trees.flatMap(({ pairs }) => pairs).filter(([name]) => name !== "include")) };
}

export function parsed(texts: Texts): ReturnType<typeof parsePolicy> {
  return parsePolicy("policy.yaml", texts.get("policy.yaml") ?? "", (path) => texts.get(path));
}

export function documentOf(seed: number): Document {
  const dice = diceOf(seed);
  const kind = dice.below(100);
  const base = kind < 30 ? small : dice.pick(samples);
  if (kind >= 90) return { seed, original: base.policy, texts: scrambledFiles(base.texts, dice) };
  let tree: Tree = kind < 30 ? madeUp(base.tree, dice) : kind < 50 ? base.tree : someOf(base.tree, dice);
  if (dice.chance(0.5) && (kind < 30 || kind >= 50)) tree = repaired(tree);
  for (let times = dice.pick([0, 1, 1, 1, 2, 3]); times > 0; times--) tree = spoiled(tree, dice, written);
  const files = filesOf(tree, dice);
  const texts = writtenOut(files, 1 + dice.below(8));
  if (dice.chance(0.2)) return { seed, original: base.policy, texts: scrambledFiles(texts, dice) };
  return { seed, original: base.policy, texts, inline: writtenOut(files, 0) };
}

function writtenOut(files: ReadonlyMap<string, Tree>, blocks: number): Texts {
  return new Map([...files].map(([path, tree]) => [path, yamlOf(tree, blocks)]));
}

const needed = new Set(["gestand", "organisation", "languages", "inForce", "persons", "purposes"]);

/** Made of what the grammar knows; mostly but for the words that must be there, without which all the rest is never looked at. */
function madeUp({ pairs }: Mapping, dice: Dice): Tree {
  const made = valueFor(policySchema, "", dice, written);
  if (made.kind !== "mapping" || dice.chance(0.2)) return made;
  return mapping([
    ...pairs.filter(([name]) => needed.has(name)),
    ...made.pairs.filter(([name]) => !needed.has(name) && name !== "include"),
  ]);
}

/** The words of a sample that must be there, and some of the others. */
function someOf({ pairs }: Mapping, dice: Dice): Tree {
  const often = dice.pick([0.1, 0.3, 0.6]);
  return mapping(pairs.filter(([name]) => needed.has(name) || dice.chance(often)));
}

/** Without what is wrong in it, so that more of them are policies. */
function repaired(tree: Tree): Tree {
  let now = tree;
  for (let rounds = 0; rounds < 8; rounds++) {
    const { policy, problems } = parsed(new Map([["policy.yaml", yamlOf(now, 2)]]));
    if (policy !== undefined) break;
    for (const path of new Set(problems.flatMap(({ path }) => path ?? []))) now = withoutMember(now, path);
  }
  return now;
}

/** Mostly one file; else some words in others, which now and then include each other or what is not there. */
function filesOf(tree: Tree, dice: Dice): ReadonlyMap<string, Tree> {
  if (tree.kind !== "mapping" || dice.chance(0.6)) return new Map([["policy.yaml", tree]]);
  const paths = ["policy.yaml", "a.yaml", "parts/b.yml", "parts/c.yaml"];
  const files = new Map<string, (readonly [string, Tree])[]>(paths.map((path) => [path, []]));
  for (const pair of tree.pairs) files.get(dice.chance(0.6) ? "policy.yaml" : dice.pick(paths))?.push(pair);
  const strange = ["policy.yaml", "../a.yaml", "gone.yaml", "", "parts/parts/b.yml", "/etc/passwd", "c.yaml"];
  const odd = () => (dice.chance(0.1) ? [dice.pick(strange)] : []);
  files.get("policy.yaml")?.unshift(including("a.yaml", "parts/b.yml", ...odd()));
  files.get("parts/b.yml")?.unshift(including("c.yaml", ...odd()));
  return new Map([...files].map(([path, pairs]) => [path, mapping(pairs)]));
}

function including(...paths: readonly string[]): readonly [string, Tree] {
  return ["include", list(paths.map((path) => scalar(quoted(path))))];
}

function scrambledFiles(texts: Texts, dice: Dice): Texts {
  const path = dice.pick([...texts.keys()]);
  return new Map([...texts].map(([each, text]) => [each, each === path ? scrambled(text, dice) : text]));
}
