/** What was found, counted per table, as it is shown before approval and proven afterwards. */
import { assert, type LocalDate } from "#base";
import type { KeptBecause, TableFinding } from "../contract.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";

/** Rows of one table of which the same is to be said. */
export interface Group {
  /** Index of the table in the plan. */
  readonly tab: number;
  readonly fate: string | null;
  readonly until: string | null;
  readonly shared: boolean;
  readonly rows: string;
}

export interface Survey {
  readonly counted: readonly Group[];
  /** Categories that have a value in the person's rows, per table. */
  readonly categories: ReadonlyMap<string, readonly string[]>;
}

export function findingsOf(
  plan: OwnershipPlan,
  action: "access" | "erasure",
  { counted, categories }: Survey,
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

/** How many rows they are together. */
export function sum(groups: readonly Group[]): number {
  return groups.reduce((total, group) => total + Number(group.rows), 0);
}
