import { expect, test } from "vitest";
import { freshDatabase } from "#harness";

test("a fresh database answers as PostgreSQL 18", async () => {
  await using database = await freshDatabase();
  const [row] = await database.query<{ server_version_num: string }>("show server_version_num");
  expect(Number(row?.server_version_num)).toBeGreaterThanOrEqual(180000);
});
