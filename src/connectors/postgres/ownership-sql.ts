/**
 * Conditions of ownership as SQL. Each is a boolean expression over one row (`alias`) and the working tables; none holds
 * a value of a person, because addresses and chosen rows are in working tables too.
 */
import type { PersonPath, Reference } from "#policy";
import type { Relation } from "../sql/catalogue-types.ts";
import { equal } from "./key-equality.ts";
import { isAddress, isKnownAs, knownRows, namesSomebody } from "./identity-sql.ts";
import { type OwnedTable, type OwnershipPlan, stepsOf, targetColumnsOf } from "./ownership.ts";
import { ident, literal, qualified } from "./quote.ts";
import type { WorkPlace } from "./work.ts";

/** Columns of a working table that hold the key: `k1`, `k2`, … */
export function keyColumns(table: OwnedTable): string[] {
  return table.key.map((_, position) => `k${position + 1}`);
}

/** `t."a" = k.k1 and t."b" = k.k2`: all columns, always AND. */
export function keyMatch(table: OwnedTable, row: string, work: string): string {
  return table.key.map((column, position) => `${row}.${ident(column)} = ${work}.k${position + 1}`).join(" and ");
}

export interface Conditions {
  /** The row is the person's. */
  readonly mine: (alias: string) => string;
  /** An owner outside the person exists, given that the row is the person's. */
  readonly shared: (alias: string) => string;
  /** The paths before this one lead nowhere. */
  readonly decides: (path: PersonPath, alias: string) => string;
  readonly leads: (path: PersonPath, alias: string) => string;
  readonly owned: (path: PersonPath, alias: string) => string;
}

export function conditionsOf(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace): Conditions {
  const leads = (path: PersonPath, t: string): string => {
    if (path.kind === "is") return "true";
    if (path.kind === "identity") return namesSomebody(path, t);
    const target = targetOf(plan, path.reference);
    if (target === undefined) return "false";
    return `exists (select 1 from ${target.sql} p where ${referenceMatch(table, path.reference, target.relation, t, "p")})`;
  };
  const owned = (path: PersonPath, t: string): string => {
    if (path.kind === "is") return inAnchors(table, work, t);
    if (path.kind === "identity") return identityOwned(path, work, t, "");
    return referenceOwned(plan, table, path.reference, work, t);
  };
  const outside = (path: PersonPath, t: string): string => {
    if (path.kind === "is") return `not ${inAnchors(table, work, t)}`;
    if (path.kind === "identity") return identityOutside(path, work, t);
    return referenceOutside(plan, table, path.reference, work, t);
  };
  const decides = (path: PersonPath, t: string): string => {
    const earlier = table.mapping.person.slice(0, Math.max(0, table.mapping.person.indexOf(path)));
    return ["true", ...earlier.map((other) => `not ${leads(other, t)}`)].join(" and ");
  };
  const any = (condition: (path: PersonPath, t: string) => string) => (t: string) =>
    anyOf([
      ...table.mapping.person.map((path) => `(${decides(path, t)} and ${condition(path, t)})`),
      ...table.mapping.alsoAbout.map((path) => `(${condition(path, t)})`),
    ]);
  return { mine: any(owned), shared: any(outside), decides, leads, owned };
}

export interface Target {
  readonly relation: Relation;
  readonly sql: string;
  /** Absent when the target is not mapped; then nothing in it is ever the person's. */
  readonly owned?: OwnedTable;
}

export function targetOf(plan: OwnershipPlan, reference: Reference): Target | undefined {
  const relation = plan.catalogue.relations.get(reference.table);
  if (relation === undefined) return undefined;
  const owned = plan.byName.get(reference.table);
  const sql = qualified({ schema: plan.catalogue.schema, name: relation.name });
  return { relation, sql, ...(owned === undefined ? {} : { owned }) };
}

/**
 * The row refers to the target row: all columns equal, and the `when` of a polymorphic pair holds. The target row is an
 * alias, or says how each of its columns is written. With `fewOwners` the rows are looked up from a few target rows.
 */
export function referenceMatch(
  table: OwnedTable,
  reference: Reference,
  target: Relation,
  row: string,
  targetRow: string | ((column: string) => string),
  fewOwners = false,
): string {
  const written = typeof targetRow === "string" ? (column: string) => `${targetRow}.${ident(column)}` : targetRow;
  const between = passagesOf(table, reference);
  if (between === undefined) return "false";
  const steps = stepsMatch(table, reference, target, row, written, fewOwners);
  return between === "" ? steps : `exists (select 1 from ${between} where ${steps})`;
}

/** The tables between as `m1`, `m2`, … for `from`; empty when there are none, `undefined` when one is not there. */
export function passagesOf({ catalogue }: OwnedTable, { through = [] }: Reference): string | undefined {
  const names = through.map(({ table }, at) =>
    catalogue.relations.has(table) ? `${qualified({ schema: catalogue.schema, name: table })} m${at + 1}` : undefined,
  );
  return names.includes(undefined) ? undefined : names.join(", ");
}

/** Each step of the reference is equal in all its columns, from the row over `m1`, `m2`, … to the target row. */
function stepsMatch(
  table: OwnedTable,
  reference: Reference,
  target: Relation,
  row: string,
  written: (column: string) => string,
  fewOwners = false,
): string {
  const steps = stepsOf(table.mapping.name, reference);
  const all = steps.map((step, at) => {
    const last = at === steps.length - 1;
    const here = at === 0 ? row : `m${at}`;
    const from = at === 0 ? table.relation : table.catalogue.relations.get(step.from);
    const to = last ? target : table.catalogue.relations.get(step.to);
    const columns = step.targetColumns ?? to?.primaryKey ?? [];
    if (columns.length !== step.columns.length || columns.length === 0) return "false";
    const pairs = step.columns.map((column, position) => {
      const met = columns[position] ?? "";
      const served = fewOwners && from?.indexes.some(([first]) => first === column) === true;
      return equal(
        { sql: `${here}.${ident(column)}`, column: from?.columns.get(column), served },
        { sql: last ? written(met) : `m${at + 1}.${ident(met)}`, column: to?.columns.get(met) },
      );
    });
    return [...pairs, ...whenMatch(step, here)].join(" and ");
  });
  return all.join(" and ");
}

export function whenMatch(reference: Pick<Reference, "when">, row: string): string[] {
  const when = reference.when;
  return when === undefined ? [] : [`${row}.${ident(when.column)}::text = ${literal(when.equals)}`];
}

function inAnchors(table: OwnedTable, work: WorkPlace, t: string): string {
  return `exists (select 1 from ${work.anchors(table)} a where ${keyMatch(table, t, "a")})`;
}

/** Where rows come from by one path. */
export interface Source {
  /** What stands beside the table in `from`, if anything. */
  readonly beside: string | undefined;
  /** Condition on `t`, a row of the table, and what stands beside it. */
  readonly where: string;
  /** Somebody else owns the row too, when this path alone says whose it is and leads to one row. */
  readonly shared: string;
}

/**
 * Rows of the table that one path leads to; `round` restricts the rows they are reached from (as `o`). That no earlier path
 * decides is not in it.
 */
export function sourceOf(
  table: OwnedTable,
  path: PersonPath,
  owner: OwnedTable | undefined,
  work: WorkPlace,
  round = "",
): Source | undefined {
  if (path.kind === "is")
    return { beside: `${work.anchors(table)} a`, where: keyMatch(table, "t", "a"), shared: "false" };
  if (path.kind === "identity") {
    const mineAlone = identityOwned(path, work, "t", " where not e.contested");
    return {
      beside: undefined,
      where: identityOwned(path, work, "t", ""),
      shared: `(exists (select 1 from ${path.identity === "email" ? `${work.emails} e` : knownRows(work, path.identity)} where e.contested) and not coalesce(${mineAlone}, false))`,
    };
  }
  if (owner === undefined) return undefined;
  const shared = "o.shared";
  const between = passagesOf(table, path.reference);
  if (between === undefined) return undefined;
  const passing = between === "" ? "" : `, ${between}`;
  const match = (met: (column: string) => string) => stepsMatch(table, path.reference, owner.relation, "t", met, true);
  // The working table holds the owner's key, so that the owner itself need not be read when the key is referred to.
  if (targetColumnsOf(path.reference, owner.relation).every((column) => owner.key.includes(column)))
    return {
      beside: `${work.rows(owner)} o${passing}`,
      where: `${match((column) => `o.k${owner.key.indexOf(column) + 1}`)}${round}`,
      shared,
    };
  return {
    beside: `${work.rows(owner)} o join ${owner.sql} p on ${keyMatch(owner, "p", "o")}${passing}`,
    where: `${match((column) => `p.${ident(column)}`)}${round}`,
    shared,
  };
}

type IdentityPath = Extract<PersonPath, { kind: "identity" }>;

export function identityOwned(path: IdentityPath, work: WorkPlace, t: string, only: string): string {
  const column = `${t}.${ident(path.column)}`;
  if (path.identity !== "email")
    return isKnownAs(
      path.identity,
      `${column}::text`,
      `select e.spelling from ${knownRows(work, path.identity)}${only}`,
    );
  // An array made once, so that an index on the expression can serve.
  return path.digest === true
    ? `${column}::text = any (array(select e.digest from ${work.emails} e${only}))`
    : isAddress(`${column}::text`, `select e.email from ${work.emails} e${only}`);
}

function identityOutside(path: IdentityPath, work: WorkPlace, t: string): string {
  const mineAlone = identityOwned(path, work, t, " where not e.contested");
  return `${namesSomebody(path, t)} and not coalesce(${mineAlone}, false)`;
}

function referenceOwned(
  plan: OwnershipPlan,
  table: OwnedTable,
  reference: Reference,
  work: WorkPlace,
  t: string,
): string {
  const target = targetOf(plan, reference);
  if (target?.owned === undefined) return "false";
  return `exists (select 1 from ${target.sql} p join ${work.rows(target.owned)} k on ${keyMatch(target.owned, "p", "k")} where ${referenceMatch(table, reference, target.relation, t, "p")})`;
}

function referenceOutside(
  plan: OwnershipPlan,
  table: OwnedTable,
  reference: Reference,
  work: WorkPlace,
  t: string,
): string {
  const target = targetOf(plan, reference);
  if (target === undefined) return "false";
  const match = referenceMatch(table, reference, target.relation, t, "p");
  const others =
    target.owned === undefined
      ? ""
      : ` and not exists (select 1 from ${work.rows(target.owned)} k where ${keyMatch(target.owned, "p", "k")} and not k.shared)`;
  return `exists (select 1 from ${target.sql} p where ${match}${others})`;
}

export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? "false" : `(${conditions.join(" or ")})`;
}
