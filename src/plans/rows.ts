/** A table's row as it is read, and as it is changed: of a column with several types, the one that goes that way. */
import type { ColumnType } from "#store";

export type Read<Row> = {
  [Name in keyof Row]: Row[Name] extends ColumnType<infer Out, infer _In, infer _Change> ? Out : Row[Name];
};
export type Change<Row> = {
  [Name in keyof Row]?: Row[Name] extends ColumnType<infer _Out, infer _In, infer Changed> ? Changed : Row[Name];
};
