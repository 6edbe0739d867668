import type { Location, Problem, Severity } from "#base";
import type { KeepRule, Policy, System, Table } from "#policy";
import type { Catalogue, CatalogueColumn, Relation } from "./catalogue-types.ts";

/** What the checks of `inspect` share: the declared mapping beside the real database. */
export interface Inspection {
  readonly policy: Policy;
  readonly system: System;
  readonly catalogue: Catalogue;
  /** Mapped tables that exist as tables; the others were reported. */
  readonly tables: readonly { readonly mapping: Table; readonly relation: Relation }[];
  /** How the database compares two columns of which one refers to the other. */
  readonly comparing: (from: CatalogueColumn, to: CatalogueColumn, relation: Relation) => Compared;
  /** What the connector itself makes in the database while it works. */
  readonly isOurs: (table: string) => boolean;
}

export type Compared = "alike" | "never" | { readonly compared: string; readonly remedy: string };

export function finding(
  code: string,
  severity: Severity,
  message: string,
  remedy: string,
  place: { readonly path: string; readonly at?: Location },
): Problem {
  return { code, severity, message, remedy, path: place.path, ...(place.at === undefined ? {} : { at: place.at }) };
}

export function pathOf(system: System, table: string, rest = ""): string {
  return `systems.${system.name}.tables.${table}${rest}`;
}

/** The rule by which rows of the table are held against erasure, if any. */
export function holdOf(policy: Policy, mapping: Table): KeepRule | undefined {
  const rule = policy.keep.find((one) => one.name === mapping.keep?.rule);
  return rule?.hold === undefined ? undefined : rule;
}

/** ` Did you mean "…"?`, or nothing when no known name is close. */
export function didYouMean(word: string, known: Iterable<string>): string {
  let best: string | undefined;
  let bestDistance = Math.min(4, Math.ceil(word.length / 2) + 1);
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === undefined ? "" : ` Did you mean "${best}"?`;
}

function editDistance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(
        Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    last = row;
  }
  return last[b.length] ?? 0;
}
