/** What the policy asks of rows so that stores can be asked for a person: which columns, and what is made of their values. */
import { assert, type LocalDate } from "#base";
import type { KeyPart, KeyPattern, Store } from "#policy";
import type { FilledKey, KeptBecause, KnownValue, StoreKeys, Subject } from "../contract.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";

/** Columns of one table, and what is made of their values in a row. */
export interface Question {
  readonly table: OwnedTable;
  readonly columns: readonly string[];
  readonly answer: (
    columns: readonly string[],
    keep: KeptBecause | undefined,
    keys: FilledKey[],
    values: Record<string, KnownValue[]>,
  ) => void;
}

export function questionsOf(store: Store, plan: OwnershipPlan, subject: Subject): Question[] {
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

/** What is known of the rows that name the same. */
export interface RowFacts {
  readonly fate: string | null;
  readonly until: string | null;
  /** Rows of somebody else name it too. */
  readonly others: boolean;
}

/** The row goes, or is emptied of the key: then what it names goes as well. */
export function keptBecause(table: OwnedTable, row: RowFacts, keepsColumn: boolean): KeptBecause | undefined {
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

/** What the rows of each question answer, per store; stores without any are left out. */
export async function storeKeysFrom(
  stores: readonly Store[],
  plan: OwnershipPlan,
  subject: Subject,
  rowsOf: (
    question: Question,
  ) => Promise<readonly { readonly columns: readonly string[]; readonly keep: KeptBecause | undefined }[]>,
): Promise<readonly StoreKeys[]> {
  const found: StoreKeys[] = [];
  for (const store of stores) {
    const keys: FilledKey[] = [];
    const values: Record<string, KnownValue[]> = {};
    for (const question of questionsOf(store, plan, subject))
      for (const { columns, keep } of await rowsOf(question)) question.answer(columns, keep, keys, values);
    if (keys.length > 0 || Object.keys(values).length > 0) found.push({ store: store.name, keys, values });
  }
  return found;
}
