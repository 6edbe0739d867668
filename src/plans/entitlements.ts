/** What the systems say a person is entitled to: the columns that the policy names (`entitles`), row by row, as they stand now. */
import { Personal } from "#base";
import type { ConnectedSystem, Subject } from "#connectors";
import type { Table } from "#policy";
import type { PlansOptions } from "./contract.ts";

/**
 * One text for each row that says anything: system, table and values. Rows that are also somebody else's, and tables with more rows
 * than an answer shows at once, are left out.
 */
export async function entitlementsOf(
  { systems, policy }: Pick<PlansOptions, "systems" | "policy">,
  subject: Personal<Subject>,
): Promise<Personal<readonly string[]>> {
  const found: string[] = [];
  for (const { name, tables } of policy.systems) {
    const naming = tables.filter(({ entitles = [] }) => entitles.length > 0);
    if (naming.length > 0) found.push(...(await systems.use(name, (system) => rowsIn(system, subject, naming))));
  }
  return new Personal(found);
}

async function rowsIn(
  system: ConnectedSystem,
  subject: Personal<Subject>,
  naming: readonly Table[],
): Promise<readonly string[]> {
  const only = naming.map(({ name, columns }) => ({
    table: name,
    categories: columns.map(({ category }) => category),
  }));
  const answer = await system.answer(subject.reveal(), only);
  try {
    const shared = new Set(answer.tables.filter((one) => one.shared > 0).map(({ table }) => table));
    const found: string[] = [];
    for await (const { table, columns, rows, totalRows } of answer.readable()) {
      const entitles = naming.find(({ name }) => name === table)?.entitles ?? [];
      if (shared.has(table) || totalRows > rows.length) continue;
      const at = columns.flatMap(({ name }, index) => (entitles.includes(name) ? [index] : []));
      for (const row of rows) {
        const values = at.map((index) => row[index] ?? null);
        if (values.some((value) => value !== null)) found.push(JSON.stringify([system.name, table, values]));
      }
    }
    return found;
  } finally {
    await answer.close();
  }
}
