/**
 * What the execution met against what was approved. Between the two, days may pass and the person may go on living: a
 * changed count in a table and an action that were approved is recorded and shown; a table or an action that nobody saw
 * stops the step before anything changes. (docs/decisions/0007-plans-run-once.md)
 */
import type { TableFinding } from "#connectors";
import type { Difference } from "./contract.ts";

const counted = ["rows", "read", "deleted", "anonymised", "kept"] as const;
type Counted = (typeof counted)[number];

/** Every count that is not the approved one, tables in order of name. */
export function differences(
  system: string,
  approved: readonly TableFinding[],
  found: readonly TableFinding[],
): Difference[] {
  return pairs(approved, found).flatMap(([table, before, now]) =>
    counted.flatMap((what) => {
      const [was, is] = [count(before, what), count(now, what)];
      return was === is ? [] : [{ system, table, what, approved: was, found: is }];
    }),
  );
}

/** Of a rehearsal just before: rows would be deleted or anonymised in a table where nobody approved that. */
export function actionsBeyond(
  system: string,
  approved: readonly TableFinding[],
  found: readonly TableFinding[],
  accepted: readonly string[],
): Difference[] {
  const actions: readonly Counted[] = ["deleted", "anonymised"];
  return differences(system, approved, found).filter(
    (difference) =>
      difference.approved === 0 && actions.includes(difference.what) && !accepted.includes(difference.table),
  );
}

/** Of a mere count just before: rows in a table where the person had none. */
export function tablesBeyond(
  system: string,
  approved: readonly TableFinding[],
  found: readonly TableFinding[],
  accepted: readonly string[],
): Difference[] {
  return differences(system, approved, found).filter(
    (difference) => difference.approved === 0 && difference.what === "rows" && !accepted.includes(difference.table),
  );
}

function pairs(
  approved: readonly TableFinding[],
  found: readonly TableFinding[],
): (readonly [string, TableFinding | undefined, TableFinding | undefined])[] {
  const names = [...new Set([...approved, ...found].map(({ table }) => table))].sort();
  return names.map((name) => [name, named(approved, name), named(found, name)] as const);
}

function named(findings: readonly TableFinding[], name: string): TableFinding | undefined {
  return findings.find(({ table }) => table === name);
}

function count(finding: TableFinding | undefined, what: Counted): number {
  if (finding === undefined) return 0;
  return what === "kept" ? finding.kept.reduce((sum, { rows }) => sum + rows, 0) : finding[what];
}
