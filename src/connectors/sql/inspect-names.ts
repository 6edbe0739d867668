import type { Location, Problem } from "#base";
import type { PersonPath, Reference, System, Table } from "#policy";
import type { Catalogue, CatalogueColumn, Relation } from "./catalogue-types.ts";
import { didYouMean, finding, type Inspection, pathOf } from "./inspect-finding.ts";
import { knownColumns } from "./identities.ts";
import { rowKeyColumns, type Step, stepsOf } from "./ownership.ts";

/** Tables that the policy names and the database does not have, or has as something without rows of its own. */
export function tableProblems(system: System, catalogue: Catalogue): Problem[] {
  if (catalogue.relations.size === 0)
    return [
      finding(
        "unknown-schema",
        "error",
        `The schema ${system.schema} of ${system.name} has no tables, or does not exist.`,
        "Correct `schema:`, or the address of the database.",
        { path: `systems.${system.name}.schema`, at: system.at },
      ),
    ];
  const names = [...catalogue.relations.keys()];
  const named = [
    ...system.tables.map((table) => ({ name: table.name, at: table.at, severity: "error" as const })),
    ...system.withoutPersons.map(({ table, at }) => ({ name: table, at, severity: "warning" as const })),
  ];
  const unknown = named
    .filter(({ name }) => !catalogue.relations.has(name))
    .map(({ name, at, severity }) =>
      finding(
        "unknown-table",
        severity,
        `The database has no table ${name} in the schema ${catalogue.schema}.${didYouMean(name, names)}`,
        "Write the name as the database spells it, or take the table out of the policy.",
        { path: pathOf(system, name), at },
      ),
    );
  return [...unknown, ...system.tables.flatMap((table) => kindProblems(system, table, catalogue))];
}

function kindProblems(system: System, mapping: Table, catalogue: Catalogue): Problem[] {
  const relation = catalogue.relations.get(mapping.name);
  if (relation === undefined) return [];
  const place = { path: pathOf(system, mapping.name), at: mapping.at };
  if (relation.kind === "partition")
    return [
      finding(
        "not-a-table",
        "error",
        `${mapping.name} is a partition of ${relation.partitionOf}.`,
        `Map ${relation.partitionOf}; its partitions follow.`,
        place,
      ),
    ];
  if (relation.kind !== "table" && relation.kind !== "partitioned")
    return [
      finding(
        "not-a-table",
        "error",
        `${mapping.name} is a ${relation.kind.replace("-", " ")}: it has no rows of its own to erase.`,
        `Map what it reads${relation.reads.length > 0 ? ` (${relation.reads.join(", ")})` : ""}.`,
        place,
      ),
    ];
  const problems: Problem[] = [];
  if (relation.inheritedBy.length > 0)
    problems.push(
      finding(
        "inheritance",
        "error",
        `Other tables inherit from ${mapping.name} (${relation.inheritedBy.map((heir) => heir.name).join(", ")}), so its key does not name one row.`,
        "Make it a partitioned table, or move the rows of the inheriting tables.",
        place,
      ),
    );
  if (rowKeyColumns(relation) === undefined)
    problems.push(
      finding(
        "no-key",
        "error",
        `${mapping.name} has no primary key and no unique key without NULL: its rows cannot be named, so its erasure is refused.`,
        `Add a key, for example: alter table "${mapping.name}" add column id bigint generated always as identity primary key;`,
        place,
      ),
    );
  return problems;
}

/** Columns that the policy names and the table does not have, and references that do not fit their target. */
export function columnProblems(inspection: Inspection): Problem[] {
  const { system, tables, catalogue } = inspection;
  return tables.flatMap(({ mapping, relation }) => [
    ...namedColumns(mapping)
      .filter(({ name }) => !relation.columns.has(name))
      .map(({ name, at }) => unknownColumn(system, relation, name, at ?? mapping.at)),
    ...[...mapping.person, ...mapping.alsoAbout].flatMap((path) =>
      path.kind === "reference" ? referenceProblems(inspection, mapping, path.reference, path.at) : [],
    ),
    ...addressProblems(system, mapping, relation),
    ...termProblems(system, mapping, relation, catalogue),
    ...memberProblems(system, mapping, relation),
  ]);
}

/** An address is compared as one text: in a list or a document it would never be found. */
function addressProblems(system: System, mapping: Table, relation: Relation): Problem[] {
  return [...mapping.person, ...mapping.alsoAbout].flatMap((path) => {
    const columns = path.kind === "identity" ? [path] : path.kind === "is" ? knownColumns(path) : [];
    return columns.flatMap(({ identity, column: name }) => {
      const known = relation.columns.get(name);
      if (known === undefined || canHold(identity, known.family)) return [];
      const place = { path: pathOf(system, mapping.name, ".person"), at: path.at };
      const column = `${mapping.name}.${name} is ${known.type}`;
      if (identity === "phone" && known.family === "number")
        return [
          finding(
            "phone-not-text",
            "error",
            `${column}; a telephone number in it has lost its first zero or its plus sign, so nobody can tell whose it is.`,
            "Keep telephone numbers as text, with the country code: +31612345678.",
            place,
          ),
        ];
      const what = { email: ["an address", "addresses"], phone: ["a telephone number", "telephone numbers"] }[identity];
      const [one, all] = what ?? [`a ${identity}`, "identities"];
      return [
        finding(
          "address-not-text",
          "error",
          `${column}; ${one} in it would not be found, because ${all} are compared as one text.`,
          `Keep each ${one?.replace(/^an? /, "")} in a row of its own and map that table, or find the row by another path.`,
          place,
        ),
      ];
    });
  });
}

/** An identity of one's own may be a number or a UUID: written as text it is the same for everybody. */
function canHold(identity: string, family: CatalogueColumn["family"]): boolean {
  if (family === "text") return true;
  return identity !== "email" && identity !== "phone" && (family === "number" || family === "uuid");
}

function unknownColumn(system: System, relation: Relation, name: string, at: Location): Problem {
  const hint = didYouMean(name, relation.columns.keys());
  return finding(
    "unknown-column",
    "error",
    `The table ${relation.name} has no column ${name}.${hint}`,
    "Write the name as the database spells it, or take the column out of the policy.",
    { path: pathOf(system, relation.name, `.${name}`), at },
  );
}

/** Every column of the table itself that its mapping names, once. */
export function namedColumns(mapping: Table): { name: string; at?: Location }[] {
  const named = [
    ...mapping.columns.map(({ name, at }) => ({ name, at })),
    ...mapping.notPersonal.map((name) => ({ name })),
    ...[...mapping.person, ...mapping.alsoAbout].flatMap((path) =>
      columnsOfPath(path).map((name) => ({ name, at: path.at })),
    ),
    ...termColumns(mapping).map((name) => ({ name })),
  ];
  return [...new Map(named.toReversed().map((one) => [one.name, one])).values()];
}

export function columnsOfPath(path: PersonPath): string[] {
  if (path.kind === "reference") return columnsOfReference(path.reference);
  const identities = path.kind === "identity" ? [path] : knownColumns(path);
  const since = path.kind === "is" ? path.emailSince : undefined;
  const beside = [since, path.byColumn?.column].filter((name) => name !== undefined);
  return [...identities.map(({ column }) => column), ...beside];
}

export function columnsOfReference(reference: Reference): string[] {
  return [...reference.columns, ...(reference.when === undefined ? [] : [reference.when.column])];
}

export function termColumns(mapping: Table): string[] {
  const from = mapping.keep?.from;
  if (from === undefined) return [];
  return "via" in from ? columnsOfReference(from.via) : [from.column];
}

/** What is wrong with a reference, step by step; of a path over other tables each step is looked at. */
function referenceProblems(inspection: Inspection, mapping: Table, reference: Reference, at: Location): Problem[] {
  const { system, catalogue } = inspection;
  const place = { path: pathOf(system, mapping.name, ".person"), at };
  if (!catalogue.relations.has(reference.table) || !system.tables.some((table) => table.name === reference.table))
    return [
      finding(
        "unknown-target",
        "error",
        `${mapping.name} leads to ${reference.table}, which is not a mapped table.${didYouMean(
          reference.table,
          system.tables.map((t) => t.name),
        )}`,
        `Map ${reference.table} under tables, or correct the name.`,
        place,
      ),
    ];
  return stepsOf(mapping.name, reference).flatMap((step) => stepProblems(step, inspection, place));
}

type PlaceOfPath = { readonly path: string; readonly at: Location };

function stepProblems(step: Step, inspection: Inspection, place: PlaceOfPath): Problem[] {
  const { catalogue } = inspection;
  const from = catalogue.relations.get(step.from);
  const target = catalogue.relations.get(step.to);
  const arrow = `(${step.columns.join(", ")}) -> ${step.to}`;
  const unknown = (code: string, message: string) => [finding(code, "error", message, "Correct the name.", place)];
  if (from === undefined || target === undefined)
    return target === undefined
      ? unknown(
          "unknown-table",
          `${arrow}: the database has no table ${step.to}.${didYouMean(step.to, catalogue.relations.keys())}`,
        )
      : [];
  const leaving = [...step.columns, ...(step.when === undefined ? [] : [step.when.column])];
  const [lacking] = leaving.filter((name) => !from.columns.has(name));
  const columns = step.targetColumns ?? target.primaryKey;
  const [missing] = columns.filter((name) => !target.columns.has(name));
  if (missing !== undefined)
    return unknown(
      "unknown-column",
      `${arrow}: ${step.to} has no column ${missing}.${didYouMean(missing, target.columns.keys())}`,
    );
  if (columns.length !== step.columns.length)
    return [
      finding(
        "reference-does-not-fit",
        "error",
        `${arrow} names ${step.columns.length} column(s), but ${columns.length === 0 ? `${step.to} has no primary key` : `the key is (${columns.join(", ")})`}.`,
        `Write every column of the key, in its order: "(a, b) -> ${step.to}(${columns.length === 0 ? "x, y" : columns.join(", ")})".`,
        place,
      ),
    ];
  return [
    ...(lacking === undefined ? [] : lackingColumn(step, from, lacking, place)),
    ...step.columns.flatMap((name, index) => typeProblems(inspection, from, name, target, columns[index] ?? "", place)),
    ...ambiguous(arrow, target, columns, place),
  ];
}

/** Columns of the table itself are told of with all that its mapping names. */
function lackingColumn({ from: name }: Step, from: Relation, column: string, place: PlaceOfPath): Problem[] {
  if (place.path.endsWith(`.${name}.person`)) return [];
  const hint = didYouMean(column, from.columns.keys());
  const remedy = "Name the column of that table which leads on.";
  return [finding("unknown-column", "error", `The table ${name} has no column ${column}.${hint}`, remedy, place)];
}

function typeProblems(
  { comparing }: Inspection,
  relation: Relation,
  name: string,
  target: Relation,
  targetName: string,
  place: { path: string; at: Location },
): Problem[] {
  const [a, b] = [relation.columns.get(name), target.columns.get(targetName)];
  if (a === undefined || b === undefined) return [];
  const how = comparing(a, b, relation);
  if (how === "alike") return [];
  const types = `${relation.name}.${name} is ${a.type}, ${target.name}.${targetName} is ${b.type}`;
  return [
    how === "never"
      ? finding(
          "reference-does-not-fit",
          "error",
          `${types}; they cannot be equal.`,
          "Name the column that holds the key of the other table.",
          place,
        )
      : finding("reference-compares-text", "note", `${types}; ${how.compared}`, how.remedy, place),
  ];
}

function ambiguous(arrow: string, target: Relation, columns: readonly string[], place: { path: string; at: Location }) {
  const unique = target.uniques.some((key) => key.every((name) => columns.includes(name)));
  if (unique) return [];
  return [
    finding(
      "reference-not-unique",
      "warning",
      `${arrow}(${columns.join(", ")}) can meet several rows of ${target.name}; a row then belongs to all their persons.`,
      `Refer to a unique key of ${target.name}, if there is one.`,
      place,
    ),
  ];
}

function termProblems(system: System, mapping: Table, relation: Relation, catalogue: Catalogue): Problem[] {
  const from = mapping.keep?.from;
  if (from === undefined) return [];
  const owner = "via" in from ? catalogue.relations.get(from.via.table) : relation;
  const column = owner?.columns.get(from.column);
  const place = { path: pathOf(system, mapping.name, ".keep"), at: mapping.at };
  if (column === undefined)
    return "via" in from
      ? [
          finding(
            "unknown-column",
            "error",
            `The term of ${mapping.name} starts at ${from.via.table}.${from.column}, which does not exist.${didYouMean(from.column, owner?.columns.keys() ?? [])}`,
            "Correct the name.",
            place,
          ),
        ]
      : [];
  if (["date", "timestamp", "number", "text"].includes(column.family)) return [];
  return [
    finding(
      "term-not-a-date",
      "error",
      `The term of ${mapping.name} starts at ${from.column}, which is ${column.type}: no date and no year.`,
      "Name a date, timestamp or year column.",
      place,
    ),
  ];
}

function memberProblems(system: System, mapping: Table, relation: Relation): Problem[] {
  return mapping.columns
    .filter(({ name, json }) => json.length > 0 && (relation.columns.get(name)?.family ?? "json") !== "json")
    .map(({ name, at }) =>
      finding(
        "members-of-no-json",
        "error",
        `${mapping.name}.${name} is ${relation.columns.get(name)?.type} and no JSON, so it has no members to name.`,
        `Write \`${name}: <category>\` for the whole value, or make the column jsonb.`,
        { path: pathOf(system, mapping.name, `.columns.${name}`), at },
      ),
    );
}
