/** What must hold after an erasure in a random world, whatever the database: its row by row reading is in the harness. */
import { expect } from "vitest";
import type { Result } from "#base";
import { changes, type Dump, expectedRows, type World } from "#harness";
import type { EraseOutcome, EraseRefusal } from "../contract.ts";

/** Keys of a dumped row, as the naive reading writes them. */
export function keyOf(row: string): string {
  const value = JSON.parse(row) as Record<string, unknown>;
  return [value["key a"], ...("key_b" in value ? [value["key_b"]] : [])].join("/");
}

/** Every row the erasure touched is the person's and was to be touched; every row it should touch was. */
export function expectExactly(world: World, before: Dump, after: Dump): void {
  const touched = Object.fromEntries(changes(before, after).map((one) => [one.table, one]));
  for (const [at, table] of world.tables.entries()) {
    const name = `t${at}`;
    const mine = expectedRows(world)[name] ?? [];
    const own = mine.filter((key) => !key.endsWith(" shared"));
    const shared = mine.filter((key) => key.endsWith(" shared")).map((key) => key.replace(" shared", ""));
    const gone = (touched[name]?.gone ?? []).map(keyOf).sort();
    const added = (touched[name]?.added ?? []).map(keyOf).sort();
    if (table.erase === "delete") expect(gone.filter((key) => !shared.includes(key))).toEqual(own);
    if (table.erase === "keep") expect(gone.filter((key) => !shared.includes(key))).toEqual([]);
    // An anonymised row always changes: its note becomes "-".
    if (table.erase === "anonymise") expect(gone.filter((key) => !shared.includes(key))).toEqual(own);
    // Shared rows are never deleted, and only changed where the link is cut.
    expect(gone.filter((key) => shared.includes(key) && !added.includes(key))).toEqual([]);
    if (table.sharedErase === "keep") expect(gone.filter((key) => shared.includes(key))).toEqual([]);
    expect(gone.every((key) => own.includes(key) || shared.includes(key))).toBe(true);
    expect(added.every((key) => gone.includes(key))).toBe(true);
  }
}

/** A refusal changes nothing in one transaction; in batches, earlier ones stay done, and only on the person's rows. */
export function refused(
  world: World,
  before: Dump,
  after: Dump,
  result: Result<EraseOutcome, EraseRefusal>,
  rowsPerTransaction: number,
): boolean {
  if (result.ok) return false;
  expect(result.reason).toBe("blocked");
  if (rowsPerTransaction > 100) expect(changes(before, after)).toEqual([]);
  for (const { table, gone } of changes(before, after)) {
    const mine = (expectedRows(world)[table] ?? []).map((key) => key.replace(" shared", ""));
    expect(mine).toEqual(expect.arrayContaining(gone.map(keyOf)));
  }
  return true;
}
