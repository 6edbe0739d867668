import type { ClientBase } from "pg";
import type {
  Catalogue,
  CatalogueColumn,
  CatalogueTrigger,
  ForeignKey,
  QualifiedName,
  Relation,
} from "../sql/catalogue-types.ts";
import * as sql from "./catalogue-sql.ts";

/** Anything that runs a query: a client, or a pool. */
export type Queryable = Pick<ClientBase, "query">;

/**
 * Reads tables, keys, references, partitions, views and indexes of one schema, in eight queries whatever its size.
 * Needs no right but to connect: the catalogue is readable for everyone. A schema that does not exist has no relations.
 */
export async function readCatalogue(client: Queryable, schema: string): Promise<Catalogue> {
  const version = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  const relations = (await client.query<sql.RelationRow>(sql.relations, [schema])).rows;
  const columns = byRelation((await client.query<sql.ColumnRow>(sql.columns, [schema])).rows);
  const indexes = byRelation((await client.query<sql.IndexRow>(sql.indexes, [schema])).rows);
  const foreignKeys = byRelation((await client.query<sql.ForeignKeyRow>(sql.foreignKeys, [schema])).rows);
  const triggers = byRelation((await client.query<sql.TriggerRow>(sql.triggers, [schema])).rows);
  const acting = (await client.query<sql.ActingKeyRow>(sql.actingKeys, [schema])).rows;
  const reads = byRelation((await client.query<sql.ReadsRow>(sql.reads, [schema])).rows);
  const partsOf = (row: sql.RelationRow): Parts => ({
    columns: columns.get(row.name) ?? [],
    indexes: indexes.get(row.name) ?? [],
    foreignKeys: foreignKeys.get(row.name) ?? [],
    triggers: triggers.get(row.name) ?? [],
    reads: reads.get(row.name) ?? [],
  });
  return {
    serverVersion: version.rows[0]?.version ?? 0,
    schema,
    relations: new Map(relations.map((row) => [row.name, relationOf(row, partsOf(row), schema)])),
    actingKeys: acting.map(({ target_columns: targetColumns, ...key }) => ({ ...key, targetColumns })),
  };
}

interface Parts {
  readonly columns: readonly sql.ColumnRow[];
  readonly indexes: readonly sql.IndexRow[];
  readonly foreignKeys: readonly sql.ForeignKeyRow[];
  readonly triggers: readonly sql.TriggerRow[];
  readonly reads: readonly sql.ReadsRow[];
}

function relationOf(row: sql.RelationRow, parts: Parts, schema: string): Relation {
  const usable = parts.indexes.filter((index) => index.whole && index.searchable);
  return {
    name: row.name,
    kind: kindOf(row),
    ...(row.root === null ? {} : { partitionOf: row.root }),
    partitions: pairs(row.partition_schemas, row.partition_names),
    heldBy: heldBy(row, schema),
    inheritedBy: pairs(row.heir_schemas, row.heir_names),
    columns: new Map(parts.columns.map((column) => [column.name, columnOf(column)])),
    primaryKey: parts.indexes.find((index) => index.primary_key)?.columns ?? [],
    uniques: parts.indexes.filter((index) => index.whole && index.is_unique && index.plain).map((i) => i.columns),
    foreignKeys: parts.foreignKeys.map((key) => foreignKeyOf(key, schema)),
    indexes: usable.map((index) => index.columns).filter((leading) => leading.length > 0),
    expressionIndexes: usable.map((i) => i.first_expression).filter((expression) => expression !== null),
    estimatedRows: Number(row.estimated_rows),
    hasTriggers: parts.triggers.length > 0,
    triggers: parts.triggers.map(triggerOf),
    reads: parts.reads.map((read) => read.target),
    securityInvoker: row.security_invoker,
    rowSecurity: row.row_security,
    owner: row.owner,
  };
}

function heldBy(row: sql.RelationRow, schema: string): QualifiedName[] {
  if (!row.open || row.is_partition || row.heir_names.length > 0) return [];
  return row.kind === "p" ? pairs(row.last_schemas, row.last_names) : [{ schema, name: row.name }];
}

function kindOf(row: sql.RelationRow): Relation["kind"] {
  if (row.is_partition) return "partition";
  const kinds = { r: "table", p: "partitioned", v: "view", m: "materialized-view", f: "foreign" } as const;
  return kinds[row.kind];
}

function columnOf(row: sql.ColumnRow): CatalogueColumn {
  return {
    name: row.name,
    type: row.type,
    family: familyOf(row),
    nullable: row.nullable,
    hasDefault: row.has_default,
    generated: row.generated,
    ...(row.max_length === null ? {} : { maxLength: row.max_length }),
  };
}

const familyByType: Readonly<Record<string, CatalogueColumn["family"]>> = {
  json: "json",
  jsonb: "json",
  uuid: "uuid",
  bytea: "bytes",
  date: "date",
  timestamp: "timestamp",
  timestamptz: "timestamp",
  // Extension type of case-insensitive text; its category is text as well, here for clarity.
  citext: "text",
};

/** `typcategory` of pg_type: A array, B boolean, N numeric, S string (text, varchar, char, name, citext). */
function familyOf(row: sql.ColumnRow): CatalogueColumn["family"] {
  if (row.base_category === "A") return "array";
  const named = familyByType[row.base_type];
  if (named !== undefined) return named;
  if (row.base_category === "S") return "text";
  if (row.base_category === "N" && row.base_type !== "oid" && !row.base_type.startsWith("reg")) return "number";
  return row.base_category === "B" ? "boolean" : "other";
}

function foreignKeyOf(row: sql.ForeignKeyRow, schema: string): ForeignKey {
  const actions = { a: "no-action", r: "restrict", c: "cascade", n: "set-null", d: "set-default" } as const;
  return {
    name: row.name,
    columns: row.columns,
    table: row.target,
    ...(row.target_schema === schema ? {} : { targetSchema: row.target_schema }),
    targetColumns: row.target_columns,
    onDelete: actions[row.on_delete],
    deferrable: row.is_deferrable,
  };
}

/** Bits of `tgtype` in pg_trigger. */
const eventBits = [
  ["insert", 4],
  ["delete", 8],
  ["update", 16],
  ["truncate", 32],
] as const;

function triggerOf(row: sql.TriggerRow): CatalogueTrigger {
  return {
    name: row.name,
    events: eventBits.filter(([, bit]) => (row.type_bits & bit) !== 0).map(([event]) => event),
    runs: row.runs,
  };
}

function pairs(schemas: readonly string[], names: readonly string[]): QualifiedName[] {
  return names.map((name, index) => ({ schema: schemas[index] ?? "", name }));
}

function byRelation<Row extends { readonly relation: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => row.relation);
}
