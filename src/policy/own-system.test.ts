import { describe, expect, test } from "vitest";
import { freshStore } from "#harness";
import { sql } from "kysely";
import { ownSystem, withOwnSystem } from "./index.ts";
import { policyIn } from "./testing.ts";

describe("our own database as a system", () => {
  test("is declared to the last column of what the migrations make", async () => {
    await using store = await freshStore();
    const { rows } = await sql<{ table: string; columns: string[] }>`
      select c.relname as table, array_agg(a.attname::text order by a.attname) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'gestand'::regnamespace and c.relkind in ('r', 'p') group by 1`.execute(store.reader.db);
    const real = new Map(rows.map((row) => [row.table, row.columns]));
    const own = ownSystem();
    for (const table of own.tables) {
      const paths = table.person.flatMap((path) =>
        path.kind === "reference" ? path.reference.columns : path.kind === "identity" ? [path.column] : [],
      );
      const named = new Set([...table.columns.map((column) => column.name), ...table.notPersonal, ...paths]);
      const keys = table.name === "request" ? ["id"] : [];
      expect([...named, ...keys].toSorted(), table.name).toEqual(real.get(table.name));
    }
    const declared = [...own.tables.map((table) => table.name), ...own.withoutPersons.map((each) => each.table)];
    expect(declared.filter((name) => !real.has(name))).toEqual([]);
    expect([...real.keys()].filter((name) => !declared.includes(name) && name !== "migration")).toEqual([]);
  });

  test("is added once, with the kind of person that it speaks of", () => {
    const once = withOwnSystem(policyIn());
    expect(withOwnSystem(once)).toBe(once);
    expect(once.systems.map((system) => system.name)).toEqual(["shop", "gestand"]);
    expect(once.persons.map((kind) => kind.name)).toContain("requester");
  });
});
