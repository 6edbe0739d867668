/** Runs each promise's check against the running system and keeps its status and history. */
import type { Reader } from "#store";

export type PromiseStatusKind = "kept" | "broken" | "unproven" | "stated" | "waived";

/** One line of the board; also what `gestand promises --json` prints. */
export interface PromiseStatus {
  readonly id: string;
  readonly cites: readonly string[];
  readonly statement: string;
  readonly mechanism: string;
  readonly status: PromiseStatusKind;
  /** ISO 8601 UTC; absent when never checked. */
  readonly checkedAt?: string;
  readonly evidence: {
    readonly summary: string;
    readonly facts: Readonly<Record<string, string | number | boolean>>;
    readonly logIndex?: number;
  };
}
export interface PromiseBoard {
  /** Runs all checks now and records changes. */
  check(): Promise<readonly PromiseStatus[]>;
  latest(reader: Reader): Promise<readonly PromiseStatus[]>;
  history(
    reader: Reader,
    id: string,
    limit: number,
  ): Promise<readonly { status: PromiseStatusKind; checkedAt: string; summary: string }[]>;
  serve(): void;
}
