import { Buffer } from "node:buffer";
import { assert, limits } from "#base";
import type { Catalogue, QualifiedName, Relation } from "../sql/catalogue-types.ts";

/**
 * A name as the catalogue stores it, written as an SQL identifier: in double quotes, double quotes doubled. What
 * PostgreSQL cannot have stored (empty, a NUL, more than 63 bytes) is a mistake of ours and stops here, because the
 * server would silently cut it into another name.
 */
export function ident(catalogueName: string): string {
  assert(catalogueName.length > 0 && !catalogueName.includes("\0"), "an SQL name is empty or holds a NUL");
  assert(Buffer.byteLength(catalogueName) <= limits.identifierBytes, "an SQL name is longer than 63 bytes");
  return `"${catalogueName.replaceAll('"', '""')}"`;
}

/** `"schema"."name"`: no search path decides what a statement of ours touches. */
export function qualified(name: QualifiedName): string {
  return `${ident(name.schema)}.${ident(name.name)}`;
}

/** A text as an SQL literal, for statements that take no parameters (policies, grants). Holds under every setting. */
export function literal(text: string): string {
  assert(!text.includes("\0"), "an SQL text holds a NUL");
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\\") ? ` E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** Writes names of one catalogue and refuses every other: what the policy says reaches SQL only through here. */
export interface Names {
  /** The relation, which must exist. */
  relation(table: string): Relation;
  /** `"schema"."table"`. */
  table(table: string): string;
  /** `"column"`, or `alias."column"`; the column must exist in the table. */
  column(table: string, column: string, alias?: string): string;
}

export function namesOf(catalogue: Catalogue): Names {
  const relation = (table: string): Relation => {
    const found = catalogue.relations.get(table);
    assert(found !== undefined, `the table ${JSON.stringify(table)} is not in the catalogue`);
    return found;
  };
  return {
    relation,
    table: (table) => qualified({ schema: catalogue.schema, name: relation(table).name }),
    column(table, column, alias) {
      const found = relation(table).columns.get(column);
      assert(found !== undefined, `the column ${JSON.stringify(column)} is not in ${JSON.stringify(table)}`);
      return `${alias === undefined ? "" : `${alias}.`}${ident(found.name)}`;
    },
  };
}
