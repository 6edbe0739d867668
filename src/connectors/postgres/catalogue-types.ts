/** What the catalogue of a PostgreSQL database says, as far as we need it. Names are as stored, never quoted. */
export interface Catalogue {
  readonly serverVersion: number;
  readonly schema: string;
  readonly relations: ReadonlyMap<string, Relation>;
}

export interface Relation {
  readonly name: string;
  readonly kind: "table" | "partitioned" | "partition" | "view" | "materialized-view" | "foreign";
  /** For a partition: its root. Statements go through the root only. */
  readonly partitionOf?: string;
  readonly columns: ReadonlyMap<string, CatalogueColumn>;
  /** Columns in key order; empty when there is none. */
  readonly primaryKey: readonly string[];
  readonly uniques: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Leading columns of each usable (valid, not partial) index. */
  readonly indexes: readonly (readonly string[])[];
  /** Estimate from statistics; -1 when never analysed. */
  readonly estimatedRows: number;
  readonly hasTriggers: boolean;
  /** For a view: relations it reads. */
  readonly reads: readonly string[];
  readonly rowSecurity: boolean;
}

export interface CatalogueColumn {
  readonly name: string;
  /** `format_type` text, such as `character varying(200)`. */
  readonly type: string;
  readonly family: "text" | "number" | "boolean" | "date" | "timestamp" | "json" | "uuid" | "bytes" | "array" | "other";
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  readonly generated: boolean;
  /** Characters a varchar or char may hold. */
  readonly maxLength?: number;
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly table: string;
  readonly targetColumns: readonly string[];
  readonly onDelete: "no-action" | "restrict" | "cascade" | "set-null" | "set-default";
  readonly deferrable: boolean;
}
