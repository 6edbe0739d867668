/** What stands about a person in the systems now, as values of a few categories: to be looked at, and not to be handed over. */
import { Personal } from "#base";
import type { ConnectedSystem, Subject } from "#connectors";
import type { Policy } from "#policy";
import type { PersonValue, PlansOptions } from "./contract.ts";
import { ownSystem } from "./order.ts";

/** A longer one is a text, not a fact that somebody corrects in a field of a form. */
const valueCharacters = 500;

export async function ownValues(
  { systems, policy }: Pick<PlansOptions, "systems" | "policy">,
  subject: Personal<Subject>,
  categories: readonly string[],
): Promise<Personal<readonly PersonValue[]>> {
  const wanted = new Set(categories);
  const found: PersonValue[] = [];
  for (const name of systems.names)
    if (name !== ownSystem)
      found.push(...(await systems.use(name, (system) => valuesIn(system, subject, wanted, leftOutOf(policy, name)))));
  return new Personal(found);
}

/** Columns, as `table.column`, with whole documents, inside which a fact is not corrected as a text, and with what was so before. */
function leftOutOf(policy: Policy, name: string): ReadonlySet<string> {
  const tables = policy.systems.find((system) => system.name === name)?.tables ?? [];
  return new Set(
    tables.flatMap((table) =>
      table.columns
        .filter(({ json, former }) => json.length > 0 || former === true)
        .map((column) => `${table.name}.${column.name}`),
    ),
  );
}

async function valuesIn(
  system: ConnectedSystem,
  subject: Personal<Subject>,
  wanted: ReadonlySet<string>,
  documents: ReadonlySet<string>,
): Promise<readonly PersonValue[]> {
  const answer = await system.answer(subject.reveal());
  try {
    const found = new Map<string, PersonValue>();
    // A table in which a row is also somebody else's is left to staff: which value is whose cannot be seen here.
    const shared = new Set(answer.tables.filter((one) => one.shared > 0).map(({ table }) => table));
    for await (const { table, columns, rows } of answer.readable()) {
      if (shared.has(table)) continue;
      for (const [at, { name, category }] of columns.entries()) {
        if (!wanted.has(category) || documents.has(`${table}.${name}`)) continue;
        for (const row of rows) {
          const value = row[at]?.trim() ?? "";
          if (value === "" || value.length > valueCharacters || /[\r\n]/u.test(value)) continue;
          found.set(JSON.stringify([table, category, value]), { system: system.name, table, category, value });
        }
      }
    }
    return [...found.values()];
  } finally {
    await answer.close();
  }
}
