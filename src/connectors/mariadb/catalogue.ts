/** Reads tables, keys, references and triggers of one database of MariaDB: of what did not change since the last look, only that. */
import type { ActingKey, Catalogue, CatalogueColumn, ForeignKey, Relation } from "../sql/catalogue-types.ts";
import type { Session, SqlRow } from "../sql/dialect.ts";
import { literal } from "../sql/quote.ts";

/** What only MariaDB says of a table. */
export interface TableFacts {
  readonly engine: string;
  /** Former values of its rows stay readable. */
  readonly versioned: boolean;
}

export interface MariadbCatalogue extends Catalogue {
  readonly facts: ReadonlyMap<string, TableFacts>;
}

/** What a connection remembers of its database between two looks; filled by `readCatalogue`. */
export interface CatalogueMemory {
  known?: { readonly stamp: string; readonly described: Described };
}

/** What changes only with a table, and then its file is written anew. */
interface Described {
  readonly columns: SqlRow[];
  readonly documents: SqlRow[];
  readonly indexes: SqlRow[];
  readonly keys: SqlRow[];
}

/** Seconds. The server dates a table to the second: one that changed just now can change once more with the same date. */
const settledAfter = 2;

/** `settled`: the age in seconds from which the date of a table tells it from a later one. */
export async function readCatalogue(
  session: Session,
  schema: string,
  memory: CatalogueMemory = {},
  settled = settledAfter,
): Promise<MariadbCatalogue> {
  const here = literal(schema);
  const all = async (sql: string) => [...(await session.all(sql))];
  const [version] = await all("select version() as version");
  const tables = await all(
    `select table_name as name, table_type as type, engine as engine, table_rows as estimate, create_time as dated, timestampdiff(second, create_time, now()) as age from information_schema.tables where table_schema = ${here} order by table_name`,
  );
  const stamp = JSON.stringify(tables.map(({ name, type, engine, dated }) => [name, type, engine, dated]));
  const known = memory.known?.stamp === stamp ? memory.known.described : undefined;
  const described = known ?? (await describe(all, here));
  if (known === undefined) delete memory.known;
  // A view has no date, so that nothing says when it changed.
  if (tables.every(({ age }) => age !== null && Number(age) >= settled)) memory.known = { stamp, described };
  const { columns, documents, indexes } = described;
  const keys = [...described.keys, ...(await foreignKeysOfOthers(all, here))];
  const triggers = await all(
    `select event_object_table as relation, trigger_name as name, event_manipulation as event from information_schema.triggers where event_object_schema = ${here}`,
  );
  const isDocument = new Set(documents.map(({ relation, name }) => `${relation}\n${name}`));
  const parts = {
    columns: Map.groupBy(columns, ({ relation }) => String(relation)),
    indexes: Map.groupBy(indexes, ({ relation }) => String(relation)),
    keys: Map.groupBy(
      keys.filter((key) => key["from_schema"] === schema),
      ({ relation }) => String(relation),
    ),
    triggers: Map.groupBy(triggers, ({ relation }) => String(relation)),
  };
  const [major = 0, minor = 0, patch = 0] = String(version?.["version"]).split(/[.-]/).map(Number);
  return {
    serverVersion: major * 10_000 + minor * 100 + patch,
    schema,
    relations: new Map(tables.map((row) => [String(row["name"]), relationOf(row, parts, isDocument, schema)])),
    actingKeys: actingKeys(keys, schema),
    facts: new Map(
      tables.map(({ name, engine, type }) => [
        String(name),
        { engine: String(engine ?? ""), versioned: type === "SYSTEM VERSIONED" },
      ]),
    ),
  };
}

/** Databases of the server itself, which refer to nobody's. */
const serversOwn = ["information_schema", "mysql", "performance_schema", "sys"].map(literal).join(", ");

async function describe(all: (sql: string) => Promise<SqlRow[]>, here: string): Promise<Described> {
  return {
    columns: await all(
      `select table_name as relation, column_name as name, column_type as type, data_type as base, is_nullable as nullable, column_default as preset, extra as extra, is_generated as computed, character_maximum_length as length, collation_name as collation from information_schema.columns where table_schema = ${here} order by table_name, ordinal_position`,
    ),
    // The clause is shown with the quotes of whoever looks.
    documents: await all(
      `select table_name as relation, constraint_name as name from information_schema.check_constraints where constraint_schema = ${here} and level = 'Column' and replace(check_clause, '"', '\`') = 'json_valid(\`' || constraint_name || '\`)'`,
    ),
    indexes: await all(
      `select table_name as relation, index_name as name, non_unique as several, column_name as col, sub_part as part, index_type as type from information_schema.statistics where table_schema = ${here} order by table_name, index_name, seq_in_index`,
    ),
    keys: await keysIn(all, here),
  };
}

/** Keys of other databases of the server that refer to ours. Asked database by database: the server reads only what is named. */
async function foreignKeysOfOthers(all: (sql: string) => Promise<SqlRow[]>, here: string): Promise<SqlRow[]> {
  const others = await all(
    `select schema_name as name from information_schema.schemata where schema_name not in (${serversOwn}, ${here}) order by 1`,
  );
  const found: SqlRow[] = [];
  for (const { name } of others)
    found.push(...(await keysIn(all, literal(String(name)), ` and referenced_table_schema = ${here}`)));
  return found;
}

/** Joined by us: the server would look a rule up anew for every column of every key. */
async function keysIn(all: (sql: string) => Promise<SqlRow[]>, schema: string, which = ""): Promise<SqlRow[]> {
  const columns = await all(
    `select constraint_schema as from_schema, constraint_name as name, table_name as relation, column_name as col, referenced_table_schema as to_schema, referenced_table_name as target, referenced_column_name as met
     from information_schema.key_column_usage where constraint_schema = ${schema} and referenced_table_name is not null${which} order by table_name, constraint_name, ordinal_position`,
  );
  if (columns.length === 0) return columns;
  const rules = await all(
    `select table_name as relation, constraint_name as name, delete_rule as rule from information_schema.referential_constraints where constraint_schema = ${schema}`,
  );
  const ruleOf = new Map(rules.map(({ relation, name, rule }) => [`${relation}\n${name}`, rule]));
  return columns.map((column) => ({ ...column, rule: ruleOf.get(`${column["relation"]}\n${column["name"]}`) }));
}

interface Parts {
  readonly columns: ReadonlyMap<string, readonly SqlRow[]>;
  readonly indexes: ReadonlyMap<string, readonly SqlRow[]>;
  readonly keys: ReadonlyMap<string, readonly SqlRow[]>;
  readonly triggers: ReadonlyMap<string, readonly SqlRow[]>;
}

function relationOf(row: SqlRow, parts: Parts, isDocument: ReadonlySet<string>, schema: string): Relation {
  const name = String(row["name"]);
  const isTable = row["type"] === "BASE TABLE" || row["type"] === "SYSTEM VERSIONED";
  const described = (parts.columns.get(name) ?? []).map((column) =>
    columnOf(column, isDocument.has(`${name}\n${column["name"]}`)),
  );
  const indexes = [...Map.groupBy(parts.indexes.get(name) ?? [], (index) => String(index["name"])).values()]
    // An index on the beginning of a text, or on its words, names no row.
    .filter((columns) => columns.every(({ part, type }) => part === null && (type === "BTREE" || type === "HASH")))
    .map((columns) => ({
      name: String(columns[0]?.["name"]),
      isUnique: Number(columns[0]?.["several"]) === 0,
      columns: columns.map(({ col }) => String(col)),
    }));
  const triggers = [...Map.groupBy(parts.triggers.get(name) ?? [], (trigger) => String(trigger["name"]))];
  return {
    name,
    kind: isTable ? "table" : row["type"] === "VIEW" ? "view" : "foreign",
    partitions: [],
    heldBy: [],
    inheritedBy: [],
    columns: new Map(described.map((column) => [column.name, column])),
    primaryKey: indexes.find((index) => index.name === "PRIMARY")?.columns ?? [],
    uniques: indexes.filter(({ isUnique }) => isUnique).map(({ columns }) => columns),
    foreignKeys: foreignKeysOf(parts.keys.get(name) ?? [], schema),
    indexes: indexes.map(({ columns }) => columns),
    expressionIndexes: [],
    estimatedRows: Number(row["estimate"] ?? -1),
    hasTriggers: triggers.length > 0,
    triggers: triggers.map(([called, events]) => ({
      name: called,
      events: events.map(({ event }) => String(event).toLowerCase() as "insert" | "update" | "delete"),
      runs: called,
    })),
    reads: [],
    securityInvoker: false,
    rowSecurity: false,
    owner: "",
  };
}

function columnOf(row: SqlRow, isDocument: boolean): CatalogueColumn {
  const length = row["length"];
  const base = String(row["base"]);
  const isText = /char$|text$|^enum|^set/.test(base);
  return {
    name: String(row["name"]),
    type: String(row["type"]),
    family: isDocument ? "json" : familyOf(base),
    nullable: row["nullable"] === "YES",
    hasDefault: row["preset"] !== null || /auto_increment/i.test(String(row["extra"])),
    generated: row["computed"] === "ALWAYS",
    ...(typeof length === "string" && isText && Number(length) < 65_536 ? { maxLength: Number(length) } : {}),
    ...(typeof row["collation"] === "string" ? { collation: row["collation"] } : {}),
  };
}

function familyOf(base: string): CatalogueColumn["family"] {
  if (/char$|text$|^enum|^set/.test(base)) return "text";
  if (/int$|^decimal|^float|^double|^bit|^year/.test(base)) return "number";
  if (/blob$|binary$/.test(base)) return "bytes";
  if (base === "date") return "date";
  if (base === "datetime" || base === "timestamp") return "timestamp";
  return base === "uuid" ? "uuid" : "other";
}

const actions: Readonly<Record<string, ForeignKey["onDelete"]>> = {
  CASCADE: "cascade",
  RESTRICT: "restrict",
  "SET NULL": "set-null",
  "SET DEFAULT": "set-default",
};

function foreignKeysOf(rows: readonly SqlRow[], schema: string): ForeignKey[] {
  return [...Map.groupBy(rows, ({ name }) => String(name))].map(([name, parts]) => {
    const [first] = parts;
    const other = String(first?.["to_schema"]);
    return {
      name,
      columns: parts.map(({ col }) => String(col)),
      table: String(first?.["target"]),
      ...(other === schema ? {} : { targetSchema: other }),
      targetColumns: parts.map(({ met }) => String(met)),
      onDelete: actions[String(first?.["rule"])] ?? "no-action",
      deferrable: false,
    };
  });
}

/** Keys from any database that delete or change rows by themselves when a row of this one is deleted. */
function actingKeys(rows: readonly SqlRow[], schema: string): ActingKey[] {
  const does: Readonly<Record<string, ActingKey["action"]>> = {
    CASCADE: "delete",
    "SET NULL": "clear",
    "SET DEFAULT": "change",
  };
  const reaching = rows.filter((row) => row["to_schema"] === schema);
  const grouped = Map.groupBy(reaching, (row) => `${row["from_schema"]}\n${row["relation"]}\n${row["name"]}`);
  return [...grouped.values()].flatMap((parts): ActingKey[] => {
    const [first] = parts;
    const action = does[String(first?.["rule"])];
    if (first === undefined || action === undefined) return [];
    return [
      {
        name: String(first["name"]),
        schema: String(first["from_schema"]),
        table: String(first["relation"]),
        columns: parts.map(({ col }) => String(col)),
        target: String(first["target"]),
        targetColumns: parts.map(({ met }) => String(met)),
        action,
      },
    ];
  });
}
