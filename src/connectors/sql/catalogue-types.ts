/** What the catalogue of a database says, as far as we need it. Names are as stored, never quoted. */
export interface Catalogue {
  /** `server_version_num`: 180004 is 18.4. */
  readonly serverVersion: number;
  readonly schema: string;
  /** Tables and views of the schema, by name. */
  readonly relations: ReadonlyMap<string, Relation>;
  /** Keys from any schema that delete or change rows by themselves when a row of this schema is deleted. */
  readonly actingKeys: readonly ActingKey[];
}

export interface ActingKey {
  readonly name: string;
  /** The table whose rows it changes. */
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** The table of this schema that it refers to. */
  readonly target: string;
  readonly targetColumns: readonly string[];
  readonly action: "delete" | "clear" | "change";
}

export interface Relation {
  readonly name: string;
  readonly kind: "table" | "partitioned" | "partition" | "view" | "materialized-view" | "foreign";
  /** For a partition: its root. Statements go through the root only. */
  readonly partitionOf?: string;
  /** For a root: every partition below it, at all levels, also those in other schemas. Empty otherwise. */
  readonly partitions: readonly QualifiedName[];
  /**
   * The tables that really hold its rows, itself or its last partitions, when each can be deleted from by its own name: with
   * a right to do so, and no rule or row security that says otherwise. Else empty.
   */
  readonly heldBy: readonly QualifiedName[];
  /** Tables that inherit from this one the old way (`INHERITS`); they share no key with it. */
  readonly inheritedBy: readonly QualifiedName[];
  /** In the order of the table. */
  readonly columns: ReadonlyMap<string, CatalogueColumn>;
  /** Columns in key order; empty when there is none. */
  readonly primaryKey: readonly string[];
  /** Columns of every valid unique index that is not partial and has no expressions, the primary key among them. */
  readonly uniques: readonly (readonly string[])[];
  /** Foreign keys declared on this table (for partitions: on their root). */
  readonly foreignKeys: readonly ForeignKey[];
  /** Leading columns of each usable (valid, not partial, ordered or hashed) index. */
  readonly indexes: readonly (readonly string[])[];
  /** First key of each usable index that starts with an expression, as PostgreSQL prints it: `lower(btrim(email))`. */
  readonly expressionIndexes: readonly string[];
  /** Estimate from statistics; -1 when never analysed. For a root: the sum of its partitions. */
  readonly estimatedRows: number;
  readonly hasTriggers: boolean;
  /** Triggers made by people (not those of foreign keys) that are not disabled. */
  readonly triggers: readonly CatalogueTrigger[];
  /** For a view: relations of this schema that it reads directly. */
  readonly reads: readonly string[];
  /** For a view: it reads with the rights of whoever asks (`security_invoker`), so that row security holds. */
  readonly securityInvoker: boolean;
  readonly rowSecurity: boolean;
  /** Name of the role that owns it. */
  readonly owner: string;
}

export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

export interface CatalogueTrigger {
  readonly name: string;
  readonly events: readonly ("insert" | "update" | "delete" | "truncate")[];
  /** Schema and name of the function it runs, for people. */
  readonly runs: string;
}

export interface CatalogueColumn {
  readonly name: string;
  /** `format_type` text, such as `character varying(200)`; for a domain its name. */
  readonly type: string;
  /** Of the base type when the type is a domain. */
  readonly family: "text" | "number" | "boolean" | "date" | "timestamp" | "json" | "uuid" | "bytes" | "array" | "other";
  /** False also when a domain forbids NULL. */
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  /** Computed from other columns or `generated always as identity`: it cannot be written. */
  readonly generated: boolean;
  /** Characters a varchar or char may hold. */
  readonly maxLength?: number;
  /** Where texts of the column are compared by one of its own. */
  readonly collation?: string;
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly table: string;
  /** Present only when the target is in another schema. */
  readonly targetSchema?: string;
  readonly targetColumns: readonly string[];
  readonly onDelete: "no-action" | "restrict" | "cascade" | "set-null" | "set-default";
  readonly deferrable: boolean;
}
