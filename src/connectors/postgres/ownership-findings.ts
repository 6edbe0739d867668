/** What was found, counted per table, as it is shown before approval and proven afterwards. */
import { assert, type LocalDate } from "#base";
import type { KeptBecause, TableFinding } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { keyMatch } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";
import type { WorkPlace } from "./work.ts";

interface Group {
  readonly fate: string | null;
  readonly until: string | null;
  readonly shared: boolean;
  readonly rows: string;
}

/** Categories that have a value in the person's rows, per table. Ask before anything is changed. */
export async function categoriesMet(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const met = new Map<string, readonly string[]>();
  for (const table of plan.tables) {
    const values = valuesOf(table);
    if (values.length === 0) continue;
    const row = await client.query<{ met: boolean[] }>(
      `select array[${values.map(({ sql }) => `coalesce(bool_or(${sql} is not null), false)`).join(", ")}] as met from ${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")}`,
    );
    const categories = values.filter((_, at) => row.rows[0]?.met[at] === true).map(({ category }) => category);
    met.set(table.mapping.name, [...new Set(categories)].toSorted());
  }
  return met;
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
  const found: TableFinding[] = [];
  for (const table of plan.tables) {
    const groups = await client.query<Group>(
      `select fate, held_until::text as until, shared, count(*) as rows from ${work.rows(table)} where fate is distinct from 'moved' group by 1, 2, 3 order by 1, 2, 3`,
    );
    const counts = action === "access" ? accessCounts(groups.rows) : erasureCounts(table, groups.rows);
    found.push({
      table: table.mapping.name,
      rows: sum(groups.rows),
      shared: sum(groups.rows.filter((group) => group.shared)),
      ...counts,
      categories: categories.get(table.mapping.name) ?? [],
    });
  }
  return found;
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
