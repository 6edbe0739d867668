/**
 * What every store makes of the keys and values of a person: which names are theirs, what stays, what must not even be
 * tried. One place, because a mistake here erases the things of a neighbour.
 */
import { createHash } from "node:crypto";
import { type Problem, type Refusal, refuse } from "#base";
import type { FilledKey, KeptBecause } from "./facts-contract.ts";
import type { StoreFinding, StoreSubject } from "./store-contract.ts";

/** A name that is the person's. `keep`: it stays. */
export interface Meant {
  readonly keep?: KeptBecause;
}

export interface PersonKeys {
  /** Names to look up one by one; none of them is met by a walk. */
  readonly exact: readonly string[];
  /** Beginnings to walk; none begins with another. */
  readonly walks: readonly string[];
  /** Whose a name is that was met. `undefined`: somebody else's. What stays wins over what goes. */
  meant(name: string): Meant | undefined;
  /** Keys that no name answered to so far. */
  missing(): number;
  /** Names so far that begin with a key and go straight on with a letter or a digit: `user:12` where `user:1` was meant. */
  neighbours(): number;
}

/**
 * A beginning ends where a name of a person ends: when its last character is a letter or a digit, the next one must be
 * neither. What a policy forgot to separate is then counted as a neighbour, and never erased with the person.
 */
export function personKeys(keys: readonly FilledKey[]): PersonKeys {
  const exact = new Map<string, Entry>();
  const prefixes = new Map<string, Entry>();
  for (const { key, prefix, keep } of keys) {
    if (key === "") continue;
    const among = prefix ? prefixes : exact;
    const entry = among.get(key) ?? { met: false };
    entry.keep ??= keep;
    among.set(key, entry);
  }
  const walks = outermost([...prefixes.keys()]);
  const lengths = [...new Set([...prefixes.keys()].map((key) => key.length))];
  const walked = new Set(walks);
  let neighbours = 0;
  return {
    walks,
    exact: [...exact.keys()].filter((key) => !lengths.some((length) => walked.has(key.slice(0, length)))),
    meant: (name) => {
      const entries: Entry[] = [];
      let near = false;
      const whole = exact.get(name);
      if (whole !== undefined) entries.push(whole);
      for (const length of lengths) {
        const entry = length <= name.length ? prefixes.get(name.slice(0, length)) : undefined;
        if (entry === undefined) continue;
        if (goesOn(name, length)) near = true;
        else entries.push(entry);
      }
      if (entries.length === 0) {
        if (near) neighbours += 1;
        return undefined;
      }
      for (const entry of entries) entry.met = true;
      const keep = entries.find((entry) => entry.keep !== undefined)?.keep;
      return keep === undefined ? {} : { keep };
    },
    missing: () => [...exact.values(), ...prefixes.values()].filter(({ met }) => !met).length,
    neighbours: () => neighbours,
  };
}

interface Entry {
  met: boolean;
  keep?: KeptBecause | undefined;
}

const wordly = /[\p{L}\p{N}]/u;

function goesOn(name: string, length: number): boolean {
  return wordly.test(name.slice(0, length).at(-1) ?? "") && wordly.test(name.slice(length, length + 1));
}

function outermost(prefixes: readonly string[]): readonly string[] {
  const sorted = prefixes.toSorted((a, b) => (a < b ? -1 : 1));
  const outer: string[] = [];
  for (const prefix of sorted) if (outer.length === 0 || !prefix.startsWith(outer.at(-1) ?? "")) outer.push(prefix);
  return outer;
}

/** An empty key, beginning or value would mean everybody. It is a mistake of rows or policy, never an order. */
export function emptyKeys(store: string, subject: StoreSubject): readonly Problem[] {
  const keys = subject.keys.some(({ key }) => key.trim() === "");
  const values = Object.entries(subject.values).filter(([, known]) => known.some(({ value }) => value.trim() === ""));
  return [
    ...(keys ? [emptyProblem(store, "A key of this person is empty, which would mean everything in the store")] : []),
    ...values.map(([name]) =>
      emptyProblem(store, `A value of this person for "${name}" is empty, which would mean everybody without one`),
    ),
  ];
}

function emptyProblem(store: string, message: string): Problem {
  return {
    code: "store-empty-key",
    severity: "error",
    path: `stores.${store}`,
    message: `${message}.`,
    remedy: "Look up the row that it was made from, and give it a value, or leave the column out of the policy.",
  };
}

/** Refuses before anything is touched. */
export function refusalOf(
  problems: readonly Problem[],
): (Refusal & { readonly ok: false; readonly reason: "blocked" }) | undefined {
  const error = problems.find(({ severity }) => severity === "error");
  return error && refuse("blocked", `${error.message} Nothing was erased. ${error.remedy}`);
}

export function neighbourProblems(store: string, neighbours: number): readonly Problem[] {
  if (neighbours === 0) return [];
  return [
    {
      code: "store-neighbours",
      severity: "warning",
      path: `stores.${store}`,
      message: `${neighbours === 1 ? "One name begins" : `${neighbours} names begin`} with a key of this person and ${neighbours === 1 ? "goes" : "go"} straight on with a letter or a digit. They count as somebody else's and are left alone.`,
      remedy: 'End the pattern with what separates names, such as "user:{…}:*" or "avatars/{…}/*".',
    },
  ];
}

/** Adds up what stays, by why. */
export function keptTally(): {
  add(because: KeptBecause, items?: number): void;
  total(): number;
  list(): StoreFinding["kept"];
} {
  const tally = new Map<string, { because: KeptBecause; items: number }>();
  return {
    add: (because, items = 1) => {
      const name = JSON.stringify(because);
      const entry = tally.get(name) ?? { because, items: 0 };
      entry.items += items;
      if (items > 0) tally.set(name, entry);
    },
    total: () => [...tally.values()].reduce((sum, { items }) => sum + items, 0),
    list: () => [...tally.values()],
  };
}

/**
 * A name that every ZIP program can write: no way out of the folder, no reserved character. A name that had to change
 * gets a digest of the original, so that two never become one.
 */
export function itemName(key: string): string {
  const safe = key
    .normalize("NFC")
    .split("/")
    .map((part) =>
      part
        .replaceAll(/[\p{C}\\:*?"<>|]/gu, "_")
        .replace(/[. ]+$/u, "_")
        .replace(/^ +/u, "_"),
    )
    .map((part) => (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu.test(part) ? `_${part}` : part))
    .filter((part) => part !== "")
    .join("/")
    .slice(-180)
    .toWellFormed();
  if (safe === key) return key;
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 12);
  const dot = safe.lastIndexOf(".");
  const ending = dot > safe.lastIndexOf("/") && safe.length - dot <= 10 ? safe.slice(dot) : "";
  return `${safe.slice(0, safe.length - ending.length).replace(/^\/+/u, "")}~${digest}${ending}`;
}

/** What a store says that can be erased from, and cannot be corrected in. */
export function cannotCorrect(store: string): Refusal & { readonly ok: false; readonly reason: "blocked" } {
  return refuse(
    "blocked",
    `Gestand cannot correct what is in the store "${store}". Nothing was changed there. Correct it by hand, where the fact stands in it.`,
  );
}
