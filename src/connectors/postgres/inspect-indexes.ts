import type { Problem } from "#base";
import type { PersonPath, Table } from "#policy";
import type { Relation } from "../sql/catalogue-types.ts";
import { finding, type Inspection, pathOf } from "../sql/inspect-finding.ts";
import type { Queryable } from "./catalogue.ts";
import { knownColumns, phoneDigits } from "./identity-sql.ts";
import type { OwnershipPlan } from "./ownership.ts";
import { ident, qualified } from "./quote.ts";
import { wordIndexes } from "./residue-indexes.ts";
import { searchedColumns } from "./residue-sql.ts";
import { wordCharacters } from "./residue-values.ts";

/** Below this many rows reading the whole table costs nothing. */
const smallTableRows = 1_000;
/** Rows that a database reads in a second without an index, roughly; only for the estimate in the message. */
const rowsReadPerSecond = 2_000_000;

/** Paths that a request follows without an index, each with the statement that makes it, and copies of personal data. */
export function indexProblems(inspection: Inspection): Problem[] {
  return inspection.tables.flatMap(({ mapping, relation }) => {
    if (relation.estimatedRows >= 0 && relation.estimatedRows < smallTableRows) return [];
    const wanted = [...mapping.person, ...mapping.alsoAbout].flatMap((path) => wantedIndex(path, relation));
    // A row that goes is looked up by every foreign key that may refer to it.
    const incoming = relation.foreignKeys
      .filter((key) =>
        inspection.tables.some((table) => table.mapping.name === key.table && table.mapping.erase === "delete"),
      )
      .map((key) => plainIndex(relation, key.columns));
    const missing = [...wanted, ...incoming].filter((index) => index !== undefined);
    const once = new Map(missing.map((index) => [index.on, index]));
    return [...once.values()].map((index) => missingIndex(inspection, mapping, relation, index));
  });
}

interface WantedIndex {
  /** What stands between the brackets of `create index`. */
  readonly on: string;
  readonly columns: string;
}

function wantedIndex(path: PersonPath, relation: Relation): (WantedIndex | undefined)[] {
  if (path.kind === "reference") return [plainIndex(relation, path.reference.columns)];
  if (path.kind === "identity") return identityIndex(path, path, relation);
  return knownColumns(path).flatMap((known) => identityIndex(path, known, relation));
}

function identityIndex(
  path: PersonPath,
  { identity, column }: { readonly identity: string; readonly column: string },
  relation: Relation,
): (WantedIndex | undefined)[] {
  if (!relation.columns.has(column)) return [];
  if (path.kind === "identity" && path.digest === true) return [plainIndex(relation, [column])];
  if (identity === "phone") {
    const on = phoneDigits(`(${ident(column)})::text`);
    const there = relation.expressionIndexes.some((expression) =>
      bare(expression).includes(`regexp_replace${bare(column)}`),
    );
    return there ? [] : [{ on: `(${on})`, columns: column }];
  }
  const text = relation.columns.get(column)?.type === "text" ? ident(column) : `${ident(column)}::text`;
  const there = relation.expressionIndexes.some((expression) => bare(expression) === `lowerbtrim${bare(column)}`);
  return there ? [] : [{ on: `lower(btrim(${text}))`, columns: column }];
}

/** Expressions are printed with brackets, quotes and casts that mean nothing here. */
function bare(expression: string): string {
  return expression.replace(/::(?:text|character varying)/g, "").replace(/[\s()"]/g, "");
}

/** An index serves when its first columns are among those compared. */
function plainIndex(relation: Relation, columns: readonly string[]): WantedIndex | undefined {
  if (columns.some((name) => !relation.columns.has(name))) return undefined;
  const served = relation.indexes.some((index) => columns.includes(index[0] ?? ""));
  return served ? undefined : { on: columns.map(ident).join(", "), columns: columns.join(", ") };
}

function missingIndex(
  { system, catalogue }: Inspection,
  mapping: Table,
  relation: Relation,
  index: WantedIndex,
): Problem {
  const table = qualified({ schema: catalogue.schema, name: relation.name });
  const rows = relation.estimatedRows;
  const cost =
    rows < 0
      ? "reads the whole table, whose size is not known yet (run: analyze)"
      : `reads about ${rows.toLocaleString("en")} rows (${duration(rows)})`;
  const partitioned = relation.kind === "partitioned";
  return finding(
    "missing-index",
    "warning",
    `No index helps to find a person's rows of ${mapping.name} by ${index.columns}: each request ${cost}.`,
    partitioned
      ? `Run in a quiet hour, because a partitioned table cannot do it concurrently: CREATE INDEX ON ${table} (${index.on});`
      : `Run: CREATE INDEX CONCURRENTLY ON ${table} (${index.on});`,
    { path: pathOf(system, mapping.name), at: mapping.at },
  );
}

function duration(rows: number, rowsPerSecond = rowsReadPerSecond): string {
  const seconds = rows / rowsPerSecond;
  return seconds < 1 ? "under a second" : `about ${Math.ceil(seconds)} s`;
}

/** Columns whose values would identify a person, and are bytes: no text is found in them. */
export function unsearchedProblems({ policy, system, tables }: Inspection): Problem[] {
  const identifying = new Set(policy.categories.filter((one) => one.identifying).map(({ name }) => name));
  return tables.flatMap(({ mapping, relation }) =>
    mapping.columns
      .filter(({ name, category }) => identifying.has(category) && relation.columns.get(name)?.family === "bytes")
      .map(({ name, category, at }) =>
        finding(
          "bytes-not-searched",
          "warning",
          `${mapping.name}.${name} is bytea, so a ${category} in it is erased with its row, but not searched for afterwards in rows of others.`,
          "Keep it as text, or make sure that no row of somebody else holds it.",
          { path: pathOf(system, mapping.name, `.columns.${name}`), at },
        ),
      ),
  );
}

/** Below this many rows the search after an erasure is over before anybody notices. */
const searchedTableRows = 100_000;
/** Rows in which a database looks for a person's values in a second without an index, roughly; for the message only. */
const rowsSearchedPerSecond = 1_000_000;

/** Large tables that are read whole before and after each erasure, each with the statement that saves it. */
export async function searchIndexProblems(client: Queryable, plan: OwnershipPlan): Promise<Problem[]> {
  const indexes = await wordIndexes(client, plan.catalogue.schema);
  return plan.tables.flatMap(({ mapping, relation, ...table }) => {
    const rows = relation.estimatedRows;
    if (rows < searchedTableRows) return [];
    const columns = searchedColumns(relation, { ...table, mapping, relation }, "mapped", indexes).filter(
      ({ holdsWords, isIndexed, maxLength = wordCharacters }) =>
        holdsWords && !isIndexed && maxLength >= wordCharacters,
    );
    // A list or a document kept as text is read whole whatever stands beside it.
    if (columns.length === 0 || columns.some(({ family, type }) => family === "array" || type === "json")) return [];
    const on = columns.map(({ name, family, type }) =>
      family === "json" || type.startsWith("character(")
        ? `(${ident(name)}::text) gin_trgm_ops`
        : `${ident(name)} gin_trgm_ops`,
    );
    const concurrently = relation.kind === "partitioned" ? "" : "CONCURRENTLY ";
    return finding(
      "missing-search-index",
      "note",
      `No index finds a word inside texts of ${mapping.name}, so each erasure reads about ${rows.toLocaleString("en")} rows twice (${duration(rows, rowsSearchedPerSecond)} each time): for what others have as well, and for what is left.`,
      `An index saves both, and makes writing a little slower: CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE INDEX ${concurrently}ON ${table.sql} USING gin (${on.join(", ")});`,
      { path: pathOf(plan.system, mapping.name), at: mapping.at },
    );
  });
}

/** Views that show what is erased, and materialized views, which go on showing it. */
export function viewProblems({ system, catalogue, tables }: Inspection): Problem[] {
  const mapped = new Set(tables.map(({ mapping }) => mapping.name));
  return [...catalogue.relations.values()]
    .filter((relation) => relation.kind === "view" || relation.kind === "materialized-view")
    .flatMap((view) => {
      const shown = [...readsOf(view, catalogue.relations)].filter((name) => mapped.has(name)).sort();
      if (shown.length === 0) return [];
      const place = { path: `systems.${system.name}`, at: system.at };
      return view.kind === "view"
        ? [
            finding(
              "view-of-persons",
              "note",
              `The view ${view.name} shows rows of ${shown.join(", ")}.`,
              "Nothing to do: what is erased is gone from it too.",
              place,
            ),
          ]
        : [
            finding(
              "copy-of-persons",
              "warning",
              `The materialized view ${view.name} is a copy of rows of ${shown.join(", ")}, and keeps what was erased there.`,
              `After each erasure run: refresh materialized view ${qualified({ schema: catalogue.schema, name: view.name })};`,
              place,
            ),
          ];
    });
}

function readsOf(view: Relation, relations: ReadonlyMap<string, Relation>, seen = new Set<string>()): Set<string> {
  for (const name of view.reads) {
    if (seen.has(name)) continue;
    seen.add(name);
    const next = relations.get(name);
    if (next !== undefined) readsOf(next, relations, seen);
  }
  return seen;
}
