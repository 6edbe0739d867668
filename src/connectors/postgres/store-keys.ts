/**
 * By what stores know a person, as their rows say: keys of files, names made of columns, values under which a log or a
 * service knows them, each with what stays because its row stays. What another person's row names as well stays, too.
 */
import type { LocalDate } from "#base";
import type { Policy } from "#policy";
import type { KeptBecause, StoreKeys, Subject } from "../contract.ts";
import { keptBecause, type Question, questionsOf, type RowFacts, storeKeysFrom } from "../sql/store-questions.ts";
import type { Queryable } from "./catalogue.ts";
import { operationalError } from "./database-error.ts";
import { type EraseContext, erasureWork, rollBack } from "./erase-record.ts";
import { collect } from "./ownership-collect.ts";
import { prepareWork } from "./ownership-prepare.ts";
import { ident } from "./quote.ts";
import { beginSnapshot, personFacts, personRows, type WorkPlace } from "./work.ts";

export interface StoreKeysContext extends EraseContext {
  readonly policy: Policy;
}

/** The client must be a session of its own, outside a transaction. Nothing stays of what it does. */
export async function storeKeysOf(
  client: Queryable,
  context: StoreKeysContext,
  subject: Subject,
  today: LocalDate,
): Promise<readonly StoreKeys[]> {
  const { plan, policy } = context;
  const stores = policy.stores ?? [];
  if (stores.every((store) => questionsOf(store, plan, subject).length === 0)) return [];
  const work = erasureWork(context, today);
  try {
    await prepareWork(client, plan, work);
    await beginSnapshot(client);
    await collect(client, plan, work, { subject, digest: context.digest });
    const found = await storeKeysFrom(stores, plan, subject, (question) => rowsOf(client, question, work));
    await client.query("rollback");
    return found;
  } catch (error) {
    await rollBack(client);
    throw operationalError(error, "Asking by what stores know the person");
  }
}

/** A row in which a part is missing names nothing: the beginning that is left would be somebody else's, or everybody's. */
async function rowsOf(
  client: Queryable,
  { table, columns }: Question,
  work: WorkPlace,
): Promise<readonly { columns: readonly string[]; keep: KeptBecause | undefined }[]> {
  const { fate, heldUntil } = personFacts(table, work);
  const at = columns.map((_, index) => `c${index}`);
  const there = at.map((name) => `s.${name} is not null and s.${name}::text <> ''`).join(" and ");
  const isJson = (name: string) => table.relation.columns.get(name)?.family === "json";
  const same = columns
    .map((name, index) =>
      isJson(name) ? `o.${ident(name)}::text = g.c${index}::text` : `o.${ident(name)} = g.c${index}`,
    )
    .join(" and ");
  const grouped = columns.map((name, index) => (isJson(name) ? `s.c${index}::text` : `s.c${index}`));
  const { rows } = await client.query<RowFacts & { readonly columns: readonly string[] }>(
    `select array[${at.map((name) => `g.${name}::text`).join(", ")}] as columns, g.fate::text as fate, g.until::text as until,
       (select count(*) from ${table.sql} o where ${same}) > sum(g.rows) over (partition by ${at.map((name) => `g.${name}`).join(", ")}) as others
     from (
       select ${grouped.map((name, index) => `${name} as c${index}`).join(", ")}, s.fate, s.until, count(*) as rows
       from (select ${columns.map((name, index) => `t.${ident(name)} as c${index}`).join(", ")}, ${fate} as fate, ${heldUntil} as until ${personRows(table, work)}) s
       where ${there} group by ${grouped.join(", ")}, s.fate, s.until
     ) g order by 1, 2, 3`,
  );
  const keepsColumn = table.mapping.columns.some((one) => columns.includes(one.name) && one.erased.kind === "keep");
  return rows.map((row) => ({ columns: row.columns, keep: keptBecause(table, row, keepsColumn) }));
}
