/**
 * Whose row is it? The mapping of a policy, compiled against the real catalogue: which tables can hold rows of a person,
 * by which key a row is named, and in which order they are asked, so that what a row refers to is known before the row.
 * Tables that refer to each other in a circle (or to themselves) form one component and are followed to a fixpoint.
 */
import type { Problem } from "#base";
import type { PersonPath, Reference, System, Table } from "#policy";
import type { Catalogue, QualifiedName, Relation } from "./catalogue-types.ts";
import { knownColumns } from "./identities.ts";
import { stronglyConnected } from "./order.ts";

/** A mapped table that exists and whose rows can be named. */
export interface OwnedTable {
  /** Position in the plan; names its working tables. */
  readonly index: number;
  readonly mapping: Table;
  readonly relation: Relation;
  /** `"schema"."table"`. */
  readonly sql: string;
  /** Columns that name one row: the primary key, else a unique key without NULL. */
  readonly key: readonly string[];
  /** Where tables between are looked up, for paths of several steps. */
  readonly catalogue: Catalogue;
  /** One path leads to its rows, and to each of them once. */
  readonly metOnce: boolean;
  /**
   * Present when no mapped table refers to its rows, and each is met once: the path finds them again at any time, so that
   * they need not be written down.
   */
  readonly leaf: Leaf | undefined;
}

export interface Leaf {
  readonly path: PersonPath;
  /** The table that a reference leads to; its rows are written down. */
  readonly owner?: OwnedTable;
}

export interface OwnershipPlan {
  readonly catalogue: Catalogue;
  readonly system: System;
  readonly tables: readonly OwnedTable[];
  readonly byName: ReadonlyMap<string, OwnedTable>;
  /** Components of the references between tables; what is referred to comes first. */
  readonly components: readonly (readonly OwnedTable[])[];
  /** Why a table could not be taken up. Errors: without it nobody may say that every row was found. */
  readonly problems: readonly Problem[];
}

/** `qualified` writes the name of a table as its database wants it. */
export function compileOwnership(
  catalogue: Catalogue,
  system: System,
  qualified: (name: QualifiedName) => string,
): OwnershipPlan {
  const problems: Problem[] = [];
  const named: NamedTable[] = [];
  for (const mapping of system.tables) {
    const relation = catalogue.relations.get(mapping.name);
    const path = `systems.${system.name}.tables.${mapping.name}`;
    if (relation === undefined || (relation.kind !== "table" && relation.kind !== "partitioned")) {
      problems.push(notATable(mapping.name, relation, path));
      continue;
    }
    const missing = columnsNamed(mapping).filter((column) => !relation.columns.has(column));
    const key = rowKeyColumns(relation);
    if (missing.length > 0) problems.push(missingColumns(mapping.name, missing, path));
    else if (key === undefined) problems.push(noKey(mapping.name, path));
    else
      named.push({
        index: named.length,
        mapping,
        relation,
        sql: qualified({ schema: catalogue.schema, name: relation.name }),
        key,
        catalogue,
      });
  }
  const tables = named.map((table) => ({
    ...table,
    metOnce: isMetOnce(table, catalogue),
    leaf: undefined as Leaf | undefined,
  }));
  const byName = new Map<string, OwnedTable>(tables.map((table) => [table.mapping.name, table]));
  const met = new Set(tables.flatMap((table) => tablesMet(table)));
  for (const table of tables) if (!met.has(table.mapping.name)) table.leaf = leafOf(table, catalogue, byName);
  for (const table of tables) problems.push(...referenceProblems(table, catalogue, byName, system.name));
  const components = stronglyConnected(tables, (table) =>
    tablesOnTheWay(table.mapping).flatMap((name) => byName.get(name) ?? []),
  );
  return { catalogue, system, tables, byName, components, problems };
}

type NamedTable = Omit<OwnedTable, "metOnce" | "leaf">;

/** Names of the tables that rows of this one refer to: as the policy says, or by a key of the database. */
function tablesMet({ mapping, relation }: NamedTable): string[] {
  return [...tablesOnTheWay(mapping), ...relation.foreignKeys.map(({ table }) => table)];
}

function leafOf(table: OwnedTable, catalogue: Catalogue, byName: ReadonlyMap<string, OwnedTable>): Leaf | undefined {
  const [path] = table.mapping.person;
  // What a trigger wrote is looked for in the rows that were changed, which the path may no longer find.
  const changes = table.mapping.erase === "anonymise" || table.mapping.shared.erase === "detach";
  if (path === undefined || !table.metOnce || (changes && hasUpdateTrigger(catalogue, table.relation)))
    return undefined;
  if (path.kind !== "reference") return { path };
  const owner = byName.get(path.reference.table);
  const byKey =
    owner !== undefined && targetColumnsOf(path.reference, owner.relation).every((one) => owner.key.includes(one));
  return byKey ? { path, owner } : undefined;
}

export function hasUpdateTrigger(catalogue: Catalogue, relation: Relation): boolean {
  const parts = relation.partitions.map(({ name }) => catalogue.relations.get(name));
  return [relation, ...parts].some((one) => one?.triggers.some(({ events }) => events.includes("update")));
}

/** A circle would need two tables with one path each: then nothing outside it leads in, and it stays empty. */
function isMetOnce(table: NamedTable, catalogue: Catalogue): boolean {
  const [path, ...more] = [...table.mapping.person, ...table.mapping.alsoAbout];
  if (path === undefined || more.length > 0) return false;
  if (path.kind !== "reference") return true;
  const { reference } = path;
  const target = catalogue.relations.get(reference.table);
  return (
    target !== undefined &&
    meetsOneRow(catalogue, table, reference) &&
    typesOf(table.relation, reference.columns) === typesOf(target, targetColumnsOf(reference, target))
  );
}

function typesOf(relation: Relation, columns: readonly string[]): string {
  return columns.map((column) => relation.columns.get(column)?.type).join(", ");
}

/**
 * A row refers to one row at most. A target that is unique by these columns says so, when both sides are of one kind:
 * compared as text, one unique value may stand for several, 1 and 1.0.
 */
export function meetsOneRow(catalogue: Catalogue, table: Pick<OwnedTable, "relation">, reference: Reference): boolean {
  const target = catalogue.relations.get(reference.table);
  if (target === undefined || reference.through !== undefined) return false;
  const columns = targetColumnsOf(reference, target);
  const unique = [target.primaryKey, ...target.uniques].some(
    (key) => key.length > 0 && key.every((column) => columns.includes(column)),
  );
  return (
    unique &&
    columns.every(
      (column, at) =>
        target.columns.get(column)?.family === table.relation.columns.get(reference.columns[at] ?? "")?.family,
    )
  );
}

/** Every path by which ownership reaches the table, deciding ones first. */
export function pathsOf({ mapping }: Pick<OwnedTable, "mapping">): PersonPath[] {
  return [...mapping.person, ...mapping.alsoAbout];
}

/** Rows of the table can be chosen as the person. */
export function hasAnchors(table: OwnedTable): boolean {
  return pathsOf(table).some((path) => path.kind === "is");
}

/** Every reference by which ownership reaches the table, deciding paths first. */
export function referencesOf(mapping: Table): Reference[] {
  return pathsOf({ mapping }).flatMap((path) => (path.kind === "reference" ? [path.reference] : []));
}

/** Every table that the paths of a table pass or lead to: it must be there when they are followed. */
export function tablesOnTheWay(mapping: Table): string[] {
  return referencesOf(mapping).flatMap((reference) => [
    ...(reference.through ?? []).map(({ table }) => table),
    reference.table,
  ]);
}

/** A path of several steps that erasure cuts in between, so that its first step may stay. */
export function isCutBetween(reference: Reference, tables: readonly Table[]): boolean {
  return (reference.through ?? []).some(({ table }) =>
    tables.some(({ name, erase }) => name === table && erase !== "keep"),
  );
}

export function targetColumnsOf(reference: Reference, target: Relation): readonly string[] {
  return reference.targetColumns ?? target.primaryKey;
}

function columnsNamed(mapping: Table): string[] {
  return [
    ...[...mapping.person, ...mapping.alsoAbout].flatMap(columnsOfPath),
    ...mapping.columns.map((column) => column.name),
  ];
}

function columnsOfPath(path: PersonPath): string[] {
  const kind = path.kind === "reference" ? [] : [path.byColumn?.column].filter((column) => column !== undefined);
  if (path.kind === "is") return [...knownColumns(path).map(({ column }) => column), ...kind];
  if (path.kind === "identity") return [path.column, ...kind];
  return [...path.reference.columns, ...(path.reference.when === undefined ? [] : [path.reference.when.column])];
}

function referenceProblems(
  table: OwnedTable,
  catalogue: Catalogue,
  byName: ReadonlyMap<string, OwnedTable>,
  system: string,
): Problem[] {
  const path = `systems.${system}.tables.${table.mapping.name}.person`;
  return referencesOf(table.mapping).flatMap((reference): Problem[] => {
    if (!catalogue.relations.has(reference.table) || !byName.has(reference.table))
      return [
        {
          code: "unknown-target",
          severity: "error",
          message: `${table.mapping.name} refers to ${reference.table}, which is not a mapped table with a key.`,
          remedy: `Map ${reference.table} under tables, or correct the name.`,
          path,
        },
      ];
    const wrong = stepsOf(table.mapping.name, reference).find((step) => !fits(step, catalogue));
    return wrong === undefined ? [] : [doesNotFit(wrong, catalogue, path)];
  });
}

/** One step of a reference: from columns of one table to columns of another. */
export interface Step {
  readonly from: string;
  readonly columns: readonly string[];
  readonly to: string;
  /** The primary key of `to` when left out. */
  readonly targetColumns?: readonly string[];
  readonly when?: NonNullable<Reference["when"]>;
}

/** The steps of a reference of this table, in order; one when there are no tables between. */
export function stepsOf(table: string, reference: Reference): Step[] {
  const passed = reference.through ?? [];
  return [...passed, reference].map(({ table: to, targetColumns }, at): Step => {
    const before = at === 0 ? { ...reference, table } : passed[at - 1];
    return {
      from: before?.table ?? table,
      columns: before?.columns ?? [],
      to,
      ...(targetColumns === undefined ? {} : { targetColumns }),
      ...(before?.when === undefined ? {} : { when: before.when }),
    };
  });
}

function fits(step: Step, { relations }: Catalogue): boolean {
  const target = relations.get(step.to);
  const from = relations.get(step.from);
  const columns = step.targetColumns ?? target?.primaryKey ?? [];
  const leaving = [...step.columns, ...(step.when === undefined ? [] : [step.when.column])];
  return (
    columns.length === step.columns.length &&
    columns.every((column) => target?.columns.has(column) === true) &&
    leaving.every((column) => from?.columns.has(column) === true)
  );
}

function doesNotFit(step: Step, { relations }: Catalogue, path: string): Problem {
  const target = relations.get(step.to);
  const columns = step.targetColumns ?? target?.primaryKey ?? [];
  const known = columns.every((column) => target?.columns.has(column) === true);
  return {
    code: "reference-does-not-fit",
    severity: "error",
    message: `${step.from} refers to ${step.to} by ${step.columns.length} column(s) (${step.columns.join(", ")}), but the target names ${columns.length}${known ? "" : " and not all of them exist"}.`,
    remedy: `Write as many columns as the key has, each of a table that has it: (a, b) -> ${step.to}(x, y).`,
    path,
  };
}

function notATable(name: string, relation: Relation | undefined, path: string): Problem {
  return {
    code: relation === undefined ? "unknown-table" : "not-a-table",
    severity: "error",
    message:
      relation === undefined
        ? `The database has no table ${name}.`
        : `${name} is a ${relation.kind}; rows are found and changed in tables only.`,
    remedy:
      relation?.partitionOf === undefined
        ? "Map the table that holds the rows."
        : `Map its root ${relation.partitionOf}; partitions follow.`,
    path,
  };
}

function missingColumns(name: string, columns: readonly string[], path: string): Problem {
  return {
    code: "unknown-column",
    severity: "error",
    message: `The table ${name} has no column ${columns.join(", ")}.`,
    remedy: "Correct the name, or remove it from the mapping.",
    path,
  };
}

function noKey(name: string, path: string): Problem {
  return {
    code: "no-key",
    severity: "error",
    message: `The table ${name} has no primary key and no unique key without NULL, so its rows cannot be named.`,
    remedy: `Add a primary key to ${name}.`,
    path,
  };
}

/**
 * The columns by which a row is found again: the primary key, or else the shortest unique key without NULLs.
 * `undefined` when the table has neither.
 */
export function rowKeyColumns(relation: Relation): readonly string[] | undefined {
  if (relation.primaryKey.length > 0) return relation.primaryKey;
  return relation.uniques
    .filter((columns) => columns.every((name) => relation.columns.get(name)?.nullable === false))
    .toSorted((a, b) => a.length - b.length)[0];
}
