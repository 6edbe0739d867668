/**
 * Compares what the policy says of a database with the database: names, references, what is left unsaid, what erasure
 * would meet, what would be slow, and what only this kind of database has to be told of.
 */
import type { Problem } from "#base";
import type { Policy, System, Table } from "#policy";
import type { Catalogue, CatalogueColumn, Relation } from "./catalogue-types.ts";
import { narrowedBy } from "./conditions.ts";
import type { Dialect, Engine, Session } from "./dialect.ts";
import { eraseProblems } from "./erase-units.ts";
import { knownColumns } from "./identities.ts";
import { coverageProblems } from "./inspect-coverage.ts";
import { erasureProblems } from "./inspect-erasure.ts";
import { type Compared, finding, holdOf, type Inspection, pathOf } from "./inspect-finding.ts";
import { columnProblems, tableProblems } from "./inspect-names.ts";
import { compileOwnership, pathsOf } from "./ownership.ts";
import { isOurs } from "./work.ts";

export { blocks } from "./blocks.ts";

/** All findings, errors first. Reads the catalogue only, and no row but where a rule of the database is too weak. */
export async function inspectSql(
  session: Session,
  engine: Engine,
  policy: Policy,
  system: System,
  catalogue: Catalogue,
): Promise<Problem[]> {
  const tables = system.tables.flatMap((mapping) => {
    const relation = catalogue.relations.get(mapping.name);
    return relation?.kind === "table" ? [{ mapping, relation }] : [];
  });
  const inspection: Inspection = { policy, system, catalogue, tables, comparing, isOurs };
  const names = tableProblems(system, catalogue);
  const found =
    catalogue.relations.size === 0
      ? names
      : [
          ...names,
          ...columnProblems(inspection),
          ...coverageProblems(inspection),
          ...erasureProblems(inspection),
          ...eraseProblems(compileOwnership(catalogue, system, (name) => engine.dialect.qualified(name))),
          ...tables.flatMap(({ mapping, relation }) => slowPaths(engine.dialect, system, mapping, relation)),
          ...viewNotes(system, catalogue),
          ...visibleHolds(policy, system),
          ...engine.unfit(catalogue, system),
          ...(await engine.findings(session, catalogue)),
        ];
  const order = { error: 0, warning: 1, note: 2 };
  return found.toSorted((a, b) => order[a.severity] - order[b.severity]);
}

function comparing(a: CatalogueColumn, b: CatalogueColumn): Compared {
  const text = [a, b].find(({ family }) => family === "text");
  if (a.family === b.family || [a, b].some(({ family }) => family === "other")) return "alike";
  if (text === undefined) return "never";
  const remedy = "Nothing to do for small tables; for large ones give both the same type.";
  return { compared: "the text is read for what it says, which no index serves.", remedy };
}

/** Below this many rows reading the whole table costs nothing. */
const smallTableRows = 1_000;

function slowPaths(dialect: Dialect, system: System, mapping: Table, relation: Relation): Problem[] {
  if (relation.estimatedRows < smallTableRows) return [];
  const columns = pathsOf({ mapping }).flatMap((path) => (path.kind === "reference" ? [path.reference.columns] : []));
  return columns
    .filter((names) => !relation.indexes.some(([first]) => first !== undefined && names.includes(first)))
    .map((names) =>
      finding(
        "missing-index",
        "warning",
        `No index helps to find a person's rows of ${mapping.name} by ${names.join(", ")}: each request reads about ${relation.estimatedRows.toLocaleString("en")} rows.`,
        `Run: CREATE INDEX ${mapping.name}_by_${names.join("_")} ON ${mapping.name} (${names.join(", ")});`,
        { path: pathOf(system, mapping.name), at: mapping.at },
      ),
    )
    .concat(addressNotes(dialect, system, mapping, relation));
}

/** An address is compared without blanks and case, which few indexes can do. */
function addressNotes(dialect: Dialect, system: System, mapping: Table, relation: Relation): Problem[] {
  const found = pathsOf({ mapping }).flatMap((path) =>
    path.kind === "identity" && path.digest !== true ? [path] : path.kind === "is" ? knownColumns(path) : [],
  );
  const read = found.filter(({ column }) => narrowedBy(dialect, { relation }, column, ["an@x.nl"]) === "1");
  return read.map(({ column }) =>
    finding(
      "reads-whole-table",
      "note",
      `Each request reads all of about ${relation.estimatedRows.toLocaleString("en")} rows of ${mapping.name} to find who is meant by ${column}, in any spelling.`,
      "Nothing to do for a few million rows. In MariaDB an index on a column whose collation knows no case (utf8mb4_…_ci) saves it.",
      { path: pathOf(system, mapping.name), at: mapping.at },
    ),
  );
}

function viewNotes(system: System, catalogue: Catalogue): Problem[] {
  const views = [...catalogue.relations.values()].filter(({ kind }) => kind === "view").map(({ name }) => name);
  if (views.length === 0) return [];
  return [
    finding(
      "view-of-persons",
      "note",
      `There are views (${views.join(", ")}), which may show rows of persons.`,
      "Nothing to do: what is erased is gone from them too.",
      { path: `systems.${system.name}`, at: system.at },
    ),
  ];
}

/** The policy promises that staff do not see held rows; the database cannot see to it. */
function visibleHolds(policy: Policy, system: System): Problem[] {
  const hidden = system.tables.filter((mapping) => (holdOf(policy, mapping)?.hold?.hiddenFrom ?? []).length > 0);
  return hidden.map((mapping) =>
    finding(
      "guard-not-able",
      "error",
      `Rows of ${mapping.name} that the law holds are to be hidden from staff, and this database cannot hide rows from some of its users.`,
      "Give staff a view without held rows instead of the table, or take `hiddenFrom` out of the rule.",
      { path: pathOf(system, mapping.name, ".keep"), at: mapping.at },
    ),
  );
}
