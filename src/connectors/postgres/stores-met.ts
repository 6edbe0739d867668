import type { Policy } from "#policy";
import type { FilesElsewhere } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import type { OwnershipPlan } from "./ownership.ts";
import { ident } from "./quote.ts";
import { personFacts, personRows, runTogether, type WorkPlace } from "./work.ts";

/**
 * How many keys of files in stores the person's rows have: of an answer in rows that it shows, of an erasure in rows that
 * it deletes or empties. A key that stands twice is one file. Ask before anything is changed.
 */
export async function storesMet(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  policy: Policy,
  action: "access" | "erasure",
): Promise<readonly FilesElsewhere[]> {
  const asked = (policy.stores ?? []).flatMap(({ name, keys }) => {
    const selects = keys.flatMap(({ system, table: tableName, column }) => {
      const table = system === plan.system.name ? plan.byName.get(tableName) : undefined;
      if (table === undefined || !table.relation.columns.has(column)) return [];
      const { fate } = personFacts(table, work);
      const reached =
        action === "access" ? `${fate} is distinct from 'withheld'` : `${fate} in ('delete', 'anonymise')`;
      return [
        `select s.key from (select t.${ident(column)}::text as key, ${reached} as reached ${personRows(table, work)}) s where s.reached and s.key <> ''`,
      ];
    });
    return selects.length === 0
      ? []
      : [{ name, sql: `select count(*)::text as files from (${selects.join(" union ")}) f` }];
  });
  const counted = await runTogether(
    client,
    asked.map(({ sql }) => sql),
  );
  return asked.flatMap(({ name }, at) => {
    const files = Number((counted[at]?.rows[0] as { files: string } | undefined)?.files ?? 0);
    return files === 0 ? [] : [{ store: name, files }];
  });
}
