/** What is wrong with how a store is reached: nothing that tells persons apart there, or what the policy does not declare. */
import type { Location, Problem } from "#base";
import type { Policy } from "../model.ts";
import { declaredColumns } from "./consent-records.ts";
import { tableOf } from "./store-problems.ts";
import type { KeyPart, KeyPattern, Store, StoreKey } from "./stores.ts";

export function reachProblems(store: Store, policy: Policy): readonly Problem[] {
  const { named = [], matches = {} } = store;
  return [
    ...unreachablePersons(store),
    ...named.flatMap((pattern) => patternProblems(store, pattern, policy)),
    ...Object.entries(matches).flatMap(([field, part]) =>
      partProblems(part, policy, {
        at: "column" in part ? part.column.at : store.at,
        path: `stores.${store.name}.matches.${field}`,
      }),
    ),
  ];
}

/** A mailbox and a service are searched for the person's address; everywhere else something must say what is theirs. */
function unreachablePersons({ name, keys, named = [], matches = {}, reach, at }: Store): readonly Problem[] {
  if (reach === undefined || reach.kind === "mailbox" || reach.kind === "http") return [];
  const lines = reach.kind === "files" && reach.format !== "whole";
  const fields = Object.keys(matches).length;
  if (lines ? fields > 0 : keys.length + named.length + fields > 0) return [];
  return [
    {
      code: "reach-without-keys",
      severity: "error",
      message: lines
        ? `Nothing says by which fields the lines in the store "${name}" are a person's.`
        : `Nothing says what in the store "${name}" is a person's.`,
      remedy: lines
        ? "Name the fields under matches: {user: app.users.id}."
        : 'Name a column with keys under "keys", or what things are called under "named": avatars/{app.profiles.id}/*.',
      at,
      path: `stores.${name}.reach`,
    },
  ];
}

function patternProblems({ name }: Store, { parts, prefix, at }: KeyPattern, policy: Policy): readonly Problem[] {
  const where = { at, path: `stores.${name}.named` };
  const last = parts.at(-1);
  const found = [...parts.flatMap((part) => partProblems(part, policy, where)), ...tableProblems(parts, name, where)];
  if (!prefix || last === undefined || "text" in last) return found;
  return [
    ...found,
    {
      ...where,
      code: "prefix-without-end",
      severity: "warning",
      message: `A name in the store "${name}" goes straight on after what is the person's, so that 12 could be taken for the beginning of 123.`,
      remedy:
        "Write the sign that ends it before the *: avatars/{app.profiles.id}/*. Names that go on with a letter or a digit are left alone.",
    },
  ];
}

/** A name is filled in row by row. */
function tableProblems(
  parts: readonly KeyPart[],
  name: string,
  where: { at: Location; path: string },
): readonly Problem[] {
  const tables = new Set(
    parts.flatMap((part) => ("column" in part ? [`${part.column.system}.${part.column.table}`] : [])),
  );
  if (tables.size < 2) return [];
  return [
    {
      ...where,
      code: "columns-of-two-tables",
      severity: "error",
      message: `A name in the store "${name}" is made of columns of ${[...tables].join(" and ")}, so that no row fills it in.`,
      remedy: "Take its columns from one table.",
    },
  ];
}

function partProblems(part: KeyPart, policy: Policy, where: { at: Location; path: string }): readonly Problem[] {
  if ("text" in part) return [];
  if ("column" in part) return columnProblems(part.column, policy, where);
  const { identity } = part;
  if (identity === "email" || policy.identities?.some(({ name }) => name === identity) === true) return [];
  return [
    {
      ...where,
      code: "unknown-name",
      severity: "error",
      message: `There is no identity "${identity}".`,
      remedy: "Write email, an identity that the policy declares under identities, or a column as system.table.column.",
    },
  ];
}

/** A key names a row and says nothing of a person, so that nobody declares it; the system says whether it is there. */
const mayBeKey = /(^|_)(id|uuid|uid|key|code|number|no)$/i;

function columnProblems(column: StoreKey, policy: Policy, where: { at: Location; path: string }): readonly Problem[] {
  const table = tableOf(column, policy);
  const base = { ...where, severity: "error" } as const;
  if (table === undefined)
    return [
      {
        ...base,
        code: "unknown-table",
        message: `There is no table "${column.system}.${column.table}" with persons.`,
        remedy: "Write the system, one of its tables and a column, with dots between: app.profiles.id.",
      },
    ];
  if (declaredColumns(table).has(column.column) || mayBeKey.test(column.column)) return [];
  return [
    {
      ...base,
      code: "unknown-column",
      message: `The table "${column.system}.${column.table}" does not declare a column "${column.column}".`,
      remedy: "Name a column that the table has under columns or other, or its key.",
    },
  ];
}
