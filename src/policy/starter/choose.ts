import { assert } from "#base";
import { isCategory } from "../categories.ts";
import { kindsOfOrganisation, type StarterKind } from "./kinds.ts";
import { type StarterPurpose, starterPurposes } from "./purposes.ts";
import type { StarterDatabase } from "./starter.ts";

export interface ChosenPurpose {
  readonly name: string;
  readonly purpose: StarterPurpose;
  readonly of: readonly string[];
  readonly uses: readonly string[];
}

export interface Chosen {
  readonly purposes: readonly ChosenPurpose[];
  /** Usual for this kind of organisation, and nothing in the database shows it. */
  readonly unseen: readonly ChosenPurpose[];
  /** Kinds of persons, those of the database first. */
  readonly persons: readonly string[];
  /** Categories of the database that no purpose uses. */
  readonly aimless: readonly string[];
}

/** Kinds of persons that are never what an organisation is about. */
const beside = new Set(["guest", "contact", "subscriber", "visitor", "employee", "applicant", "lead"]);
/** Purposes of any organisation in whose database they show. */
const whenSeen = ["account", "questions", "payment", "reviews", "employment", "applications", "bookkeeping", "website"];

export function choosePurposes(kind: StarterKind, database: StarterDatabase | undefined): Chosen {
  const { person, purposes: usual } = kindsOfOrganisation[kind];
  if (database === undefined) {
    const all = usual.map((name) => chosen(name, [person], undefined));
    const purposes = kind === "minimal" ? all.map((one) => ({ ...one, of: [person] })) : all;
    return { purposes, unseen: [], persons: personsOf(purposes, [person]), aimless: [] };
  }
  const found = database.persons.filter((name) => !beside.has(name));
  const main = found.length === 0 ? [person] : found;
  const names = [...usual, ...(kind === "minimal" ? [] : whenSeen.filter((name) => !usual.includes(name)))];
  const every = names.map((name) => chosen(name, main, database));
  const seen = every.filter(({ purpose, of, uses }) => uses.length > 0 && of.length > 0 && shows(purpose, database));
  // A policy without a purpose is none: the first stands for what the organisation is there for.
  const first = every[0];
  const purposes = seen.length > 0 || first === undefined ? seen : [usualUses(first, main)];
  const unseen = every
    .filter((one) => usual.includes(one.name) && !purposes.some(({ name }) => name === one.name))
    .map((one) => usualUses(one, main));
  const aimless = database.categories.filter(
    (category) => !purposes.some(({ uses }) => uses.some((used) => isCategory(category, used))),
  );
  return { purposes, unseen, persons: personsOf(purposes, database.persons), aimless };
}

function shows({ shownBy }: StarterPurpose, { categories }: StarterDatabase): boolean {
  return shownBy.some((shown) => categories.some((category) => related(category, shown)));
}

function chosen(name: string, main: readonly string[], database: StarterDatabase | undefined): ChosenPurpose {
  const purpose = purposeNamed(name);
  const { uses, alsoUses = [] } = purpose;
  if (database === undefined) return { name, purpose, of: rolesOf(purpose, main), uses };
  const has = rolesOf(purpose, main).filter((role) => main.includes(role) || database.persons.includes(role));
  const wanted = [...uses, ...alsoUses];
  const found = database.categories.filter((category) => wanted.some((want) => related(category, want)));
  return { name, purpose, of: has, uses: whole(found) };
}

function usualUses(one: ChosenPurpose, main: readonly string[]): ChosenPurpose {
  return {
    ...one,
    of: one.of.length > 0 ? one.of : main.slice(0, 1),
    uses: one.uses.length > 0 ? one.uses : one.purpose.uses,
  };
}

function purposeNamed(name: string): StarterPurpose {
  const purpose = starterPurposes[name];
  assert(purpose !== undefined, "a kind of organisation names purposes that there are");
  return purpose;
}

function rolesOf({ of }: StarterPurpose, main: readonly string[]): string[] {
  return [...new Set(of.flatMap((role) => (role === "main" ? main : [role])))];
}

/** Without parts of what is there as a whole: `review.text` beside `review`. */
function whole(categories: readonly string[]): string[] {
  return categories.filter((one) => !categories.some((other) => other !== one && isCategory(one, other)));
}

function personsOf(purposes: readonly ChosenPurpose[], first: readonly string[]): string[] {
  return [...new Set([...first, ...purposes.flatMap(({ of }) => of)])];
}

function related(a: string, b: string): boolean {
  return isCategory(a, b) || isCategory(b, a);
}
