import type { PromiseStatus } from "./contract.ts";

/** One line as `gestand promises --json` prints it: always these members, in this order. */
export interface PromiseJson {
  readonly id: string;
  readonly cites: readonly string[];
  readonly statement: string;
  readonly mechanism: string;
  readonly status: PromiseStatus["status"];
  /** ISO 8601 UTC; null when never checked. */
  readonly checkedAt: string | null;
  readonly evidence: PromiseStatus["evidence"];
}

export function promiseJson(statuses: readonly PromiseStatus[]): PromiseJson[] {
  return statuses.map(({ id, cites, statement, mechanism, status, checkedAt, evidence }) => ({
    id,
    cites,
    statement,
    mechanism,
    status,
    checkedAt: checkedAt ?? null,
    evidence,
  }));
}
