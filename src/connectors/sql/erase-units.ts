/**
 * The order of an erasure: first all rows that stay are changed, so that nothing that stays refers to what goes; then
 * rows are deleted, children before parents. Tables in a circle go together.
 */
import type { Problem } from "#base";
import { linkInKey } from "./erase-problems.ts";
import type { Group } from "./findings.ts";
import { stronglyConnected } from "./order.ts";
import { isCutBetween, type OwnedTable, type OwnershipPlan, referencesOf, tablesOnTheWay } from "./ownership.ts";

export interface EraseUnit {
  readonly kind: "anonymise" | "detach" | "delete";
  readonly tables: readonly OwnedTable[];
  /** A circle of references: its rows go together and are not cut into batches. */
  readonly whole: boolean;
}

export function eraseUnits(plan: OwnershipPlan): EraseUnit[] {
  const edges = (table: OwnedTable) =>
    [...table.relation.foreignKeys.map((key) => key.table), ...tablesOnTheWay(table.mapping)].flatMap(
      (name) => plan.byName.get(name) ?? [],
    );
  const childrenFirst = stronglyConnected(plan.tables, edges).toReversed();
  const all = childrenFirst.flat();
  return [
    ...all.filter((table) => table.mapping.erase === "anonymise").map((table) => unitOf("anonymise", table)),
    ...all.filter((table) => table.mapping.shared.erase === "detach").map((table) => unitOf("detach", table)),
    ...childrenFirst
      .map((component) => component.filter((table) => table.mapping.erase === "delete"))
      .filter((tables) => tables.length > 0)
      .map((tables) => ({
        kind: "delete" as const,
        tables,
        whole: tables.length > 1 || tables.some((table) => edges(table).includes(table)),
      })),
  ];
}

function unitOf(kind: "anonymise" | "detach", table: OwnedTable): EraseUnit {
  return { kind, tables: [table], whole: false };
}

/** The fate in the working table that a unit carries out. */
export function fateOfUnit(unit: EraseUnit): string {
  return unit.kind === "detach" ? "shared-detach" : unit.kind;
}

/** What can be seen without a single row: links that cannot be cut. */
export function eraseProblems(plan: OwnershipPlan): Problem[] {
  return plan.tables
    .filter((table) => table.mapping.erase === "anonymise")
    .flatMap((table) =>
      referencesOf(table.mapping)
        .filter(
          (reference) =>
            reference.columns.every((column) => table.key.includes(column)) &&
            !isCutBetween(reference, plan.system.tables) &&
            plan.byName.get(reference.table)?.mapping.erase === "delete",
        )
        .map((reference) =>
          linkInKey(
            table.mapping.name,
            reference.table,
            `systems.${plan.system.name}.tables.${table.mapping.name}.erase`,
          ),
        ),
    );
}

export function describe(unit: EraseUnit): string {
  const names = unit.tables.map((table) => table.mapping.name).join(", ");
  if (unit.kind === "delete") return `Deleting from ${names}`;
  return unit.kind === "anonymise" ? `Anonymising rows of ${names}` : `Cutting the link in shared rows of ${names}`;
}

/** Rows that a unit is to touch, of those that were counted. */
export function expectedOf(unit: EraseUnit, counted: readonly Group[]): number {
  const wanted = fateOfUnit(unit);
  return counted
    .filter(({ tab, fate }) => fate === wanted && unit.tables.some((table) => table.index === tab))
    .reduce((sum, { rows }) => sum + Number(rows), 0);
}
