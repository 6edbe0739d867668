import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Location } from "#base";
import type { Finding } from "../document/reader.ts";
import { closest, insteadOf } from "../document/suggest.ts";
import {
  type Chapter,
  inside,
  type JsonSchema,
  type Kind,
  type Place,
  type Placed,
  report,
  type Word,
  wrongType,
} from "./kind.ts";
import { clip } from "./values.ts";

/** A member of a mapping: what it is, whether it must be there, and one sentence for editors and the reference. */
export interface Member<T, Required extends boolean> {
  readonly kind: Kind<T>;
  readonly required: Required;
  readonly doc: string;
  /** What to say when it is missing, where more than its name matters. */
  readonly missing?: Finding;
}

export function need<T>(kind: Kind<T>, doc: string, missing?: Finding): Member<T, true> {
  return { kind, required: true, doc, ...(missing === undefined ? {} : { missing }) };
}

export function may<T>(kind: Kind<T>, doc: string): Member<T, false> {
  return { kind, required: false, doc };
}

export type Members = Readonly<Record<string, Member<unknown, boolean>>>;

/** What reading a mapping gives: required members are there, others may be `undefined`. */
export type Read<M extends Members> = {
  readonly [K in keyof M]: M[K] extends Member<infer T, infer R> ? (R extends true ? T : T | undefined) : never;
} & Placed;

interface MappingOptions<M extends Members> {
  name: string;
  doc: string;
  example?: string;
  /** When several mappings are possible, the word that marks this one. */
  marked?: string;
  members: M;
}

/** A mapping, which can also be read when members are missing, so that the rest is looked at all the same. */
export interface MappingKind<M extends Members> extends Kind<Read<M>> {
  readonly readPartly: (node: Node | null, place: Place) => ReadPartly<M> | undefined;
}

export type ReadPartly<M extends Members> = { readonly [K in keyof M]: Read<M>[K] | undefined } & Placed;

/** A mapping with known words. Unknown and repeated words are problems, each at its own place. */
export function mapping<const M extends Members>(options: MappingOptions<M>): MappingKind<M> {
  const { name, members } = options;
  const words = Object.keys(members);
  const required = words.filter((each) => members[each]?.required);
  const chapter: Chapter = {
    name,
    doc: options.doc,
    ...(options.example === undefined ? {} : { example: options.example }),
    rows: words.map((each) => {
      const member = members[each] as Member<unknown, boolean>;
      return { word: each, required: member.required, label: member.kind.label, doc: member.doc };
    }),
    schema: mappingSchema(options.doc, members, required),
    inner: () => Object.values(members).flatMap((member) => member.kind.chapters?.() ?? []),
  };
  return {
    expects: `a mapping with ${(required.length > 0 ? required : words).slice(0, 4).join(", ")}`,
    label: `[${name}](#${name.toLowerCase().replace(/ /g, "-")})`,
    schema: { $ref: `#/definitions/${encodeURIComponent(name)}` },
    isMapping: true,
    fits: (node) => isMap(node) && (options.marked === undefined || node.has(options.marked)),
    chapters: () => [chapter],
    read: (node, place) => {
      if (!isMap(node)) return wrongType(node, place, `a mapping with ${words.slice(0, 4).join(", ")}`);
      const { complete, values } = readMembers(node, place, members, name);
      return complete ? (values as Read<M>) : undefined;
    },
    readPartly: (node, place) => {
      if (!isMap(node)) return wrongType(node, place, `a mapping with ${words.slice(0, 4).join(", ")}`);
      return readMembers(node, place, members, name).values as ReadPartly<M>;
    },
  };
}

function mappingSchema(doc: string, members: Members, required: readonly string[]): JsonSchema {
  return {
    type: "object",
    description: doc,
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required: [...required] }),
    properties: Object.fromEntries(Object.entries(members).map(([key, member]) => [key, described(member)])),
  };
}

/** Words beside a reference are ignored by draft 7, so the reference goes one level down. */
function described(member: Member<unknown, boolean>): JsonSchema {
  const { schema } = member.kind;
  return { description: member.doc, ...("$ref" in schema ? { allOf: [schema] } : schema) };
}

function readMembers(
  node: YAMLMap,
  place: Place,
  members: Members,
  name: string,
): { complete: boolean; values: Readonly<Record<string, unknown>> } {
  const values: Record<string, unknown> = {};
  const misspelt = new Set<string | undefined>();
  let complete = true;
  for (const { key, keyNode, value } of pairsOf(node, place, `the ${name.toLowerCase()}`)) {
    const member = Object.hasOwn(members, key) ? members[key] : undefined;
    if (member === undefined) {
      misspelt.add(closest(key, Object.keys(members)));
      report(keyNode, inside(place, key), {
        code: "unknown-word",
        message: `"${key}" is not a word of ${place.path === "" ? `a ${place.reader.what}` : `the ${name.toLowerCase()} "${place.path}"`}.`,
        remedy: insteadOf(key, Object.keys(members), "a word"),
      });
      continue;
    }
    values[key] = member.kind.read(value, inside(place, key));
    if (values[key] === undefined && member.required) complete = false;
  }
  for (const [key, member] of Object.entries(members)) {
    if (!member.required || key in values) continue;
    complete = false;
    // Told already, as the misspelling.
    if (misspelt.has(key)) continue;
    report(
      node,
      place,
      member.missing ?? {
        code: "missing-word",
        message: `${place.path === "" ? `The ${place.reader.what}` : `"${place.path}"`} has no "${key}".`,
        remedy: `Add "${key}": ${member.kind.expects}.`,
      },
    );
  }
  return { complete, values: { ...values, at: place.reader.at(node), path: place.path } };
}

interface ReadPair {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node | null;
}

/** The members of a mapping in order; one whose name is no text or was used before is reported and left out. */
function pairsOf(node: YAMLMap, place: Place, what: string): readonly ReadPair[] {
  const first = new Map<string, Node>();
  const found: ReadPair[] = [];
  for (const pair of node.items as Pair<Node | null, Node | null>[]) {
    const keyNode = pair.key;
    if (!isScalar(keyNode) || keyNode.value === null || keyNode.value === "") {
      report(keyNode ?? node, place, {
        code: "bad-name",
        message: "A name is missing or is not a text.",
        remedy: "Write a name before the colon; put it in quotes when it has special signs.",
      });
      continue;
    }
    const key = typeof keyNode.value === "string" ? keyNode.value : (keyNode.source ?? "");
    const earlier = first.get(key);
    if (earlier !== undefined) {
      report(keyNode, inside(place, key), {
        code: "named-twice",
        message: `"${key}" is named twice in ${what}; first on line ${firstPlace(place.reader.at(earlier), place.reader.at(keyNode))}.`,
        remedy: "Keep one of the two.",
      });
      continue;
    }
    first.set(key, keyNode);
    found.push({ key, keyNode, value: pair.value ?? place.reader.emptyAt(keyNode) });
  }
  return found;
}

/** `12`, or `12 of recipients.yaml` when the second stands in another file. */
function firstPlace(first: Location, second: Location): string {
  return first.file === second.file ? String(first.line) : `${first.line} of ${first.file}`;
}

export interface Entry<T> {
  readonly name: Word;
  /** `undefined` when the value has problems; the name still exists. */
  readonly value: T | undefined;
}

/** A mapping whose names are the author's own. `check` says what is wrong with a name, if anything. */
export function named<T>(options: {
  /** What a name names, with article: `a purpose`. */
  what: string;
  kind: Kind<T>;
  check?: (name: string) => { message: string; remedy: string } | undefined;
  schema?: JsonSchema;
}): Kind<readonly Entry<T>[]> {
  const { what, kind } = options;
  return {
    expects: `a mapping from the name of ${what} to ${kind.expects}`,
    label: `names of ${what.replace(/^an? /, "")} → ${kind.label}`,
    schema: { type: "object", additionalProperties: kind.schema, ...options.schema },
    fits: (node) => isMap(node),
    chapters: () => kind.chapters?.() ?? [],
    read: (node, place) => {
      if (!isMap(node)) return wrongType(node, place, `a mapping from the name of ${what} to ${kind.expects}`);
      return pairsOf(node, place, lastPart(place.path)).map(({ key, keyNode, value }) => {
        const wrong = options.check?.(key);
        if (wrong !== undefined) report(keyNode, inside(place, key), { code: "bad-name", ...wrong });
        const here = inside(place, key);
        return { name: { text: key, at: place.reader.at(keyNode), path: here.path }, value: kind.read(value, here) };
      });
    },
  };
}

/** A list; one item may stand without brackets. Items that have problems are left out. */
export function list<T>(kind: Kind<T>, options: { emptyIsFine?: boolean } = {}): Kind<readonly T[]> {
  const expects = `${kind.expects}, or a list of them`;
  return {
    expects,
    label: `${kind.label}, one or a list`,
    schema: { anyOf: [kind.schema, { type: "array", items: kind.schema }] },
    fits: (node) => isSeq(node) || kind.fits(node),
    chapters: () => kind.chapters?.() ?? [],
    read: (node, place) => {
      const items = isSeq(node) ? (node.items as (Node | null)[]) : [node];
      if (items.length === 0 && options.emptyIsFine !== true)
        return wrongType(node, place, `${kind.expects}; the list is empty`);
      const values = items.map((item) => kind.read(item, place));
      // Names that are declared elsewhere come as words, and are compared once they are resolved.
      values.forEach((value, at) => {
        if (typeof value === "string" && values.indexOf(value) < at)
          namedTwice(value, place.reader.at(items[at]), place);
      });
      return values.filter((value) => value !== undefined);
    },
  };
}

/** A word that stands in a list a second time says nothing, or was meant to be another. */
export function namedTwice(text: string, at: Location, place: Place): void {
  place.reader.report(at, place.path, {
    code: "named-twice",
    message: `"${clip(text)}" is named twice in this list.`,
    remedy: "Keep one of the two.",
  });
}

/** The first alternative whose form fits reads the value. */
export function either<A, B>(first: Kind<A>, second: Kind<B>): Kind<A | B> {
  const expects = `${first.expects}, or ${second.expects}`;
  return {
    expects,
    label: `${first.label}, or ${second.label}`,
    schema: { anyOf: [first.schema, second.schema] },
    isMapping: second.isMapping ?? false,
    fits: (node) => first.fits(node) || second.fits(node),
    chapters: () => [...(first.chapters?.() ?? []), ...(second.chapters?.() ?? [])],
    read: (node, place): A | B | undefined => {
      if (first.fits(node)) return first.read(node, place);
      if (second.fits(node)) return second.read(node, place);
      // Nothing fits: the alternative of the same shape says best what is wrong.
      if (isMap(node) && second.isMapping === true) return second.read(node, place);
      return wrongType(node, place, expects);
    },
  };
}

/** Another value made of what was read; `undefined` from `change` means that it reported a problem. */
export function changed<A, B>(
  kind: Kind<A>,
  change: (value: A, node: Node | null, place: Place) => B | undefined,
): Kind<B> {
  return {
    ...kind,
    read: (node, place) => {
      const value = kind.read(node, place);
      return value === undefined ? undefined : change(value, node, place);
    },
  };
}

function lastPart(path: string): string {
  return path === "" ? "the policy" : `"${path}"`;
}
