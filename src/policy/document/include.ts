import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import { limits } from "#base";
import type { Finding, Reader } from "./reader.ts";

/** The text of another file of the policy, by its path from the folder of the first; nothing when it cannot be read. */
export type ReadOther = (path: string) => string | undefined;

/**
 * One policy out of several files: the words of an included file stand beside those of the first. A mapping that stands in
 * both becomes one, so that recipients can be kept in a file of their own; whatever is then named twice is found by the
 * grammar. Every value keeps its place in its own file.
 */
export function includeOthers(root: Node, reader: Reader, readOther: ReadOther): void {
  if (!isMap(root)) return;
  const seen = new Set([reader.file]);
  const waiting = takeIncludes(root, reader, "");
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { path, node } = next;
    const wrong = seen.has(path) ? includedTwice(path) : seen.size > limits.policyFiles ? tooMany : undefined;
    const text = wrong === undefined ? readOther(path) : undefined;
    if (text === undefined) {
      reader.report(reader.at(node), "include", wrong ?? unreadable(path));
      continue;
    }
    seen.add(path);
    const other = reader.open(text, path);
    if (other === undefined) continue;
    if (!isMap(other)) {
      reader.report(reader.at(other), "", notWords(path));
      continue;
    }
    waiting.push(...takeIncludes(other, reader, folderOf(path)));
    for (const pair of other.items as YamlPair[]) join(root, pair);
  }
}

type YamlPair = Pair<Node, Node | null>;

interface Include {
  /** From the folder of the first file. */
  readonly path: string;
  readonly node: Node;
}

/** The files that a document names, and the document without that word. */
function takeIncludes(document: YAMLMap, reader: Reader, folder: string): Include[] {
  const items = document.items as YamlPair[];
  const at = items.findIndex(({ key }) => isScalar(key) && key.value === "include");
  const [pair] = at < 0 ? [] : items.splice(at, 1);
  if (pair === undefined) return [];
  const nodes = isSeq(pair.value) ? (pair.value.items as (Node | null)[]) : [pair.value];
  return nodes.flatMap((node): Include[] => {
    const path = isScalar(node) && typeof node.value === "string" ? node.value : "";
    if (node !== null && path.length < 256 && /^(?:[\w-][\w. -]*\/)*[\w-][\w. -]*\.ya?ml$/.test(path))
      return [{ path: `${folder}${path}`, node }];
    reader.report(reader.at(node ?? pair.key), "include", notAPath);
    return [];
  });
}

function join(root: YAMLMap, pair: YamlPair): void {
  const name = isScalar(pair.key) ? pair.key.value : undefined;
  const own = (root.items as YamlPair[]).find(({ key }) => isScalar(key) && key.value === name);
  if (own !== undefined && isMap(own.value) && isMap(pair.value)) own.value.items.push(...pair.value.items);
  else if (own !== undefined && isSeq(own.value) && isSeq(pair.value)) own.value.items.push(...pair.value.items);
  else root.items.push(pair);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

const notAPath: Finding = {
  code: "bad-include",
  message: "This does not name a file of the policy.",
  remedy: "Write a path such as recipients.yaml or systems/shop.yaml, inside the folder of the policy.",
};

const tooMany: Finding = {
  code: "too-many-files",
  message: `The policy includes more than ${limits.policyFiles} files; the rest was not read.`,
  remedy: "Put parts together.",
};

function includedTwice(path: string): Finding {
  return {
    code: "included-twice",
    message: `"${path}" is included twice, or includes itself.`,
    remedy: "Name each file once.",
  };
}

function unreadable(path: string): Finding {
  return {
    code: "include-unreadable",
    message: `"${path}" does not exist beside the policy, or cannot be read.`,
    remedy: "Correct the path; it counts from the folder of the file that includes it.",
  };
}

function notWords(path: string): Finding {
  return {
    code: "wrong-type",
    message: `"${path}" is not a mapping with words of a policy.`,
    remedy: "Start with a word such as recipients: and put its entries below it.",
  };
}
