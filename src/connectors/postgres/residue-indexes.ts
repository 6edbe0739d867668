/** Which indexes find a value inside longer texts: those of the extension pg_trgm. */
import type { CatalogueColumn } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";

export interface WordIndexes {
  /** Whether texts of the column, as they are stored, can be found by what stands in them. */
  serves(relation: string, column: CatalogueColumn): boolean;
}

export const noIndexes: WordIndexes = { serves: () => false };

/** Read from the catalogue: whole (valid, not partial) GIN indexes, each column or expression that they hold. */
export async function wordIndexes(client: Queryable, schema: string): Promise<WordIndexes> {
  const found = await client.query<{ relation: string; column: string | null; expression: string }>(
    `select c.relname::text as relation, a.attname::text as column, pg_catalog.pg_get_indexdef(i.indexrelid, k.at::int, true) as expression
     from pg_catalog.pg_index i
     join pg_catalog.pg_class c on c.oid = i.indrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     cross join lateral unnest(i.indclass::oid[]) with ordinality k(opclass, at)
     join pg_catalog.pg_opclass o on o.oid = k.opclass and o.opcname = 'gin_trgm_ops'
     left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.at::int - 1] and a.attnum > 0
     where n.nspname = $1 and i.indisvalid and i.indpred is null`,
    [schema],
  );
  const served = new Set(
    found.rows.map(({ relation, column, expression }) => JSON.stringify([relation, column ?? bare(expression)])),
  );
  return {
    serves: (relation, { name, family, type }) => {
      const isText = family === "text" && !type.startsWith("character(") && type !== "character";
      return (
        (isText && served.has(JSON.stringify([relation, name]))) ||
        ((type === "jsonb" || !isText) &&
          family !== "array" &&
          served.has(JSON.stringify([relation, `${bare(name)}::text`])))
      );
    },
  };
}

/** Expressions are printed with brackets and quotes that mean nothing here. */
function bare(expression: string): string {
  return expression.replaceAll(/[\s()"]/g, "");
}
