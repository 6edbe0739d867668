/** Two models beside each other, member by member. */
import { canonicalJson, type Json } from "#base";

export interface Changed {
  readonly path: readonly string[];
  /** The path without the names of the policy's own things: `purposes`, `uses`. */
  readonly members: readonly string[];
  /** Where in the path each of those members stands. */
  readonly positions: readonly number[];
  /** Absent: was not there before. */
  readonly before?: Json;
  /** Absent: is not there any more. */
  readonly after?: Json;
}

/** Where a statement stands in its file is no part of what it says. */
const places = new Set(["at"]);

/** Every place at which they differ, deepest first reached; nothing when they say the same. */
export function changedBetween(before: Json | undefined, after: Json | undefined): readonly Changed[] {
  return walk({ path: [], members: [], positions: [] }, before, after);
}

function walk(
  place: Pick<Changed, "path" | "members" | "positions">,
  before: Json | undefined,
  after: Json | undefined,
): readonly Changed[] {
  const [old, fresh] = [membersOf(before), membersOf(after)];
  if (old === undefined || fresh === undefined)
    return same(before, after)
      ? []
      : [{ ...place, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  const listed = Array.isArray(before) || Array.isArray(after);
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((name) => {
    const path = [...place.path, name];
    const here = listed ? {} : { members: [...place.members, name], positions: [...place.positions, path.length - 1] };
    return walk({ ...place, path, ...here }, old.get(name), fresh.get(name));
  });
}

/** What stands at a path; nothing when there is nothing. */
export function valueAt(root: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, name) => membersOf(value)?.get(name), root);
}

function same(before: Json | undefined, after: Json | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return canonicalJson(bare(before)) === canonicalJson(bare(after));
}

/** A mapping by its members, a list of named things by their names. Other lists are one value: a set or an order of plain words. */
function membersOf(value: Json | undefined): ReadonlyMap<string, Json> | undefined {
  if (value === undefined || value === null || typeof value !== "object") return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value as object).filter(([name]) => !places.has(name)));
  const names = value.map(nameOf);
  const known = names.filter((name) => name !== undefined);
  if (known.length !== names.length || new Set(known).size !== names.length) return undefined;
  return new Map(known.map((name, at) => [name, value[at] as Json]));
}

function nameOf(entry: Json): string | undefined {
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return undefined;
  const { name, promise, table, kind } = entry as Readonly<Record<string, Json | undefined>>;
  return [name, promise, table, kind].find((value): value is string => typeof value === "string");
}

/** Without places, and lists of plain words in one order: whether they were written in another order changes nothing. */
function bare(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) {
    const parts = value.map(bare);
    return parts.every((part) => typeof part === "string") ? parts.toSorted() : parts;
  }
  const kept = Object.entries(value as object).filter(([name, each]) => !places.has(name) && each !== undefined);
  return Object.fromEntries(kept.map(([name, each]) => [name, bare(each as Json)]));
}
