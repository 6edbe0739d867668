/** Reads tables, keys, references and triggers of a SQLite file. */
import type {
  ActingKey,
  Catalogue,
  CatalogueColumn,
  CatalogueTrigger,
  ForeignKey,
  Relation,
} from "../sql/catalogue-types.ts";
import type { Session, SqlRow } from "../sql/dialect.ts";
import { ident, literal } from "../sql/quote.ts";
import { affinityOf } from "./dialect.ts";

const schema = "main";

export async function readCatalogue(session: Session): Promise<Catalogue> {
  const [version] = await session.all("select sqlite_version() as version");
  const [major = 0, minor = 0, patch = 0] = String(version?.["version"]).split(".").map(Number);
  const listed = await session.all(
    "select name, type, wr from pragma_table_list where schema = 'main' and name not like 'sqlite\\_%' escape '\\' order by name",
  );
  const estimates = await statistics(session);
  const relations = new Map<string, Relation>();
  for (const row of listed) {
    const relation = await relationOf(session, row, estimates);
    relations.set(relation.name, relation);
  }
  return {
    serverVersion: major * 1_000_000 + minor * 1_000 + patch,
    schema,
    relations: withTargets(relations),
    actingKeys: [...withTargets(relations).values()].flatMap(actingKeysOf),
  };
}

async function statistics(session: Session): Promise<ReadonlyMap<string, number>> {
  const [there] = await session.all("select 1 as there from sqlite_schema where name = 'sqlite_stat1'");
  if (there === undefined) return new Map();
  const rows = await session.all("select tbl, max(cast(stat as integer)) as n from sqlite_stat1 group by tbl");
  return new Map(rows.map(({ tbl, n }) => [String(tbl), Number(n)]));
}

async function relationOf(
  session: Session,
  { name: called, type }: SqlRow,
  estimates: ReadonlyMap<string, number>,
): Promise<Relation> {
  const name = String(called);
  const columns = await session.all(`select * from pragma_table_xinfo(${literal(name)})`);
  const indexes = await indexesOf(session, name);
  const triggers = await triggersOf(session, name);
  const rowid = columns.filter(({ pk }) => Number(pk) > 0);
  const primaryKey = rowid.toSorted((a, b) => Number(a["pk"]) - Number(b["pk"])).map((row) => String(row["name"]));
  const alias =
    rowid.length === 1 && String(rowid[0]?.["type"]).toUpperCase() === "INTEGER" ? primaryKey[0] : undefined;
  const described = columns
    .filter(({ hidden }) => Number(hidden) !== 1)
    .map((row) => columnOf(row, String(row["name"]) === alias, indexes));
  const uniques = indexes.filter(({ isUnique }) => isUnique).map((index) => index.columns);
  return {
    name,
    kind: type === "table" ? "table" : type === "view" ? "view" : "foreign",
    partitions: [],
    heldBy: [],
    inheritedBy: [],
    columns: new Map(described.map((column) => [column.name, column])),
    primaryKey,
    uniques: primaryKey.length === 0 ? uniques : [primaryKey, ...uniques],
    foreignKeys: await foreignKeysOf(session, name),
    indexes: [...(primaryKey.length === 0 ? [] : [primaryKey]), ...indexes.map((index) => index.columns)],
    expressionIndexes: [],
    estimatedRows: estimates.get(name) ?? -1,
    hasTriggers: triggers.length > 0,
    triggers,
    reads: [],
    securityInvoker: false,
    rowSecurity: false,
    owner: "",
  };
}

function columnOf(row: SqlRow, isRowid: boolean, indexes: readonly Index[]): CatalogueColumn {
  const name = String(row["name"]);
  const type = String(row["type"]);
  const collation = indexes.flatMap(({ collations }) => collations.get(name) ?? []).find((one) => one !== "BINARY");
  return {
    name,
    type,
    family: familyOf(type),
    nullable: Number(row["notnull"]) === 0 && !isRowid,
    hasDefault: row["dflt_value"] !== null,
    generated: [2, 3].includes(Number(row["hidden"])),
    ...(collation === undefined ? {} : { collation }),
  };
}

function familyOf(type: string): CatalogueColumn["family"] {
  const name = type.toUpperCase();
  if (/JSON/.test(name)) return "json";
  if (/BOOL/.test(name)) return "boolean";
  if (/^DATE$/.test(name)) return "date";
  if (/DATE|TIMESTAMP/.test(name)) return "timestamp";
  const affinity = affinityOf(type);
  if (affinity === "blob") return name === "" ? "other" : "bytes";
  return affinity === "text" ? "text" : /UUID|GUID/.test(name) ? "uuid" : "number";
}

interface Index {
  readonly columns: readonly string[];
  readonly isUnique: boolean;
  readonly collations: ReadonlyMap<string, string>;
}

/** Indexes of all rows by columns alone; of those with an expression or a condition nothing follows. */
async function indexesOf(session: Session, table: string): Promise<Index[]> {
  const found: Index[] = [];
  for (const index of await session.all(`select name, "unique", partial from pragma_index_list(${literal(table)})`)) {
    if (Number(index["partial"]) === 1) continue;
    const columns = await session.all(
      `select name, coll from pragma_index_xinfo(${literal(String(index["name"]))}) where key = 1 order by seqno`,
    );
    if (columns.some(({ name }) => name === null)) continue;
    found.push({
      columns: columns.map(({ name }) => String(name)),
      isUnique: Number(index["unique"]) === 1,
      collations: new Map(columns.map(({ name, coll }) => [String(name), String(coll)])),
    });
  }
  return found;
}

async function triggersOf(session: Session, table: string): Promise<CatalogueTrigger[]> {
  const rows = await session.all(
    `select name, sql from sqlite_schema where type = 'trigger' and lower(tbl_name) = lower(${literal(table)})`,
  );
  return rows.flatMap(({ name, sql }) => {
    const event = /\b(insert|update|delete)\b/i.exec(
      String(sql).replace(/^.*?\btrigger\b\s+(if\s+not\s+exists\s+)?("[^"]*"|\S+)/is, ""),
    );
    const called = event?.[1]?.toLowerCase() as CatalogueTrigger["events"][number] | undefined;
    return called === undefined ? [] : [{ name: String(name), events: [called], runs: String(name) }];
  });
}

const actions: Readonly<Record<string, ForeignKey["onDelete"]>> = {
  CASCADE: "cascade",
  RESTRICT: "restrict",
  "SET NULL": "set-null",
  "SET DEFAULT": "set-default",
};

async function foreignKeysOf(session: Session, table: string): Promise<ForeignKey[]> {
  const rows = await session.all(`select * from pragma_foreign_key_list(${literal(table)}) order by id, seq`);
  return [...Map.groupBy(rows, ({ id }) => Number(id)).values()].flatMap((parts): ForeignKey[] => {
    const [first] = parts;
    if (first === undefined) return [];
    const columns = parts.map(({ from }) => String(from));
    return [
      {
        name: `${table}(${columns.join(", ")})`,
        columns,
        table: String(first["table"]),
        // The primary key, when the reference does not say by which columns.
        targetColumns: parts.flatMap(({ to }) => (to === null ? [] : [String(to)])),
        onDelete: actions[String(first["on_delete"])] ?? "no-action",
        deferrable: false,
      },
    ];
  });
}

function spelt(relation: Relation | undefined, column: string): string {
  return [...(relation?.columns.keys() ?? [])].find((name) => name.toLowerCase() === column.toLowerCase()) ?? column;
}

/** References name tables and columns in any case. */
function withTargets(relations: ReadonlyMap<string, Relation>): ReadonlyMap<string, Relation> {
  const named = new Map([...relations.values()].map((relation) => [relation.name.toLowerCase(), relation]));
  return new Map(
    [...relations.values()].map((relation) => {
      const foreignKeys = relation.foreignKeys.map((key): ForeignKey => {
        const target = named.get(key.table.toLowerCase());
        const columns = key.targetColumns.length > 0 ? key.targetColumns : (target?.primaryKey ?? []);
        return {
          ...key,
          table: target?.name ?? key.table,
          columns: key.columns.map((column) => spelt(relation, column)),
          targetColumns: columns.map((column) => spelt(target, column)),
        };
      });
      return [relation.name, { ...relation, foreignKeys }];
    }),
  );
}

function actingKeysOf(relation: Relation): ActingKey[] {
  const does = { cascade: "delete", "set-null": "clear", "set-default": "change" } as const;
  return relation.foreignKeys.flatMap((key): ActingKey[] => {
    const action = does[key.onDelete as keyof typeof does] as ActingKey["action"] | undefined;
    if (action === undefined) return [];
    const { name, columns, targetColumns } = key;
    return [{ name, schema, table: relation.name, columns, target: key.table, targetColumns, action }];
  });
}

/** Whether any row has no key: SQLite lets NULL stand in most primary keys. */
export function rowsWithoutKey(relation: Relation): string {
  const nothing = relation.primaryKey.map((column) => `${ident(column)} is null`);
  return `select 1 as met from ${ident(schema)}.${ident(relation.name)} where ${nothing.length === 0 ? "0" : nothing.join(" or ")} limit 1`;
}
