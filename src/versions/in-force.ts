import type { LocalDate } from "#base";
import type { VersionLine } from "./contract.ts";

/** The one that holds on this day; `lines` newest first. Days never go back with numbers, so the newest that has begun is it. */
export function inForceAmong<Line extends VersionLine>(lines: readonly Line[], on: LocalDate): Line | undefined {
  return lines.find(({ effectiveOn }) => effectiveOn <= on);
}

/** The one to carry out: that in force, or before any is, the one that will hold on the first day. */
export function carriedOutAmong<Line extends VersionLine>(lines: readonly Line[], on: LocalDate): Line | undefined {
  const first = lines.at(-1);
  return inForceAmong(lines, on) ?? (first && inForceAmong(lines, first.effectiveOn));
}
