/** By what stores know a person, as their rows say. What another person's row names as well stays. */
import type { LocalDate } from "#base";
import type { Policy } from "#policy";
import type { KeptBecause, StoreKeys, Subject } from "../contract.ts";
import { collect } from "./collect.ts";
import { columnText } from "./conditions.ts";
import type { Session } from "./dialect.ts";
import type { EraseContext } from "./erase.ts";
import { ident } from "./quote.ts";
import { rollBack } from "./record.ts";
import { keptBecause, type Question, questionsOf, storeKeysFrom } from "./store-questions.ts";
import { textOrNull } from "./survey.ts";
import { personRows, prepareWork, type Reading, temporaryWork } from "./work.ts";

/** The session must be outside a transaction. Nothing stays of what it does. */
export async function storeKeysOf(
  session: Session,
  { engine, plan, policy, terms, digest }: EraseContext & { readonly policy: Policy },
  subject: Subject,
  today: LocalDate,
): Promise<readonly StoreKeys[]> {
  const stores = policy.stores ?? [];
  if (stores.every((store) => questionsOf(store, plan, subject).length === 0)) return [];
  const { dialect } = engine;
  const reading: Reading = { dialect, plan, work: temporaryWork(dialect), registered: false };
  try {
    await prepareWork(session, reading);
    for (const sql of dialect.beginReading) await session.run(sql);
    await collect(session, reading, { subject, digest, holds: { today, terms } });
    const found = await storeKeysFrom(stores, plan, subject, (question) => rowsOf(session, reading, question));
    await session.run("rollback");
    return found;
  } catch (error) {
    await rollBack(session);
    throw engine.operationalError(error, "Asking by what stores know the person");
  }
}

/** A row in which a part is missing names nothing: the beginning that is left would be somebody else's, or everybody's. */
async function rowsOf(
  session: Session,
  { dialect, work }: Reading,
  { table, columns }: Question,
): Promise<readonly { readonly columns: readonly string[]; readonly keep: KeptBecause | undefined }[]> {
  const exact = columns.map((name) => dialect.exact(columnText(dialect, table, name)));
  const there = exact.map((text) => `${text} <> ''`).join(" and ");
  const raw = columns.map((name, at) => `t.${ident(name)} as c${at}`).join(", ");
  const same = columns.map((name, at) => {
    const column = table.relation.columns.get(name);
    const [one, other] = [
      { sql: `o.${ident(name)}`, column },
      { sql: `g.c${at}`, column },
    ];
    return `${one.sql} = ${other.sql} and ${dialect.exact(dialect.text(one))} = ${dialect.exact(dialect.text(other))}`;
  });
  const texts = columns.map((name, at) => {
    const text = dialect.text({ sql: `g.c${at}`, column: table.relation.columns.get(name) });
    return `${text} as v${at}`;
  });
  const rows = await session.all(
    `select ${texts.join(", ")}, g.fate as fate, g.until as until, g.n as mine, (select count(*) from ${table.sql} o where ${same.join(" and ")}) as everybodys
     from (select ${raw}, k.fate as fate, k.held_until as until, count(*) as n ${personRows(table, work)} where ${there} group by ${exact.join(", ")}, k.fate, k.held_until) g order by 1, 2, 3`,
  );
  const named = rows.map((row) => ({ row, columns: columns.map((_, at) => String(row[`v${at}`])) }));
  const mine = Map.groupBy(named, (one) => JSON.stringify(one.columns));
  const keepsColumn = table.mapping.columns.some(
    ({ name, erased }) => columns.includes(name) && erased.kind === "keep",
  );
  return named.map(({ row, columns: values }) => {
    const count = (mine.get(JSON.stringify(values)) ?? []).reduce((sum, one) => sum + Number(one.row["mine"]), 0);
    const facts = {
      fate: textOrNull(row["fate"]),
      until: textOrNull(row["until"]),
      others: Number(row["everybodys"]) > count,
    };
    return { columns: values, keep: keptBecause(table, facts, keepsColumn) };
  });
}
