/** Which kinds of person the rows of somebody say they are about, where a column of the table says so. */
import { kindsOfRow } from "#policy";
import type { TableFinding } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { type OwnedTable, type OwnershipPlan, pathsOf } from "./ownership.ts";
import { ident } from "./quote.ts";
import { personRows, runTogether, type WorkPlace } from "./work.ts";

/** The findings with the kinds met. Few tables are asked: only those that say it by row, and of which rows were found. */
export async function withKindsMet(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  findings: readonly TableFinding[],
): Promise<TableFinding[]> {
  const asked = findings.flatMap(({ table: name, rows }) => {
    const table = rows > 0 ? plan.byName.get(name) : undefined;
    return table === undefined ? [] : kindColumns(table).map((column) => ({ table, column }));
  });
  const answered = await runTogether(
    client,
    asked.map(({ table, column }) => `select distinct t.${ident(column)}::text as value ${personRows(table, work)}`),
  );
  const met = new Map<string, Set<string>>();
  for (const [at, { table, column }] of asked.entries()) {
    const kinds = met.get(table.mapping.name) ?? new Set();
    for (const { value } of (answered[at]?.rows ?? []) as { value: string | null }[])
      for (const path of pathsOf(table))
        if (path.kind !== "reference" && path.byColumn?.column === column)
          for (const kind of kindsOfRow(path, value)) kinds.add(kind);
    met.set(table.mapping.name, kinds);
  }
  return findings.map((finding) => {
    const kinds = met.get(finding.table);
    return kinds === undefined ? finding : { ...finding, persons: [...kinds].sort() };
  });
}

function kindColumns(table: OwnedTable): readonly string[] {
  const columns = pathsOf(table).flatMap((path) => (path.kind === "reference" ? [] : (path.byColumn?.column ?? [])));
  return [...new Set(columns)];
}
