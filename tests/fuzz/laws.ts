/** What must hold for whatever text somebody gives us as a policy. */
import { isMap, isScalar, isSeq, type Node, parseDocument } from "yaml";
import type { Problem } from "#base";
import { noticeOf } from "#notice";
import { checkPolicy, diffPolicies, type Policy, promisesOf } from "#policy";
import { type Document, parsed, type Texts } from "./documents.ts";

/** What became of one document. */
export interface Tried {
  readonly seed: number;
  readonly isPolicy: boolean;
  /** Of parsing, and of everything that follows. */
  readonly cpuMs: number;
  /** Broken laws, each in a sentence; none when all is well. */
  readonly faults: readonly string[];
}

export function tried(document: Document): Tried {
  const { seed, texts, original } = document;
  const before = process.cpuUsage();
  let made: Made | string;
  try {
    made = madeOf(texts, original);
  } catch (error) {
    made = `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1000;
  if (typeof made === "string") return { seed, isPolicy: false, cpuMs, faults: [made] };
  return { seed, isPolicy: made.policy !== undefined, cpuMs, faults: faultsOf(made, document) };
}

/** Everything that is made of one document. */
interface Made {
  readonly policy: Policy | undefined;
  readonly problems: readonly Problem[];
  readonly findings: readonly Problem[];
  readonly promises: readonly string[];
  readonly differs: boolean;
}

function madeOf(texts: Texts, original: Policy): Made {
  const { policy, problems } = parsed(texts);
  if (policy === undefined) return { policy, problems, findings: [], promises: [], differs: false };
  for (const language of policy.languages) noticeOf(policy, language);
  diffPolicies(original, policy);
  diffPolicies(policy, original);
  const differs = diffPolicies(policy, policy).differences.length > 0;
  return { policy, problems, findings: checkPolicy(policy), promises: promisesOf(policy).map(({ id }) => id), differs };
}

function faultsOf({ policy, problems, findings, promises, differs }: Made, document: Document): readonly string[] {
  const { seed, texts, inline } = document;
  const faults = [...problems, ...findings].flatMap((problem) => problemFaults(problem, texts));
  if ((policy === undefined) !== problems.some(({ severity }) => severity === "error"))
    faults.push("a text is a policy exactly when it has no error");
  if (new Set(promises).size < promises.length) faults.push("two promises have one id");
  if (differs) faults.push("a policy differs from itself");
  // Looking for places costs more than finding what is wrong there.
  if (seed % 4 === 0) faults.push(...misplaced(problems, texts, "member"), ...misplaced(findings, texts, "holder"));
  if (seed % 4 === 1 && policy !== undefined && inline !== undefined) faults.push(...otherSpelling(policy, inline));
  return faults;
}

/** How a document is laid out says nothing: the same in brackets on one line is the same policy. */
function otherSpelling(policy: Policy, inline: Texts): readonly string[] {
  const { policy: other, problems } = parsed(inline);
  if (problems.some(({ code }) => code === "yaml-syntax")) return [];
  return other !== undefined && withoutPlaces(other) === withoutPlaces(policy)
    ? []
    : ["in brackets it is another policy"];
}

function withoutPlaces(policy: Policy): string {
  return JSON.stringify(policy, (key, value: unknown) => (key === "at" ? undefined : value));
}

/** Whoever corrects the document must find the place and understand the words. */
function problemFaults({ at, code, message, path = "", remedy }: Problem, texts: Texts): readonly string[] {
  const faults: string[] = [];
  if (message === "" || remedy === "") faults.push(`${code} says nothing`);
  if (message.length + remedy.length > 1_500) faults.push(`${code} says ${message.length + remedy.length} characters`);
  if (code === "more-problems") return faults;
  const text = texts.get(at?.file ?? "");
  if (at === undefined || text === undefined) return [...faults, `${code} at "${path}" stands in no file`];
  const line = text.replace(/^\uFEFF/, "").split("\n")[at.line - 1];
  if (line === undefined || at.column < 1 || at.column > line.length + 1)
    faults.push(`${code} stands outside its file: ${at.line}:${at.column}`);
  return faults;
}

/**
 * A problem that names a member by its path points into that member: at its name, its value, or a part of it; and where the
 * member is what is missing, into what should hold it. What is found wrong with the policy as a whole may point at any holder
 * of the member, since not every value of the model has a place. The first problems will do.
 */
function misplaced(problems: readonly Problem[], texts: Texts, expected: "member" | "holder"): readonly string[] {
  const plain = new Map([...texts].map(([path, text]) => [path, text.replace(/^\uFEFF/, "")]));
  const roots = new Map<string, Node | null>();
  const rootOf = (file: string, text: string): Node | null => {
    const root = roots.get(file) ?? parseDocument(text, { schema: "core", uniqueKeys: false }).contents;
    roots.set(file, root);
    return root;
  };
  return problems.slice(0, 40).flatMap(({ at, code, path }) => {
    const text = plain.get(at?.file ?? "");
    if (at?.file === undefined || text === undefined || path === undefined) return [];
    const offset = offsetOf(text, at.line, at.column);
    for (let within = path; ; within = within.slice(0, within.lastIndexOf("."))) {
      // Nothing stands in what is empty, so that a finding about it points elsewhere.
      const spans = spansOf(rootOf(at.file, text), within).filter(({ empty }) => expected === "member" || !empty);
      if (spans.some(({ from, to }) => from <= offset && offset <= to)) return [];
      if (spans.length > 0 && (expected === "member" || !within.includes(".")))
        return [`${code} of "${path}" points elsewhere: ${at.file}:${at.line}:${at.column}`];
      if (!within.includes("."))
        return expected === "holder" ? [] : [`${code}: nothing of "${path}" stands in ${at.file}`];
    }
  });
}

function offsetOf(text: string, line: number, column: number): number {
  let offset = 0;
  for (let at = 1; at < line; at++) offset = text.indexOf("\n", offset) + 1;
  return offset + column - 1;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly empty: boolean;
}

/** Where the members of that path stand; the items of a list share the path of the list. */
function spansOf(node: Node | null, path: string): readonly Span[] {
  if (isSeq(node)) return (node.items as Node[]).flatMap((item) => spansOf(item, path));
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }): readonly Span[] => {
    if (!isScalar(key)) return [];
    const name = typeof key.value === "string" ? key.value : (key.source ?? "");
    const from = key.range?.[0] ?? 0;
    const to = (value as Node | null)?.range?.[2] ?? key.range?.[2] ?? from;
    if (name === path) return [{ from, to, empty: isMap(value) && value.items.length === 0 }];
    return path.startsWith(`${name}.`) ? spansOf(value as Node | null, path.slice(name.length + 1)) : [];
  });
}
