/** Persons on their way through the search for those whom a change concerns, whatever the database. */
import { normaliseEmail } from "#base";
import type { KnownAs } from "#policy";
import type { ConcernedPerson } from "../contract.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";

/** What a stored text says somebody is known as; `undefined` when it surely names nobody. */
export type Know = (identity: string, stored: string) => KnownAs | undefined;

export interface Person {
  readonly person: string;
  /** Empty for somebody who has no row of their own. */
  readonly key: readonly string[];
  /** Normalised. */
  readonly email: string | undefined;
  /** What else their row says they are known as, or what they are known as alone. */
  readonly known: readonly KnownAs[];
}

export interface Found {
  readonly people: readonly Person[];
  /** Of the last one, as the next page is asked. */
  readonly key: readonly string[];
  readonly full: boolean;
}

export function usable(stored: string | null): string | undefined {
  const email = normaliseEmail(stored ?? "");
  return email === "" ? undefined : email;
}

/** Somebody who is known by an identity alone, as one of the stored forms names them. */
export interface NamedAlone {
  readonly identity: string;
  readonly form: string;
  readonly person: string;
}

/**
 * One number stands in several notations, and pages know nothing of each other: each person comes with the first of their
 * forms alone. Whoever has a row of their own with that identity came with it already.
 */
export function firstOnly(
  named: readonly NamedAlone[],
  seen: readonly (NamedAlone & { readonly home: boolean })[],
  formsOf: (known: KnownAs) => readonly string[],
  know: Know,
): readonly Person[] {
  const by = Map.groupBy(seen, ({ identity, person, form }) => JSON.stringify([identity, person, form]));
  return named.flatMap(({ identity, form, person }) => {
    const known = know(identity, form);
    if (known === undefined) return [];
    const same = formsOf(known).flatMap((one) => by.get(JSON.stringify([identity, person, one])) ?? []);
    const later = same.some((one) => one.home || one.form < form);
    return later ? [] : [{ person, key: [], email: undefined, known: [known] }];
  });
}

export function personOf(
  { system }: Pick<OwnershipPlan, "system">,
  home: Pick<OwnedTable, "mapping"> | undefined,
  { person, key, email, known }: Person,
): ConcernedPerson {
  const [as] = known;
  const alone = home === undefined && email === undefined && as !== undefined;
  return {
    person,
    ...(home === undefined ? {} : { anchor: { system: system.name, table: home.mapping.name, key } }),
    ...(email === undefined ? {} : { email }),
    ...(alone ? { knownAs: { identity: as.identity, value: as.spellings[0] ?? "" } } : {}),
  };
}
