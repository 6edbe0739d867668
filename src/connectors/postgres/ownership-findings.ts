/** What was found, counted per table, as it is shown before approval and proven afterwards. */
import { assert, type LocalDate } from "#base";
import type { KeptBecause, TableFinding } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { personRows, runAgain, type WorkPlace } from "./work.ts";

/** Rows of one table of which the same is to be said. */
export interface Group {
  /** Index of the table in the plan. */
  readonly tab: number;
  readonly fate: string | null;
  readonly until: string | null;
  readonly shared: boolean;
  readonly rows: string;
}

/** So many rows of a table are looked at for all its categories at once; mostly they settle the question. */
const sampledRows = 500;

/** Categories that have a value in the person's rows, per table. Ask before anything is changed. */
export async function categoriesMet(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  present: ReadonlySet<OwnedTable>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = [...present]
    .map((table) => ({ table, values: valuesOf(table) }))
    .filter((one) => one.values.length > 0);
  const sampled = await runAgain(
    client,
    asked.map(({ table, values }) => metStatement(table, work, values, sampledRows)),
  );
  const met = new Map<string, readonly string[]>();
  for (const [at, { table, values }] of asked.entries()) {
    const sample = sampled[at]?.rows[0] as { met: boolean[]; rows: number } | undefined;
    const found = new Set(values.filter((_, which) => sample?.met[which] === true).map(({ category }) => category));
    const open = values.filter(({ category }) => !found.has(category));
    if (open.length > 0 && (sample?.rows ?? 0) >= sampledRows)
      for (const category of await categoriesAmong(client, table, work, open)) found.add(category);
    met.set(table.mapping.name, [...found].toSorted());
  }
  return met;
}

interface Value {
  readonly category: string;
  readonly sql: string;
}

/** Which of these values some row has, and how many rows were looked at. */
function metStatement(table: OwnedTable, work: WorkPlace, values: readonly Value[], limit?: number): string {
  const met = values.map((_, at) => `coalesce(bool_or(s.v${at}), false)`).join(", ");
  const each = values.map(({ sql }, at) => `${sql} is not null as v${at}`).join(", ");
  return `select array[${met}] as met, count(*)::int as rows from (select ${each} ${personRows(table, work)}${limit === undefined ? "" : ` limit ${limit}`}) s`;
}

/** Of these values, the categories that some row has. */
async function categoriesAmong(
  client: Queryable,
  table: OwnedTable,
  work: WorkPlace,
  values: readonly Value[],
): Promise<string[]> {
  const found = await client.query<{ met: boolean[] }>(metStatement(table, work, values));
  return values.filter((_, at) => found.rows[0]?.met[at] === true).map(({ category }) => category);
}

/** Every value of a row with its category: columns, and the declared members of JSON columns. */
export function valuesOf(table: OwnedTable): { category: string; sql: string }[] {
  return table.mapping.columns.flatMap((column) => {
    const whole = { category: column.category, sql: `t.${ident(column.name)}` };
    if (table.relation.columns.get(column.name)?.family !== "json") return [whole];
    return [
      whole,
      ...column.json.map((part) => ({
        category: part.category,
        sql: `(t.${ident(column.name)}::jsonb #> array[${part.path.map(literal).join(", ")}]::text[])`,
      })),
    ];
  });
}

export async function findings(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  action: "access" | "erasure",
  categories: ReadonlyMap<string, readonly string[]>,
): Promise<TableFinding[]> {
  return findingsOf(plan, await countFates(client, plan, work), action, categories);
}

/** How many rows there are of each kind, in all tables. */
export async function countFates(client: Queryable, plan: OwnershipPlan, work: WorkPlace): Promise<Group[]> {
  if (plan.tables.length === 0) return [];
  const counts = plan.tables.map(
    (table) =>
      `select ${table.index} as tab, fate::text as fate, held_until::text as until, shared, count(*)::text as rows from ${work.rows(table)} r group by 2, 3, 4`,
  );
  const [counted] = await runAgain(client, [`${counts.join(" union all ")} order by 1, 2, 3, 4`]);
  return (counted?.rows ?? []) as Group[];
}

export function findingsOf(
  plan: OwnershipPlan,
  counted: readonly Group[],
  action: "access" | "erasure",
  categories: ReadonlyMap<string, readonly string[]>,
): TableFinding[] {
  const groups = Map.groupBy(counted, (group) => group.tab);
  return plan.tables.map((table): TableFinding => {
    const mine = groups.get(table.index) ?? [];
    return {
      table: table.mapping.name,
      rows: sum(mine),
      shared: sum(mine.filter((group) => group.shared)),
      ...(action === "access" ? accessCounts(mine) : erasureCounts(table, mine)),
      categories: categories.get(table.mapping.name) ?? [],
    };
  });
}

type Counts = Pick<TableFinding, "read" | "deleted" | "anonymised" | "kept">;

function accessCounts(groups: readonly Group[]): Counts {
  const withheld = sum(groups.filter((group) => group.fate === "withheld"));
  return {
    read: sum(groups) - withheld,
    deleted: 0,
    anonymised: 0,
    kept: withheld === 0 ? [] : [{ because: { kind: "shared" }, rows: withheld }],
  };
}

function erasureCounts(table: OwnedTable, groups: readonly Group[]): Counts {
  const of = (...fates: string[]) => sum(groups.filter((group) => fates.includes(group.fate ?? "")));
  const kept = new Map<string, { because: KeptBecause; rows: number }>();
  for (const group of groups) {
    const because = keptBecause(table, group);
    if (because === undefined) continue;
    const name = JSON.stringify(because);
    kept.set(name, { because, rows: (kept.get(name)?.rows ?? 0) + Number(group.rows) });
  }
  return { read: 0, deleted: of("delete"), anonymised: of("anonymise", "shared-detach"), kept: [...kept.values()] };
}

function keptBecause(table: OwnedTable, group: Group): KeptBecause | undefined {
  switch (group.fate) {
    case "held":
      assert(table.mapping.keep !== undefined && group.until !== null, "a held row has a rule and an end");
      return { kind: "hold", rule: table.mapping.keep.rule, untilOn: group.until as LocalDate };
    case "shared-keep":
      return { kind: "shared" };
    case "keep":
      return { kind: "declared-keep" };
    case null:
    default:
      return undefined;
  }
}

function sum(groups: readonly Group[]): number {
  return groups.reduce((total, group) => total + Number(group.rows), 0);
}
