import type { Problem } from "#base";
import type { Table } from "#policy";
import type { ForeignKey, Relation } from "./catalogue-types.ts";
import { finding, type Inspection, pathOf } from "./inspect-finding.ts";
import { namedColumns } from "./inspect-names.ts";
import { stepsOf } from "./ownership.ts";
import { guessByName } from "./guess-names.ts";

/** Unmapped means unfinished: what the policy does not say about the database, as findings that block `complete`. */
export function coverageProblems(inspection: Inspection): Problem[] {
  return [
    ...inspection.tables.flatMap(({ mapping, relation }) => [
      ...unmappedColumns(mapping, relation).map((name) => unmappedColumn(inspection, mapping, relation, name)),
      ...undeclaredLinks(inspection, mapping, relation),
    ]),
    ...undeclaredTables(inspection),
  ];
}

/**
 * Columns of a mapped table of which nothing is said. Keys, person paths and terms count as said, and so do columns of
 * foreign keys, which name rows and not persons; links to persons are asked for separately.
 */
export function unmappedColumns(mapping: Table, relation: Relation): string[] {
  const said = new Set([
    ...namedColumns(mapping).map(({ name }) => name),
    ...relation.primaryKey,
    ...relation.foreignKeys.flatMap((key) => key.columns),
  ]);
  return [...relation.columns.keys()].filter((name) => !said.has(name));
}

function unmappedColumn(inspection: Inspection, mapping: Table, relation: Relation, name: string): Problem {
  const guess = guessByName(name, relation.columns.get(name)?.family ?? "other");
  const remedy =
    guess === undefined
      ? `Add it to columns with its category, or to \`other: [${name}]\` when it says nothing about a person.`
      : `By its name it may be: \`${name}: ${guess.category}\`. Else add it to \`other: [${name}]\`.`;
  return finding(
    "unmapped-column",
    "error",
    `The table ${mapping.name} holds rows of persons, and nothing is said about its column ${name} (${relation.columns.get(name)?.type}).`,
    remedy,
    { path: pathOf(inspection.system, mapping.name, `.${name}`), at: mapping.at },
  );
}

/** Foreign keys to tables of persons that no path follows: whose row it is, is not said in full. */
function undeclaredLinks(inspection: Inspection, mapping: Table, relation: Relation): Problem[] {
  const mapped = new Set(inspection.system.tables.map((table) => table.name));
  const followed = [...mapping.person, ...mapping.alsoAbout].flatMap((path) =>
    path.kind === "reference" ? stepsOf(mapping.name, path.reference).slice(0, 1) : [],
  );
  const isSaid = (key: ForeignKey) =>
    key.columns.every((column) => mapping.notPersonal.includes(column)) ||
    followed.some(
      (reference) => reference.to === key.table && key.columns.every((column) => reference.columns.includes(column)),
    );
  return relation.foreignKeys
    .filter((key) => key.targetSchema === undefined && mapped.has(key.table) && !isSaid(key))
    .map((key) => {
      const arrow = `(${key.columns.join(", ")}) -> ${key.table}(${key.targetColumns.join(", ")})`;
      return finding(
        "unmapped-link",
        "error",
        `${mapping.name} refers to ${key.table} by ${key.columns.join(", ")}, and no path says whose row that makes it.`,
        `Add "${arrow}" to person or alsoAbout, or put ${key.columns.join(", ")} under \`other\` when it says nothing about a person.`,
        { path: pathOf(inspection.system, mapping.name, ".person"), at: mapping.at },
      );
    });
}

/** Tables of which nothing is said: an error where a foreign key links them to persons or a column looks personal. */
function undeclaredTables({ system, catalogue, isOurs }: Inspection): Problem[] {
  const said = new Set([...system.tables.map(({ name }) => name), ...system.withoutPersons.map(({ table }) => table)]);
  const mapped = new Set(system.tables.map(({ name }) => name));
  const referredBy = new Set(
    [...catalogue.relations.values()].filter(({ name }) => mapped.has(name)).flatMap((relation) => refersTo(relation)),
  );
  return [...catalogue.relations.values()]
    .filter(({ name, kind }) => !said.has(name) && (kind === "table" || kind === "partitioned" || kind === "foreign"))
    .filter(({ name }) => !isOurs(name))
    .map((relation) => {
      const targets = refersTo(relation).filter((name) => mapped.has(name));
      const personal = [...relation.columns.values()].filter(({ name, family }) => {
        const guess = guessByName(name, family);
        return guess !== undefined && guess.confidence === "high";
      });
      const why =
        targets.length > 0
          ? `refers to ${targets.join(", ")}`
          : referredBy.has(relation.name)
            ? "is referred to by tables of persons"
            : personal.length > 0
              ? `has columns that look personal (${personal.map(({ name }) => name).join(", ")})`
              : undefined;
      return finding(
        "unmapped-table",
        why === undefined ? "warning" : "error",
        `Nothing is said about the table ${relation.name}${why === undefined ? "" : `, which ${why}`}.`,
        `Map it under tables, or write under withoutPersons: \`${relation.name}: <why it holds no personal data>\`.`,
        { path: `systems.${system.name}`, at: system.at },
      );
    });
}

/** Tables of this schema that the relation refers to by foreign keys. */
function refersTo(relation: Relation): string[] {
  return relation.foreignKeys.filter((key) => key.targetSchema === undefined).map((key) => key.table);
}
