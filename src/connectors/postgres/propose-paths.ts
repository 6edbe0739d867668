import type { Relation } from "../sql/catalogue-types.ts";
import { type Link, singularOf } from "./propose-links.ts";
import { wordsOf } from "../sql/guess-names.ts";
import { addressedBy, personOf } from "./propose-persons.ts";
import type { ProposedColumn, ProposedPath } from "./propose-types.ts";

/** What is known of one table before it is decided. */
export interface Survey {
  readonly relation: Relation;
  readonly columns: readonly ProposedColumn[];
  readonly links: readonly Link[];
  readonly email: ProposedColumn | undefined;
  /** The kind of persons that it is a list of. */
  readonly person: string | undefined;
}

/** Columns that tell of somebody who did something with the row, and not whose it is. */
const doneBy =
  /_by(?:_id)?$|_door(?:_id)?$|^(?:assigned|assignee|handled|handler|approver|reviewer|editor|referred|referrer)/u;

/** Which tables are lists of persons, each kind under a name of its own. */
export function withPersons(found: readonly Survey[]): Survey[] {
  const lists = new Map(found.flatMap((one) => (isList(one) ? [[one.relation.name, one] as const] : [])));
  const follows = (one: Survey) =>
    one.links.some((link) => {
      const target = lists.get(link.table);
      const back = target?.links.some((theirs) => theirs.table === one.relation.name) === true;
      return target !== undefined && target !== one && !back && link.when === undefined && isOwner(link);
    });
  const named = new Map<string, string>();
  // The shortest name is the one that is called after the kind alone: `users` before `admin_users`.
  for (const one of [...lists.values()]
    .filter((each) => !follows(each))
    .toSorted(
      (a, b) => a.relation.name.length - b.relation.name.length || (a.relation.name < b.relation.name ? -1 : 1),
    ))
    named.set(one.relation.name, nameFor(one.relation.name, new Set(named.values())));
  return found.map((one) => ({ ...one, person: named.get(one.relation.name) }));
}

/** Without an address it needs more than a name: a `country` has one too. */
function isList({ relation, email, columns }: Survey): boolean {
  if (personOf(relation.name) === undefined) return false;
  if (email !== undefined) return true;
  const sure = new Set(columns.filter(({ confidence }) => confidence === "high").map(({ category }) => category));
  return sure.has("birth-date") || sure.has("credentials") || (sure.has("name") && sure.has("contact.phone"));
}

function nameFor(table: string, taken: ReadonlySet<string>): string {
  const kind = personOf(table) ?? "person";
  const own = singularOf(table)
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^[^a-z]+|-+$/gu, "")
    .slice(0, 50);
  for (const name of [kind, own]) if (name !== "" && !taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}

/** Named after its target, such as customer_id, or after what makes somebody the owner. */
function isOwner(link: Link): boolean {
  const words = wordsOf(link.columns.at(-1) ?? "");
  if (isDoneBy(link)) return false;
  return (
    words.startsWith(singularOf(link.table)) ||
    /^(?:owner|user|customer|client|klant|member|account|person|patient|profile|lid)(?:_user|_account)?(?:_id|_nr|_no)?$/u.test(
      words,
    )
  );
}

export interface Paths {
  readonly person: readonly ProposedPath[];
  readonly alsoAbout: readonly ProposedPath[];
  readonly unclear: readonly Link[];
}

/**
 * Whose the rows of a table are. One path decides; further references add owners, so that a row which they make another
 * person's too counts as shared and is not handed out. `linked` are the tables from which a path leads to a person.
 */
export function pathsOf(one: Survey, surveys: ReadonlyMap<string, Survey>, linked: ReadonlySet<string>): Paths {
  const usable = one.links.filter((link) => linked.has(link.table));
  if (one.person !== undefined) return { person: [itself(one, one.person)], alsoAbout: [], unclear: usable };
  const owner = ownerOf(one, usable, surveys);
  const rank = (link: Link) => {
    if (link === owner) return 0;
    if (link.when !== undefined) return surveys.get(link.table)?.person === undefined ? 2 : 1;
    return link.table === one.relation.name ? 3 : 4;
  };
  const decides = usable.filter((link) => rank(link) < 4).toSorted((a, b) => rank(a) - rank(b));
  const beside = usable.filter((link) => !decides.includes(link));
  return {
    person: [...decides.map(reference), ...addressOf(one, decides)],
    alsoAbout: beside.filter((link) => !isDoneBy(link)).map(reference),
    unclear: beside.filter(isDoneBy),
  };
}

/** A person whom the row names, else what it is a part of, else what it cannot do without, else whoever did something with it. */
function ownerOf(one: Survey, usable: readonly Link[], surveys: ReadonlyMap<string, Survey>): Link | undefined {
  const own = usable.filter((link) => link.when === undefined && link.table !== one.relation.name);
  const told = own.filter((link) => !isDoneBy(link));
  const persons = told.filter((link) => surveys.get(link.table)?.person !== undefined);
  return (
    persons.find(isOwner) ??
    persons[0] ??
    told.find((link) => wordsOf(one.relation.name).startsWith(singularOf(link.table))) ??
    told.find((link) => isAlwaysThere(one.relation, link)) ??
    told[0] ??
    (one.email === undefined ? own[0] : undefined)
  );
}

/** An address of somebody, where no reference always says whose the row is. */
function addressOf({ relation, email }: Survey, decides: readonly Link[]): ProposedPath[] {
  if (email === undefined || decides.some((link) => link.declared && isAlwaysThere(relation, link))) return [];
  return [
    {
      kind: "identity",
      person: personOf(relation.name) ?? addressedBy(relation.name),
      column: email.name,
      confidence: decides.length === 0 ? "medium" : "low",
      reason: "has e-mail addresses; rows without a reference belong to whoever has the address",
    },
  ];
}

function itself({ relation, email }: Survey, person: string): ProposedPath {
  const since = [...relation.columns.values()].find(
    ({ name, family }) =>
      family === "timestamp" && /^e_?mail_(?:changed|since|updated|set)(?:_at|_on)?$/u.test(wordsOf(name)),
  )?.name;
  return {
    kind: "is",
    person,
    ...(email === undefined ? {} : { email: email.name }),
    ...(email === undefined || since === undefined ? {} : { emailSince: since }),
    confidence: email === undefined ? "medium" : "high",
    reason: email === undefined ? "is named after persons" : "has e-mail addresses, and is named after persons",
  };
}

function isAlwaysThere(relation: Relation, { columns, when }: Link): boolean {
  return when === undefined && columns.every((name) => relation.columns.get(name)?.nullable === false);
}

function isDoneBy(link: Link): boolean {
  return doneBy.test(wordsOf(link.columns.at(-1) ?? ""));
}

function reference(link: Link): ProposedPath {
  return { kind: "reference", ...link };
}
