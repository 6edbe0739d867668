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

/**
 * The one that people lived under until this one: what is compared for them. Of several with one first day only the last
 * ever holds, so those are passed over; where none began earlier, the one that was carried out until then. None for the first.
 * `lines` newest first; what is published later changes nothing in the answer.
 */
export function heldBefore<Line extends Pick<VersionLine, "number" | "effectiveOn">>(
  lines: readonly Line[],
  { number, effectiveOn }: Pick<VersionLine, "number" | "effectiveOn">,
): Line | undefined {
  const earlier = lines.filter((line) => line.number < number);
  return earlier.find((line) => line.effectiveOn < effectiveOn) ?? earlier[0];
}
