/**
 * Which of some persons have a row in one of these tables, as one statement over the whole page. Ownership goes the way the
 * mapping says, from what is referred to to what refers, but each row carries the number of its person along. A circle
 * of tables is followed to its least fixpoint.
 */
import type { KnownAs, PersonPath } from "#policy";
import { capitalForms, isKnownAs, normalised, phoneDigits } from "./identity-sql.ts";
import { conditionsOf, keyMatch, referenceMatch } from "./ownership-sql.ts";
import { type OwnedTable, type OwnershipPlan, pathsOf, targetColumnsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { temporaryWork } from "./work.ts";

type IdentityPath = Extract<PersonPath, { kind: "identity" }>;

const before = ["", "\t", "\u00A0"];
const behind = ["", "\t", "\n", "\r\n", "\r", "\u00A0"];

interface Form {
  /** As the person is known, to compare what `form` brings once more. */
  readonly spelt: string;
  /** What `formOf` may make of a stored text that means it. */
  readonly form: string;
}

/**
 * The blanks with which a stored text may stand (see `isAddress`); the database adds decomposed accents where it has them. A
 * database of locale C has further spellings in capitals, each an address of its own in the comparison.
 */
export function formsOf({ identity, spellings }: KnownAs): readonly Form[] {
  if (identity === "phone") return spellings.map((spelt) => ({ spelt, form: spelt }));
  return spellings
    .flatMap(capitalForms)
    .flatMap((spelt) => before.flatMap((left) => behind.map((right) => ({ spelt, form: `${left}${spelt}${right}` }))));
}

/** What is compared of a stored text; an index on it serves. */
export function formOf(identity: string, stored: string): string {
  return identity === "phone" ? phoneDigits(stored) : `${normalised(stored)} collate "default"`;
}

/** A row whose column says another kind is not of this one; what it says and nobody listed may be any. */
export function isOfKind({ byColumn }: Pick<IdentityPath, "byColumn">, kind: string): string {
  const others = (byColumn?.values ?? []).filter(({ person }) => person !== kind).map(({ equals }) => literal(equals));
  return byColumn === undefined || others.length === 0
    ? "true"
    : `coalesce(t.${ident(byColumn.column)}::text not in (${others.join(", ")}), true)`;
}

/** What erasure left of a row that stays: nobody is behind it any more. */
export function isAnonymous({ mapping }: OwnedTable): string {
  const left = mapping.columns.flatMap(({ name, erased }) => {
    const stored = `t.${ident(name)}`;
    if (erased.kind === "null") return [`${stored} is null`];
    const same = erased.kind === "text" && !erased.text.includes("{random}");
    return same ? [`coalesce(${stored}::text = ${literal(erased.text)}, false)`] : [];
  });
  return mapping.erase === "anonymise" && left.length > 0 ? `(${left.join(" and ")})` : "false";
}

/**
 * Parameters: numbers, identities, what persons are known as and its forms (equally long), then the numbers of all persons
 * and, when they have a row in `home`, each column of its key. Answers `no` of those who have a row. `undefined` when no table can hold any.
 */
export function metStatement(
  plan: OwnershipPlan,
  tables: readonly string[],
  home: OwnedTable | undefined,
): string | undefined {
  const targets = plan.tables.filter(({ mapping }) => tables.includes(mapping.name));
  if (targets.length === 0) return undefined;
  const passed = ancestors(plan, targets);
  const walk: Walk = { plan, home };
  const people =
    home === undefined
      ? []
      : [
          `h as materialized (select x.no, ${home.key.map((column, at) => `x.c${at + 1}::${typeOf(home, column)} as k${at + 1}`).join(", ")} from unnest($5::int[], ${home.key.map((_, at) => `$${at + 6}::text[]`).join(", ")}) as x(no, ${home.key.map((_, at) => `c${at + 1}`).join(", ")}))`,
        ];
  const steps = plan.components
    .map((component) => component.filter((table) => passed.has(table)))
    .filter((component) => component.length > 0)
    .flatMap((component) =>
      isCircle(component) ? circle(walk, component) : component.map((one) => stepOf(walk, one)),
    );
  // Turkish makes an ı of I, also in an address; both are compared as `isAddress` does in the end.
  const forms =
    "f as materialized (select x.no, x.identity, x.spelt, y.form from unnest($1::int[], $2::text[], $3::text[], $4::text[]) as x(no, identity, spelt, form), lateral (select x.form union select case when current_setting('server_encoding') = 'UTF8' then normalize(x.form, NFD) end) n(form), lateral (select n.form union select replace(n.form, 'i', lower('I')) union select regexp_replace(n.form, '^i', lower('I'))) y(form))";
  const rows = targets.map((table) =>
    passed.has(table) ? `select no from p${table.index}` : `select no from (${branches(walk, table, [])}) b`,
  );
  return `with recursive ${[forms, ...people, ...steps].join(",\n")}\nselect distinct no from (${rows.join("\nunion all ")}) x where no = any($5::int[])`;
}

interface Walk {
  readonly plan: OwnershipPlan;
  readonly home: OwnedTable | undefined;
}

/** Tables whose rows must be known, because something refers to them; the targets that nothing refers to are not among them. */
function ancestors(plan: OwnershipPlan, targets: readonly OwnedTable[]): ReadonlySet<OwnedTable> {
  const found = new Set<OwnedTable>();
  const follow = (table: OwnedTable): void => {
    for (const path of pathsOf(table)) {
      const owner = ownerOf(plan, path);
      if (owner === undefined || found.has(owner)) continue;
      found.add(owner);
      follow(owner);
    }
  };
  for (const table of targets) follow(table);
  return found;
}

function ownerOf(plan: OwnershipPlan, path: PersonPath): OwnedTable | undefined {
  return path.kind === "reference" ? plan.byName.get(path.reference.table) : undefined;
}

function isCircle(component: readonly OwnedTable[]): boolean {
  return component.some((table) => pathsOf(table).some((path) => leadsInto(component, path)));
}

function leadsInto(component: readonly OwnedTable[], path: PersonPath): boolean {
  return path.kind === "reference" && component.some(({ mapping }) => mapping.name === path.reference.table);
}

function stepOf(walk: Walk, table: OwnedTable): string {
  return `p${table.index} as materialized (select distinct * from (${branches(walk, table, [])}) b)`;
}

/** The rows of the table by person, over every path that does not lead into `without`; keys as `k1`, `k2`, … */
function branches(walk: Walk, table: OwnedTable, without: readonly OwnedTable[]): string {
  const found = pathsOf(table)
    .filter((path) => !leadsInto(without, path))
    .flatMap((path) => branchOf(walk, table, path) ?? []);
  const nothing = `select null::int as no, ${columns(table, "t")} from ${table.sql} t where false`;
  return found.length === 0 ? nothing : found.join(" union all ");
}

function branchOf(walk: Walk, table: OwnedTable, path: PersonPath): string | undefined {
  const decided = decides(walk, table, path);
  if (path.kind === "is")
    return table === walk.home
      ? `select h.no, ${table.key.map((_, at) => `h.k${at + 1}`).join(", ")} from h`
      : undefined;
  if (path.kind === "identity") {
    const { identity, column, digest } = path;
    if (digest === true) return undefined;
    const stored = `t.${ident(column)}::text`;
    return `select f.no, ${columns(table, "t")} from f join ${table.sql} t on ${formOf(identity, stored)} = f.form where f.identity = ${literal(identity)} and ${isKnownAs(identity, stored, "select f.spelt")} and ${decided}`;
  }
  const owner = ownerOf(walk.plan, path);
  if (owner === undefined) return undefined;
  const keyed = targetColumnsOf(path.reference, owner.relation).every((column) => owner.key.includes(column));
  const met = keyed
    ? referenceMatch(table, path.reference, owner.relation, "t", (column) => `o.k${owner.key.indexOf(column) + 1}`)
    : referenceMatch(table, path.reference, owner.relation, "t", "p");
  const beside = keyed ? "" : ` join ${owner.sql} p on ${keyMatch(owner, "p", "o")}`;
  return `select o.no, ${columns(table, "t")} from p${owner.index} o${beside} join ${table.sql} t on ${met} where ${decided}`;
}

function decides({ plan }: Walk, table: OwnedTable, path: PersonPath): string {
  return table.mapping.person.includes(path) ? conditionsOf(plan, table, temporaryWork()).decides(path, "t") : "true";
}

/**
 * All tables of a circle in one recursive query, whose rows say of which table they are; keys as texts, because they may be of
 * different kinds.
 */
function circle(walk: Walk, component: readonly OwnedTable[]): string[] {
  const name = `c${component[0]?.index ?? 0}`;
  const first = component.map(
    (table) =>
      `select b.no, ${table.index} as at, ${keyTexts(table, "b")} as key from (${branches(walk, table, component)}) b`,
  );
  const onwards = component.flatMap((table) =>
    pathsOf(table)
      .filter((path) => leadsInto(component, path))
      .flatMap((path) => roundOf(walk, table, path) ?? []),
  );
  return [
    `${name}(no, at, key) as (${first.map((one) => `(${one})`).join(" union ")} union select r.no, n.at, n.key from ${name} r cross join lateral (${onwards.join(" union all ")}) n)`,
    ...component.map(
      (table) =>
        `p${table.index} as materialized (select no, ${table.key.map((column, at) => `key[${at + 1}]::${typeOf(table, column)} as k${at + 1}`).join(", ")} from ${name} where at = ${table.index})`,
    ),
  ];
}

function roundOf(walk: Walk, table: OwnedTable, path: PersonPath): string | undefined {
  const owner = ownerOf(walk.plan, path);
  if (owner === undefined || path.kind !== "reference") return undefined;
  const found = owner.key.map((column, at) => `p.${ident(column)} = r.key[${at + 1}]::${typeOf(owner, column)}`);
  const keys = `array[${table.key.map((column) => `t.${ident(column)}::text`).join(", ")}]`;
  return `select ${table.index} as at, ${keys} as key from ${owner.sql} p join ${table.sql} t on ${referenceMatch(table, path.reference, owner.relation, "t", "p")} where r.at = ${owner.index} and ${found.join(" and ")} and ${decides(walk, table, path)}`;
}

function columns(table: OwnedTable, row: string): string {
  return table.key.map((column, at) => `${row}.${ident(column)} as k${at + 1}`).join(", ");
}

function keyTexts(table: OwnedTable, row: string): string {
  return `array[${table.key.map((_, at) => `${row}.k${at + 1}::text`).join(", ")}]`;
}

function typeOf(table: OwnedTable, column: string): string {
  return table.relation.columns.get(column)?.type ?? "text";
}
