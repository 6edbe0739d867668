import { expect, test } from "vitest";
import { freshStore } from "#harness";
import { sql } from "./index.ts";

test("counts come as numbers, days as text, instants as dates, and a number that would be rounded is refused", async () => {
  await using store = await freshStore();
  const { rows } = await sql`select count(*) as n, date '2026-01-31' as day, timestamptz '2026-01-31 12:00+01' as at,
    numeric '0.10' as price, '{"a": 1}'::jsonb as json, '\\x01'::bytea as bytes`.execute(store.reader.db);
  expect(rows).toEqual([
    {
      n: 1,
      day: "2026-01-31",
      at: new Date("2026-01-31T11:00:00Z"),
      price: "0.10",
      json: { a: 1 },
      bytes: Buffer.of(1),
    },
  ]);
  await expect(sql`select 9007199254740993::bigint`.execute(store.reader.db)).rejects.toThrow("does not fit a number");
});
