/** Conditions of ownership in plain SQL: each is a boolean expression over one row and the working tables. */
import type { PersonPath, Reference } from "#policy";
import type { Relation } from "./catalogue-types.ts";
import type { Dialect } from "./dialect.ts";
import { type OwnedTable, type OwnershipPlan, type Step, stepsOf, targetColumnsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { keyMatch, type Reading, type WorkPlace } from "./work.ts";

export interface Conditions {
  /** The row is the person's. */
  readonly mine: (t: string) => string;
  /** An owner outside the person exists, given that the row is the person's. */
  readonly shared: (t: string) => string;
  /** The paths before this one lead nowhere. */
  readonly decides: (path: PersonPath, t: string) => string;
  readonly leads: (path: PersonPath, t: string) => string;
  readonly outside: (path: PersonPath, t: string) => string;
}

type IdentityPath = Extract<PersonPath, { kind: "identity" }>;

export function conditionsOf(reading: Reading, table: OwnedTable): Conditions {
  const { dialect, plan, work } = reading;
  const leads = (path: PersonPath, t: string): string => {
    if (path.kind === "is") return "1";
    if (path.kind === "identity") return `(${formOf(dialect, table, path, t)}) is not null`;
    const target = targetOf(plan, path.reference);
    return target === undefined
      ? "0"
      : `exists (select 1 from ${target.sql} p where ${referenceMatch(dialect, table, path.reference, target.relation, t, "p")})`;
  };
  const owned = (path: PersonPath, t: string): string => {
    if (path.kind === "is") return inAnchors(table, work, t);
    if (path.kind === "identity") return identityOwned(reading, table, path, t);
    return referenceMeets(reading, table, path.reference, t, "1");
  };
  const outside = (path: PersonPath, t: string): string => {
    if (path.kind === "is") return `not ${inAnchors(table, work, t)}`;
    if (path.kind === "identity")
      return `(${leads(path, t)} and not ${identityOwned(reading, table, path, t, " and e.contested = 0")})`;
    const target = targetOf(plan, path.reference);
    if (target === undefined) return "0";
    const match = referenceMatch(dialect, table, path.reference, target.relation, t, "p");
    const others =
      target.owned === undefined
        ? ""
        : ` and not exists (select 1 from ${work.rows(target.owned)} k2 where ${keyMatch(target.owned, "p", "k2")} and k2.shared = 0)`;
    return `exists (select 1 from ${target.sql} p where ${match}${others})`;
  };
  const decides = (path: PersonPath, t: string): string => {
    const earlier = table.mapping.person.slice(0, Math.max(0, table.mapping.person.indexOf(path)));
    return allOf(earlier.map((other) => `not ${leads(other, t)}`));
  };
  const any = (condition: (path: PersonPath, t: string) => string) => (t: string) =>
    anyOf([
      ...table.mapping.person.map((path) => `(${decides(path, t)} and ${condition(path, t)})`),
      ...table.mapping.alsoAbout.map((path) => `(${condition(path, t)})`),
    ]);
  return { mine: any(owned), shared: any(outside), decides, leads, outside };
}

export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? "0" : `(${conditions.join(" or ")})`;
}

export function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? "1" : `(${conditions.join(" and ")})`;
}

export interface Target {
  readonly relation: Relation;
  readonly sql: string;
  /** Absent when the target is not mapped; then nothing in it is ever the person's. */
  readonly owned?: OwnedTable;
}

export function targetOf(plan: OwnershipPlan, reference: Reference): Target | undefined {
  const relation = plan.catalogue.relations.get(reference.table);
  const owned = plan.byName.get(reference.table);
  if (relation === undefined || owned === undefined) return undefined;
  return { relation, sql: owned.sql, owned };
}

/** The text of a column of the table, as `t`. */
export function columnText(dialect: Dialect, table: Pick<OwnedTable, "relation">, column: string, t = "t"): string {
  return dialect.text({ sql: `${t}.${ident(column)}`, column: table.relation.columns.get(column) });
}

/** What is compared to know whose address or number stands there; a digest is compared as it is. */
export function formOf(
  dialect: Dialect,
  table: OwnedTable,
  { identity, column, digest }: Pick<IdentityPath, "identity" | "column" | "digest">,
  t: string,
): string {
  return dialect.identityForm(digest === true ? "digest" : identity, columnText(dialect, table, column, t));
}

/** What an index on the column serves when somebody is looked for by it; `1` where none does. */
export function narrowedBy(
  dialect: Dialect,
  { relation }: Pick<OwnedTable, "relation">,
  column: string,
  forms: readonly string[],
  t = "t",
): string {
  if (forms.length === 0 || !relation.indexes.some(([first]) => first === column)) return "1";
  return dialect.narrowed({ sql: `${t}.${ident(column)}`, column: relation.columns.get(column) }, forms) ?? "1";
}

export function identityOwned(reading: Reading, table: OwnedTable, path: IdentityPath, t: string, only = ""): string {
  const identity = path.digest === true ? "digest" : path.identity;
  return `((${formOf(reading.dialect, table, path, t)}) in (select e.form from ${reading.work.known} e where e.identity = ${literal(identity)}${only})) is true`;
}

function inAnchors(table: OwnedTable, work: WorkPlace, t: string): string {
  return `exists (select 1 from ${work.anchors(table)} a where ${keyMatch(table, t, "a")})`;
}

/** The reference leads to a row of the person of which `condition` holds, over what is known of it as `k2`. */
export function referenceMeets(
  reading: Reading,
  table: OwnedTable,
  reference: Reference,
  t: string,
  condition: string,
): string {
  const { dialect, plan, work } = reading;
  const target = targetOf(plan, reference);
  if (target?.owned === undefined) return "0";
  return `exists (select 1 from ${target.sql} p join ${work.rows(target.owned)} k2 on ${keyMatch(target.owned, "p", "k2")} where ${referenceMatch(dialect, table, reference, target.relation, t, "p")} and ${condition})`;
}

/** The row refers to the target row: all columns equal, and the `when` of a polymorphic pair holds. */
export function referenceMatch(
  dialect: Dialect,
  table: OwnedTable,
  reference: Reference,
  target: Relation,
  row: string,
  targetRow: string,
): string {
  const written = (column: string) => `${targetRow}.${ident(column)}`;
  const steps = stepsMatch(dialect, table, reference, target, row, written);
  const between = passagesOf(dialect, table, reference);
  if (between === undefined) return "0";
  return between === "" ? steps : `exists (select 1 from ${between} where ${steps})`;
}

/** The tables between as `m1`, `m2`, … for `from`; empty when there are none, `undefined` when one is not there. */
function passagesOf(dialect: Dialect, { catalogue }: OwnedTable, { through = [] }: Reference): string | undefined {
  if (through.some(({ table }) => !catalogue.relations.has(table))) return undefined;
  return through
    .map(({ table }, at) => `${dialect.qualified({ schema: catalogue.schema, name: table })} m${at + 1}`)
    .join(", ");
}

function stepsMatch(
  dialect: Dialect,
  table: OwnedTable,
  reference: Reference,
  target: Relation,
  row: string,
  written: (column: string) => string,
): string {
  const steps = stepsOf(table.mapping.name, reference);
  const all = steps.map((step, at) => {
    const last = at === steps.length - 1;
    const here = at === 0 ? row : `m${at}`;
    const from = at === 0 ? table.relation : table.catalogue.relations.get(step.from);
    const to = last ? target : table.catalogue.relations.get(step.to);
    const columns = step.targetColumns ?? to?.primaryKey ?? [];
    if (columns.length !== step.columns.length || columns.length === 0) return "0";
    const pairs = step.columns.map((column, position) => {
      const met = columns[position] ?? "";
      return dialect.equal(
        { sql: `${here}.${ident(column)}`, column: from?.columns.get(column) },
        { sql: last ? written(met) : `m${at + 1}.${ident(met)}`, column: to?.columns.get(met) },
        isDeclared(from, step, columns),
      );
    });
    return allOf([...pairs, ...whenMatch(dialect, step, from, here)]);
  });
  return all.join(" and ");
}

/** A foreign key of the database leads the same way. */
function isDeclared(from: Relation | undefined, step: Step, columns: readonly string[]): boolean {
  return (from?.foreignKeys ?? []).some(
    (key) =>
      key.table === step.to &&
      step.columns.every((column, at) => key.targetColumns[key.columns.indexOf(column)] === columns[at]),
  );
}

function whenMatch(dialect: Dialect, step: Step, from: Relation | undefined, row: string): string[] {
  if (step.when === undefined) return [];
  const { column, equals } = step.when;
  const text = dialect.text({ sql: `${row}.${ident(column)}`, column: from?.columns.get(column) });
  return [`${dialect.exact(text)} = ${dialect.exact(literal(equals))}`];
}

/**
 * `from … where …` that yields, as `t`, the rows to which one path leads; with `round` from rows (`o`) of one round.
 * `addresses`: forms of the person's addresses, where they are known.
 */
export function sourceOf(
  reading: Reading,
  table: OwnedTable,
  path: PersonPath,
  round = "",
  addresses: readonly string[] = [],
): string | undefined {
  const { dialect, plan, work } = reading;
  if (path.kind === "is")
    return `from ${work.anchors(table)} a join ${table.sql} t on ${keyMatch(table, "t", "a")} where 1`;
  if (path.kind === "identity") {
    const isMail = path.identity === "email" && path.digest !== true;
    const narrow = isMail ? narrowedBy(dialect, table, path.column, addresses) : "1";
    return `from ${table.sql} t where ${narrow} and ${identityOwned(reading, table, path, "t")}`;
  }
  const owner = plan.byName.get(path.reference.table);
  const led = owner === undefined ? undefined : passing(reading, table, path.reference, owner);
  if (owner === undefined || led === undefined) return undefined;
  const { between, match } = led;
  // The working table holds the owner's key, so that the owner itself need not be read when the key is referred to.
  if (targetColumnsOf(path.reference, owner.relation).every((column) => owner.key.includes(column)))
    return `from ${work.rows(owner)} o, ${table.sql} t${between} where ${match((column) => `o.k${owner.key.indexOf(column) + 1}`)}${round}`;
  return `from ${work.rows(owner)} o, ${owner.sql} p, ${table.sql} t${between} where ${keyMatch(owner, "p", "o")} and ${match((column) => `p.${ident(column)}`)}${round}`;
}

/** What stands between a row `t` and its owner in `from`, and the condition that the one leads to the other. */
export function passing(
  { dialect }: Reading,
  table: OwnedTable,
  reference: Reference,
  owner: OwnedTable,
): { readonly between: string; readonly match: (met: (column: string) => string) => string } | undefined {
  const between = passagesOf(dialect, table, reference);
  if (between === undefined) return undefined;
  return {
    between: between === "" ? "" : `, ${between}`,
    match: (met) => stepsMatch(dialect, table, reference, owner.relation, "t", met),
  };
}
