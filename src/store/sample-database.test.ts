import { expect, test } from "vitest";
import { databaseUrl, freshDatabase } from "#harness";
import { ensureDatabase, fillDatabaseOnce } from "./index.ts";

test("a database is filled once, and a fill that was cut off is done again from nothing", async () => {
  await using spare = await freshDatabase();
  const name = `${spare.name} "sample"`;
  const admin = databaseUrl("postgres");
  let fills = 0;
  try {
    const cutOff = fillDatabaseOnce(admin, name, () => Promise.reject(new Error("killed")));
    await expect(cutOff).rejects.toThrow("killed");
    const fill = async () => {
      fills++;
    };
    expect(await fillDatabaseOnce(admin, name, fill)).toBe(true);
    expect(await fillDatabaseOnce(admin, name, fill)).toBe(false);
    await ensureDatabase(admin, name);
    expect(fills).toBe(1);
  } finally {
    await spare.query(`drop database if exists "${name.replaceAll('"', '""')}" with (force)`);
  }
});
