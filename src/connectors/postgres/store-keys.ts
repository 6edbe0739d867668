/**
 * By what stores know a person, as their rows say: keys of files, names made of columns, values under which a log or a
 * service knows them, each with what stays because its row stays. What another person's row names as well stays, too.
 */
import { assert, type LocalDate } from "#base";
import type { KeyPart, KeyPattern, Policy, Store } from "#policy";
import type { FilledKey, KeptBecause, KnownValue, StoreKeys, Subject } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { operationalError } from "./database-error.ts";
import { type EraseContext, erasureWork, rollBack } from "./erase-record.ts";
import { collect } from "./ownership-collect.ts";
import { prepareWork } from "./ownership-prepare.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
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
  const asked = (policy.stores ?? []).map((store) => ({ store, questions: questionsOf(store, plan, subject) }));
  if (asked.every(({ questions }) => questions.length === 0)) return [];
  const work = erasureWork(context, today);
  try {
    await prepareWork(client, plan, work);
    await beginSnapshot(client);
    await collect(client, plan, work, { subject, digest: context.digest });
    const found: StoreKeys[] = [];
    for (const { store, questions } of asked) {
      const keys: FilledKey[] = [];
      const values: Record<string, KnownValue[]> = {};
      for (const question of questions)
        for (const { columns, keep } of await rowsOf(client, question, work))
          question.answer(columns, keep, keys, values);
      if (keys.length > 0 || Object.keys(values).length > 0) found.push({ store: store.name, keys, values });
    }
    await client.query("rollback");
    return found;
  } catch (error) {
    await rollBack(client);
    throw operationalError(error, "Asking by what stores know the person");
  }
}

/** Columns of one table, and what is made of their values in a row. */
interface Question {
  readonly table: OwnedTable;
  readonly columns: readonly string[];
  readonly answer: (
    columns: readonly string[],
    keep: KeptBecause | undefined,
    keys: FilledKey[],
    values: Record<string, KnownValue[]>,
  ) => void;
}

function questionsOf(store: Store, plan: OwnershipPlan, subject: Subject): Question[] {
  const patterns: readonly KeyPattern[] = [
    ...store.keys.map((column) => ({ parts: [{ column }], prefix: false, at: column.at })),
    ...(store.named ?? []),
  ];
  const named = patterns.flatMap((pattern): Question[] => {
    const place = placeOf(pattern.parts, plan);
    if (place === undefined) return [];
    const answer: Question["answer"] = (columns, keep, keys) => {
      for (const key of filled(pattern.parts, columns, subject))
        if (key !== "") keys.push({ key, prefix: pattern.prefix, ...(keep && { keep }) });
    };
    return [{ ...place, answer }];
  });
  const matched = Object.entries(store.matches ?? {}).flatMap(([field, part]): Question[] => {
    const place = placeOf([part], plan);
    if (place === undefined) return [];
    const answer: Question["answer"] = ([value = ""], keep, _, values) => {
      (values[field] ??= []).push({ value, ...(keep && { keep }) });
    };
    return [{ ...place, answer }];
  });
  return [...named, ...matched];
}

/** The one table whose columns fill it in; `undefined` when that is none of this system. */
function placeOf(parts: readonly KeyPart[], plan: OwnershipPlan): Pick<Question, "table" | "columns"> | undefined {
  const columns = parts.flatMap((part) => ("column" in part ? [part.column] : []));
  const [first] = columns;
  if (first === undefined || first.system !== plan.system.name) return undefined;
  const table = plan.byName.get(first.table);
  if (table === undefined || columns.some((one) => one.system !== first.system || one.table !== first.table))
    return undefined;
  const names = columns.map(({ column }) => column);
  return names.every((name) => table.relation.columns.has(name)) ? { table, columns: names } : undefined;
}

/** One text for each spelling of each identity in it. */
function filled(parts: readonly KeyPart[], columns: readonly string[], subject: Subject): readonly string[] {
  let next = 0;
  return parts.reduce<readonly string[]>(
    (begun, part) => {
      const texts =
        "text" in part ? [part.text] : "column" in part ? [columns[next++] ?? ""] : spellings(subject, part.identity);
      return begun.flatMap((text) => texts.map((more) => text + more));
    },
    [""],
  );
}

function spellings({ emails, known = [] }: Subject, identity: string): readonly string[] {
  if (identity === "email") return emails;
  return known.filter((one) => one.identity === identity).flatMap((one) => one.spellings);
}

interface Row {
  readonly columns: readonly string[];
  readonly fate: string | null;
  readonly until: string | null;
  readonly others: boolean;
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
  const { rows } = await client.query<Row>(
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

/** The row goes, or is emptied of the key: then what it names goes as well. */
function keptBecause(table: OwnedTable, row: Row, keepsColumn: boolean): KeptBecause | undefined {
  if (row.others) return { kind: "shared" };
  switch (row.fate) {
    case "held":
      assert(table.mapping.keep !== undefined && row.until !== null, "a held row has a rule and an end");
      return { kind: "hold", rule: table.mapping.keep.rule, untilOn: row.until as LocalDate };
    case "shared-keep":
    case "shared-detach":
      return { kind: "shared" };
    case "keep":
      return { kind: "declared-keep" };
    case "anonymise":
      return keepsColumn ? { kind: "declared-keep" } : undefined;
    case null:
    default:
      return undefined;
  }
}
