import { isCategory } from "../categories.ts";
import type { Policy, System, Table } from "../model.ts";
import { kindsOf } from "../paths.ts";

/** What of the rows in one table goes along. */
export interface PortableTable {
  readonly system: string;
  readonly table: string;
  /** Categories, as the columns of the table have them. */
  readonly categories: readonly string[];
}
export interface Portable {
  readonly tables: readonly PortableTable[];
  /** Stores of which something may go along. */
  readonly stores: readonly string[];
}

/**
 * What somebody may take along (GDPR art. 20(1)): what they provided themselves, knowingly or by using the service, and what
 * is done on consent or for a contract. A policy speaks of categories and kinds of person, not of rows: where it leaves open
 * whose a value came from, it goes along, because the person has a right to a copy of it anyway.
 */
export function portable(policy: Policy): Portable {
  const tables = policy.systems.flatMap((system) =>
    system.tables.flatMap((table): PortableTable[] => {
      const kinds = kindsIn(system, table);
      const met = table.columns.flatMap(({ category, json }) => [category, ...json.map((part) => part.category)]);
      const categories = [...new Set(met)].filter((category) => isPortable(policy, category, kinds));
      return categories.length === 0 ? [] : [{ system: system.name, table: table.name, categories }];
    }),
  );
  const stores = (policy.stores ?? []).filter(({ holds, of }) =>
    holds.some((category) => isPortable(policy, category, of)),
  );
  return { tables, stores: stores.map(({ name }) => name) };
}

function isPortable(policy: Policy, category: string, kinds: readonly string[]): boolean {
  const byChoice = policy.purposes.some(
    ({ basis, of, uses }) =>
      (basis.kind === "consent" || basis.kind === "contract") && concerns(of, kinds) && names(uses, category),
  );
  return byChoice && isProvided(policy, category, kinds);
}

/** What an organisation makes itself; secrets are of no use elsewhere and go nowhere. */
const made = ["account.id", "account.role", "behaviour.profile", "payment.credit", "conduct", "credentials"] as const;

function isProvided({ sources = [], forms = [] }: Policy, category: string, kinds: readonly string[]): boolean {
  if (isCategory(category, "credentials")) return false;
  const theirs = sources.filter(({ of }) => concerns(of, kinds));
  const own = theirs.filter(({ kind }) => kind === "person" || kind === "observed");
  const asked = forms.filter(({ of }) => concerns(of, kinds));
  const given = [...own.flatMap(({ gives }) => gives), ...asked.flatMap(({ asks }) => asks.map((one) => one.category))];
  if (names(given, category)) return true;
  if (made.some((one) => isCategory(category, one))) return false;
  const others = theirs.filter((source) => !own.includes(source) && names(source.gives, category));
  if (others.length === 0) return true;
  // Who says what persons give, says with the other sources what they do not.
  const isTold = given.length > 0;
  return !isTold && others.every(({ kind, only }) => kind !== "derived" && only === undefined);
}

/** One of them is the category, holds it or is a part of it. */
function names(some: readonly string[], category: string): boolean {
  return some.some((one) => isCategory(category, one) || isCategory(one, category));
}

/** Of everybody when empty. */
function concerns(of: readonly string[], kinds: readonly string[]): boolean {
  return of.length === 0 || kinds.length === 0 || of.some((kind) => kinds.includes(kind));
}

/** The kinds of person that rows of a table can be of, by whatever way they lead to them. */
function kindsIn({ tables }: System, table: Table): readonly string[] {
  const reached = new Set([table]);
  // A set grows while it is walked.
  for (const { person } of reached)
    for (const path of person) {
      const target = path.kind === "reference" && tables.find(({ name }) => name === path.reference.table);
      if (target) reached.add(target);
    }
  return [...new Set([...reached].flatMap(({ person }) => person.flatMap(kindsOf)))];
}
