/** Ways to spoil a document: in its tree, and in its bytes. */
import type { Dice } from "./dice.ts";
import { itemSchema, memberSchema, policySchema, type Schema, valueFor, wordsOf, type Written } from "./grammar.ts";
import {
  changedAt,
  list,
  mapping,
  partAt,
  pathsIn,
  quoted,
  type Scalar,
  scalar,
  textOf,
  type Tree,
  type TreePath,
} from "./tree.ts";

const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "include", "a.b", "é", "👩‍👩‍👧"];

/** Scalars as they are written, none of which anybody should write. */
const nasty: readonly string[] = [
  ["", "null", "~", "true", "-1", "0", "1e400", ".inf", ".nan", "0x1F", "0o17", "123456789012345678901234567890"],
  ['""', '"  "', '"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u202eabc"', '"\\ufeff"', '"👩‍👩‍👧‍👦"', '"\\n\\n"'],
  ["2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "-0001-01-01", "2026-12-01T00:00:00Z", "26:00"],
  ["*a", "&a x", "!!binary x", "!x y", "<<", "|", "- x", "? x", "@x", "`x`", "%x", "{", "]", "'", "[[]]", "{a: b}"],
  ['"->"', '"a -> "', '"-> b"', '"a -> b -> c"', '"(a,b) -> c(d)"', '"a -> b when"', '"((((((("', `"'" `],
  ['"9999 years after x"', '"P9999Y"', '"0 days"', '"99999 days"', '"when "', '"env:"', '"{random}"', '"${x}"'],
  ["__proto__", "constructor", "toString", "hasOwnProperty", '"%s%n"', '"../../etc/passwd"', '"a\\u0085b"'],
].flat();

function nastyScalar(dice: Dice): Scalar {
  if (dice.chance(0.03))
    return scalar(quoted(dice.pick(["x", "é", "-> ", "1 ", "ab@"]).repeat(1 + dice.below(40_000))));
  return scalar(dice.pick(dice.chance(0.2) ? names.map(quoted) : nasty));
}

function deep(dice: Dice): Tree {
  let tree: Tree = nastyScalar(dice);
  for (let depth = dice.pick([3, 20, 90, 190, 210]); depth > 0; depth--)
    tree = dice.chance(0.5) ? list([tree]) : mapping([[dice.pick(["a", "name", "any", "json"]), tree]]);
  return tree;
}

/** What the grammar expects at a place of the document; nothing where it knows none. */
function expected(tree: Tree, path: TreePath): { readonly schema: Schema | undefined; readonly word: string } {
  let schema: Schema | undefined = policySchema;
  let word = "";
  let part: Tree = tree;
  for (const at of path) {
    if (part.kind === "mapping") {
      const [name = "", value = part] = part.pairs[at] ?? [];
      [word, part] = [textOf(name), value];
      schema = schema && memberSchema(schema, word);
    } else if (part.kind === "list") {
      part = part.items[at] ?? part;
      schema = schema && itemSchema(schema);
    }
  }
  return { schema, word };
}

/** The same document with one thing wrong, strange, or merely other. */
export function spoiled(tree: Tree, dice: Dice, written: Written): Tree {
  const paths = pathsIn(tree);
  const path = dice.pick(paths);
  const other = partAt(tree, dice.pick(paths)) ?? tree;
  const { schema, word } = expected(tree, path);
  const put = (part: Tree) => changedAt(tree, path, () => part);
  const fresh = () => valueFor(schema ?? {}, word, dice, written, path.length);
  const ways: readonly (() => Tree)[] = [
    () => put(nastyScalar(dice)),
    () => put(fresh()),
    () => put(fresh()),
    () => put(other),
    () => put(dice.chance(0.9) ? list([]) : deep(dice)),
    () => put(mapping([])),
    () => changedAt(tree, path, (part) => (dice.chance(0.5) ? list([part]) : mapping([["is", part]]))),
    () => changedAt(tree, path, (part) => otherMembers(part, schema, dice, written)),
    () => changedAt(tree, path, (part) => otherMembers(part, schema, dice, written)),
    () => changedAt(tree, path, (part) => otherMembers(part, schema, dice, written)),
  ];
  return dice.pick(ways)();
}

function otherMembers(part: Tree, schema: Schema | undefined, dice: Dice, written: Written): Tree {
  if (part.kind === "scalar") return scalar(written.get(part.source)?.[0] ?? part.source.slice(0, -1));
  if (part.kind === "list") {
    const item = part.items[dice.below(part.items.length + 1)] ?? nastyScalar(dice);
    return list(dice.chance(0.5) ? part.items.filter((one) => one !== item) : [...part.items, item]);
  }
  const { pairs } = part;
  const at = dice.below(pairs.length + 1);
  const [name = "a", value = nastyScalar(dice)] = pairs[at] ?? [];
  const without = pairs.filter((_, index) => index !== at);
  const words = schema === undefined ? [] : wordsOf(schema);
  const added = dice.pick(words.length === 0 ? names : words);
  const inner = schema && memberSchema(schema, added);
  const ways: readonly (() => Tree)[] = [
    () => mapping(without),
    () => mapping([...pairs, [name, value]]),
    () => mapping([...without, [quoted(dice.pick(names)), value]]),
    () => mapping([...without, [quoted(`${textOf(name)}s`), value]]),
    () => mapping([...pairs, [dice.pick(["", "null", "1", "<<", "[a]", "*a", "&a a", '"\\ud800"', "? a"]), value]]),
    () => mapping([...without, [quoted(added), inner ? valueFor(inner, added, dice, written, 2) : value]]),
    () => mapping([...pairs, [quoted(added), inner ? valueFor(inner, added, dice, written, 2) : value]]),
    () => mapping(pairs.toReversed()),
  ];
  if (dice.chance(0.02)) return manyMembers(pairs, value, dice);
  return dice.pick(ways)();
}

function manyMembers(pairs: readonly (readonly [string, Tree])[], value: Tree, dice: Dice): Tree {
  const many = Array.from({ length: dice.pick([50, 300]) }, (_, index) => [`x${index}`, value] as const);
  return mapping([...pairs, ...many]);
}

const scraps = [
  ["", "\n", "\t", "  ", ": ", "- ", "[", "]", "{", "}", "*a", "&a ", "!!x ", "'", '"', "null", "0", "é", "\0", "->"],
  [
    "<<: ",
    "? ",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "#",
    "|\n",
    ">-\n",
    "\u2028",
    "\ud800",
    "\uFEFF",
    "👩‍👩‍👧",
    "\r",
    "__proto__: ",
  ],
].flat();

/** The same text with a few stretches cut out, doubled or replaced, or otherwise ended. */
export function scrambled(text: string, dice: Dice): string {
  let now = text;
  for (let times = 1 + dice.below(4); times > 0; times--) {
    const at = dice.below(now.length + 1);
    const cut = now.slice(at, at + dice.below(80));
    const put = dice.pick(scraps) + (dice.chance(0.3) ? cut + cut : "");
    now = now.slice(0, at) + put + now.slice(at + cut.length);
  }
  return dice.chance(0.3) ? otherwise(now, dice) : now;
}

function otherwise(text: string, dice: Dice): string {
  const at = dice.below(text.length + 1);
  const ways: readonly (() => string)[] = [
    () => text.replaceAll("\n", "\r\n"),
    () => text.replaceAll("\n", "\r"),
    () => `\uFEFF${text}`,
    () => text.replaceAll("    ", "\t"),
    () => text.slice(0, at),
    () => text.slice(at),
    () => `${text}\n${text}`,
    () => text.replace(/: /g, (sign) => (dice.chance(0.02) ? ":" : sign)),
    () => text.replace(/^( +)/gm, (indent) => (dice.chance(0.01) ? `${indent} ` : indent)),
    () => flipped(text, dice),
  ];
  if (dice.chance(0.01)) return `${text}\nstatements: {x: {under: scope, says: ${"long ".repeat(200_000)}}}`;
  return dice.pick(ways)();
}

/** With a few bits of its bytes turned, as a bad disk leaves it. */
function flipped(text: string, dice: Dice): string {
  const bytes = Buffer.from(text);
  if (bytes.length === 0) return text;
  for (let times = 1 + dice.below(20); times > 0; times--) {
    const at = dice.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
  }
  return bytes.toString();
}
