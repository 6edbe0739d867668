import type { Relation } from "./catalogue-types.ts";
import { type Link, singularOf } from "./propose-links.ts";
import { wordsOf } from "./propose-names.ts";
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
  if (doneBy.test(words)) return false;
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
  readonly notes: readonly string[];
}

/** Whose the rows of a table are. `linked` are the tables from which a path leads to a person. */
export function pathsOf(one: Survey, surveys: ReadonlyMap<string, Survey>, linked: ReadonlySet<string>): Paths {
  const usable = one.links.filter((link) => linked.has(link.table));
  if (one.person !== undefined) return ownPaths(one, one.person, usable);
  const direct = usable.filter((link) => surveys.get(link.table)?.person !== undefined);
  const further = usable.filter((link) => !direct.includes(link));
  const owner = direct.find(isOwner) ?? direct.find((link) => !doneBy.test(wordsOf(link.columns.at(-1) ?? "")));
  // Somebody who only did something with the row owns it when nothing else says whose it is.
  const first = owner ?? (further.length === 0 && one.email === undefined ? direct[0] : undefined);
  const decides = direct.filter((link) => link === first || link.when !== undefined);
  const identity: ProposedPath[] =
    one.email === undefined
      ? []
      : [
          {
            kind: "identity",
            person: personOf(one.relation.name) ?? addressedBy(one.relation.name),
            column: one.email.name,
            confidence: usable.length === 0 ? "medium" : "low",
            reason: "has e-mail addresses; rows without a reference belong to whoever has the address",
          },
        ];
  return {
    person: [...decides.map(reference), ...further.map(reference), ...identity],
    alsoAbout: direct.filter((link) => !decides.includes(link)).map(reference),
    notes: [],
  };
}

function ownPaths({ relation, email }: Survey, person: string, usable: readonly Link[]): Paths {
  const since = [...relation.columns.values()].find(
    ({ name, family }) =>
      family === "timestamp" && /^e_?mail_(?:changed|since|updated|set)(?:_at|_on)?$/u.test(wordsOf(name)),
  )?.name;
  const is: ProposedPath = {
    kind: "is",
    person,
    ...(email === undefined ? {} : { email: email.name }),
    ...(email === undefined || since === undefined ? {} : { emailSince: since }),
    confidence: email === undefined ? "medium" : "high",
    reason: email === undefined ? "is named after persons" : "has e-mail addresses, and is named after persons",
  };
  return {
    person: [is],
    alsoAbout: [],
    notes: usable.map(
      (link) =>
        `${link.columns.join(", ")} leads to ${link.table}. Is the row about that person too? Then alsoAbout, else other.`,
    ),
  };
}

function reference(link: Link): ProposedPath {
  return { kind: "reference", ...link };
}
