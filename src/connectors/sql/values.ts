/** Streams what stands in identifying columns of the whole system, so that the return of an erased person is noticed. */
import { isCategory, type Table } from "#policy";
import type { PresentValue } from "../contract.ts";
import type { Engine, Session } from "./dialect.ts";
import type { OwnershipPlan } from "./ownership.ts";
import { ident } from "./quote.ts";
import { rollBack } from "./record.ts";

const batchRows = 5_000;

/** The session must be outside a transaction; it is again afterwards. */
export async function* presentValues(
  session: Session,
  { dialect }: Engine,
  { catalogue }: OwnershipPlan,
  tables: readonly Table[],
  categories: readonly string[],
): AsyncGenerator<readonly PresentValue[]> {
  const wanted = (category: string) => categories.some((asked) => isCategory(category, asked));
  for (const sql of dialect.beginReading) await session.run(sql);
  for (const table of tables) {
    const relation = catalogue.relations.get(table.name);
    for (const column of relation === undefined ? [] : table.columns) {
      const side = { sql: `t.${ident(column.name)}`, column: relation?.columns.get(column.name) };
      const places =
        column.json.length === 0
          ? [{ category: column.category, sql: dialect.text(side) }]
          : column.json.map(({ category, path }) => ({ category, sql: dialect.member(side.sql, path) }));
      for (const { category, sql } of places.filter((place) => wanted(place.category))) {
        const from = dialect.qualified({ schema: catalogue.schema, name: table.name });
        let batch: PresentValue[] = [];
        for await (const { value } of session.rows(
          `select x.value as value from (select ${sql} as value from ${from} t) x where x.value is not null and x.value <> ''`,
        )) {
          batch.push({ table: table.name, column: column.name, category, value: String(value) });
          if (batch.length < batchRows) continue;
          yield batch;
          batch = [];
        }
        if (batch.length > 0) yield batch;
      }
    }
  }
  await rollBack(session);
}
