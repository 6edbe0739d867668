/** A document on its way to be spoiled: as YAML sees it, but with names that may occur twice and scalars that may be nonsense. */
import { isMap, isScalar, isSeq, type Node, parseDocument } from "yaml";

export type Tree = Scalar | List | Mapping;
export interface Scalar {
  readonly kind: "scalar";
  /** As it is written. */
  readonly source: string;
}
interface List {
  readonly kind: "list";
  readonly items: readonly Tree[];
}
export interface Mapping {
  readonly kind: "mapping";
  /** Names as they are written. */
  readonly pairs: readonly (readonly [name: string, value: Tree])[];
}
/** Which member of a mapping, or which item of a list, by its number. */
export type TreePath = readonly number[];

export function scalar(source: string): Scalar {
  return { kind: "scalar", source };
}
export function list(items: readonly Tree[]): List {
  return { kind: "list", items };
}
export function mapping(pairs: Mapping["pairs"]): Mapping {
  return { kind: "mapping", pairs };
}

/** A text as a scalar that YAML reads as that text, in every position. */
export function quoted(text: string): string {
  return /^[a-z][a-z0-9._-]*$/i.test(text) && !/^(true|false|null)$/i.test(text) ? text : JSON.stringify(text);
}

export function textOf(source: string): string {
  return source.startsWith('"') ? String(JSON.parse(source)) : source;
}

export function treeIn(text: string): Tree {
  return treeOf(parseDocument(text, { schema: "core" }).contents);
}

function treeOf(node: Node | null): Tree {
  if (isMap(node)) return mapping(node.items.map(({ key, value }) => [written(key), treeOf(value as Node | null)]));
  if (isSeq(node)) return list((node.items as Node[]).map(treeOf));
  return scalar(written(node));
}

function written(node: unknown): string {
  if (!isScalar(node)) return "null";
  return typeof node.value === "string" ? quoted(node.value) : (node.source ?? "null");
}

export function childrenOf(tree: Tree): readonly Tree[] {
  if (tree.kind === "scalar") return [];
  return tree.kind === "list" ? tree.items : tree.pairs.map(([, value]) => value);
}

/** The way to every part, the whole first. */
export function pathsIn(tree: Tree): readonly TreePath[] {
  const found: TreePath[] = [];
  const walk = (part: Tree, path: TreePath): void => {
    found.push(path);
    childrenOf(part).forEach((child, at) => {
      walk(child, [...path, at]);
    });
  };
  walk(tree, []);
  return found;
}

export function partAt(tree: Tree, path: TreePath): Tree | undefined {
  let part: Tree | undefined = tree;
  for (const at of path) part = part === undefined ? undefined : childrenOf(part)[at];
  return part;
}

/** The tree with one part changed; the same tree when the way leads nowhere. */
export function changedAt(tree: Tree, path: TreePath, change: (part: Tree) => Tree): Tree {
  const [at, ...rest] = path;
  if (at === undefined) return change(tree);
  if (tree.kind === "scalar") return tree;
  if (tree.kind === "list")
    return list(tree.items.map((item, index) => (index === at ? changedAt(item, rest, change) : item)));
  return mapping(
    tree.pairs.map(([name, value], index) => [name, index === at ? changedAt(value, rest, change) : value]),
  );
}

/** As YAML: blocks down to a depth, brackets below it. Depth 0 is one line. */
export function yamlOf(tree: Tree, blocks: number): string {
  const lines: string[] = [];
  const inline = (part: Tree): string => {
    if (part.kind === "scalar") return part.source;
    if (part.kind === "list") return `[${part.items.map(inline).join(", ")}]`;
    return `{${part.pairs.map(([name, value]) => `${name}: ${inline(value)}`).join(", ")}}`;
  };
  const block = (part: Tree, depth: number, lead: string): void => {
    if (depth >= blocks || part.kind === "scalar" || childrenOf(part).length === 0) {
      lines.push(`${lead}${inline(part)}`);
      return;
    }
    if (lead !== "") lines.push(lead.trimEnd());
    const indent = "  ".repeat(depth);
    if (part.kind === "list") for (const item of part.items) block(item, depth + 1, `${indent}- `);
    else for (const [name, value] of part.pairs) block(value, depth + 1, `${indent}${name}: `);
  };
  block(tree, 0, "");
  return `${lines.join("\n")}\n`;
}

/** Without the member that a path of names leads to; the items of a list share the path of the list. */
export function withoutMember(tree: Tree, path: string): Tree {
  if (tree.kind === "scalar") return tree;
  if (tree.kind === "list") return list(tree.items.map((item) => withoutMember(item, path)));
  return mapping(
    tree.pairs.flatMap(([name, value]): Mapping["pairs"] => {
      const text = textOf(name);
      if (text === path) return [];
      return [[name, path.startsWith(`${text}.`) ? withoutMember(value, path.slice(text.length + 1)) : value]];
    }),
  );
}
