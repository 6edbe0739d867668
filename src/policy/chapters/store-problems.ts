/** What is wrong with a place that is no database: keys that nobody declared, no end, no purpose. */
import type { Problem } from "#base";
import { isCategory } from "../categories.ts";
import type { Policy, Table } from "../model.ts";
import { declaredColumns } from "./consent-records.ts";
import type { Store, StoreKey } from "./stores.ts";

export function storeProblems(all: readonly Store[], policy: Policy): readonly Problem[] {
  return all.flatMap((store) => [
    ...store.keys.flatMap((key) => keyProblems(store, key, policy)),
    ...termProblems(store, policy),
    ...aimProblems(store, policy),
  ]);
}

/** Where the rows are that have the key. */
export function tableOf({ system, table }: StoreKey, policy: Policy): Table | undefined {
  return policy.systems.find(({ name }) => name === system)?.tables.find(({ name }) => name === table);
}

function keyProblems({ name }: Store, key: StoreKey, policy: Policy): readonly Problem[] {
  const base = { severity: "error", at: key.at, path: `stores.${name}.keys` } as const;
  const table = tableOf(key, policy);
  if (table === undefined)
    return [
      {
        ...base,
        code: "unknown-table",
        message: `There is no table "${[key.system, key.table].filter((part) => part !== "").join(".")}" with persons.`,
        remedy: "Write the system, one of its tables and a column, with dots between: app.profiles.photo_key.",
      },
    ];
  if (declaredColumns(table).has(key.column)) return [];
  return [
    {
      ...base,
      code: "unknown-column",
      message: `The table "${key.system}.${key.table}" does not declare a column "${key.column}".`,
      remedy: "Name a column that the table has under columns or other.",
    },
  ];
}

/** A file that follows its row has the term of the table; one without a row needs a rule of its own. */
function termProblems({ name, keep, keys, at }: Store, policy: Policy): readonly Problem[] {
  if (keep !== undefined) return [];
  const endless = keys.find((key) => tableOf(key, policy) !== undefined && tableOf(key, policy)?.keep === undefined);
  if (keys.length > 0 && endless === undefined) return [];
  return [
    {
      code: "store-without-term",
      severity: "warning",
      message:
        endless === undefined
          ? `No rule says how long the store "${name}" keeps what is in it.`
          : `The store "${name}" is kept with the rows of "${endless.system}.${endless.table}", and no rule says how long those are kept.`,
      remedy: 'Add "keep" with the name of a rule.',
      at,
      path: `stores.${name}`,
      article: "GDPR art. 5(1)(e), 13(2)(a)",
    },
  ];
}

function aimProblems({ name, holds, at }: Store, policy: Policy): readonly Problem[] {
  // What is held for customers has their purposes.
  const used = [...policy.purposes.flatMap(({ uses }) => uses), ...(policy.onBehalf ?? []).flatMap(({ data }) => data)];
  const aimless = holds.filter((held) => !used.some((each) => isCategory(held, each) || isCategory(each, held)));
  if (aimless.length === 0) return [];
  return [
    {
      code: "data-without-purpose",
      severity: "warning",
      message: `The store "${name}" holds ${aimless.join(", ")}, which no purpose uses.`,
      remedy: "Name the purpose that uses it, or stop keeping it.",
      at,
      path: `stores.${name}.holds`,
      article: "GDPR art. 5(1)(b), 5(1)(c)",
    },
  ];
}
