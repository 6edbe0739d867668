/** What PostgreSQL says no to in an erasure, said so that somebody can remove it. Names of tables and constraints only. */
import type { Problem } from "#base";
import { type Refusal, refusals, refusedBecause, refusedOtherwise } from "../sql/erase-problems.ts";

export { Blocked, notCarriedOut, putBack, referenceEnds, sideEffect } from "../sql/erase-problems.ts";

const reasons: Readonly<Record<string, Refusal>> = {
  "23503": refusals.reference,
  "23502": refusals.null,
  "23505": refusals.unique,
  // Excluded by a rule that is wider than equality; mostly that of equal values.
  "23P01": refusals.unique,
  "23514": refusals.check,
  "22001": refusals.tooLong,
};

/**
 * An error of the database as a problem of the mapping or of the database's own rules; `undefined` when it is neither
 * (the server went away, a lock was not given), so that trying again may help.
 */
export function refusedByDatabase(error: unknown, doing: string, path: string): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, table, column, constraint } = error as Error & Partial<Record<string, string>>;
  if (code === undefined || !/^(23|22|P0|2F|27|38|39|44|09)/.test(code)) return undefined;
  const known = reasons[code];
  const place = [table, column].filter((part) => part !== undefined).join(".");
  const where = [place === "" ? undefined : place, constraint].filter((part) => part !== undefined).join(", ");
  const named = where === "" ? "" : ` (${where})`;
  if (known !== undefined) return refusedBecause(known, doing, named, path);
  const isTrigger = /^(P0|2F|38|27)/.test(code);
  return refusedOtherwise(isTrigger ? "trigger" : "value", doing, `${code}${named}`, path);
}
