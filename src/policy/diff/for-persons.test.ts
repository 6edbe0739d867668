import { describe, expect, test } from "vitest";
import { changeForPersons, parsePolicy, type Policy, type Table } from "../index.ts";
import { sample } from "../testing.ts";

const { policy: before } = parsePolicy(
  "policy.yaml",
  `${sample}\nchanges: {affected: {by: mail}, material: {by: site}}\n`,
);
if (before === undefined) throw new Error("The sample has errors");
const policy: Policy = before;

/** The same policy with its first system, or one of its tables, otherwise. */
const withSystem = (change: Partial<Policy["systems"][number]>): Policy => ({
  ...policy,
  systems: policy.systems.map((system, at) => (at === 0 ? { ...system, ...change } : system)),
});
const tables = policy.systems[0]?.tables ?? [];
const withTable = (wanted: (table: Table) => boolean, change: (table: Table) => Table) => {
  expect(tables.some(wanted)).toBe(true);
  return withSystem({ tables: tables.map((table) => (wanted(table) ? change(table) : table)) });
};
const kept = ({ keep }: Table) => keep !== undefined;

describe("where data technically stands", () => {
  test.each([
    ["another address", withSystem({ urlFrom: "OTHER_DATABASE_URL" })],
    ["another schema", withSystem({ schema: "other" })],
    ["other roles", withSystem({ roles: { staff: ["another"] } })],
    ["another name", withSystem({ name: "warehouse" })],
    ["another name of a table", withTable(kept, (table) => ({ ...table, name: "renamed" }))],
    [
      "another column of the same data",
      withTable(kept, (table) => ({
        ...table,
        columns: table.columns.flatMap((column) => [column, { ...column, name: `${column.name}_2` }]),
      })),
    ],
    ["another path to the person", withTable(kept, (table) => ({ ...table, alsoAbout: table.person }))],
  ])("concerns nobody, is told to nobody and may hold at once: %s", (_what, after) => {
    for (const change of [changeForPersons(policy, after), changeForPersons(after, policy)]) {
      expect(change.diff.differences).not.toEqual([]);
      expect(change).toMatchObject({ concerning: [], public: [], diff: { persons: [] } });
      expect(change.notice).toBeUndefined();
    }
  });

  test.each([
    ["in another country", withSystem({ country: "US" })],
    ["by another term", withTable(kept, (table) => ({ ...table, keep: { rule: "another" } }))],
    ["without a term", withTable(kept, ({ keep: _keep, ...table }) => table)],
    [
      "and stays when somebody is erased",
      withTable(
        (table) => table.erase === "delete",
        (table) => ({ ...table, erase: "keep" }),
      ),
    ],
    [
      "and more of it",
      withTable(kept, (table) => ({
        ...table,
        columns: table.columns.map((column, at) => (at === 0 ? { ...column, category: "health" } : column)),
      })),
    ],
  ])("concerns persons when data is kept otherwise: %s", (_what, after) => {
    const change = changeForPersons(policy, after);
    expect(change.diff.persons).toContain("customer");
    expect(change.concerning).toHaveLength(change.public.length);
    expect(change.notice).toBeDefined();
  });
});

test("who answers for what is not right yet concerns nobody, and a first day is no difference", () => {
  const at = { file: "policy.yaml", line: 1, column: 1 };
  const waivers = [{ code: "x", path: "", by: "Noor", reason: "later", untilOn: policy.inForceOn, at }];
  const change = changeForPersons(policy, { ...policy, waivers });
  expect(change).toMatchObject({ concerning: [], public: [], diff: { persons: [] } });
  expect(
    changeForPersons(policy, { ...policy, inForceOn: "2031-01-01" as Policy["inForceOn"] }).diff.differences,
  ).toEqual([]);
});
