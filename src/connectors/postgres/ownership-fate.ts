/**
 * What erasure does with a row of the person, as SQL: written down with the row, or told each time of rows that are found
 * again by their path.
 */
import type { LocalDate } from "#base";
import type { OwnedTable } from "./ownership.ts";
import { literal } from "./quote.ts";

/** Until when a row `t` of a table is held, as a date expression; `undefined` when nothing holds its rows. */
export interface Holds {
  readonly today: LocalDate;
  until(table: OwnedTable): string | undefined;
}

export interface Fate {
  /** Text: delete, anonymise, keep, held, shared-keep, shared-detach; where nothing is erased, `withheld` from an answer. */
  readonly fate: string;
  /** Date until which the row is held, else NULL. */
  readonly heldUntil: string;
}

/** `shared`: condition on the row. Without `holds` nothing is erased, and only what an answer withholds is told apart. */
export function fateOf(table: OwnedTable, holds: Holds | undefined, shared: string): Fate {
  const until = holds?.until(table);
  const isHeld = until === undefined ? undefined : `${until} >= ${literal(holds?.today ?? "")}::date`;
  const { access, erase } = table.mapping.shared;
  const ifShared = holds !== undefined ? `shared-${erase}` : access === "withhold" ? "withheld" : undefined;
  const cases = [
    ...(isHeld === undefined ? [] : [`when ${isHeld} then 'held'`]),
    ...(ifShared === undefined || shared === "false" ? [] : [`when ${shared} then ${literal(ifShared)}`]),
  ];
  const rule = literal(table.mapping.erase);
  return {
    fate: cases.length === 0 ? `${rule}::text` : `case ${cases.join(" ")} else ${rule} end`,
    heldUntil: isHeld === undefined ? "null::date" : `case when ${isHeld} then ${until} end`,
  };
}
