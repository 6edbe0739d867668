import type { LocalDate } from "#base";

/** How sure we are of a figure. `low` is shown as such wherever the figure decides something. */
export type Confidence = "high" | "medium" | "low";

/** Where a figure comes from. Every entry of the tables in this room carries one. */
export interface Cited {
  /** The provision: `AWR art. 52(4)`. */
  readonly article: string;
  readonly confidence: Confidence;
  /** `seen`: a source that states it was read when it was written down. `recalled`: known, and not read again. */
  readonly basis: "seen" | "recalled";
}

/** The day the tables were last gone through. Figures change; whoever shows one shows this day beside it. */
export const lawAsOf = "2026-11-22" as LocalDate;
