/** By what stores know a person: what rows of the databases say, and what the person is known as everywhere. */
import type { LocalDate } from "#base";
import type {
  ConnectedSystem,
  FilledKey,
  KeptBecause,
  KnownValue,
  StoreKeys,
  StoreSubject,
  Subject,
} from "#connectors";
import type { KeyPart, KeyPattern, Policy, Store } from "#policy";

/** `undefined`: this kind of system cannot say it. */
export async function keysIn(
  system: ConnectedSystem,
  subject: Subject,
  today: LocalDate,
): Promise<readonly StoreKeys[] | undefined> {
  return system.storeKeys?.(subject, today);
}

/** A person as each store of the policy knows them, by its name. What two systems say of one file is one key. */
export function storeSubjects(
  policy: Policy,
  subject: Subject,
  found: readonly StoreKeys[],
): ReadonlyMap<string, StoreSubject> {
  return new Map(
    (policy.stores ?? []).map((store) => {
      const said = [...found.filter((keys) => keys.store === store.name), knownEverywhere(store, subject)];
      return [store.name, { emails: subject.emails, keys: mergedKeys(said), values: mergedValues(said) }];
    }),
  );
}

/** For a copy: what another person's row names as well may be theirs, and is not handed out (GDPR art. 15(4)). */
export function forCopy(subjects: ReadonlyMap<string, StoreSubject>): ReadonlyMap<string, StoreSubject> {
  return new Map(
    [...subjects].map(([store, { emails, keys, values }]) => [
      store,
      {
        emails,
        keys: keys.filter(own),
        values: Object.fromEntries(Object.entries(values).map(([name, of]) => [name, of.filter(own)])),
      },
    ]),
  );
}

const own = ({ keep }: { readonly keep?: KeptBecause }): boolean => keep?.kind !== "shared";

/** What came later beside what was known; a key that was free to go and is now kept stays. */
export function joined(before: StoreSubject, later: StoreSubject): StoreSubject {
  const both = [before, later].map(({ keys, values }) => ({ store: "", keys, values }));
  return { emails: before.emails, keys: mergedKeys(both), values: mergedValues(both) };
}

/** How many keys and values there are. */
export function keyCount({ keys, values }: StoreSubject): number {
  return keys.length + Object.values(values).reduce((sum, of) => sum + of.length, 0);
}

/** Everything that names something of the person there stays, so that nothing is to be erased. */
export function allKept({ keys, values }: StoreSubject): boolean {
  const all = [...keys, ...Object.values(values).flat()];
  return all.length > 0 && all.every(({ keep }) => keep !== undefined);
}

/** Whether all that a store holds of somebody is named in rows or by what they are known as. */
export function isKeyed({ keys, named = [], matches = {} }: Store): boolean {
  return keys.length > 0 || named.length > 0 || Object.keys(matches).length > 0;
}

/** Systems whose rows name something in the store. */
export function systemsNaming({ keys, named = [], matches = {} }: Store): readonly string[] {
  const parts = [...named.flatMap((pattern) => pattern.parts), ...Object.values(matches)];
  const columns = parts.flatMap((part) => ("column" in part ? [part.column] : []));
  return [...new Set([...keys, ...columns].map(({ system }) => system))];
}

/** Patterns and values without any column need no row: each spelling of each identity is filled in. */
function knownEverywhere(store: Store, subject: Subject): StoreKeys {
  const keys = (store.named ?? []).filter(isIdentityOnly).flatMap((pattern) => filled(pattern, subject));
  const values = Object.entries(store.matches ?? {}).flatMap(([name, part]) =>
    "identity" in part ? [[name, spellingsOf(subject, part.identity).map((value) => ({ value }))] as const] : [],
  );
  return { store: store.name, keys, values: Object.fromEntries(values) };
}

function isIdentityOnly({ parts }: KeyPattern): boolean {
  return parts.some((part) => "identity" in part) && !parts.some((part) => "column" in part);
}

function filled({ parts, prefix }: KeyPattern, subject: Subject): FilledKey[] {
  const texts = parts.reduce<readonly string[]>(
    (begun, part) => begun.flatMap((text) => textsOf(part, subject).map((more) => text + more)),
    [""],
  );
  return texts.filter((key) => key !== "").map((key) => ({ key, prefix }));
}

function textsOf(part: KeyPart, subject: Subject): readonly string[] {
  if ("text" in part) return [part.text];
  return "identity" in part ? spellingsOf(subject, part.identity) : [];
}

function spellingsOf({ emails, known = [] }: Subject, identity: string): readonly string[] {
  if (identity === "email") return emails;
  return known.filter((one) => one.identity === identity).flatMap(({ spellings }) => spellings);
}

function mergedKeys(said: readonly StoreKeys[]): FilledKey[] {
  const byName = new Map<string, FilledKey>();
  for (const key of said.flatMap(({ keys }) => keys)) {
    const name = JSON.stringify([key.key, key.prefix]);
    byName.set(name, withKeep(key, byName.get(name)?.keep));
  }
  return [...byName.values()];
}

function mergedValues(said: readonly StoreKeys[]): Record<string, readonly KnownValue[]> {
  const names = [...new Set(said.flatMap(({ values }) => Object.keys(values)))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const byValue = new Map<string, KnownValue>();
      for (const one of said.flatMap(({ values }) => values[name] ?? []))
        byValue.set(one.value, withKeep(one, byValue.get(one.value)?.keep));
      return [name, [...byValue.values()]];
    }),
  );
}

/** What one row keeps stays, whatever another row of the same file says; of two holds the longer one is named. */
function withKeep<T extends { readonly keep?: KeptBecause }>(one: T, other: KeptBecause | undefined): T {
  if (other === undefined) return one;
  const mine = one.keep;
  const longer =
    mine?.kind === "hold" && other.kind === "hold" && mine.untilOn > other.untilOn ? mine : (other ?? mine);
  return { ...one, keep: longer };
}
