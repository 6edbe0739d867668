/** A place in a document: 1-based line and column, as editors count them. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Severity = "error" | "warning" | "note";

/** A mistake in a document or a finding about a system. Says what is wrong and what to write or do instead. */
export interface Problem {
  /** Stable, for machines and for the reference: `unknown-word`, `hold-without-law`, … */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** What to write or do instead. */
  readonly remedy: string;
  readonly at?: Location;
  /** Where in the policy, as a path of names: `systems.shop.tables.orders`. */
  readonly path?: string;
  /** The legal provision behind it, when there is one: `GDPR art. 5(1)(e)`. */
  readonly article?: string;
}

export function worst(problems: readonly Problem[]): Severity | undefined {
  return (["error", "warning", "note"] as const).find((severity) => problems.some((p) => p.severity === severity));
}
