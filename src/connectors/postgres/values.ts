/**
 * Streams what stands in identifying columns of the whole system, so that the return of an erased person is noticed. Read in
 * batches from a server-side cursor: memory does not grow with the table.
 */
import type { PresentValue } from "../contract.ts";
import { isCategory, type Table } from "#policy";
import type { Queryable } from "./catalogue.ts";
import type { Catalogue } from "../sql/catalogue-types.ts";
import { operationalError } from "./database-error.ts";
import { rollBack } from "./erase-record.ts";
import { literal, namesOf } from "./quote.ts";

const batchRows = 5_000;

/** The client must be a session of its own, outside a transaction; it is again afterwards. */
export async function* presentValues(
  client: Queryable,
  catalogue: Catalogue,
  tables: readonly Table[],
  categories: readonly string[],
): AsyncGenerator<readonly PresentValue[]> {
  try {
    await client.query("begin isolation level repeatable read read only; set local row_security = off");
    for (const place of placesOf(catalogue, tables, categories)) {
      await client.query(`declare gestand_values no scroll cursor for ${place.sql}`);
      for (;;) {
        const { rows } = await client.query<{ value: string }>(`fetch ${batchRows} from gestand_values`);
        if (rows.length === 0) break;
        yield rows.map(({ value }) => ({ table: place.table, column: place.column, category: place.category, value }));
      }
      await client.query("close gestand_values");
    }
    await client.query("rollback");
  } catch (error) {
    await rollBack(client);
    throw operationalError(error, "Reading identifying values");
  }
}

interface Place {
  readonly table: string;
  readonly column: string;
  readonly category: string;
  readonly sql: string;
}

/** Columns, and members of JSON columns, whose category is one of those asked for or part of one. */
function placesOf(catalogue: Catalogue, tables: readonly Table[], categories: readonly string[]): Place[] {
  const names = namesOf(catalogue);
  const wanted = (category: string) => categories.some((asked) => isCategory(category, asked));
  return tables
    .filter((table) => catalogue.relations.has(table.name))
    .flatMap((table) =>
      table.columns.flatMap((column) => {
        const text = names.column(table.name, column.name, "t");
        const place = (category: string, value: string): Place => ({
          table: table.name,
          column: column.name,
          category,
          sql: `select x.value from ${names.table(table.name)} t, lateral (select ${value} as value) x where x.value is not null and x.value <> ''`,
        });
        if (column.json.length === 0) return wanted(column.category) ? [place(column.category, `${text}::text`)] : [];
        return column.json
          .filter((member) => wanted(member.category))
          .map((member) =>
            place(member.category, `${text}::jsonb #>> array[${member.path.map(literal).join(", ")}]::text[]`),
          );
      }),
    );
}
